import type { Transport } from '../transport/transport';
import { hasStatus, isSlowness } from '../transport/apiError';
import {
	type Page,
	type PageAnswer,
	type PageRead,
	type PageRequest,
	type Pager,
	notAdvancing,
} from '../feed';

export interface WalkOptions {
	/** The list's name, for messages. */
	readonly name: string;
	/** How many records are wanted: decides whether the next page is fetched ahead. */
	readonly limit?: number;
	readonly signal?: AbortSignal | undefined;
}

/** A page as a walk comes to it. */
export interface Walked<R> {
	readonly page: Page<R>;
	/** Whether it is the end of the list. */
	readonly isLast: boolean;
}

/** A list in which records move on and on, and bring nothing new, stands still after all. */
const MOST_MOVES = 20;

/**
 * Walks a list to its end. While a page is worked on, the next ones are on their way: one where each
 * page tells of the next, a few where they can be asked for independently.
 * A page may be empty although others follow: ends are for the pager to say.
 */
export async function* walk<R>(
	pager: Pager<R>,
	transport: Transport,
	{ name, limit = Infinity, signal }: WalkOptions,
): AsyncGenerator<Walked<R>, void, undefined> {
	/** Requests that were made since the last page that brought records. */
	const asked = new Set<string>();
	const fetches = new Prefetch(transport, signal);
	let request: PageRequest | undefined = pager.first;
	let records = 0;
	let moves = 0;
	try {
		while (request) {
			signal?.throwIfAborted();
			// Pagers check what they can; this holds for every way of paging.
			if (asked.has(keyOf(request)))
				throw notAdvancing(name, Object.values(request.query ?? {}).flat());
			asked.add(keyOf(request));
			const answer: PageRequest | PageRead<R> = await fetches.take(request).then(
				(came) => pager.read(came),
				(error: unknown) => insteadOf(error, pager),
			);
			if ('path' in answer) {
				request = answer;
				continue;
			}
			const { page, next, link, expected = [], moved = false }: PageRead<R> = answer;
			if (link !== undefined) transport.checkLink(link);
			const { length } = page.records;
			records += length;
			request = next;
			// Answers that came before the records moved would close a gap that is there.
			if (moved) fetches.leave();
			const wanted = [next, ...expected].filter(
				(each, place) => each && records + place * length < limit && !asked.has(keyOf(each)),
			) as PageRequest[];
			fetches.prepare(wanted);
			moves = length > 0 ? 0 : moves + Number(moved);
			if (length > 0 || (moved && moves <= MOST_MOVES)) asked.clear();
			yield { page, isLast: next === undefined };
		}
	} finally {
		fetches.leave();
	}
}

/** What a failed request means to the list. @throws the same error, where it means nothing else */
function insteadOf<R>(error: unknown, pager: Pager<R>): PageRequest | PageRead<R> {
	const less = isSlowness(error) ? pager.askForLess?.() : undefined;
	const read = hasStatus(error, 404) ? pager.readMissing?.() : undefined;
	if (less ?? read) return (less ?? read)!;
	throw error as Error;
}

const keyOf = (request: PageRequest) => JSON.stringify(request);

/** Answers that are fetched before they are asked for. */
class Prefetch {
	private ahead = new Map<string, Promise<PageAnswer>>();
	private left = new AbortController();
	/** One for all requests: each would be remembered by the signals that it depends on. */
	private stop: AbortSignal;

	constructor(
		private readonly transport: Transport,
		private readonly signal: AbortSignal | undefined,
	) {
		this.stop = this.stopped();
	}

	/** The answer, on its way already or not. Of what else is, nothing is wanted if this is not. */
	async take(request: PageRequest): Promise<PageAnswer> {
		const key = keyOf(request);
		const fetched = this.ahead.get(key);
		if (!fetched) this.leave();
		this.ahead.delete(key);
		return await (fetched ?? this.fetch(request));
	}

	/** @param requests the next first */
	prepare(requests: readonly PageRequest[]): void {
		for (const request of requests.slice(0, this.transport.requestsAtOnce)) {
			const key = keyOf(request);
			if (this.ahead.has(key)) continue;
			const fetched = this.fetch(request);
			// The walk may be left before it looks at it.
			fetched.catch(() => undefined);
			this.ahead.set(key, fetched);
		}
	}

	/** Gives up what is on its way. */
	leave(): void {
		if (this.ahead.size === 0) return;
		this.left.abort(new Error('The walk was left'));
		this.left = new AbortController();
		this.stop = this.stopped();
		this.ahead = new Map();
	}

	private stopped(): AbortSignal {
		return this.signal ? AbortSignal.any([this.signal, this.left.signal]) : this.left.signal;
	}

	private async fetch(request: PageRequest): Promise<PageAnswer> {
		return await this.transport.get(request, this.stop);
	}
}
