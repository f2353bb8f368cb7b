import { PRODUCTS, type Product } from './rows';
import type { SwitchChanges } from './switches';

/** Rows of one product. */
export interface Sizes {
	/** Default 8. */
	emailings: number;
	/** Messages to one person each, default 200. */
	destinations: number;
	/** Default 150. */
	clicks: number;
	/** Opens, default 300. */
	impressions: number;
	/** Default: as many as 95 of 100 destinations. */
	deliveries: number;
	/** Default 12. */
	errors: number;
	/** Default 4. */
	abuses: number;
	/** Default 6. */
	unsubscribes: number;
}

export interface CopernicaOptions extends Sizes {
	/** The same seed, sizes and times give the same account, byte for byte. */
	seed: number | string;
	/** Sizes of one product only, before those of both. */
	ms: Partial<Sizes>;
	publisher: Partial<Sizes>;
	/** People of the account, default 120; one in eight has a subprofile, one in twenty is removed. */
	profiles: number;
	/** The next ID is at most so much higher than the last one, default 2; 1 leaves no gaps. */
	idStep: number;
	/** All was sent and written from start to end; default: the 20 days before now. */
	start: string | Date;
	end: string | Date;
	/** How the open questions about the vendor are answered at the start. */
	switches: SwitchChanges;
	/** Milliseconds added to each API answer; short for the switch of that name. */
	latency: number;
	/** The clock, in milliseconds since 1970: lifetimes of tokens and times of new rows. */
	now: () => number;
}

/** The options with every default filled in. */
export interface Site extends Record<Product, Sizes> {
	seed: string;
	profiles: number;
	idStep: number;
	/** Milliseconds since 1970. */
	start: number;
	end: number;
	now(): number;
}

const DAY_MS = 86_400_000;

/** @throws Error when the numbers contradict each other */
export function siteOf(options: Partial<CopernicaOptions>): Site {
	const now = options.now ?? Date.now;
	const end = options.end === undefined ? now() : millisecondsOf(options.end);
	const start = options.start === undefined ? end - 20 * DAY_MS : millisecondsOf(options.start);
	if (start >= end) throw new Error('start must be before end');
	const { profiles = 120, idStep = 2 } = options;
	check({ profiles, idStep });
	if (idStep === 0) throw new Error('idStep must be 1 or more');
	const [ms, publisher] = PRODUCTS.map((product) => sizesOf(options, options[product] ?? {}));
	const sizes = { ms, publisher } as Record<Product, Sizes>;
	return { seed: String(options.seed ?? 1), ...sizes, profiles, idStep, start, end, now };
}

function sizesOf(both: Partial<Sizes>, own: Partial<Sizes>): Sizes {
	const size = (name: keyof Sizes, otherwise: number) => own[name] ?? both[name] ?? otherwise;
	const emailings = size('emailings', 8);
	const destinations = size('destinations', emailings === 0 ? 0 : 200);
	const event = (name: keyof Sizes, count: number) => size(name, destinations === 0 ? 0 : count);
	const sizes = {
		emailings,
		destinations,
		clicks: event('clicks', 150),
		impressions: event('impressions', 300),
		deliveries: event('deliveries', Math.round(destinations * 0.95)),
		errors: event('errors', 12),
		abuses: event('abuses', 4),
		unsubscribes: event('unsubscribes', 6),
	};
	check(sizes);
	const { clicks, impressions, deliveries, errors, abuses, unsubscribes } = sizes;
	const events = clicks + impressions + deliveries + errors + abuses + unsubscribes;
	if (emailings === 0 && destinations > 0) throw new Error('Destinations need an emailing');
	if (destinations === 0 && events > 0) throw new Error('Events need at least one destination');
	return sizes;
}

function check(counts: object): void {
	for (const [name, count] of Object.entries(counts)) {
		if (!Number.isInteger(count) || count < 0) throw new Error(`${name} must be a number of rows`);
	}
}

function millisecondsOf(date: string | Date): number {
	const milliseconds = new Date(date).getTime();
	if (Number.isNaN(milliseconds)) throw new Error(`Not a date: ${String(date)}`);
	return milliseconds;
}
