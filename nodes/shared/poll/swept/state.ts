import type { WallTime } from '../../values/wallTime';
import { isPacked, type PackedKeys } from '../seen/keyMemory';
import { isPackedOdd, type PackedOdd } from '../seen/oddKeys';
import { isText, optional, recordOf, shape, timeUpTo, wallUpTo } from '../stateCheck';
import { isPackedIds, type PackedIds } from './idMemory';

/** Where a trigger stands that follows lists by sweeps. Plain JSON. */
export interface SweptState extends Start {
	/** The list that the next poll begins with, by its key; absent: the first. */
	readonly next?: string;
	/** By their keys. */
	readonly lists: Readonly<Record<string, ListState>>;
}

/** Where it started. */
export interface Start {
	/** The earliest that a clock at the vendor may have shown at the first contact. */
	readonly contact: WallTime;
	/** What happened before is not given out; absent: nothing is too old. */
	readonly since?: WallTime;
	/**
	 * What happened before, and the first reading shows, was there before the start. The vendor's zone
	 * is not certain: this is by the one that it is taken to be, `since` by the one that is behind.
	 */
	readonly silent?: WallTime;
}

/** Where it stands in one of the lists. */
export interface ListState {
	/** The latest time of a record, once the list was read to its end. */
	readonly newest?: WallTime;
	/** The last sweep that came to its end; absent as long as the list was not read to its end. */
	readonly swept?: Sweep;
	/** What happened before is passed over: of that, what was given out may be forgotten. */
	readonly floor?: WallTime;
	/** A reading of what is new that has not come to its end. */
	readonly fresh?: Place;
	/** A sweep that has not. */
	readonly sweep?: Place & Sweep;
	/** What was given out, or is not to be, and may be read again. */
	readonly ids: PackedIds;
	readonly keys: PackedKeys;
	/** Keys of records whose time cannot be read; absent: none. */
	readonly odd?: PackedOdd;
}

/** A sweep, or the first reading of all. */
export interface Sweep {
	/** When it began, in ms since 1970 by our own clock. */
	readonly at: number;
	/** The latest time of a record then: what was written before, and up to that time, it has seen. */
	readonly upTo: WallTime;
}

/** Where a reading goes on. */
export interface Place {
	/** The time that the list was asked for from; '' for all of it. */
	readonly start: WallTime | '';
	/** The cursor; '' where it is to begin anew. */
	readonly after: string;
	/** The latest time that it has come across. */
	readonly newest?: WallTime;
	/** What happened before was passed over when it began: `floor` may have risen since. */
	readonly floor?: WallTime;
}

/** Whether a value is a state, and not damaged. */
export function isSweptState(value: unknown, latest: number): value is SweptState {
	const wall = wallUpTo(latest);
	const sweep = { at: timeUpTo(latest), upTo: wall };
	const place = {
		start: (each: unknown) => each === '' || wall(each),
		after: isText,
		newest: optional(wall),
		floor: optional(wall),
	};
	const list = shape({
		newest: optional(wall),
		swept: optional(shape(sweep)),
		floor: optional(wall),
		fresh: optional(shape(place)),
		sweep: optional(shape({ ...place, ...sweep })),
		ids: isPackedIds,
		keys: isPacked,
		odd: optional(isPackedOdd),
	});
	return shape({
		contact: wall,
		since: optional(wall),
		silent: optional(wall),
		next: optional(isText),
		lists: recordOf(list),
	})(value);
}
