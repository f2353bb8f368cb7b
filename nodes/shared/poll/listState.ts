import type { PackedKeys } from './keyMemory';

/**
 * Where a trigger stands in a list in ascending order. Plain JSON; "order" is what the list ascends
 * by, see `OrderedFeed`.
 */
export interface ListState {
	/** The cursor to read on behind; '' begins at the beginning. */
	readonly after: string;
	/** Records of a lower order are done with. Absent: none are. */
	readonly from?: number;
	/** What happened before this order or time is not given out; absent: nothing is too old. */
	readonly since?: number;
	/** The vendor's time at the first contact, in ms since 1970. */
	readonly contact: number;
	/** Whether what there was at the first contact is still being passed over. */
	readonly silent?: true;
	/** The highest order that was read. */
	readonly newest?: number;
	/** For what happens once: all that was told up to this order is known; absent until it is. */
	readonly complete?: number;
	/** The records behind `after` that were given out, or were there before the start. */
	readonly records: PackedKeys;
	/** What happens once and was given out, or was there before the start. */
	readonly once?: PackedKeys;
	/** What happened before this time is forgotten and counts as given out. */
	readonly onceSince?: number;
}
