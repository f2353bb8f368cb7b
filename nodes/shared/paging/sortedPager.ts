import { UserError } from 'n8n-workflow';
import type { PageAnswer, PageRead, PageRequest, Pager } from '../feed';
import { pageOf } from './page';

/** They are in memory until the end. */
const MOST_SORTED = 100_000;

/** Gives out nothing before all of a list was read, and then in an order of its own. */
export class SortedPager<R> implements Pager<R> {
	readonly first: PageRequest;
	private readonly all: R[] = [];

	/** @param name of the list, for messages */
	constructor(
		private readonly name: string,
		private readonly pager: Pager<R>,
		private readonly compare: (a: R, b: R) => number,
	) {
		this.first = pager.first;
	}

	askForLess(): PageRequest | undefined {
		return this.pager.askForLess?.();
	}

	read(answer: PageAnswer): PageRead<R> {
		return this.sorted(this.pager.read(answer));
	}

	readMissing(): PageRead<R> | undefined {
		const read = this.pager.readMissing?.();
		return read && this.sorted(read);
	}

	private sorted({ page, next, moved = false }: PageRead<R>): PageRead<R> {
		for (const record of page.records) this.all.push(record);
		if (this.all.length > MOST_SORTED) {
			throw new UserError(`More than 100,000 ${this.name} would have to be sorted`, {
				description:
					'While they change, they have to be read and sorted here. Sort by something that does not change, set a Limit of one page, or ask for a narrower period.',
			});
		}
		const records = next ? [] : this.all.sort(this.compare);
		return { page: pageOf(records), next, moved };
	}
}
