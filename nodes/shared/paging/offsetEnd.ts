import type { IDataObject, UserError } from 'n8n-workflow';
import { hasGap, type ListIdentity, notAdvancing, type PageRequest } from '../feed';
import type { Offset, OffsetList } from './offset';
import type { OffsetPager } from './offsetPager';

/** While a list changes, something may come in behind a page as often as that. */
const MOST_GAPS = 2;

/** How often the end of a list may move on while it is looked for. */
const MOST_MOVES = 10;

/**
 * The end of an offset list: where its total agrees with what was read, or where the place behind that
 * was looked at, and is empty. A page that is short, or repeats what was read, says nothing of the end.
 */
export class OffsetEnd<R extends IDataObject> {
	/** The place that was asked for again. */
	private again = -1;
	/** Pages in a row that repeated the one before them, also when they were asked for again. */
	private repeats = 0;
	/** How often something was found behind a page, but not by asking again for it. */
	private gaps = 0;
	/** How often the end was looked for where it had moved on from. */
	private moves = 0;
	/** How many records the longest answer had, and how many that were short came in a row. */
	private longest = 0;
	private short = 0;
	/** A place without a record: nothing from there on has to be read. */
	private until = Infinity;

	constructor(
		private readonly list: Offset<R> & ListIdentity<R>,
		private readonly at: Pick<
			OffsetPager<R>,
			'start' | 'size' | 'before' | 'seen' | 'asking' | 'goTo' | 'lookAt' | 'ended'
		>,
	) {}

	/** Whether nothing is behind a place. */
	isAt(behind: number, total = this.until): boolean {
		return behind >= total;
	}

	/** A page brought something new. */
	leadsOn(): void {
		this.again = -1;
		this.gaps = this.repeats = this.moves = 0;
	}

	/** Lengths tell nothing of pages of another size. */
	forgetLengths(): void {
		this.longest = 0;
	}

	/**
	 * Whether a page that repeats the one before it cannot be right. Where a few records came in before a
	 * page that is short, it may: then the next one shows it.
	 */
	isInDoubt(length: number, total: number | undefined): boolean {
		const { start, size } = this.at;
		const mayBeWhole = total === undefined && (length > size || this.list.mayComeWhole === true);
		if (this.again !== start || length >= size || mayBeWhole) return true;
		return this.repeats++ > 0;
	}

	/**
	 * Asks again for a page that repeats the one before it. What comes once more may be all that there
	 * is, of a vendor that knows of no pages: then more comes than is asked for.
	 * @throws UserError where it is not
	 */
	askAgain(length: number, total: number | undefined): PageRequest | undefined {
		const { start, size } = this.at;
		if (total === undefined && length > size) return this.at.ended();
		if (this.again !== start) {
			this.again = start;
			return this.at.asking(start);
		}
		const failure = notAdvancing(this.list.name, [String(start), String(size)]);
		if (length >= size) throw failure;
		// Rows that came in before it may have moved the end of the list to here.
		return this.lookBehind(start + length, total, failure);
	}

	/** Looks for what is behind a page that brought no more than what leads to it. */
	lookBehind(behind: number, total = 0, failure?: UserError): PageRequest | undefined {
		const { list, at } = this;
		const { start } = at;
		if (behind === 0 && total === 0) return at.ended();
		const last = Math.max(behind, total - 1);
		const found = ({ records }: OffsetList<R>, place: number): PageRequest | undefined => {
			if (records.length === 0) {
				if (place >= last) return at.ended();
				return at.lookAt(last, (answer) => found(answer, last));
			}
			// A list without pages is all that there is, also where it is asked for one record.
			const isAll = records.length > 1 || behind === 1;
			if (list.mayComeWhole && total === 0 && isAll && this.areSeen(records)) return at.ended();
			// Rows came in before it, and moved a row of the page to here: the end is behind its last row.
			const { identities } = at.before;
			const moved = identities.indexOf(list.identity(records[0]!));
			if (failure && moved >= 0 && this.moves++ < MOST_MOVES) {
				const end = place + identities.length - moved;
				return at.lookAt(end, (answer) => found(answer, end));
			}
			if (this.gaps === MOST_GAPS) {
				if (failure) throw failure;
				const counted = total > 0 ? ` of ${total} that the service counts` : '';
				throw hasGap(list.name, `It has ${behind}${counted}, and more at place ${place + 1}.`);
			}
			// It may have come in between, or the page was cut short.
			this.gaps++;
			return at.goTo(start);
		};
		return at.lookAt(behind, (answer) => found(answer, behind));
	}

	/**
	 * Whether an answer without a total is short, as is the one before it: the list may grow while it is
	 * read, so that it has no end, or the vendor gives less than there is.
	 */
	isShort(length: number): boolean {
		this.short = 2 * length <= this.longest ? this.short + 1 : 0;
		this.longest = Math.max(this.longest, length);
		if (this.short === 0) this.until = Infinity;
		return this.short >= 2 && this.until === Infinity;
	}

	/** Looks at a place that a list which only grows has not come to. */
	lookFar(behind: number, length: number): PageRequest {
		const place = behind + this.longest;
		return this.at.lookAt(place, ({ records }) => {
			if (records.length === 0) this.until = place;
			else this.longest = length;
			this.short = 0;
			return this.at.goTo(behind - 1);
		});
	}

	private areSeen(records: readonly R[]): boolean {
		return records.every((record) => this.at.seen.has(this.list.identity(record)));
	}
}
