import type { IDataObject } from 'n8n-workflow';
import {
	type FieldReader,
	hasGap,
	type OrderedFeed,
	type PageRead,
	type PageRequest,
	type Pager,
	type Headers,
	type ListIdentity,
	notAdvancing,
	type PageAnswer,
} from '../feed';
import type { Paging } from './list';
import { cursorCheck, inDoubt, RecordPage } from './page';
import {
	Delivered,
	digestOf,
	formatCursor,
	parseCursor,
	type Place,
	TieGroup,
} from './resumeCursor';

/** One answer of a cursor list, before anything is dropped. */
export interface CursorList<R> {
	readonly records: readonly R[];
	/** The next link as the vendor wrote it, and the cursor inside it. */
	readonly link: string | undefined;
	readonly cursor: string | undefined;
	/** Whether the vendor says that there is no next page. An empty page says so anyway. */
	readonly ended: boolean;
}

/** A list in ascending order, each page of it read "after" a position. */
export interface Keyset<R extends IDataObject> {
	/** The first request, from the node's fields, without the cursor. */
	first(fields: FieldReader): PageRequest;
	/** The query parameter that takes the cursor. */
	readonly parameter: string;
	/** What the vendor takes as a cursor, for checking one that a user typed, and an example of it. */
	readonly cursor: { readonly pattern: RegExp; readonly example: string };
	read(body: unknown, headers: Headers): CursorList<R>;
	/**
	 * The cursor after a record: what the list is sorted by. Undefined where none can be composed of an
	 * odd record: it is where the one before it is.
	 */
	position(record: R): string | undefined;
	/** What a position begins with, as a number that ascends with the list. */
	order(position: string): number;
	/** Whether no two rows share a position; otherwise rows of one position are told apart. */
	readonly positionsAreUnique?: boolean;
	readonly overlap: OrderedFeed<R>['overlap'];
	readonly cursorAt?: OrderedFeed<R>['cursorAt'];
}

export interface KeysetPaging<R extends IDataObject>
	extends Paging<R>,
		Pick<OrderedFeed<R>, 'order' | 'overlap' | 'cursorAt'> {}

/**
 * Pages that are asked for "after" a position, which is made from the last record. All that makes a row
 * this one and no other is its identity; two rows may still be equal in it.
 */
export function keyset<R extends IDataObject>(options: Keyset<R>): KeysetPaging<R> {
	const { overlap, cursorAt } = options;
	return {
		...{ overlap, cursorAt },
		order(record) {
			const position = options.position(record);
			return position === undefined ? NaN : options.order(position);
		},
		open: (list, fields, after) => new KeysetPager({ ...options, ...list }, fields, after),
		checkCursor: cursorCheck((typed) => {
			const { cursor } = parseCursor(typed);
			return cursor === '' || options.cursor.pattern.test(cursor);
		}, options.cursor.example),
	};
}

/**
 * The most records without a position that can be the end of a list, where nothing else leads
 * behind them.
 */
const MOST_AT_END = 99;

/** A row of an answer. */
interface Row<R> {
	readonly record: R;
	readonly position: string;
	/** Whether it has no position of its own, but that of the row before it. */
	readonly isOdd: boolean;
}

/** The last group of a page, and how many records the page had. */
interface LeftGroup {
	readonly group: TieGroup;
	readonly length: number;
}

class KeysetPager<R extends IDataObject> implements Pager<R> {
	readonly first: PageRequest;
	/** The cursor of the request whose answer is read next; '' at the beginning. */
	private after: string;
	/** What was delivered from behind that cursor: the next answer shows it again. */
	private readonly delivered = new Delivered();
	/** The group that the vendor's own cursor leads into the middle of. */
	private entered: TieGroup | undefined;
	/** The cursor that was asked for again. */
	private again: string | undefined;
	/** Positions that were read, from the moment of the cursor on. */
	private readonly passed = new Set<string>();
	/**
	 * A group that filled a short page, and was left by the vendor's cursor: where more follows, the page
	 * may have been cut, and is read again, once.
	 */
	private left: LeftGroup | undefined;
	private shortAt: string | undefined;
	private longest = 0;

	constructor(
		private readonly list: Keyset<R> & ListIdentity<R>,
		fields: FieldReader,
		after: string,
	) {
		const { cursor, delivered } = parseCursor(after);
		this.after = cursor;
		this.delivered.add(delivered);
		const beginning = list.first(fields);
		this.first = cursor === '' ? beginning : this.asking(beginning, cursor);
	}

