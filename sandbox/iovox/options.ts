import type { SwitchChanges } from './switches';

export interface IovoxOptions {
	/** The same seed, sizes and times give the same data, byte for byte. */
	seed: number | string;
	/** Mails, default 200. */
	mails: number;
	/** Links that mails can be booked on, default 8. */
	links: number;
	/** Mails were received from start to end; default: the 20 days before now. */
	start: string | Date;
	end: string | Date;
	/** Share of the delivered mails that were read, default 0.35. */
	readShare: number;
	/** Share of the mails that failed in one of six ways, in turn; default 0.03. */
	failShare: number;
	/** Share of the mails that belong to a conversation, default 0.25. */
	conversationShare: number;
	/** Domains that proxy addresses can be made on, default `example.net`. */
	proxyDomains: readonly string[];
	/** How the open questions about the vendor are answered at the start. */
	switches: SwitchChanges;
	/** Milliseconds added to each API answer; short for the switch of that name. */
	latency: number;
	/** The clock, in milliseconds since 1970: times of new mails, and the default dates. */
	now: () => number;
}

/** The options with every default filled in. */
export interface Site {
	seed: string;
	mails: number;
	links: number;
	/** Milliseconds since 1970. */
	start: number;
	end: number;
	readShare: number;
	failShare: number;
	conversationShare: number;
	proxyDomains: readonly string[];
	now(): number;
}

const DAY_MS = 86_400_000;

/** @throws Error when the numbers cannot be */
export function siteOf(options: Partial<IovoxOptions>): Site {
	const now = options.now ?? Date.now;
	const end = options.end === undefined ? now() : millisecondsOf(options.end);
	const start = options.start === undefined ? end - 20 * DAY_MS : millisecondsOf(options.start);
	if (start >= end) throw new Error('start must be before end');
	const counts = { mails: options.mails ?? 200, links: options.links ?? 8 };
	for (const [name, count] of Object.entries(counts)) {
		if (!Number.isInteger(count) || count < 0) throw new Error(`${name} must be a number of rows`);
	}
	const shares = {
		readShare: options.readShare ?? 0.35,
		failShare: options.failShare ?? 0.03,
		conversationShare: options.conversationShare ?? 0.25,
	};
	for (const [name, share] of Object.entries(shares)) {
		if (!(share >= 0 && share <= 1)) throw new Error(`${name} must be from 0 to 1`);
	}
	const proxyDomains = options.proxyDomains ?? ['example.net'];
	return { seed: String(options.seed ?? 1), ...counts, ...shares, proxyDomains, start, end, now };
}

function millisecondsOf(date: string | Date): number {
	const milliseconds = new Date(date).getTime();
	if (Number.isNaN(milliseconds)) throw new Error(`Not a date: ${String(date)}`);
	return milliseconds;
}
