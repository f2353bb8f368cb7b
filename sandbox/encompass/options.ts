import type { SwitchChanges } from './switches';

export interface EncompassOptions {
	/** The same seed, sizes and times give the same site, byte for byte. */
	seed: number | string;
	/** Sent messages, default 5. */
	messages: number;
	/** Rows per message: recipients 40, opens 60, clicks 30, bounces 3, links 5. */
	recipients: number;
	opens: number;
	clicks: number;
	bounces: number;
	links: number;
	/** Messages are sent, and read, from start to end; default: the 20 days before now. */
	start: string | Date;
	end: string | Date;
	/** How the open questions about the vendor are answered at the start. */
	switches: SwitchChanges;
	/** Milliseconds added to each API answer; short for the switch of that name. */
	latency: number;
	/** The clock, in milliseconds since 1970: token lifetimes and the times of new rows. */
	now: () => number;
}

/** Rows of each message. */
export interface Sizes {
	recipients: number;
	opens: number;
	clicks: number;
	bounces: number;
	links: number;
}

/** The options with every default filled in. */
export interface Site extends Sizes {
	seed: string;
	messages: number;
	/** Milliseconds since 1970. */
	start: number;
	end: number;
	now(): number;
}

const DAY_MS = 86_400_000;

/** @throws Error when the numbers contradict each other */
export function siteOf(options: Partial<EncompassOptions>): Site {
	const now = options.now ?? Date.now;
	const end = options.end === undefined ? now() : millisecondsOf(options.end);
	const start = options.start === undefined ? end - 20 * DAY_MS : millisecondsOf(options.start);
	if (start >= end) throw new Error('start must be before end');
	const recipients = options.recipients ?? 40;
	const byDefault = (count: number) => (recipients === 0 ? 0 : count);
	const counts = {
		messages: options.messages ?? 5,
		recipients,
		opens: options.opens ?? byDefault(60),
		clicks: options.clicks ?? byDefault(30),
		bounces: options.bounces ?? byDefault(3),
		links: options.links ?? 5,
	};
	for (const [name, count] of Object.entries(counts)) {
		if (!Number.isInteger(count) || count < 0) throw new Error(`${name} must be a number of rows`);
	}
	if (recipients === 0 && counts.opens + counts.clicks + counts.bounces > 0) {
		throw new Error('Events need at least one recipient');
	}
	return { seed: String(options.seed ?? 1), ...counts, start, end, now };
}

function millisecondsOf(date: string | Date): number {
	const milliseconds = new Date(date).getTime();
	if (Number.isNaN(milliseconds)) throw new Error(`Not a date: ${String(date)}`);
	return milliseconds;
}
