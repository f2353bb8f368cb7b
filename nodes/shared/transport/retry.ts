/** Tries of one request, the first included. */
const TRIES = 5;
/** Tries where the vendor limits how often it is asked: the usual limits are those of a minute. */
const TRIES_WHEN_LIMITED = 10;
/** Tries where the vendor is too slow to answer, and can be asked for less. */
export const TRIES_BEFORE_LESS = 2;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;
const LONGEST_RETRY_AFTER_MS = 120_000;
/** The header is in whole seconds: what is shorter says nothing of when to come back. */
const SHORTEST_RETRY_AFTER_MS = 1_000;

/** How often a request is tried that ended like this. */
export const triesFor = (status: number | undefined): number =>
	status === 429 ? TRIES_WHEN_LIMITED : TRIES;

const LONGEST_PAUSE_MS = 24 * 60 * 60 * 1_000;

/**
 * @param header the Retry-After header: seconds or an HTTP date
 * @returns milliseconds from now, at most a day; undefined where the header says nothing usable,
 * such as 0, or a date that has passed
 */
export function retryAfterMs(header: unknown, now: number): number | undefined {
	if (typeof header !== 'string') return undefined;
	const text = header.trim();
	const wait = /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1_000 : dateIn(text) - now;
	return wait >= SHORTEST_RETRY_AFTER_MS ? Math.min(LONGEST_PAUSE_MS, wait) : undefined;
}

/** Nothing else than an HTTP date: Date.parse takes "-1" for a day in 2001. */
const dateIn = (text: string) => (text.endsWith(' GMT') ? Date.parse(text) : NaN);

/** Whether the pause that the vendor asks for is short enough to sit out in this run. */
export const mayRetryAfter = (wait: number | undefined) => (wait ?? 0) <= LONGEST_RETRY_AFTER_MS;

/**
 * How long to wait before the next try: exponentially longer, and at least what the vendor asks for,
 * with jitter so that walks that failed together do not return together.
 * @param tried tries so far, from 1
 * @param random from 0 to 1
 */
export function waitMs(tried: number, retryAfter: number | undefined, random: number): number {
	const usual = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (tried - 1)) * (0.5 + random / 2);
	if (retryAfter === undefined) return usual;
	// One that says "in a second" each time, and refuses again, is asked less often, too.
	return Math.max(usual, retryAfter + random * Math.min(250, retryAfter / 4));
}
