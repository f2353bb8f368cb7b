import type { IDataObject } from 'n8n-workflow';
import type { Feed, FieldReader } from '../../feed';
import type { WallTime } from '../../values/wallTime';
import type { Source } from '../source';

/**
 * A list that only grows, in whatever place: in no promised order, and with rows that are written
 * late, with an earlier time. It can be asked for from a time on.
 */
export interface SweptList<R extends IDataObject> {
	/** Names it among the lists, and in the state. */
	readonly key: string;
	/** Where IDs are whole numbers, they are to be its identities: these take the least room. */
	readonly feed: Feed<R>;
	/** The fields that ask for all of a time and later, and maybe more; '' for all there is. */
	fieldsSince(from: WallTime | ''): FieldReader;
	/** Undefined where the record says none that can be read: it is given out wherever it comes up. */
	timeOf(record: R): WallTime | undefined;
	/** How long after its time a record may first be in the list, in ms. */
	readonly horizon: number;
	/**
	 * Where a longer period costs more requests, whatever is in it: how far back to ask at most, in ms,
	 * once the list was read to its end; more than the horizon. Absent: as far as the newest record.
	 */
	readonly reach?: number;
	/** The record as it is given out. */
	present(record: R): IDataObject;
}

/** Lists that are followed together. Their records may differ. */
export interface Swept {
	/** What the followed things are called in messages, plural. */
	readonly name: string;
	readonly lists: ReadonlyArray<SweptList<IDataObject>>;
	/** After how long each list is read again as far back as records may come late, in ms. */
	readonly sweepEvery: number;
	/** The zone that the lists' times are taken to be of … */
	readonly zone: string;
	/** … and all that they may be of, this one among them. */
	readonly zones: readonly string[];
	/** How what was given out is told as tracking events; absent where it is none. */
	readonly toEvents?: Source['toEvents'];
}
