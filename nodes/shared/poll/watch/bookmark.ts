import { isPacked, KeyMemory, type PackedKeys } from '../seen/keyMemory';
import { type Check, isCount, isFlag, isText, optional, shape } from '../stateCheck';

/** A whole reading of a list that is under way. Its places are indexes of the vendor's. */
export interface Scan {
	/** How many records were read. */
	at: number;
	/** The digest of the last of them: where it has moved to, the reading goes on. */
	edge: string;
	/** The newest record of all lists when it began, in ms since 1970. */
	began: number;
	/** How many records the list had then, and the digests of the first and the last of them. */
	total: number;
	first: string;
	last: string;
	/** Records came or went before the place that was read, and those that came were not seen. */
	hasMoved?: true;
	/** What was recorded until then may be forgotten, and is not given out again. */
	floor?: number;
}

interface More {
	scan?: Scan;
	floor?: number;
	old?: number;
	size?: number;
	given?: PackedKeys;
}

/** Where one of the watched lists stands, as it is stored; `known` is negative if counted from the end. */
export type PackedBookmark = readonly [known: number, edge: string, complete: number, more?: More];

export function isPackedBookmark(value: unknown, time: Check): value is PackedBookmark {
	if (!Array.isArray(value)) return false;
	const [known, edge, complete, more] = value as unknown[];
	const scan = shape({
		at: isCount,
		edge: isText,
		began: time,
		total: isCount,
		first: isText,
		last: isText,
		hasMoved: isFlag,
		floor: optional(time),
	});
	const isMore = shape({
		scan: optional(scan),
		floor: optional(time),
		old: optional(time),
		size: optional((each) => isCount(each) && each !== 0),
		given: optional(isPacked),
	});
	const isKnown = Number.isSafeInteger(known);
	return isKnown && isText(edge) && time(complete) && optional(isMore)(more);
}

/** Where one of the watched lists stands. */
export class Bookmark {
	/** How many records are dealt with: the oldest, counted from the end that does not grow. */
	known: number;
	/** Whether the list's end is the one that does not grow. */
	isTurned: boolean;
	/** The digest of the newest of them. */
	edge: string;
	/**
	 * The newest record of all lists, in ms since 1970, when all of this one was last dealt with; 0 as
	 * long as it was not. What is recorded later is new.
	 */
	complete: number;
	scan: Scan | undefined;
	/** What was recorded until then may be forgotten: a whole reading takes it for given out. */
	floor: number | undefined;
	/** The list was longer once: what was recorded before this may only have come back. */
	old: number | undefined;
	/** The page size, where the vendor had no time for larger ones. */
	size: number | undefined;
	/** Records that a whole reading might take for new. */
	readonly given: KeyMemory;

	/** @param extent how much time is forgotten at once */
	constructor(extent: number, packed: PackedBookmark = [0, '', 0]) {
		const [known, edge, complete, more = {}] = packed;
		this.known = Math.abs(known);
		this.isTurned = known < 0;
		this.edge = edge;
		this.complete = complete;
		this.scan = more.scan && { ...more.scan };
		this.floor = more.floor;
		this.old = more.old;
		this.size = more.size;
		this.given = new KeyMemory(extent, more.given);
	}

	pack(): PackedBookmark {
		const { edge, complete, scan, floor, old, size } = this;
		const known = this.isTurned ? -this.known : this.known;
		const given = this.given.pack();
		const more: More = {
			...(scan ? { scan: { ...scan } } : {}),
			...(floor === undefined ? {} : { floor }),
			...(old === undefined ? {} : { old }),
			...(size === undefined ? {} : { size }),
			...(given.length > 0 ? { given } : {}),
		};
		return Object.keys(more).length > 0 ? [known, edge, complete, more] : [known, edge, complete];
	}

	/** Forgets the oldest that it remembers. @returns whether there was anything */
	forgetOldest(): boolean {
		const forgotten = this.given.forgetOldest();
		if (forgotten === undefined) return false;
		this.floor = Math.max(this.floor ?? -Infinity, forgotten);
		return true;
	}

	/** Forgets what was recorded before, which is taken for given out from now on. */
	settleBefore(time: number): void {
		this.given.forgetBefore(time);
		if (this.floor !== undefined && this.floor < time) this.floor = undefined;
	}
}

/** Marks as they are stored. Where they take more characters, the oldest of the largest memories go. */
export function packBookmarks(
	most: number,
	marks: ReadonlyArray<readonly [owner: string, Bookmark]>,
): { packed: Record<string, PackedBookmark>; isShortened: boolean } {
	const packed = marks.map(([id, mark]) => [id, mark.pack()] as const);
	// With the comma and what else stands around it.
	const sizes = packed.map((entry) => JSON.stringify(entry).length + 1);
	let size = sizes.reduce((sum, each) => sum + each, 0);
	let isShortened = false;
	while (size > most) {
		const largest = sizes.indexOf(Math.max(...sizes));
		const [id, mark] = marks[largest]!;
		if (!mark.forgetOldest()) break;
		isShortened = true;
		packed[largest] = [id, mark.pack()];
		size -= sizes[largest]!;
		sizes[largest] = JSON.stringify(packed[largest]).length + 1;
		size += sizes[largest]!;
	}
	return { packed: Object.fromEntries(packed), isShortened };
}
