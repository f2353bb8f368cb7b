import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PLANS } from '../../bench/plan';
import { chartOf } from '../../bench/report/chart';
import { withEssence } from '../../bench/report/essence';
import { reportOf } from '../../bench/report/report';
import type { Measures, Result, Results, Run } from '../../bench/results';

const M = 1_000_000;

const run = (measures: Partial<Measures>): Run => ({
	nodeMs: NaN,
	wallMs: NaN,
	cpuMs: NaN,
	memoryBytes: NaN,
	requests: 1,
	records: 1,
	...measures,
});

const result = (
	name: Result['name'],
	opens: number,
	runs: Array<Partial<Measures>>,
	site: Partial<Result> = {},
): Result => ({
	...{ vendor: 'procurios', opens, latency: 0, name, ...site },
	runs: runs.map(run),
});

const found = (...results: Result[]): Results => ({
	date: '2026-03-04T05:06:07.000Z',
	machine: {
		cpus: 2,
		cpu: 'A CPU',
		memoryGb: 24,
		system: 'Linux 6',
		node: '24.0.0',
		n8n: '2.41.1',
		loadBefore: 0.1,
		loadAfter: 1.2,
	},
	rounds: 3,
	results,
});

/** The line of the report that says whether a target was reached. */
const target = (report: string, beginning: string) =>
	report.split('\n').find((line) => line.startsWith(`- ${beginning}`));

it('takes the median of each measure, and says which targets it reaches', () => {
	const offset = { vendor: 'encompass', latency: 50 } as const;
	const report = reportOf(
		found(
			result('httpRequest', 1e5, [{ nodeMs: 900 }, { nodeMs: 1_000 }, { nodeMs: 5_000 }]),
			result('records', 1e5, [{ nodeMs: 600 }, { nodeMs: 100 }, { nodeMs: 700 }]),
			result('events', 1e5, [{ nodeMs: 901 }]),
			// Of the same name and size, of other lists.
			result('httpRequest', 1e5, [{ nodeMs: 1 }], { latency: 50 }),
			result('httpRequest', 1e5, [{ nodeMs: 6_400 }], offset),
			result('atOnce4', 1e5, [{ nodeMs: 2_000 }], offset),
			result('atOnce8', 1e5, [{ nodeMs: 1_600 }], offset),
			result('httpRequest', M, [{ wallMs: 24_000 }]),
			result('ndjson', 1e5, [{ wallMs: 600 }]),
			result('ndjson', M, [{ wallMs: 4_000, memoryBytes: 201e6 }]),
			result('bareLoop', M, [{ wallMs: 3_000 }]),
		),
	);
	expect(target(report, '100,000 items, vendor records')).toMatch(
		'**0.60**, at most 0.6 wanted: reached',
	);
	expect(target(report, '100,000 items, tracking events')).toMatch(
		'**0.90**, at most 0.9 wanted: **missed**',
	);
	expect(target(report, '100,000 items, 50 ms latency, offset list, 4')).toMatch(
		'**3.20**, at least 3.2 wanted: reached',
	);
	expect(target(report, '100,000 items, 50 ms latency, offset list, 8')).toMatch(
		'**4.00**, at least 4.5 wanted: **missed**',
	);
	expect(target(report, '1,000,000 records exported: so many times faster')).toMatch(
		'**6.00**, at least 6 wanted: reached',
	);
	expect(target(report, '1,000,000 records exported: memory')).toMatch(
		'**201 MB**, at most 200 wanted: **missed**',
	);
	expect(target(report, '10,000,000 records')).toMatch('not measured');
	expect(target(report, '1,000,000 records exported: time')).toMatch(
		'**1.33**, at most 1.5 wanted: reached',
	);
	expect(target(report, 'Ten times as many')).toMatch('**6.67**, at most 8 wanted: reached');
});

