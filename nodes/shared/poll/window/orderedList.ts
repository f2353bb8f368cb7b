import type { IDataObject } from 'n8n-workflow';
import type { OrderedFeed } from '../../feed';
import type { TrackingEventType } from '../../event';

/** What a trigger reports: the records of a feed, or something that the records say. */
export interface OrderedList<R extends IDataObject = IDataObject> {
	/** Names it among all lists that a trigger of the vendor may follow. */
	readonly key: string;
	readonly feed: OrderedFeed<R>;
	/** Absent where each record, in each state that it is seen in, is an event of its own. */
	readonly once?: Once<R>;
}

/**
 * Something that happens to a subject once, told by a record that comes again with every change.
 * The list ascends by time, and no record tells of it from a place before the time of happening.
 */
export interface Once<R> {
	readonly type: TrackingEventType;
	/** When it happened, in ms since 1970; undefined where it has not. */
	at(record: R): number | undefined;
	/** Whether it has happened, but nobody can say when. */
	isUndated(record: R): boolean;
	/** Whom it happened to. */
	subject(record: R): string;
	/** How long after it happened a record may first tell of it, in ms. */
	readonly lateness: number;
}

/** How far back a trigger that starts now looks, so that it knows what is not new. */
export const mostLookback = ({ feed, once }: OrderedList): number =>
	Math.max(feed.overlap, once?.lateness ?? 0);
