import { isPackedOdd, type PackedOdd } from '../seen/oddKeys';
import { isFlag, isText, optional, recordOf, shape, timeUpTo } from '../stateCheck';
import type { Direction } from './direction';
import { isPackedBookmark, type PackedBookmark } from './bookmark';

/** Where a trigger stands that watches many lists. Plain JSON; times in ms since 1970. */
export interface WatchState {
	/** The vendor's time at the first contact. */
	readonly contact: number;
	/** What was recorded before is not given out; absent: nothing is too old. */
	readonly since?: number;
	/** The newest time of a record when the last round began in which each list was read to its end. */
	readonly complete: number;
	/** The newest time of a record when the present round began. */
	readonly round: number;
	/** Whether a list could not be read to its end in the present round. */
	readonly flawed?: true;
	/** The owner that the next poll begins with; absent: the first. */
	readonly next?: string;
	/** Where lists grow, as far as it is known. */
	readonly direction?: Direction;
	/** The newest record that was seen; 0 where there was none. */
	readonly newest: number;
	/** Records without a time, of all lists, that were given out or are not to be; absent: none. */
	readonly odd?: PackedOdd;
	/** By owner. */
	readonly marks: Readonly<Record<string, PackedBookmark>>;
}

/** Whether a value is a state, and not damaged. */
export function isWatchState(value: unknown, latest: number): value is WatchState {
	const time = timeUpTo(latest);
	return shape({
		contact: time,
		since: optional(time),
		complete: time,
		round: time,
		flawed: isFlag,
		next: optional(isText),
		direction: optional(isDirection),
		newest: time,
		odd: optional(isPackedOdd),
		marks: recordOf((mark) => isPackedBookmark(mark, time)),
	})(value);
}

const isDirection = (value: unknown) =>
	['end', 'beginning', 'anywhere'].some((direction) => direction === value);
