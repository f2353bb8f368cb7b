import type { CaseName } from './cases';
import type { SiteOptions } from './sites';

/** Cases that are run in turn, on a site of their own. */
export interface Series extends SiteOptions {
	readonly cases: ReadonlyArray<CaseName | 'bareLoop'>;
	/** Fewer rounds than the others. */
	readonly rounds?: number;
}

export interface Plan {
	readonly rounds: number;
	readonly series: readonly Series[];
}

const ITEMS = ['records', 'events'] as const;
/** What there is for a list of any length. */
const LARGE = ['batches', 'ndjson', 'csv', 'bareLoop'] as const;

const procurios = (opens: number, latency: number, cases: Series['cases']): Series => ({
	vendor: 'procurios',
	opens,
	latency,
	cases,
});

// Get Many gives no more than 100,000 items for one input item.
const upTo100k = (opens: number) => procurios(opens, 0, ['httpRequest', ...ITEMS, ...LARGE]);
const beyond = (opens: number) => procurios(opens, 0, ['httpRequest', ...LARGE]);

/** An offset list: its pages can be asked for before the ones before them came. */
const offset = (opens: number, cases: Series['cases']): Series => ({
	vendor: 'encompass',
	opens,
	latency: 50,
	cases,
});

const complete: readonly Series[] = [
	upTo100k(10_000),
	upTo100k(100_000),
	procurios(100_000, 50, ['httpRequest', 'records', 'ndjson', 'bareLoop']),
	offset(100_000, ['httpRequest', 'atOnce1', 'atOnce4', 'atOnce8']),
	beyond(300_000),
	beyond(1_000_000),
];

export const PLANS = {
	/** A look at whether all works, in about a minute. */
	quick: {
		rounds: 1,
		series: [upTo100k(10_000), offset(20_000, ['httpRequest', 'atOnce4'])],
	},
	complete: { rounds: 3, series: complete },
	full: {
		rounds: 3,
		series: [...complete, { ...procurios(10_000_000, 0, ['ndjson', 'bareLoop']), rounds: 1 }],
	},
} satisfies Record<string, Plan>;
