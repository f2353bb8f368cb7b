import { UserError } from 'n8n-workflow';
import type { Page, PageRead, PageRequest, Pager } from '../feed';
import { formatCursor, type Place } from './resumeCursor';

/** The places behind the records that were given out, in the order of the list. */
export class Trail {
	private order = -Infinity;
	/** Whether the list is in order: else no place leads behind a record. */
	private isStraight = true;

	/** @param digests of what was given out at the place */
	constructor(
		private place: string,
		private digests: string[],
	) {}

	/** Goes behind one more record that has no place of its own: it stands where the one before does. */
	afterOdd(digest: string): Place {
		return this.place === '' ? '' : this.after(this.place, this.order, digest);
	}

	/** Goes behind one more record. */
	after(place: string, order: number, digest: string): Place {
		if (order < this.order || Number.isNaN(order)) this.isStraight = false;
		if (place !== this.place) this.digests = [];
		this.place = place;
		this.order = order;
		this.digests.push(digest);
		if (!this.isStraight) return '';
		const { digests } = this;
		const { length } = digests;
		return () => formatCursor(place, digests.slice(0, length));
	}
}

export class NumberedPage<R> implements Page<R> {
	readonly records: R[] = [];
	private readonly places: Place[] = [];

	add(record: R, place: Place): void {
		this.records.push(record);
		this.places.push(place);
	}

	/** IDs tell all records apart. */
	ordinal(): number {
		return 1;
	}

	cursorAfter(index: number): string {
		const place = this.places[index]!;
		return typeof place === 'string' ? place : place();
	}
}

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

	read(body: unknown): PageRead<R> {
		return this.sorted(this.pager.read(body));
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
		return { page: { records, ordinal: () => 1, cursorAfter: () => '' }, next, moved };
	}
}
