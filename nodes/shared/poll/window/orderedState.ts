import { isPackedKeys, type PackedKeys } from '../seen/seen';
import { isPackedOdd, type PackedOdd } from '../seen/oddKeys';
import { type Check, isFlag, isText, optional, shape } from '../stateCheck';

/**
 * Where a trigger stands in a list in ascending order. Plain JSON; "order" is what the list ascends
 * by, see `OrderedFeed`; times are in ms since 1970.
 */
export interface OrderedState {
	/** The cursor to read on behind; '' begins at the beginning. */
	readonly after: string;
	/** Records of a lower order are done with. Absent: none are. */
	readonly from?: number;
	/** Whether some of what is of the order `from` may be forgotten, and is not to be read again. */
	readonly shortened?: true;
	/** What happened before this order or time is not emitted; absent: nothing is too old. */
	readonly since?: number;
	/** The vendor's time at the first contact. */
	readonly contact: number;
	/** Whether what there was at the first contact is still being passed over. */
	readonly silent?: true;
	/** The highest order that was read. */
	readonly newest?: number;
	/** The records behind `after`, or what happened once, that were emitted or are not to be. */
	readonly given: PackedKeys;
	/** The records without a place in the list that were emitted, or are not to be; absent: none. */
	readonly odd?: PackedOdd;
	/** What is known of events that happen once per person. */
	readonly once?: OnceState;
}

/** What is known of things that happen once. */
export interface OnceState {
	/** All that the list told up to this time is emitted; absent until its end was reached. */
	readonly complete?: number;
	/** The vendor's time when the reading began that has not reached the end of the list. */
	readonly reading?: number;
	/** What happened until this time is remembered no longer. */
	readonly forgotten?: number;
}

/** Whether a value is a state, and not damaged. @param isOrder what the list ascends by */
export const isOrderedState = (
	value: unknown,
	isOrder: Check,
	isTime: Check,
): value is OrderedState =>
	shape({
		after: isText,
		from: optional(isOrder),
		shortened: isFlag,
		since: optional(isTime),
		contact: isTime,
		silent: isFlag,
		newest: optional(isOrder),
		given: isPackedKeys,
		odd: optional(isPackedOdd),
		once: optional(
			shape({
				complete: optional(isTime),
				reading: optional(isTime),
				forgotten: optional(isTime),
			}),
		),
	})(value);
