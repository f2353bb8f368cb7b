import type { IDataObject } from 'n8n-workflow';
import type { FieldReader, Headers, PageRequest } from '../../feed';

/** One answer of a list with numbered pages. */
export interface NumberedList<R> {
	readonly records: readonly R[];
	/** How many pages and records the vendor says there are; undefined where it does not say. */
	readonly pages: number | undefined;
	readonly total: number | undefined;
}

/** A list of which pages of any size are asked for by their number, from 1 on. */
export interface PageNumbers<R extends IDataObject> {
	/** The query parameters that take the number and the size. */
	readonly parameters: { readonly page: string; readonly size: string };
	/** The largest page that the vendor gives, in records. */
	readonly mostPerPage: number;
	/** What the fields ask for. */
	reading(fields: FieldReader): NumberedReading<R>;
	read(body: unknown, headers: Headers): NumberedList<R>;
	/** An example of a cursor, for messages. */
	readonly cursorExample: string;
}

/** One way to read a list with numbered pages. */
export interface NumberedReading<R> {
	/** Without number and size. */
	readonly request: PageRequest;
	readonly pageSize: number;
	/** Where the list is sorted by a place that it can be entered at; absent: it is not. */
	readonly places?: Places<R>;
	/**
	 * Whether records may leave the list, or move in it, while it is read: then those behind them get
	 * other numbers. The reading goes from place to place; where there are none, one answer has to do.
	 */
	readonly isUnsteady: boolean;
	/** Sorts what was read, once all of it was: where the vendor's own order is an unsteady one. */
	readonly compare?: ((a: R, b: R) => number) | undefined;
}

/** What a list is sorted by, such as a time; many records may share a place. */
export interface Places<R> {
	/** The place of a record as text, for a cursor; undefined where it says none that can be read. */
	of(record: R): string | undefined;
	/** A place as a number that ascends with the list. */
	order(place: string): number;
	/** The request that gives what is at a place and behind it; some before it may come, too. */
	enter(request: PageRequest, place: string): PageRequest;
}
