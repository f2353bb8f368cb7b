import { type Measures, mediansOf, type Result, type Results } from '../results';
import { count } from './names';

/** A ratio of one run, and what it is to be. */
interface Target {
	readonly what: string;
	readonly atMost?: number;
	readonly atLeast?: number;
	/** In the unit of the limits; NaN where something was not measured. */
	value(find: Find): number;
	readonly unit?: string;
}

type Find = (
	name: Result['name'],
	opens: number,
	site?: Partial<Pick<Result, 'vendor' | 'latency'>>,
) => Partial<Measures>;

const M = 1_000_000;
const OFFSET = { vendor: 'encompass', latency: 50 } as const;

const over = (a = NaN, b = NaN) => a / b;

const TARGETS: readonly Target[] = [
	{
		what: '100,000 items, vendor records: execution time against HTTP Request + Split Out',
		atMost: 0.6,
		value: (find) => over(find('records', 1e5).nodeMs, find('httpRequest', 1e5).nodeMs),
	},
	{
		what: '100,000 items, tracking events: execution time against HTTP Request + Split Out',
		atMost: 0.9,
		value: (find) => over(find('events', 1e5).nodeMs, find('httpRequest', 1e5).nodeMs),
	},
	...(
		[
			[4, 3.2],
			[8, 4.5],
		] as const
	).map(
		([requests, atLeast]): Target => ({
			what: `100,000 items, 50 ms latency, offset list, ${requests} requests at a time: so many times faster than HTTP Request + Split Out`,
			atLeast,
			value: (find) =>
				over(
					find('httpRequest', 1e5, OFFSET).nodeMs,
					find(`atOnce${requests}`, 1e5, OFFSET).nodeMs,
				),
		}),
	),
	{
		what: '1,000,000 records exported: so many times faster, until it is stored, than HTTP Request + Split Out',
		atLeast: 6,
		value: (find) => over(find('httpRequest', M).wallMs, find('ndjson', M).wallMs),
	},
	{
		what: '1,000,000 records exported: memory over idle',
		atMost: 200,
		unit: ' MB',
		value: (find) => (find('ndjson', M).memoryBytes ?? NaN) / 1e6,
	},
	{
		what: '10,000,000 records exported: memory over idle against that of 1,000,000',
		atMost: 1.3,
		value: (find) => over(find('ndjson', 10 * M).memoryBytes, find('ndjson', M).memoryBytes),
	},
	{
		what: '1,000,000 records exported: time until it is stored against the bare loop',
		atMost: 1.5,
		value: (find) => over(find('ndjson', M).wallMs, find('bareLoop', M).wallMs),
	},
	{
		what: 'Ten times as many records, 100,000 to 1,000,000, exported: so many times as long',
		atMost: 8,
		value: (find) => over(find('ndjson', M).wallMs, find('ndjson', 1e5).wallMs),
	},
];

/** A line for each target: what was found, and whether it was reached. */
export function targetLines({ results }: Results): string[] {
	const find: Find = (name, opens, { vendor = 'procurios', latency = 0 } = {}) => {
		const result = results.find(
			(each) =>
				each.name === name &&
				each.opens === opens &&
				each.vendor === vendor &&
				each.latency === latency,
		);
		return (result && mediansOf(result)) ?? {};
	};
	return TARGETS.map(({ what, atMost = Infinity, atLeast = -Infinity, unit = '', value }) => {
		const found = value(find);
		const wanted = atMost < Infinity ? `at most ${atMost}` : `at least ${atLeast}`;
		if (Number.isNaN(found)) return `- ${what}: ${wanted}${unit} wanted, not measured in this run`;
		const verdict = found <= atMost && found >= atLeast ? 'reached' : '**missed**';
		const shown = unit === '' ? found.toFixed(2) : count(found);
		return `- ${what}: **${shown}${unit}**, ${wanted} wanted: ${verdict}`;
	});
}
