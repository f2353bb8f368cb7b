import type { IDataObject } from 'n8n-workflow';
import type { Feed, FieldReader } from '../../feed';
import type { Occurrence } from '../seen/ledger';
import type { Clock } from './clock';
import type { Latest } from './latest';

/**
 * A list that can be asked for from a time on, in whatever order it comes, and whatever is written late
 * or changes. All times are as its clock shows them, in ms.
 */
export interface WindowedList<R extends IDataObject = IDataObject> extends WindowSpans {
	/** Names it among all lists that a trigger of the vendor may follow. */
	readonly key: string;
	readonly feed: Feed<R>;
	/** Whether the lists of the trigger show parts of the same rows. */
	readonly areSameRows?: boolean;
	readonly clock: Clock;
	/** The fields that ask for all rows of a time and later, and maybe more; -Infinity: all there are. */
	fieldsSince(from: number): FieldReader;
	/** The cursor before all rows of a time and later, where the feed is entered by one; absent: the fields say it. */
	cursorAt?(from: number): string;
	/** By which time a row is asked for, which never changes; undefined where it says none that can be read. */
	standsAt(row: R): number | undefined;
	/** Where keys are whole numbers, they take the least room. */
	occurrences(row: R): readonly Occurrence[];
	/** The row as it is emitted for something that it tells. */
	present(row: R, occurrence: Occurrence): IDataObject;
	/**
	 * Questions that show together what happened last, in the order in which a row moves from one to
	 * another: they may spare reading the window. Absent: there are none.
	 */
	readonly latest?: ReadonlyArray<Latest<R>>;
	/** The fields that ask for the latest rows in one answer, for a test event; absent: as of some days ago. */
	sampleFields?(): readonly FieldReader[];
}

/** How far back a list is read, and how often. In ms. */
export interface WindowSpans {
	/** For how long something new may come to a row. */
	readonly lookBack: number;
	/** How long after it happened something may first be shown. */
	readonly lateness: number;
	/** How long before the start rows may stand that tell of what happened after it; absent: none do. */
	readonly reachesBack?: number;
	/** How often the whole window is read; in between, what is new is. 0: with each poll. */
	readonly farEvery: number;
	/**
	 * Where a longer period costs more requests, whatever is in it: how far back to ask at most, once
	 * the list was read to its end; more than the lateness. Absent: as far as the newest row.
	 */
	readonly mostBack?: number;
}
