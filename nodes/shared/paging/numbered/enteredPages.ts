import { type IDataObject, UserError } from 'n8n-workflow';
import type { PageAnswer, PageRead, PageRequest, Pager } from '../../feed';
import type { NumberedList, Places } from './numberedList';
import type { NumberedPages } from './numberedPages';

/** How much more is asked for at once where a page holds one place only. */
const GROWTH = 4;

/**
 * Reads from place to place, as `keyset` does, over an API with numbered pages: records may leave the
 * list, and those behind them get other numbers, but no other place. Each answer is entered anew at its
 * last place. Only where a place is longer than a page, its pages are read by their number.
 */
export class EnteredPages<R extends IDataObject> implements Pager<R> {
	readonly first: PageRequest;
	/** The size of the first page of a place. */
	private usualSize: number;
	/** How much of a place was read before more was asked for at once. */
	private begun = 0;

	/**
	 * @param name of the list, for messages
	 * @param mostPerPage the largest page that the vendor is not too slow for
	 */
	constructor(
		private readonly name: string,
		private readonly pages: NumberedPages<R>,
		private readonly places: Places<R>,
		private mostPerPage: number,
	) {
		this.first = pages.first;
		this.usualSize = pages.size;
	}

	read(answer: PageAnswer): PageRead<R> {
		return this.pages.read(answer, (read) => ({ next: this.goOn(read) }));
	}

	readMissing(): PageRead<R> | undefined {
		return this.pages.readMissing();
	}

	askForLess(): PageRequest | undefined {
		const next = this.pages.askForLess(this.begun);
		if (!next) return undefined;
		this.mostPerPage = this.pages.size;
		this.usualSize = Math.min(this.usualSize, this.mostPerPage);
		return next;
	}

	/** Enters the list at the last place of an answer, as long as that leads on. */
	private goOn({ records, total = 0 }: NumberedList<R>): PageRequest {
		const { places, pages, mostPerPage } = this;
		const { entry, page, size } = pages;
		const { length } = records;
		const found = records.map((record) => places.of(record)).filter((each) => each !== undefined);
		if (!isSorted(found, places)) throw unsorted(this.name);
		const last = found.at(-1);
		const leadsOn =
			last !== undefined &&
			(entry.place === undefined || places.order(last) > places.order(entry.place));
		if (leadsOn) entry.moveTo(last);
		// What has no place can be at any.
		entry.know(records.filter((record) => (places.of(record) ?? last) === last));
		if (leadsOn) return this.enter(this.usualSize, 0);
		if (last !== undefined && page === 1) {
			// One answer is a picture of one moment, several are not: all of a place at once, if possible.
			if (length >= size && size < mostPerPage) {
				return this.enter(Math.min(mostPerPage, size * GROWTH), length);
			}
			// The next page begins where this one was cut.
			if (length < size && total > length) pages.size = length;
		}
		return pages.askNext();
	}

	/** @param begun how many records were read at the place already */
	private enter(size: number, begun: number): PageRequest {
		this.begun = begun;
		return this.pages.askAnew(size);
	}
}

function isSorted<R>(places: readonly string[], { order }: Places<R>): boolean {
	const orders = places.map(order);
	return orders.every((each, index) => index === 0 || each >= orders[index - 1]!);
}

const unsorted = (name: string) =>
	new UserError(`The list of ${name} is not sorted as it was asked for`, {
		description:
			'While records leave it, it can be read to its end only in order of time. Ask for less, with a Limit of one page, or look for a newer version of this package.',
	});
