import { type Page, type PageRequest, type Pager, standsStill } from './feed';

/** How a walk reaches the vendor; `request.ts` makes these. */
export interface Transport {
	/** @returns the parsed JSON of the answer. @throws NodeApiError, after the retries */
	get(request: PageRequest, signal?: AbortSignal): Promise<unknown>;
	/** @throws NodeOperationError when a link leaves the vendor's host */
	checkLink(link: string): void;
	/** The vendor's clock when it last answered, in ms since 1970; undefined where it did not say. */
	readonly vendorTime: number | undefined;
	/** Blacks out what the vendor may have echoed of the login. */
	redact(text: string): string;
	/** The whole address of a link; undefined where it leaves the vendor's host. */
	resolve(link: string): string | undefined;
}

export interface WalkOptions {
	/** The list's name, for messages. */
	readonly name: string;
	/** How many records are wanted: decides whether the next page is fetched ahead. */
	readonly limit?: number;
	readonly signal?: AbortSignal | undefined;
}

/**
 * Walks a list to its end. While a page is worked on, the next one is on its way.
 * A page may be empty although others follow: ends are for the pager to say.
 */
export async function* walk<R>(
	pager: Pager<R>,
	transport: Transport,
	{ name, limit = Infinity, signal }: WalkOptions,
): AsyncGenerator<Page<R>, void, undefined> {
	const asked = new Set<string>();
	const left = new AbortController();
	const stop = signal ? AbortSignal.any([signal, left.signal]) : left.signal;
	let request: PageRequest | undefined = pager.first;
	let fetched: Promise<unknown> | undefined;
	let records = 0;
	try {
		while (request) {
			signal?.throwIfAborted();
			// Pagers check what they can; this holds for every way of paging.
			if (asked.has(keyOf(request))) throw standsStill(name, Object.values(request.query ?? {}));
			asked.add(keyOf(request));
			const { page, next, link } = pager.read(await (fetched ?? transport.get(request, stop)));
			if (link !== undefined) transport.checkLink(link);
			records += page.records.length;
			request = next;
			const ahead = next && records < limit && !asked.has(keyOf(next));
			fetched = ahead ? transport.get(next, stop) : undefined;
			// The walk may be left before it looks at what was fetched ahead.
			fetched?.catch(() => undefined);
			yield page;
		}
	} finally {
		left.abort(new Error('The walk was left'));
	}
}

const keyOf = (request: PageRequest) => JSON.stringify(request);
