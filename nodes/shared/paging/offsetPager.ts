import type { IDataObject } from 'n8n-workflow';
import type { FieldReader, ListIdentity, PageAnswer, PageRead, PageRequest, Pager } from '../feed';
import { IdSet } from './idSet';
import { halfPage, reducible } from './halfPage';
import type { Offset, OffsetList } from './offset';
import { OffsetEnd } from './offsetEnd';
import { inDoubt, MOST_EXPECTED, placeIsGone, RecordPage } from './page';
import { digestOf, formatCursor, parseCursor } from './resumeCursor';

/** One request of a page: where it begins, and how many records it asks for. */
export const requestOf = (
	{ path, query }: PageRequest,
	{ start, size }: Offset<IDataObject>['parameters'],
	from: number,
	most: number,
): PageRequest => ({ path, query: { ...query, [start]: String(from), [size]: String(most) } });

/** A place that is looked at, by one record, and what its answer means. */
type Look<R> = (answer: OffsetList<R>) => PageRequest | undefined;

/** An answer, by its records: the index that it began at, and the total that it named. */
interface Shown {
	readonly start: number;
	readonly identities: readonly string[];
	readonly count: number | undefined;
}

/**
 * Reads an offset list while records are added to it, in whatever place, or removed. Each page begins
 * with the last record of the page before: where it does not, records moved up, and the walk steps
 * back, before it emits anything of that page. Records that are seen again are dropped by their ID.
 */
export class OffsetPager<R extends IDataObject> implements Pager<R> {
	readonly first: PageRequest;
	/**
	 * IDs emitted so far. Has no gaps: every record that existed throughout and stands before the
	 * last of these is in it.
	 */
	readonly seen = new IdSet();
	private readonly beginning: PageRequest;
	private readonly prepare: ((record: R) => R) | undefined;
	private readonly end: OffsetEnd<R>;
	/** The digest of the record that an earlier walk ended with. */
	private readonly after: string | undefined;
	/** The digest of that record, until it is found. */
	private sought: string | undefined;
	/** What is before this was not looked at: the place to continue after is behind it. */
	private floor: number;
	/** The index that the next answer begins at. */
	start: number;
	size: number;
	before: Shown = { start: -1, identities: [], count: undefined };
	/** What the next answer is for, where it is not to be read on. */
	private look: Look<R> | undefined;

	constructor(
		private readonly list: Offset<R> & ListIdentity<R>,
		fields: FieldReader,
		after: string,
	) {
		const { cursor, delivered } = parseCursor(after);
		this.size = list.pageSize;
		this.after = this.sought = delivered[0];
		this.start = this.floor = Math.max(0, Number(cursor) - 1);
		this.end = new OffsetEnd(list, this);
		this.beginning = list.first(fields);
		this.prepare = list.prepare?.(fields);
		this.first = this.asking(this.start);
	}

	askForLess(): PageRequest | undefined {
		const less = halfPage(this.size);
		if (less === undefined) return undefined;
		this.size = less;
		this.end.forgetLengths();
		this.look = undefined;
		return this.asking(this.start);
	}

	read({ body, headers }: PageAnswer): PageRead<R> {
		const answer = this.list.read(body, headers);
		const { records, total: count } = answer;
		const { start, size, before, end, look } = this;
		if (look) {
			this.look = undefined;
			return inDoubt(look(answer));
		}
		const { length } = records;
		const total = trusted(count, start, length, size);
		const identities = records.map((record) => this.list.identity(record));
		const shown = { start, identities, count };
		const continues = start === before.start + before.identities.length - 1;
		const isContinued = continues && identities[0] === before.identities.at(-1);
		const isRepeated = length > 0 && continues && !isContinued && isEqual(shown, before);
		if (isRepeated && end.isInDoubt(length, total)) return inDoubt(end.askAgain(length, total));
		this.before = shown;
		const found = this.placeSought(identities);
		if (this.floor > 0 && this.sought !== undefined) {
			if (found < 0) return inDoubt(this.seekFromStart());
		} else if (start > 0 && (length === 0 || !this.seen.has(identities[0]!))) {
			return inDoubt(this.stepBack(total));
		}
		const bringsNothing = identities.every((each) => this.seen.has(each));
		if (!bringsNothing) end.leadsOn();
		const page = this.pageOf(records, shown, found);
		const behind = start + length;
		// Of a full page, or one that is not where it should be, nobody knows whether more follow.
		const isPlain = length < size && (length <= 1 || !bringsNothing || isContinued);
		if (end.isAt(behind, total) && isPlain && (total !== undefined || length > 0)) {
			return { page, next: this.ended() };
		}
		if (length <= 1) return { page, next: end.lookBehind(behind, total), moved: length === 0 };
		if (total === undefined && end.isShort(length)) {
			return { page, next: end.lookFar(behind, length) };
		}
		const next = this.goTo(behind - 1);
		// Where a page brought nothing new, nobody knows what the next ones bring.
		const goesOn = length === size && page.records.length > 0;
		return { page, next, expected: goesOn ? this.expected(total) : [] };
	}

	/** @param found where the last record of an earlier walk is among them; -1 where it is not */
	private pageOf(records: readonly R[], { start, identities }: Shown, found: number) {
		if (found >= 0) this.sought = undefined;
		const page = new RecordPage<R>();
		identities.forEach((identity, index) => {
			const place = () => formatCursor(String(start + index + 1), [digestOf(identity)]);
			// What was emitted before: the cursor of the one before it leads behind it.
			if (this.seen.has(identity)) return page.extend(place);
			this.seen.add(identity);
			// What an earlier walk emitted is only marked.
			if (this.sought !== undefined || index <= found) return;
			const record = records[index]!;
			page.add(this.prepare ? this.prepare(record) : record, place);
		});
		return page;
	}

	/** The next answer shows what one record means, and is not read on. */
	lookAt(place: number, look: Look<R>): PageRequest {
		this.look = look;
		return requestOf(this.beginning, this.list.parameters, place, 1);
	}

	/** Nothing more is to be asked for. @throws UserError where the place to continue after was not found */
	ended(): undefined {
		if (this.sought !== undefined) throw placeIsGone(this.list.name);
	}

	goTo(start: number): PageRequest {
		this.start = Math.max(0, start);
		return this.asking(this.start);
	}

	asking(start: number): PageRequest {
		const { beginning, list, size } = this;
		return {
			...requestOf(beginning, list.parameters, start, size),
			reducible: reducible(size),
		};
	}

	/** Where the last record of an earlier walk is, -1 where it is not on the page, or was found. */
	private placeSought(identities: readonly string[]): number {
		if (this.sought === undefined) return -1;
		return identities.findIndex((identity) => digestOf(identity) === this.sought);
	}

	/** Goes to where records moved to that were behind this place. */
	private stepBack(total = Infinity): PageRequest {
		const { start, size, floor } = this;
		if (start > floor) {
			return this.goTo(Math.max(floor, Math.min(start, total) - Math.ceil(size / 2)));
		}
		this.sought = this.after;
		return this.seekFromStart();
	}

	/** Looks for the last record of an earlier walk from the beginning: it has moved since. */
	private seekFromStart(): PageRequest {
		this.floor = 0;
		return this.goTo(0);
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
}

const isEqual = (one: Shown, other: Shown) =>
	one.count === other.count &&
	one.identities.length === other.identities.length &&
	one.identities.every((each, index) => each === other.identities[index]);

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
