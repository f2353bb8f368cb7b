/**
 * Faults on demand. A fault waits in a queue until a request matches it; then that request is
 * answered badly, in one of the ways in which real services and networks fail.
 */

/** Faults that answer a request (or fail to) without looking at what it asks for. */
const WHOLE_ANSWER = [
	/** Answers `status`, with `headers` and a `body` of the given sort. */
	'status',
	/** Never answers; the connection stays open until the client or the sandbox closes it. */
	'stall',
	/** Closes the connection without an answer. */
	'drop',
	/** 302 to `location`. */
	'redirect',
	/** 200 with an HTML page. */
	'html',
	/** 200 without a body. */
	'emptyBody',
	/** 200 with `{"error": …}`. */
	'errorInBody',
] as const;

/** Faults that damage the right answer on its way. */
const DAMAGED_BODY = [
	/** `Content-Length` of the whole, half of the body, then the connection is closed. */
	'cut',
	/** A complete response whose JSON ends in the middle. */
	'truncated',
] as const;

/** Faults inside a page of a list, which only a request for a list can show. */
const WRONG_PAGE = [
	/** The link to the next page points to another origin (`location`, or an invented one). */
	'foreignNext',
	/** Gives the first page again, whatever the cursor. */
	'samePage',
	/** Gives the page whose last row is the cursor itself, so that the cursor does not move. */
	'standStill',
	/** Gives the first half of the page, as if there was no more of it. */
	'shortPage',
	/** Counts one row more than there is. */
	'highTotal',
	/** An object where the list should be. */
	'notAList',
] as const;

export type WholeAnswerFault = (typeof WHOLE_ANSWER)[number];
export type DamagedBodyFault = (typeof DAMAGED_BODY)[number];
export type WrongPageFault = (typeof WRONG_PAGE)[number];
export type FaultKind = WholeAnswerFault | DamagedBodyFault | WrongPageFault;

export const FAULT_KINDS: readonly FaultKind[] = [...WHOLE_ANSWER, ...DAMAGED_BODY, ...WRONG_PAGE];

export interface Fault {
	kind: FaultKind;
	/** `api` (default), `token`, or a regular expression on the raw path with its query. */
	match?: string;
	/** How many matching requests it spoils; 1 by default, `'always'` or Infinity for all. */
	times?: number | 'always';
	/** How many matching requests, counted from now, pass before the first is spoilt; default 0. */
	after?: number;
	/** For `status`: the HTTP status, default 503. */
	status?: number;
	/** For `status`: more headers, for example `Retry-After`. */
	headers?: Record<string, string>;
	/** For `status`: the sort of body, default `json`. */
	body?: 'json' | 'html' | 'empty';
	/** For `redirect` and `foreignNext`: where to. */
	location?: string;
}

/** The rows of a page, cut short where the fault says so. */
export const rowsUnder = <Row>(rows: readonly Row[], fault: FaultKind | undefined): Row[] =>
	rows.slice(0, fault === 'shortPage' ? Math.ceil(rows.length / 2) : rows.length);

/** How many rows a list is said to have. */
export const totalUnder = (total: number, fault: FaultKind | undefined): number =>
	fault === 'highTotal' ? total + 1 : total;

interface QueuedFault {
	fault: Fault;
	matches: (target: FaultTarget) => boolean;
	toPass: number;
	left: number;
}

/** What a fault is matched against. */
export interface FaultTarget {
	kind: 'api' | 'token' | 'other';
	path: string;
}

/** The Date header of the next answer of an API at this time (ms since 1970); undefined: none. */
export type DateTeller = (now: number) => string | undefined;

const rightDate: DateTeller = (now) => new Date(now).toUTCString();

export class FaultQueue {
	private queue: QueuedFault[] = [];
	/** What answers say of the time, where they say it. */
	tellDate: DateTeller = rightDate;

	/** @throws Error when the fault cannot ever take effect as it is described */
	add(fault: Fault): void {
		const times = fault.times ?? 1;
		this.queue.push({
			fault: checked(fault),
			matches: matcher(fault.match ?? 'api'),
			toPass: fault.after ?? 0,
			left: times === 'always' ? Infinity : times,
		});
	}

	clear(): void {
		this.queue = [];
	}

	/**
	 * The fault that this request gets, if any. Every queued fault counts every request that
	 * matches it; of those that are due, the one queued first wins and the others wait.
	 */
	take(target: FaultTarget): Fault | undefined {
		let taken: QueuedFault | undefined;
		for (const entry of this.queue) {
			if (!entry.matches(target)) continue;
			if (entry.toPass > 0) entry.toPass -= 1;
			else taken ??= entry;
		}
		if (taken === undefined) return undefined;
		taken.left -= 1;
		if (taken.left <= 0) this.queue = this.queue.filter((entry) => entry !== taken);
		return taken.fault;
	}
}

function matcher(match: string): (target: FaultTarget) => boolean {
	if (match === 'api' || match === 'token') return (target) => target.kind === match;
	const pattern = new RegExp(match);
	return (target) => pattern.test(target.path);
}

function checked(fault: Fault): Fault {
	if (!FAULT_KINDS.includes(fault.kind)) {
		throw new Error(`Unknown fault "${fault.kind}"; known: ${FAULT_KINDS.join(', ')}`);
	}
	if (fault.match === 'token' && WRONG_PAGE.some((kind) => kind === fault.kind)) {
		throw new Error(`A token answer is not a list, "${fault.kind}" cannot be shown there`);
	}
	if (fault.kind === 'redirect' && fault.location === undefined) {
		throw new Error('A redirect needs a location');
	}
	return fault;
}