	read({ body, headers }: PageAnswer): PageRead<R> {
		const { records, link, cursor, ended } = this.list.read(body, headers);
		const page = new RecordPage<R>();
		if (records.length === 0) return { page, next: undefined, link };
		const own = records.map((record) => this.list.position(record));
		const known = own.filter((each): each is string => each !== undefined);
		if (known.length > 0 && this.repeats(known, cursor)) {
			if (this.again === this.after) throw notAdvancing(this.list.name, [this.after]);
			this.again = this.after;
			return { ...inDoubt<R>(this.asking(this.first, this.after)), link };
		}
		// What has no position may stand anywhere: it shows no gap.
		if (this.left && known.length > 0) {
			this.readAgain(this.left, records.length);
			return { ...inDoubt<R>(this.asking(this.first, this.after)), link };
		}
		const leadsOn = known.length > 0 || (cursor !== undefined && cursor !== this.after);
		if (!leadsOn && !ended && records.length > MOST_AT_END) {
			throw notAdvancing(this.list.name, [this.after]);
		}
		const isPlaced = known.length === records.length;
		const isPlain = isPlaced && this.delivered.empty;
		if (this.list.positionsAreUnique && isPlain) {
			records.forEach((record, index) => page.add(record, known[index]!));
			this.after = known.at(-1)!;
			this.entered = undefined;
		} else {
			const rows = this.placed(records, own);
			const group = this.readGroups(page, rows);
			// Together with odd rows before it, too.
			const fills = rows[0]!.position === group.position || group.from === this.after;
			const isShort = fills && isPlaced && records.length < this.longest;
			this.left = isShort ? { group, length: records.length } : undefined;
			this.goOnBehind(group, fills ? this.movedOn(cursor, group) : undefined);
		}
		this.longest = Math.max(this.longest, records.length);
		this.pass(known);
		const next = ended || !leadsOn ? undefined : this.asking(this.first, this.after);
		return { page, next, link };
	}

	/** The rows, each with its position, or that of the one before it. */
	private placed(records: readonly R[], own: ReadonlyArray<string | undefined>): Array<Row<R>> {
		let position = this.entered?.position ?? this.after;
		return records.map((record, index) => {
			position = own[index] ?? position;
			return { record, position, isOdd: own[index] === undefined };
		});
	}

	private asking({ path, query }: PageRequest, after: string): PageRequest {
		return { path, query: { ...query, [this.list.parameter]: after } };
	}

	/** @throws UserError where the page was read again already, and is as short as before */
	private readAgain({ group, length }: LeftGroup, lengthBehind: number): void {
		if (this.shortAt === group.from) {
			throw hasGap(
				this.list.name,
				`What comes after "${this.shortAt}" was cut: ${length} came, and ${lengthBehind} behind that.`,
			);
		}
		this.left = undefined;
		this.shortAt = group.from;
		this.passed.delete(group.position);
		this.goOnBehind(group, undefined);
	}

	/**
	 * Whether a page shows what is before the cursor: of a vendor that ignores or misreads it, all would
	 * be read for ever, or twice. Of one moment, only the positions themselves tell.
	 */
	private repeats(positions: readonly string[], cursor: string | undefined): boolean {
		const { after, passed, entered } = this;
		if (after === '') return false;
		const isBack = this.list.order(positions[0]!) < this.list.order(after);
		const standsOn = cursor === after && entered !== undefined && after !== entered.position;
		const ends = [positions[0]!, positions.at(-1)!];
		return isBack || standsOn || ends.includes(after) || passed.has(positions[0]!);
	}

	/** Notes which positions, from the moment of the cursor on, are not to come again. */
	private pass(positions: readonly string[]): void {
		const { list, after, passed } = this;
		const order = list.order(after);
		let from = positions.length;
		while (from > 0 && list.order(positions[from - 1]!) >= order) from--;
		if (from > 0) passed.clear();
		for (const position of positions.slice(from)) passed.add(position);
		// What is read again, or goes on.
		const last = positions.at(-1);
		if (last !== undefined && last !== after) passed.delete(last);
	}

	/** @returns the last group: the next page may bring more of it */
	private readGroups(page: RecordPage<R>, rows: ReadonlyArray<Row<R>>): TieGroup {
		let group = this.entered ?? new TieGroup(this.after, rows[0]!.position);
		rows.forEach(({ record, position, isOdd }, index) => {
			if (position !== group.position) group = new TieGroup(group.position, position, group.odd);
			const ends = index + 1 < rows.length && rows[index + 1]!.position !== position;
			if (ends && !isOdd && this.delivered.empty && group.seen.length === 0) {
				page.add(record, position);
				return;
			}
			const digest = digestOf(this.list.identity(record));
			const ordinal = group.see(digest, isOdd);
			const isBehind = ends && group.odd.length === 0;
			if (!this.delivered.take(digest)) page.add(record, this.placeIn(group, isBehind), ordinal);
		});
		return group;
	}

	/** The place after the row of a group that was seen last. */
	private placeIn(group: TieGroup, isBehind: boolean): Place {
		const ahead = this.delivered.empty ? [] : this.delivered.digests();
		if (isBehind) return formatCursor(group.position, ahead);
		const { from, seen } = group;
		const size = seen.length;
		return () => formatCursor(from, [...seen.slice(0, size), ...ahead]);
	}

	/** The vendor's own cursor may tell rows of a group apart; one that stands still does not. */
	private movedOn(cursor: string | undefined, { position }: TieGroup): string {
		return cursor === undefined || cursor === this.after ? position : cursor;
	}

	/**
	 * The last group of a page may go on behind its end: it is read again, from the position before
	 * it. Only where it fills the page, nothing but the vendor's own cursor leads on.
	 */
	private goOnBehind(group: TieGroup, vendorCursor: string | undefined): void {
		const order = this.list.order(group.position);
		this.delivered.passed(order);
		this.entered = vendorCursor === undefined ? undefined : group;
		this.delivered.add(vendorCursor === undefined ? group.seen : group.odd, order);
		this.after = vendorCursor ?? group.from;
	}
}
