import { type Measures, mediansOf, type Result, type Results } from '../results';
import { count, megabytes, nameOf, VENDORS } from './names';

const BEGIN = '<!-- What npm run bench found: written by it. -->';
const END = '<!-- The end of what npm run bench found. -->';

const SIZES = [100_000, 1_000_000, 10_000_000];
const WAYS = ['httpRequest', 'records', 'events', 'batches', 'ndjson', 'csv', 'bareLoop'] as const;

type Medians = Pick<Measures, 'nodeMs' | 'wallMs' | 'memoryBytes'>;

/**
 * Puts the essence of what was found where the README has it.
 * @throws Error where the README has no place for it
 */
export function withEssence(readme: string, found: Results): string {
	const begin = readme.indexOf(BEGIN);
	const end = readme.indexOf(END);
	if (begin < 0 || end < begin) throw new Error('The README has no place for the results');
	return `${readme.slice(0, begin + BEGIN.length)}\n\n${essenceOf(found)}\n\n${readme.slice(end)}`;
}

function essenceOf({ date, machine, rounds, results }: Results): string {
	return [
		...bySize(results),
		'',
		...byRequests(results),
		'',
		`${machine.cpus} CPUs, Node.js ${machine.node}, n8n ${machine.n8n} with SQLite, ${date.slice(0, 10)}, medians of ${rounds}; load average before: ${machine.loadBefore.toFixed(1)}.`,
	].join('\n');
}

/** Procurios, without latency. */
function bySize(results: readonly Result[]): string[] {
	const own = results.filter(({ vendor, latency }) => vendor === 'procurios' && latency === 0);
	const sizes = SIZES.filter((size) => own.some(({ opens }) => opens === size));
	const rows = WAYS.map((way) => [
		nameOf(way),
		...sizes.flatMap((size) => {
			const result = own.find(({ name, opens }) => name === way && opens === size);
			const medians = result && mediansOf(result);
			return medians ? [seconds(medians.wallMs), megabytes(medians.memoryBytes)] : ['', ''];
		}),
	]);
	return table([
		['Until stored, and memory over idle', ...sizes.flatMap((size) => [count(size), ''])],
		...rows,
	]);
}

/** Lists whose pages can be asked for ahead, with latency. */
function byRequests(results: readonly Result[]): string[] {
	const own = results.filter(({ vendor }) => vendor === 'encompass');
	const base = medianOf(own, 'httpRequest');
	const [first] = own;
	if (!first || !base) return [];
	const { vendor, opens, latency } = first;
	const rows = own.flatMap(({ name }) => {
		const medians = medianOf(own, name);
		if (!medians) return [];
		return [
			[nameOf(name), seconds(medians.nodeMs), `${(base.nodeMs / medians.nodeMs).toFixed(1)} times`],
		];
	});
	return table([
		[
			`${count(opens)} opens of ${VENDORS[vendor]}, ${latency} ms latency`,
			'Execution time',
			'As fast',
		],
		...rows,
	]);
}

function medianOf(results: readonly Result[], wanted: Result['name']): Medians | undefined {
	const result = results.find(({ name }) => name === wanted);
	return result && mediansOf(result);
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`;

const table = ([head = [], ...rows]: string[][]) =>
	[head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
