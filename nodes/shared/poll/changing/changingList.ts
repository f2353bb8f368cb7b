import type { IDataObject } from 'n8n-workflow';
import type { Feed, FieldReader } from '../../feed';
import type { TrackingEvent } from '../../event';

/** Something that happened to a record. Of one name, it happens once. */
export interface Happening {
	readonly name: string;
	/** In ms since 1970; undefined where the vendor does not say when. */
	readonly at: number | undefined;
}

/**
 * Records that change after they were made, in a list that can only be asked for by when they were
 * made: what happened is found by reading again all that can have changed, for as long as it may.
 */
export interface ChangingList<R extends IDataObject> {
	/** What the followed things are called in messages, plural. */
	readonly name: string;
	/** In ascending order of when the records were made; its cursors are places in it. */
	readonly feed: Feed<R>;
	/** The cursor before all that was made at a time (ms since 1970) or later. */
	cursorAt(time: number): string;
	/** Where it is found, in the order in which records come to it. */
	readonly searches: ReadonlyArray<Search<R>>;
	/** The fields that ask for so many of the newest records, in one answer. */
	newest(most: number): FieldReader;
	/** When it was made, in ms since 1970; undefined where it does not say. */
	madeAt(record: R): number | undefined;
	/** The record as it is given out. */
	present(record: R, name: string): IDataObject;
	/** What that is as tracking events. */
	toEvents(presented: IDataObject): TrackingEvent[];
	/** The earliest that the vendor has, in ms since 1970. */
	readonly earliest: number;
	/** The lookback window: how long after it was made a record is read again, in ms. */
	readonly lookBack: number;
	/** How long after it happened something may first be shown, in ms. */
	readonly lateness: number;
}

/** Where something that happened is found. */
export interface Search<R> {
	/** The fields that ask for all records that may tell of it, without a beginning. */
	readonly fields: FieldReader;
	/** What a record says happened, of what the search is for. Each is of one search only. */
	happenings(record: R): readonly Happening[];
	/** Whether it happens when the record is made: then nothing older need be read again. */
	readonly isByMade?: boolean;
	/**
	 * Questions that show together what happened last, in the order in which a record moves from one
	 * to another; absent: nothing says when it happened.
	 */
	readonly latest?: ReadonlyArray<Latest<R>>;
	/** The fields that ask for so many of the newest records that may tell of it, in one answer. */
	newest(most: number): FieldReader;
}

/** A question for records with what happened to them last, that first. */
export interface Latest<R> {
	/** The fields that ask for so many of those made since a time, in one answer. */
	fields(since: number, most: number): FieldReader;
	/** When it happened, in ms since 1970: what they are sorted by. */
	dateOf(record: R): number | undefined;
}

/** The field that says in a record given out what happened. */
export const EVENT_FIELD = 'event';

/** What is given out of a record for something that happened to it. */
export const eventOf = <R extends IDataObject>(list: ChangingList<R>, record: R, name: string) => ({
	record: list.present(record, name),
	ordinal: 1,
});
