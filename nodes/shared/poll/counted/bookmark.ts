import { formatCursor, parseCursor } from '../../paging/resumeCursor';
import { isPackedKeys, type PackedKeys, Seen } from '../seen/seen';
import { type Check, isCount, isText, optional, shape } from '../stateCheck';
import { type Order, OVERLAP_MS } from './order';

/** A whole reading of a list that is under way. */
export interface Scan {
	/** The cursor behind the last record that was read; '' at the beginning. */
	after: string;
	/** How many records were read: fewer than the cursor says, where others came in before it. */
	rows: number;
	/** The newest record of all lists when it began, in ms since 1970. */
	began: number;
	/** The digest of the first record. */
	first: string;
	/** What was recorded until then may be forgotten, and is not emitted again. */
	floor?: number | undefined;
}

/** What only some of the lists have. */
interface More {
	scan?: Scan;
	/** What was recorded until then may be forgotten: a whole reading takes it for emitted. */
	floor?: number;
	/** The list was longer once: what was recorded before this may only have come back. */
	old?: number;
	/** The page size, where the vendor had no time for larger ones. */
	size?: number;
}

/**
 * Where one of the lists stands, as it is stored: a cursor of its feed, that is how many records are
 * known and the digest of the last of them; the digest of the first; since when all is dealt with; and
 * the order, '' where it is not known.
 */
export type PackedBookmark = readonly [
	after: string,
	first: string,
	complete: number,
	order: Order | '',
	more?: More & { seen?: PackedKeys },
];

const isCursor: Check = (value) =>
	typeof value === 'string' && /^(?:[1-9]\d{0,14}~[0-9a-f]{8})?$/.test(value);
const isOrder: Check = (value) => ['', 'up', 'down', 'mixed'].some((order) => order === value);

export function isPackedBookmark(value: unknown, time: Check): value is PackedBookmark {
	if (!Array.isArray(value)) return false;
	const [after, first, complete, order, more] = value as unknown[];
	const scan = shape({
		after: isCursor,
		rows: isCount,
		began: time,
		first: isText,
		floor: optional(time),
	});
	const isMore = shape({
		scan: optional(scan),
		floor: optional(time),
		old: optional(time),
		size: optional((each) => isCount(each) && each !== 0),
		seen: optional(isPackedKeys),
	});
	return (
		isCursor(after) && isText(first) && time(complete) && isOrder(order) && optional(isMore)(more)
	);
}

/** Where one of the lists stands. The records that are known stand side by side in it. */
export class Bookmark {
	/** How many they are, and the digest of the last of them, as a cursor of the feed; '' for none. */
	after: string;
	/** The digest of the first of them. */
	first: string;
	/**
	 * The newest record of all lists, in ms since 1970, when all of this one was last dealt with; 0 as
	 * long as it was not. What is recorded later is new.
	 */
	complete: number;
	/** Undefined as long as its records have not shown it. */
	order: Order | undefined;
	readonly more: More;
	/** Records that a whole reading might take for new. */
	readonly seen: Seen;

	constructor([after, first, complete, order, { seen, ...more } = {}]: PackedBookmark = NONE) {
		this.after = after;
		this.first = first;
		this.complete = complete;
		this.order = order || undefined;
		this.more = { ...more, ...(more.scan ? { scan: { ...more.scan } } : {}) };
		this.seen = new Seen(OVERLAP_MS, seen);
	}

	pack(): PackedBookmark {
		const { after, first, complete, order = '', more } = this;
		const seen = this.seen.pack();
		const rest = { ...more, ...(seen.length > 0 ? { seen } : {}) };
		const packed = [after, first, complete, order] as const;
		return Object.keys(rest).length > 0 ? [...packed, rest] : packed;
	}

	/** How many records are known. */
	get known(): number {
		return Number(parseCursor(this.after).cursor);
	}

	/** The digest of the last of them. */
	get last(): string {
		return parseCursor(this.after).delivered[0] ?? '';
	}

	/** Whether the list was never read to its end. */
	get isNew(): boolean {
		return this.complete === 0;
	}

	/** Notes which records are known. */
	know(known: number, first: string, last: string): void {
		this.first = first;
		this.after = known === 0 ? '' : formatCursor(String(known), [last]);
	}

	/** Notes that one more is known, beside those that are. */
	extend(digest: string, isBefore: boolean): void {
		const { known, first, last } = this;
		const isOnly = known === 0;
		this.know(known + 1, isBefore || isOnly ? digest : first, isBefore && !isOnly ? last : digest);
	}

	/** Notes that all is dealt with, as of the newest record that there was then. */
	settle(asOf: number): void {
		this.complete = Math.max(this.complete, asOf, 1);
		const settled = this.complete - OVERLAP_MS;
		this.seen.forgetBefore(settled);
		if (this.more.floor !== undefined && this.more.floor < settled) delete this.more.floor;
	}
}

const NONE: PackedBookmark = ['', '', 0, ''];

/** Forgets the oldest of what a stored one remembers. @returns undefined where there is nothing */
export function forgetOldest(bookmark: PackedBookmark): PackedBookmark | undefined {
	const [after, first, complete, order, { seen = [], ...more } = {}] = bookmark;
	const rest = new Seen(1, seen);
	const latest = rest.forgetOldest();
	if (latest === undefined) return undefined;
	const floor = Math.max(more.floor ?? -Infinity, latest);
	const keys = rest.pack();
	const left = keys.length > 0 ? { seen: keys } : {};
	return [after, first, complete, order, { ...more, floor, ...left }];
}
