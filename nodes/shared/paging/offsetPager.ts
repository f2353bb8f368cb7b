import type { IDataObject, UserError } from 'n8n-workflow';
import {
	type FieldReader,
	type ListIdentity,
	type PageAnswer,
	hasGap,
	type PageRead,
	type PageRequest,
	type Pager,
	notAdvancing,
} from '../feed';
import { IdSet } from './idSet';
import { halfPage, reducible } from './halfPage';
import { type Offset, type OffsetList, requestOf } from './offset';
import { MOST_EXPECTED, placeIsGone, RecordPage } from './page';
import { digestOf, formatCursor, parseCursor } from './resumeCursor';

/** While a list changes, something may come in behind a page as often as that. */
const MOST_GAPS = 2;

/** How often the end of a list may move on while it is looked for. */
const MOST_MOVES = 10;

const isEqual = (some: readonly string[], others: readonly string[]) =>
	some.length === others.length && some.every((each, index) => each === others[index]);

/** A place that is looked at, by one record, and what its answer means. */
type Look<R> = (answer: OffsetList<R>) => PageRequest | undefined;

/**
 * Reads an offset list while records are added to it, in whatever place, or removed. Each page begins
 * with the last record of the page before: where it does not, records moved up, and the walk steps
 * back, before it gives out anything of that page. Records that are seen again are dropped by their ID.
 *
 * The list ends where its total agrees with what was read, or where the place behind that was looked
 * at, and is empty: a page that is short, or repeats what was read, says nothing of the end.
 */
export class OffsetPager<R extends IDataObject> implements Pager<R> {
	readonly first: PageRequest;
	private readonly beginning: PageRequest;
	private readonly prepare: ((record: R) => R) | undefined;
	/**
	 * IDs emitted so far. Has no gaps: every record that existed throughout and stands before the
	 * last of these is in it.
	 */
	private readonly seen = new IdSet();
	/** The records of the answer before, the index that it began at, and the total that it named. */
	private before: readonly string[] = [];
	private startBefore = -1;
	private countBefore: number | undefined;
	/** The index that the next answer begins at. */
	private start: number;
	private size: number;
	/** What the next answer is for, where it is not to be read on. */
	private look: Look<R> | undefined;
	/** The place that was asked for again. */
	private again = -1;
	/** How often something was found behind a page, but not by asking again for it. */
	private gaps = 0;
	/** How often the end was looked for where it had moved on from. */
	private moves = 0;
	/** Pages in a row that repeated the one before them, also when they were asked for again. */
	private repeats = 0;
	/** How many records the longest answer had, and how many that were short came in a row. */
	private longest = 0;
	private short = 0;
	/** A place without a record: nothing from there on has to be read. */
	private until = Infinity;
	/** The digest of the record that an earlier walk ended with. */
	private readonly after: string | undefined;
	/** The digest of that record, until it is found. */
	private soughtAfter: string | undefined;
	/** What is before this was not looked at: the place to continue after is behind it. */
	private floor: number;

	constructor(
		private readonly list: Offset<R> & ListIdentity<R>,
		fields: FieldReader,
		after: string,
	) {
		const { cursor, delivered } = parseCursor(after);
		this.size = list.pageSize;
		this.after = this.soughtAfter = delivered[0];
		this.start = this.floor = Math.max(0, Number(cursor) - 1);
		this.beginning = list.first(fields);
		this.prepare = list.prepare?.(fields);
		this.first = this.asking(this.start);
	}

	askForLess(): PageRequest | undefined {
		const less = halfPage(this.size);
		if (less === undefined) return undefined;
		this.size = less;
		this.longest = 0;
		this.look = undefined;
		return this.asking(this.start);
	}

