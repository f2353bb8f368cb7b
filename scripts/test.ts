import type { ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findChromium } from './chromium';
import { ensureN8n } from './n8n/install';
import { packPackage, projectDir } from './n8n/package';
import { npmProgram } from './npm';
import { endProcess, onTermination, startProcess } from './processes';
import { missingService } from './services/forTests';

/** The counts of one part of the tests, or of all of them. */
interface Counts {
	passed: number;
	failed: number;
	skipped: number;
}

interface JestReport {
	numPassedTests: number;
	numFailedTests: number;
	numPendingTests: number;
	numTodoTests: number;
	numRuntimeErrorTestSuites: number;
}

/** Named again at the end, where they are looked for. */
const failedSteps: string[] = [];

const passed: Counts = { passed: 1, failed: 0, skipped: 0 };
const failed: Counts = { passed: 0, failed: 1, skipped: 0 };

/** Builds, lints, and tests from the smallest unit to a real n8n; goes on after a failure. */
async function main(folder: string): Promise<boolean> {
	const { values } = parseArgs({ options: { unit: { type: 'boolean', default: false } } });
	const strict = Boolean(process.env.CI || process.env.REQUIRE_CHROMIUM);
	const parts: Counts[] = [];

	const built = await npmRun('Build', 'build');
	parts.push(built);
	const realN8n = !values.unit && built.failed === 0;
	if (realN8n) process.env.PACKAGE_TARBALL = await packPackage(folder);
	// n8n polls once a minute: most of this is waiting, during which the rest is tested.
	const aside = realN8n ? besideTheRest(folder, strict) : undefined;
	parts.push(await npmRun('Lint', 'lint'));
	parts.push(await npmRun('Types', 'typecheck'));
	parts.push(
		await jest('Package, and nodes in the n8n engine', 'package', folder, {
			args: ['--maxWorkers', '100%'],
		}),
	);
	if (realN8n) parts.push(await inRealN8n(folder, strict));
	if (aside) parts.push(...(await aside));
	if (!values.unit && !realN8n) {
		console.log('\nWithout a build there is nothing to try in a real n8n.');
		parts.push(failed);
	}

	const total = sum(parts);
	if (strict && total.skipped > 0) {
		console.log(`\n${total.skipped} tests were skipped: here that counts as failed.`);
		total.failed += total.skipped;
		total.skipped = 0;
	}
	const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
	if (failedSteps.length > 0) console.log(`\nFailed: ${failedSteps.join('; ')}`);
	console.log(`\n${total.passed} passed, ${total.failed} failed${skipped}`);
	return total.failed === 0;
}

async function inRealN8n(folder: string, strict: boolean): Promise<Counts> {
	if (!findChromium()) {
		console.log('\nNo Chromium was found: the tests of the editor are skipped.');
		console.log('Install one (Debian: apt-get install chromium) or set CHROMIUM_PATH.');
		if (strict) console.log('With CI or REQUIRE_CHROMIUM set, that is a failure.');
	}
	return await jest('The packed package in a real n8n', 'n8n', folder, {
		args: ['--runInBand'],
	});
}

async function besideTheRest(folder: string, strict: boolean): Promise<Counts[]> {
	try {
		await ensureN8n(console.log);
		return [
			await jest('Triggers, polled by real n8ns', 'polling', folder, { aside: true }),
			await onSeveralMachines(folder, strict),
		];
	} catch (error) {
		console.error(error);
		failedSteps.push('n8ns beside the rest');
		return [failed];
	}
}

/** n8n's queue mode, with a PostgreSQL and a Redis of this machine that are started for it. */
async function onSeveralMachines(folder: string, strict: boolean): Promise<Counts> {
	const missing = missingService();
	if (!missing) {
		return await jest('n8n in queue mode, with two workers', 'queue', folder, { aside: true });
	}
	console.log(`\n${missing}\nThe tests of n8n's queue mode are skipped.`);
	if (strict) console.log('With CI or REQUIRE_CHROMIUM set, that is a failure.');
	return { passed: 0, failed: 0, skipped: 1 };
}

interface JestOptions {
	args?: string[];
	/** Beside other tests: what it says is shown when it has ended. */
	aside?: boolean;
}

async function jest(
	title: string,
	project: string,
	folder: string,
	{ args = [], aside = false }: JestOptions = {},
): Promise<Counts> {
	const outputFile = join(folder, `${project}.json`);
	const command = [
		join(projectDir, 'node_modules/jest/bin/jest.js'),
		// What a failed test leaves open must not keep the run from ending.
		...['--selectProjects', project, '--forceExit', '--json', '--outputFile', outputFile],
		...args,
	];
	const ended = await step(title, process.execPath, command, aside);
	const output = await readFile(outputFile, 'utf8').catch(() => undefined);
	// Without a report, jest did not get as far as its first test.
	if (output === undefined) return failed;
	const report = JSON.parse(output) as JestReport;
	return {
		passed: report.numPassedTests,
		// A failure outside every test, such as in the teardown, shows in the exit code alone.
		failed: Math.max(report.numFailedTests + report.numRuntimeErrorTestSuites, ended.failed),
		skipped: report.numPendingTests + report.numTodoTests,
	};
}

async function npmRun(title: string, script: string): Promise<Counts> {
	const { program, leading } = npmProgram();
	return await step(title, program, [...leading, 'run', '--silent', script]);
}

const running = new Set<ChildProcess>();

async function step(
	title: string,
	program: string,
	args: string[],
	aside = false,
): Promise<Counts> {
	const announce = () => console.log(`\n=== ${title}`);
	if (!aside) announce();
	const stdio = aside ? 'pipe' : 'inherit';
	const child = startProcess(program, args, { cwd: projectDir, stdio });
	const said: Buffer[] = [];
	for (const stream of [child.stdout, child.stderr]) {
		stream?.on('data', (chunk: Buffer) => said.push(chunk));
	}
	running.add(child);
	onTermination(async () => await Promise.all([...running].map((each) => endProcess(each))));
	const code = await new Promise<number | null>((resolve, reject) => {
		child.once('error', reject);
		child.once('close', resolve);
	});
	running.delete(child);
	if (aside) {
		announce();
		process.stdout.write(Buffer.concat(said));
	}
	if (code !== 0) failedSteps.push(title);
	return code === 0 ? passed : failed;
}

function sum(parts: Counts[]): Counts {
	const total = { passed: 0, failed: 0, skipped: 0 };
	for (const part of parts) {
		total.passed += part.passed;
		total.failed += part.failed;
		total.skipped += part.skipped;
	}
	return total;
}

async function run(): Promise<void> {
	const folder = await mkdtemp(join(tmpdir(), 'email-tracking-test-'));
	try {
		process.exitCode = (await main(folder)) ? 0 : 1;
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

void run();