it('compares each case with HTTP Request on the same list', () => {
	const report = reportOf(
		found(
			result('httpRequest', 1e5, [
				{ nodeMs: 1_000, wallMs: 2_000, cpuMs: 4_000, memoryBytes: 8e6 },
			]),
			result('ndjson', 1e5, [{ nodeMs: 500, wallMs: 500, cpuMs: 500, memoryBytes: 1e6 }]),
			result('ndjson', 3e5, [{ nodeMs: 500, wallMs: 500, cpuMs: 500, memoryBytes: 1e6 }]),
		),
	);
	const rows = report.split('\n').filter((line) => line.includes('Export to File, NDJSON |'));
	expect(rows[0]).toMatch('| 500 ms | 0.50 | 500 ms | 0.25 | 500 ms | 0.13 | 1 MB | 0.13 |');
	expect(rows[1]).toMatch('| 500 ms |  | 500 ms |  | 500 ms |  | 1 MB |  |');
});

it('says what failed, and takes nothing from it', () => {
	const report = reportOf(
		found(
			result('httpRequest', M, [{ wallMs: 30_000 }, { failure: 'n8n ended' }, { wallMs: 30_000 }]),
			result('ndjson', M, [{ wallMs: 4_000 }]),
		),
	);
	expect(report).toMatch('| failed: n8n ended |');
	expect(target(report, '1,000,000 records exported: so many times faster')).toMatch(
		'not measured',
	);
});

it.each([
	['are, byte for byte, the file', 'a'],
	['**differ** from the file', 'b'],
])('says whether export and bare loop wrote the same: %s', (words, digest) => {
	const report = reportOf(
		found(
			result('ndjson', 1e4, [{ digest: 'a' }, {}]),
			result('ndjson', 1e5, [{}]),
			// One of another size is no witness.
			result('bareLoop', 1e5, [{ digest: 'a' }]),
			result('bareLoop', 1e4, [{ digest }]),
		),
	);
	expect(report).toMatch(words);
});

it('draws time and memory, but for what failed or was not measured', () => {
	const svg = chartOf(
		found(
			result('ndjson', 1e4, [{ wallMs: 100, memoryBytes: 1e7 }]),
			result('ndjson', M, [{ wallMs: 4_000, memoryBytes: NaN }]),
			result('httpRequest', M, [{ failure: 'n8n ended' }]),
		),
	);
	expect(svg).toMatch(/^<svg [^>]*xmlns="http:\/\/www.w3.org\/2000\/svg"/);
	expect(svg).toContain('Memory over idle');
	expect(svg).not.toContain('NaN');
});

it('measures in a complete run whatever a target needs', () => {
	const all = PLANS.full.series.flatMap(({ cases, vendor, opens, latency }) =>
		cases.map((name) =>
			result(name, opens, [{ nodeMs: 1, wallMs: 1, cpuMs: 1, memoryBytes: 1e6 }], {
				vendor,
				latency,
			}),
		),
	);
	expect(reportOf(found(...all))).not.toMatch('not measured');
});

it('writes the essence between its marks of the README, whatever stood there', async () => {
	const readme = await readFile(join(__dirname, '../../README.md'), 'utf8');
	const results = found(
		result('httpRequest', 1e5, [{ wallMs: 2_345, memoryBytes: 5e8 }]),
		result('ndjson', M, [{ wallMs: 12_345, memoryBytes: 1e8 }]),
		result('httpRequest', 1e5, [{ nodeMs: 6_000 }], { vendor: 'encompass', latency: 50 }),
		result('atOnce4', 1e5, [{ nodeMs: 1_500 }], { vendor: 'encompass', latency: 50 }),
	);
	const once = withEssence(readme, results);
	expect(withEssence(once, results)).toBe(once);
	expect(once).toMatch('| HTTP Request with pagination + Split Out | 2.35 s | 500 MB |  |  |');
	expect(once).toMatch('| Export to File, NDJSON |  |  | 12.3 s | 100 MB |');
	expect(once).toMatch('| Get Many, 4 requests at a time | 1.50 s | 4.0 times |');
	expect(once.slice(0, readme.indexOf('<!-- What'))).toBe(
		readme.slice(0, readme.indexOf('<!-- What')),
	);
	expect(once.endsWith(readme.slice(readme.indexOf('<!-- The end')))).toBe(true);
	expect(() => withEssence('# Other', results)).toThrow('no place');
});
