import type { IDataObject } from 'n8n-workflow';
import { type ListIdentity, notAdvancing } from '../../feed';
import type { NumberedEntry } from './numberedEntry';
import type { NumberedList } from './numberedList';

/**
 * What a page means that repeats what was read, or is older than the one before it: records have moved,
 * it is the answer to another request, or the list does not move on.
 */
export class RepeatedPages<R extends IDataObject> {
	/** How many records there were when the last answer was made. */
	total: number | undefined;
	private totalAtFirst: number | undefined;
	/** How many records came on pages that brought nothing new, and how many of them on the last page. */
	private repeated = 0;
	private repeatedHere = 0;
	/** The page that was asked for again. */
	again = 0;
	/** The length and the ends of the page before. */
	private before = '';

	/** @param isUnsteady whether records may leave the list while it is read */
	constructor(
		private readonly list: ListIdentity<R>,
		private readonly entry: NumberedEntry<R>,
		private readonly isUnsteady: boolean,
	) {}

	/**
	 * Whether a page has to be asked for again. Pages are asked for a few at once: an answer that knows
	 * of less records than the one before it is the older of the two, and what has come in between them
	 * may have moved records from that page to this one. An answer that brings nothing new may be one
	 * to another page.
	 * @throws UserError where it brings nothing new once more
	 */
	mayHideSome({ records, total }: NumberedList<R>, page: number, isReread: boolean): boolean {
		if (this.isUnsteady && page === 1) {
			this.before = '';
			return false;
		}
		const { length } = records;
		const totalBefore = this.total ?? -Infinity;
		// Where it is the length of the answer, it may count no more than that.
		if (total !== length) this.total = total;
		const isOlder = !this.isUnsteady && (this.total ?? Infinity) < totalBefore;
		const isKnown = !isReread && length > 0 && this.bringsNothing(records);
		this.totalAtFirst ??= total;
		if ((isOlder || isKnown) && this.again !== page) {
			this.again = page;
			return true;
		}
		if (isKnown && !this.haveMoved(length)) {
			throw notAdvancing(this.list.name, [`page ${page - 1}`]);
		}
		this.repeatedHere = isKnown ? length : 0;
		return false;
	}

	/** The last page comes once more. */
	takeBack(): void {
		this.repeated -= this.repeatedHere;
	}

	/** Whether as many came in that records which were emitted may have moved on to this page. */
	private haveMoved(length: number): boolean {
		this.repeated += length;
		return (this.total ?? 0) - (this.totalAtFirst ?? Infinity) >= this.repeated;
	}

	/**
	 * Whether a page shows only what is known. Pages of a place may hold only what precedes it:
	 * there, the same page must not come twice.
	 */
	private bringsNothing(records: readonly R[]): boolean {
		if (!this.isUnsteady) return this.entry.knows(records);
		const { before, list } = this;
		const ends = [records[0]!, records.at(-1)!].map((each) => list.identity(each));
		this.before = [records.length, ...ends].join(' ');
		return this.before === before;
	}
}