	read({ body, headers }: PageAnswer): PageRead<R> {
		const answer = this.list.read(body, headers);
		const { records, total: counted } = answer;
		const { start, size, before, startBefore, floor, look } = this;
		const page = new RecordPage<R>();
		if (look) {
			this.look = undefined;
			return { page, next: look(answer), moved: true };
		}
		const { length } = records;
		const total = trusted(counted, start, length, size);
		const identities = records.map((record) => this.list.identity(record));
		const continues = start === startBefore + before.length - 1;
		const isContinued = continues && identities[0] === before.at(-1);
		const bringsNothing = identities.every((each) => this.seen.has(each));
		const isRepeated = isEqual(identities, before) && counted === this.countBefore;
		if (length > 0 && isRepeated && continues && !isContinued && this.isInDoubt(length, total)) {
			return { page, next: this.askAgain(length, total), moved: true };
		}
		this.before = identities;
		this.startBefore = start;
		this.countBefore = counted;
		const sought = this.placeSought(identities);
		if (floor > 0 && this.soughtAfter !== undefined) {
			if (sought < 0) return { page, next: this.seekFromStart(), moved: true };
		} else if (start > 0 && (length === 0 || !this.seen.has(identities[0]!))) {
			return { page, next: this.stepBack(total), moved: true };
		}
		if (sought >= 0) this.soughtAfter = undefined;
		identities.forEach((identity, index) => {
			const place = () => formatCursor(String(start + index + 1), [digestOf(identity)]);
			// What was given out before: the cursor of the one before it leads behind it.
			if (this.seen.has(identity)) return page.extend(place);
			this.seen.add(identity);
			// What an earlier walk gave out is only marked.
			if (this.soughtAfter !== undefined || index <= sought) return;
			const record = records[index]!;
			page.add(this.prepare ? this.prepare(record) : record, place);
		});
		if (!bringsNothing) {
			this.again = -1;
			this.gaps = this.repeats = this.moves = 0;
		}
		const behind = start + length;
		const isAtEnd = total === undefined ? behind >= this.until : behind >= total;
		// Of a full page, or one that is not where it should be, nobody knows whether more follow.
		const isPlain = length < size && (length <= 1 || !bringsNothing || isContinued);
		if (isAtEnd && isPlain && (total !== undefined || length > 0))
			return { page, next: this.end() };
		if (length <= 1) return { page, next: this.lookBehind(behind, total), moved: length === 0 };
		if (total === undefined && this.isShort(length)) {
			return { page, next: this.lookFar(behind, length) };
		}
		const next = this.goTo(behind - 1);
		// Where a page brought nothing new, nobody knows what the next ones bring.
		const goesOn = length === size && page.records.length > 0;
		return { page, next, expected: goesOn ? this.expected(total) : [] };
	}

	/**
	 * Whether a page that repeats the one before it cannot be right. Where a few records came in before a
	 * page that is short, it may: then the next one shows it.
	 */
	private isInDoubt(length: number, total: number | undefined): boolean {
		const { start, size, again, list } = this;
		const mayBeWhole = total === undefined && (length > size || list.mayComeWhole === true);
		if (again !== start || length >= size || mayBeWhole) return true;
		return this.repeats++ > 0;
	}

	/**
	 * Asks again for a page that repeats the one before it. What comes once more may be all that there
	 * is, of a vendor that knows of no pages: then more comes than is asked for.
	 * @throws UserError where it is not
	 */
	private askAgain(length: number, total: number | undefined): PageRequest | undefined {
		const { list, start, size } = this;
		if (total === undefined && length > size) return this.end();
		if (this.again !== start) {
			this.again = start;
			return this.asking(start);
		}
		const failure = notAdvancing(list.name, [String(start), String(size)]);
		if (length >= size) throw failure;
		// Rows that came in before it may have moved the end of the list to here.
		return this.lookBehind(start + length, total, failure);
	}

