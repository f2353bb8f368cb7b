import { isLoopbackRedirect, type Client } from './oauth/clients';
import { secondsOf } from './dates';
import type { CodeOrder } from './orders';
import type { SwitchChanges } from './switches';

export interface ProcuriosOptions {
	/** The same seed and sizes give the same site, byte for byte. */
	seed: number | string;
	/** Numbers of records. `opens` sets the scale of those that are not given. */
	emails: number;
	recipients: number;
	opens: number;
	clicks: number;
	/**
	 * How often the opens are given, each time later by the time that the site lies in: millions of
	 * them in little memory. `data` has them once. Default 1.
	 */
	repeat: number;
	/** Maximum per page: `emails`, and `others` for recipients, opens and clicks. */
	pageSize: { emails?: number; others?: number };
	/** How tracking codes are sorted within a second; default `text`. */
	codeOrder: CodeOrder;
	/** The first mail is sent at `start`, the last event happens before `end`. */
	start: string | Date;
	end: string | Date;
	clients: Client[];
	/** Allowed beginnings of redirect URLs; without them any URL on loopback is allowed. */
	redirectUris: string[];
	/** How the open questions about the vendor are answered at the start. */
	switches: SwitchChanges;
	/** Milliseconds added to each API answer; short for the switch of that name. */
	latency: number;
	/** The clock, in milliseconds since 1970: token lifetimes and the dates of live events. */
	now: () => number;
}

/** The options with every default filled in. */
export interface Site {
	seed: string;
	emails: number;
	recipients: number;
	opens: number;
	clicks: number;
	repeat: number;
	pageSize: { emails: number; others: number };
	codeOrder: CodeOrder;
	/** Seconds since 1970. */
	start: number;
	end: number;
	clients: Client[];
	redirectUris: string[];
	redirectAllowed(uri: string): boolean;
	now(): number;
}

/** The scope that every method of the Email Tracking API needs. */
export const TRACKING_SCOPE = 'email/tracking';

export const DEFAULT_CLIENTS: Client[] = [
	{ clientId: 'sandbox-client', clientSecret: 'sandbox-secret', scopes: [TRACKING_SCOPE] },
	{ clientId: 'no-scope-client', clientSecret: 'no-scope-secret', scopes: [] },
];

const DEFAULT_OPENS = 5_000;

/** @throws Error when the numbers contradict each other */
export function siteOf(options: Partial<ProcuriosOptions>): Site {
	const opens = options.opens ?? DEFAULT_OPENS;
	const recipients = options.recipients ?? Math.ceil(opens * 0.5);
	const clicks = options.clicks ?? Math.ceil(opens * 0.4);
	const emails = options.emails ?? (recipients === 0 ? 0 : Math.max(3, Math.ceil(recipients / 50)));
	const repeat = options.repeat ?? 1;
	const start = secondsOf(options.start ?? '2025-03-04T08:00:00Z');
	const end = secondsOf(options.end ?? '2025-09-01T00:00:00Z');
	const redirectUris = options.redirectUris ?? [];
	for (const [name, count] of Object.entries({ emails, recipients, opens, clicks, repeat })) {
		if (!Number.isInteger(count) || count < 0) throw new Error(`${name} must be a number of rows`);
	}
	if (repeat === 0) throw new Error('repeat must be 1 or more');
	if (start >= end) throw new Error('start must be before end');
	if (recipients > 0 && emails === 0) throw new Error('Recipients need at least one e-mail');
	if (opens + clicks > 0 && recipients === 0) throw new Error('Events need at least one recipient');
	return {
		seed: String(options.seed ?? 1),
		emails,
		recipients,
		opens,
		clicks,
		repeat,
		pageSize: {
			emails: options.pageSize?.emails ?? 100,
			others: options.pageSize?.others ?? 1000,
		},
		codeOrder: options.codeOrder ?? 'text',
		start,
		end,
		clients: options.clients ?? DEFAULT_CLIENTS,
		redirectUris,
		redirectAllowed: (uri) =>
			options.redirectUris === undefined
				? isLoopbackRedirect(uri)
				: redirectUris.some((prefix) => uri.startsWith(prefix)),
		now: options.now ?? Date.now,
	};
}
