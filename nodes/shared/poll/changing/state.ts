import { isPacked, type PackedKeys } from '../seen/keyMemory';
import { isPackedOdd, type PackedOdd } from '../seen/oddKeys';
import { isCount, isText, optional, shape, timeUpTo } from '../stateCheck';

/** Where a trigger stands in a list of records that change. Plain JSON; times in ms since 1970. */
export interface ChangingState {
	/** What happened before is not given out; absent: nothing is too old. */
	readonly since?: number;
	/**
	 * The newest time of a record that the last round came across, but not later than when that began;
	 * absent: none came to its end.
	 */
	readonly complete?: number;
	/** What happened before was given out, where that is dated; absent: as `since`. */
	readonly toldBefore?: number;
	/** A round that has not come to its end. */
	readonly round?: Round;
	/** What was given out before this round, and it sees again: the dated, by when it happened … */
	readonly recent: PackedKeys;
	/** … and what is not dated, by when its record was made. */
	readonly lasting: PackedKeys;
	/** What is not dated is passed over in records made until then: there was no room to know it. */
	readonly passedUntil?: number;
	/** What neither is dated nor of a record that says when it was made; absent: nothing. */
	readonly odd?: PackedOdd;
}

/** One reading of all that can have changed, over as many polls as it takes. */
export interface Round {
	/** The time of its first answer; absent before that. */
	readonly began?: number;
	/** What was made before is not read. */
	readonly from: number;
	/** The search that is being read, by its place among them. */
	readonly search: number;
	/** The cursor that it is read on behind; '' where it was not begun. */
	readonly after: string;
	/** The newest time of a record that it has come across. */
	readonly newest?: number;
	/** What it has given out, of the dated, and the next round sees again. */
	readonly given?: PackedKeys;
	/** Dated happenings until then may be forgotten, although the next round would see them. */
	readonly forgottenUntil?: number;
}

/** Whether a value is a state, and not damaged. @param searches how many there are */
export function isChangingState(
	value: unknown,
	latest: number,
	searches: number,
): value is ChangingState {
	const time = timeUpTo(latest);
	const round = shape({
		began: optional(time),
		from: time,
		search: (each) => isCount(each) && (each as number) < searches,
		after: isText,
		newest: optional(time),
		given: optional(isPacked),
		forgottenUntil: optional(time),
	});
	return shape({
		since: optional(time),
		complete: optional(time),
		toldBefore: optional(time),
		round: optional(round),
		recent: isPacked,
		lasting: isPacked,
		passedUntil: optional(time),
		odd: optional(isPackedOdd),
	})(value);
}