	/** Looks for what is behind a page that brought no more than what leads to it. */
	private lookBehind(
		behind: number,
		total = 0,
		failure: UserError | undefined = undefined,
	): PageRequest | undefined {
		const { list, start } = this;
		if (behind === 0 && total === 0) return this.end();
		const last = Math.max(behind, total - 1);
		const found = ({ records }: OffsetList<R>, place: number): PageRequest | undefined => {
			if (records.length === 0) {
				if (place >= last) return this.end();
				return this.lookAt(last, (answer) => found(answer, last));
			}
			// A list without pages is all that there is, also where it is asked for one record.
			const isAll = records.length > 1 || behind === 1;
			if (list.mayComeWhole && total === 0 && isAll && this.areSeen(records)) return this.end();
			// Rows came in before it, and moved a row of the page to here: the end is behind its last row.
			const moved = this.before.indexOf(list.identity(records[0]!));
			if (failure && moved >= 0 && this.moves++ < MOST_MOVES) {
				const end = place + this.before.length - moved;
				return this.lookAt(end, (answer) => found(answer, end));
			}
			if (this.gaps === MOST_GAPS) {
				if (failure) throw failure;
				const counted = total > 0 ? ` of ${total} that the service counts` : '';
				throw hasGap(list.name, `It has ${behind}${counted}, and more at place ${place + 1}.`);
			}
			// It may have come in between, or the page was cut short.
			this.gaps++;
			return this.goTo(start);
		};
		return this.lookAt(behind, (answer) => found(answer, behind));
	}

	private areSeen(records: readonly R[]): boolean {
		return records.every((record) => this.seen.has(this.list.identity(record)));
	}

	/**
	 * Whether an answer without a total is short, as is the one before it: the list may grow while it is
	 * read, so that it has no end, or the vendor gives less than there is.
	 */
	private isShort(length: number): boolean {
		this.short = 2 * length <= this.longest ? this.short + 1 : 0;
		this.longest = Math.max(this.longest, length);
		if (this.short === 0) this.until = Infinity;
		return this.short >= 2 && this.until === Infinity;
	}

	/** Looks at a place that a list which only grows has not come to. */
	private lookFar(behind: number, length: number): PageRequest {
		const place = behind + this.longest;
		return this.lookAt(place, ({ records }) => {
			if (records.length === 0) this.until = place;
			else this.longest = length;
			this.short = 0;
			return this.goTo(behind - 1);
		});
	}

	private lookAt(place: number, look: Look<R>): PageRequest {
		this.look = look;
		return requestOf(this.beginning, this.list.parameters, place, 1);
	}

	/** Goes to where records moved to that were behind this place. */
	private stepBack(total = Infinity): PageRequest {
		const { start, size, floor } = this;
		if (start > floor) {
			return this.goTo(Math.max(floor, Math.min(start, total) - Math.ceil(size / 2)));
		}
		this.soughtAfter = this.after;
		return this.seekFromStart();
	}

	/** Where on the page the last record of an earlier walk is, -1 where it is not, or was found. */
	private placeSought(identities: readonly string[]): number {
		if (this.soughtAfter === undefined) return -1;
		return identities.findIndex((identity) => digestOf(identity) === this.soughtAfter);
	}

	/** Nothing more is to be asked for. */
	private end(): undefined {
		if (this.soughtAfter === undefined) return;
		throw placeIsGone(this.list.name);
	}

	/** Looks for the last record of an earlier walk from the beginning: it has moved since. */
	private seekFromStart(): PageRequest {
		this.floor = 0;
		return this.goTo(0);
	}

	private goTo(start: number): PageRequest {
		this.start = Math.max(0, start);
		return this.asking(this.start);
	}

	/** The pages after the next one, if all stays as it is. */
	private expected(total = 0): PageRequest[] {
		const step = this.size - 1;
		const requests: PageRequest[] = [];
		for (let start = this.start + step; requests.length < MOST_EXPECTED; start += step) {
			if (start >= total - 1) break;
			requests.push(this.asking(start));
		}
		return requests;
	}

	private asking(start: number): PageRequest {
		const { beginning, list, size } = this;
		return {
			...requestOf(beginning, list.parameters, start, size),
			reducible: reducible(size),
		};
	}
}

/**
 * The total, where it can be one of all records: a service may leave it out in its own way, or count
 * those of the answer only.
 */
function trusted(
	total: number | undefined,
	start: number,
	length: number,
	size: number,
): number | undefined {
	const isOfAnswer = start === 0 && length === size && total === length;
	return total === undefined || total < start + length || isOfAnswer ? undefined : total;
}
