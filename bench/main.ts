import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureN8n } from '../scripts/n8n/install';
import { buildPackage, installTarball, packPackage, projectDir } from '../scripts/n8n/package';
import { onTermination } from '../scripts/processes';
import { runBareLoop } from './runBareLoop';
import { machineWith } from './machine';
import { MeasuredN8n } from './measuredN8n';
import { type Plan, PLANS, type Series } from './plan';
import { benchPoll } from './poll';
import { chartOf } from './report/chart';
import { withEssence } from './report/essence';
import { titleOf, toldRun } from './report/names';
import { reportOf } from './report/report';
import type { Result, Results, Run } from './results';
import { type BenchSite, startSite } from './sites';

const HELP = `Usage: npm run bench -- [--quick | --full | --report]

Measures this package's nodes in a running n8n, beside n8n's HTTP Request node and a bare loop.

  (nothing)   10,000 to 1,000,000 records, medians of three; about 15 minutes
  --quick     10,000 records, once; about a minute
  --full      also 10,000,000 records, once
  --report    measures nothing: writes the report of the results that are there anew

All but --quick write bench/results.json, docs/benchmark.md and its plot, docs/images/benchmark.svg,
and the tables in README.md.
With BENCH_NODE_OPTIONS, n8n gets these options of Node.js, for example --cpu-prof.
`;

/** Larger exports are not read back, to see whether they are the file of the bare loop. */
const MOST_COMPARED = 100_000;

const RESULTS = join(projectDir, 'bench/results.json');

const say = (line: string) => console.error(line);

async function main(): Promise<void> {
	const flag = { type: 'boolean', default: false } as const;
	const { values } = parseArgs({ options: { quick: flag, full: flag, report: flag, help: flag } });
	if (values.help) {
		console.log(HELP);
	} else if (values.report) {
		await report(JSON.parse(await readFile(RESULTS, 'utf8')) as Results);
	} else if (values.quick) {
		console.log(reportOf(await measure(PLANS.quick)));
	} else {
		const results = await measure(values.full ? PLANS.full : PLANS.complete);
		await writeFile(RESULTS, `${JSON.stringify(results, null, '\t')}\n`);
		await report(results);
		await benchPoll(9);
	}
}

async function report(results: Results): Promise<void> {
	const text = reportOf(results);
	await writeFile(join(projectDir, 'docs/benchmark.md'), text);
	await writeFile(join(projectDir, 'docs/images/benchmark.svg'), chartOf(results));
	const readme = join(projectDir, 'README.md');
	await writeFile(readme, withEssence(await readFile(readme, 'utf8'), results));
	console.log(text);
}

async function measure({ rounds, series }: Plan): Promise<Results> {
	const cleanUp: Array<() => Promise<unknown>> = [];
	const end = async () => {
		for (const each of cleanUp.splice(0).reverse()) await each();
	};
	onTermination(end);
	try {
		const installation = await ensureN8n(say);
		const folder = await mkdtemp(join(tmpdir(), 'n8n-bench-'));
		cleanUp.push(async () => await rm(folder, { recursive: true, force: true }));
		await buildPackage();
		await installTarball(await packPackage(folder), folder);
		const n8n = await MeasuredN8n.start(installation, folder);
		cleanUp.push(async () => await n8n.stop());
		const siteOf = async (options: Pick<Series, 'vendor' | 'opens' | 'latency'>) => {
			const site = await startSite(n8n.client, options);
			cleanUp.push(async () => await site.sandbox.stop());
			return site;
		};
		const small = { opens: 10_000, latency: 0 };
		const warmUp = {
			procurios: await siteOf({ vendor: 'procurios', ...small }),
			encompass: await siteOf({ vendor: 'encompass', ...small }),
		};
		await n8n.warmUpOn(warmUp);

		const bareLoop = async (site: BenchSite): Promise<Run> =>
			await runBareLoop({
				node: installation.node,
				site,
				warmUp: warmUp.procurios,
				file: join(folder, 'bare-loop.ndjson'),
			});
		const [loadBefore = NaN] = loadavg();
		const results: Result[] = [];
		for (const { cases, rounds: ownRounds = rounds, ...options } of series) {
			const site = await siteOf(options);
			const found = cases.map((name): Result => ({ ...options, name, runs: [] }));
			// In turn, so that a machine that slows down does so for all, and each after another in
			// each round.
			for (let round = 0; round < ownRounds; round++) {
				for (let place = 0; place < found.length; place++) {
					const { name, runs } = found[(place + round) % found.length]!;
					const digest = name === 'ndjson' && round === 0 && options.opens <= MOST_COMPARED;
					const run =
						name === 'bareLoop' ? await bareLoop(site) : await n8n.measure(name, site, { digest });
					runs.push(run);
					say(`${titleOf(options, name)}: ${toldRun(run)}`);
				}
			}
			results.push(...found);
			await site.sandbox.stop();
		}
		const machine = { ...(await machineWith(installation)), loadBefore, loadAfter: loadavg()[0]! };
		return { date: new Date().toISOString(), machine, rounds, results };
	} finally {
		await end();
	}
}

main().catch((error: unknown) => {
	console.error(error);
	process.exitCode = 1;
});
