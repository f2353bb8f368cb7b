/** Tries of one request, the first included. */
const TRIES = 5;
/** The same where the vendor limits how often it is asked: the usual limits are those of a minute. */
const TRIES_WHEN_LIMITED = 10;
/** The same where the vendor is too slow to answer, and can be asked for less. */
export const TRIES_BEFORE_LESS = 2;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;
const LONGEST_RETRY_AFTER_MS = 120_000;

const RETRIED_STATUS = new Set([429, 502, 503, 504]);
const RETRIED_CODES = new Set([
	'ECONNRESET',
	'ECONNREFUSED',
	'ECONNABORTED',
	'ETIMEDOUT',
	'EPIPE',
	'EAI_AGAIN',
	'EHOSTUNREACH',
	'ENETDOWN',
	'ENETUNREACH',
	'ERR_BAD_RESPONSE',
	'ERR_NETWORK',
	'ERR_STREAM_PREMATURE_CLOSE',
	'UND_ERR_SOCKET',
]);

/** Whether a GET that ended like this is worth another try: a busy vendor or a lost connection. */
export function isTransient(status: number | undefined, code: string | undefined): boolean {
	if (status !== undefined) return RETRIED_STATUS.has(status);
	return code !== undefined && RETRIED_CODES.has(code);
}

/** How often a request is tried that ended like this. */
export const triesFor = (status: number | undefined): number =>
	status === 429 ? TRIES_WHEN_LIMITED : TRIES;

/** Whether the vendor did not have the answer in time, which a smaller one may well be. */
export const isTooSlow = (status: number | undefined, code: string | undefined) =>
	status === 504 || (status === undefined && (code === 'ETIMEDOUT' || code === 'ECONNABORTED'));

/** Whether the vendor says that it has too much to do, and wants to be left alone. */
export const isBusy = (status: number | undefined) => status === 429 || status === 503;

const LONGEST_PAUSE_MS = 24 * 60 * 60 * 1_000;

/**
 * @param header the Retry-After header: seconds or an HTTP date
 * @returns milliseconds from now, at most a day; undefined where the header says nothing usable,
 * such as a date that has passed
 */
export function retryAfterMs(header: unknown, now: number): number | undefined {
	if (typeof header !== 'string') return undefined;
	const text = header.trim();
	if (/^\d+(\.\d+)?$/.test(text)) return Math.min(LONGEST_PAUSE_MS, Number(text) * 1_000);
	// Nothing else: Date.parse takes "-1" for a day in 2001.
	const wait = / GMT$/.test(text) ? Date.parse(text) - now : NaN;
	return wait > 0 ? Math.min(LONGEST_PAUSE_MS, wait) : undefined;
}

/** Whether the pause that the vendor asks for is short enough to sit out in this run. */
export const mayRetryAfter = (wait: number | undefined) => (wait ?? 0) <= LONGEST_RETRY_AFTER_MS;

/**
 * How long to wait before the next try: what the vendor asks for, else exponentially longer, with
 * jitter so that walks that failed together do not return together.
 * @param tried tries so far, from 1
 * @param random from 0 to 1
 */
export function waitMs(tried: number, retryAfter: number | undefined, random: number): number {
	if (retryAfter !== undefined) return retryAfter + random * Math.min(250, retryAfter / 4);
	return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (tried - 1)) * (0.5 + random / 2);
}
