import { isPackedOdd, type PackedOdd } from '../seen/oddKeys';
import type { Forgotten } from '../source';
import { isText, optional, recordOf, shape, timeUpTo } from '../stateCheck';
import { forgetOldest as forgetIn, isPackedBookmark, type PackedBookmark } from './bookmark';

/** Where a trigger stands in the lists of one type. Plain JSON; times in ms since 1970. */
export interface CountedState {
	/** What was recorded before is not emitted; absent: nothing is too old. */
	readonly since?: number;
	/** The newest record of all lists, when each list that was to be watched until then was read to its end. */
	readonly complete: number;
	/** The parent that the next poll begins with; absent: the first. */
	readonly next?: string;
	/** The newest record that was seen; 0 where there was none. */
	readonly newest: number;
	/** Records without a time, of all lists, that were emitted or are not to be; absent: none. */
	readonly odd?: PackedOdd;
	/** By parent. */
	readonly bookmarks: Readonly<Record<string, PackedBookmark>>;
}

/** Whether a value is a state, and not damaged. */
export function isCountedState(value: unknown, latest: number): value is CountedState {
	const time = timeUpTo(latest);
	return shape({
		since: optional(time),
		complete: time,
		next: optional(isText),
		newest: time,
		odd: optional(isPackedOdd),
		bookmarks: recordOf((bookmark) => isPackedBookmark(bookmark, time)),
	})(value);
}

/** Forgets the oldest of the largest memory among the bookmarks. */
export function forgetOldest(state: CountedState): Forgotten<CountedState> | undefined {
	const sizes = Object.entries(state.bookmarks).map(
		([parent, [, , , , more]]) => [parent, JSON.stringify(more?.seen ?? []).length] as const,
	);
	const [parent] = sizes.reduce((a, b) => (b[1] > a[1] ? b : a), ['', 0]);
	const bookmark = state.bookmarks[parent];
	const less = bookmark && forgetIn(bookmark);
	if (!less) return undefined;
	return { state: { ...state, bookmarks: { ...state.bookmarks, [parent]: less } }, isMissed: true };
}
