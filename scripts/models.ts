import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { projectDir } from './n8n/package';
import { onTermination, endProcess, startProcess } from './processes';

const VENDORS = ['procurios', 'iovox', 'copernica', 'encompass'];
const MODES = ['memory', 'scheduler', 'durable'];

const HELP = `Plays random schedules of events, faults and restarts against the triggers, with many seeds.

  npm run models -- [options]

  --seeds N       so many seeds, one after another (default 5)
  --from N        the first of them (default 1)
  --schedules N   so many schedules of each seed, vendor and mode (default: as many as npm test)
  --vendor NAME   ${VENDORS.join(', ')} (default: all)
  --mode NAME     how n8n keeps the state: ${MODES.join(', ')} (default: all)

With QUICK=1 in the environment, a schedule that fails is shown as it is, and none that is shorter is
looked for, which takes many times as long. SEED and SCHEDULES are set for each run.
`;

interface Run {
	readonly seed: number;
	readonly vendor: string;
	readonly mode: string;
	readonly schedules: number | undefined;
}

const fileOf = ({ vendor, mode }: Run) => `test/poll/${vendor}/model.${mode}.test.ts`;

const argumentsOf = (run: Run) => ['--selectProjects', 'package', '-w', '1', fileOf(run)];

const settingsOf = ({ seed, schedules }: Run) => ({
	SEED: String(seed),
	...(schedules === undefined ? {} : { SCHEDULES: String(schedules) }),
});

/** What a developer types to see it again. */
const commandOf = (run: Run) =>
	[
		...Object.entries(settingsOf(run)).map(([name, value]) => `${name}=${value}`),
		...['npx', 'jest', ...argumentsOf(run)],
	].join(' ');

/** @returns whether nothing was lost, repeated or made up */
async function plays(run: Run): Promise<boolean> {
	const jest = join(projectDir, 'node_modules/jest/bin/jest.js');
	const child = startProcess(process.execPath, [jest, ...argumentsOf(run)], {
		cwd: projectDir,
		stdio: 'inherit',
		env: { ...process.env, ...settingsOf(run) },
	});
	onTermination(async () => await endProcess(child));
	return await new Promise<boolean>((resolve, reject) => {
		child.once('error', reject);
		child.once('close', (code) => resolve(code === 0));
	});
}

/** @throws Error where it is no whole number of at least 1 */
function count(name: string, typed: string): number {
	const number = Number(typed);
	if (Number.isSafeInteger(number) && number > 0) return number;
	throw new Error(`--${name} takes a whole number from 1 on, not "${typed}"`);
}

/** @throws Error where it is none of the names */
function chosen(name: string, typed: string | undefined, names: readonly string[]) {
	if (typed === undefined) return names;
	if (names.includes(typed)) return [typed];
	throw new Error(`--${name} takes ${names.join(', ')}, not "${typed}"`);
}

function runs(): Run[] | undefined {
	const { values } = parseArgs({
		options: {
			seeds: { type: 'string', default: '5' },
			from: { type: 'string', default: '1' },
			schedules: { type: 'string' },
			vendor: { type: 'string' },
			mode: { type: 'string' },
			help: { type: 'boolean', default: false },
		},
	});
	if (values.help) return undefined;
	const first = count('from', values.from);
	const seeds = Array.from({ length: count('seeds', values.seeds) }, (_, place) => first + place);
	const schedules =
		values.schedules === undefined ? undefined : count('schedules', values.schedules);
	const vendors = chosen('vendor', values.vendor, VENDORS);
	const modes = chosen('mode', values.mode, MODES);
	return seeds.flatMap((seed) =>
		vendors.flatMap((vendor) => modes.map((mode) => ({ seed, vendor, mode, schedules }))),
	);
}

async function main(): Promise<number> {
	const all = runs();
	if (!all) {
		console.log(HELP);
		return 0;
	}
	const failed: Run[] = [];
	for (const run of all) {
		console.log(`\n=== ${run.vendor}, ${run.mode}, seed ${run.seed}`);
		if (!(await plays(run))) failed.push(run);
	}
	console.log(`\n${all.length - failed.length} of ${all.length} held.`);
	for (const run of failed) {
		console.log(`Failed: ${run.vendor}, ${run.mode}, seed ${run.seed}: ${commandOf(run)}`);
	}
	return failed.length > 0 ? 1 : 0;
}

main().then(
	(code) => (process.exitCode = code),
	(error: Error) => {
		console.error(`${error.message}\n\n${HELP}`);
		process.exitCode = 1;
	},
);
