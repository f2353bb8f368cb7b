import type { Page, Pager } from '../../feed';
import { walk, type WalkOptions } from '../../paging/walk';
import type { Transport } from '../../transport/transport';

/** Knows whether the last answer was the end of the list. */
class Ending<R> implements Pager<R> {
	readonly first: Pager<R>['first'];
	isLast = false;

	constructor(private readonly pager: Pager<R>) {
		this.first = pager.first;
	}

	read(body: unknown): ReturnType<Pager<R>['read']> {
		const read = this.pager.read(body);
		this.isLast = read.next === undefined;
		return read;
	}

	readMissing(): ReturnType<NonNullable<Pager<R>['readMissing']>> {
		const read = this.pager.readMissing?.();
		if (read) this.isLast = read.next === undefined;
		return read;
	}

	askForLess(): ReturnType<NonNullable<Pager<R>['askForLess']>> {
		return this.pager.askForLess?.();
	}
}

/** Walks a list, and says with each page whether it is the last. */
export async function* pagesOf<R>(
	pager: Pager<R>,
	transport: Transport,
	options: WalkOptions,
): AsyncGenerator<{ page: Page<R>; isLast: boolean }, void, undefined> {
	const ending = new Ending(pager);
	for await (const page of walk(ending, transport, options)) {
		yield { page, isLast: ending.isLast };
	}
}
