import { type IDataObject, UserError } from 'n8n-workflow';
import type { TrackingEvent } from './event';
import type { Query } from './values/url';
import type { Settings } from './vendor';

/** Reads a node parameter of the item at hand; a resource locator gives its value. */
export interface FieldReader {
	<T>(name: string, fallback: T): T;
	/** The workflow's time zone, for dates without one. */
	readonly timezone: string;
	/** What of the credential the lists depend on; see `Vendor`. */
	readonly settings: Settings;
}

/** One GET of a list: a path on the vendor's host, its segments already encoded, and its query. */
export interface PageRequest {
	readonly path: string;
	/** Several values of one name stand one behind the other. */
	readonly query?: Query;
	/** How many records it asks for, where fewer can be asked for if the vendor is too slow for so many. */
	readonly reducible?: number | undefined;
}

/** What came for a request, once it is known to be of use. */
export interface PageAnswer {
	/** Parsed JSON. */
	readonly body: unknown;
	/** By their names in lower case. */
	readonly headers: Headers;
}

export type Headers = Readonly<Record<string, unknown>>;

/** Records in the vendor's order, none of them delivered by an earlier page of the same walk. */
export interface Page<R> {
	readonly records: readonly R[];
	/** 1, or n for the nth of several rows that are equal in every field. */
	ordinal(index: number): number;
	/** The cursor behind all of the page, also where it is empty; absent or undefined: there is none. */
	endCursor?(): string | undefined;
	/**
	 * Cursor that resumes directly after this record: everything behind it is returned, the record
	 * itself and everything before it is not.
	 */
	cursorAfter(index: number): string;
}

/** One answer, read: its page, what to ask next (nothing at the end), and the vendor's own link. */
export interface PageRead<R> {
	readonly page: Page<R>;
	readonly next: PageRequest | undefined;
	/** The ready-made next link as the vendor wrote it, for the check that it stays on the host. */
	readonly link?: string | undefined;
	/** What is likely to be asked after `next`: where pages do not depend on each other. */
	readonly expected?: readonly PageRequest[];
	/** Whether the walk has to go where it was already: records have moved, or an answer is in doubt. */
	readonly moved?: boolean;
}

/** One pass over a list. It keeps its place; everything else about it is pure. */
export interface Pager<R> {
	readonly first: PageRequest;
	/** @throws UserError when it is not the list that was asked for */
	read(answer: PageAnswer): PageRead<R>;
	/** Instead of the request that the vendor was too slow for; undefined where there is no less. */
	askForLess?(): PageRequest | undefined;
	/** What it means that there is no such page (404); undefined or absent: it is an error. */
	readMissing?(): PageRead<R> | undefined;
}

/** What each way of paging needs to know of a list. */
export interface ListIdentity<R> {
	/** The list's name in messages, plural. */
	readonly name: string;
	/** What tells records apart between one reading of the list and another. */
	identity(record: R): string;
}

/** A vendor call that lists something; `list` in `paging/list.ts` makes these from a declaration. */
export interface Feed<R extends IDataObject = IDataObject> extends ListIdentity<R>, RecordRules<R> {
	/**
	 * @param after the cursor to read on behind; '' begins at the beginning
	 * @throws UserError when a field holds what the vendor would not take
	 */
	open(fields: FieldReader, after?: string): Pager<R>;
	/** @throws UserError where a cursor that a user typed is none of this list */
	checkCursor?(typed: string): void;
}

/** What a list says of its records, in whatever way it pages. */
export interface RecordRules<R> {
	/** Which records the node's fields ask for; absent or undefined: all. */
	filter?(fields: FieldReader): Filter<R> | undefined;
	/** What the fields want to be added from other lists; absent or undefined: nothing. */
	completion?(fields: FieldReader): Join<R> | undefined;
	/** What the fields want to be added by asking for it record by record; absent or undefined: nothing. */
	enrichment?(fields: FieldReader): Enrich<R> | undefined;
	/** How a record is emitted; absent or undefined: as it is. */
	present?(fields: FieldReader): Present<R> | undefined;
	/** How a record is told as tracking events; absent where the list holds none. */
	toEvents?(fields: FieldReader): ToEvents<R>;
	/**
	 * The columns of a table of its records as they are emitted; `a.b` is the field `b` of an object
	 * `a`. Absent: it is not exported.
	 */
	columns?(fields: FieldReader): readonly string[];
	/** When it happened, in UTC as `toISOString` has it; null where a record does not say; absent: none does. */
	happenedAt?(fields: FieldReader): HappenedAt<R>;
}

/** Another list, each row of which is found by a key. */
export interface Lookup {
	readonly feed: Feed;
	key(row: IDataObject): string;
}

/** Records that are completed from other lists, each of which is read once, before the first record. */
export interface Join<R> {
	readonly lookups: Readonly<Record<string, Lookup>>;
	/** @param tables the rows of the other lists, by the names in `lookups` */
	complete(record: R, tables: Tables): R;
	/** What belongs to none of the records, as records of its own; emitted at the end. */
	rest?(tables: Tables): R[];
}

export type Tables = Readonly<Record<string, Table>>;

/** The rows of a list, by their key. */
export interface Table {
	/** The rows with that key, in the order of the list; none where there are none. */
	rows(key: string): readonly IDataObject[];
	/** The keys that were not asked for yet. */
	unasked(): string[];
}

/**
 * Asks once in a run, however often it is called, with the same request and reader.
 * @param read what is wanted of the answer: it is kept as long as the run lasts
 * @returns undefined where there is no such thing
 */
export type Ask = <T>(request: PageRequest, read: (body: unknown) => T) => Promise<T | undefined>;

/** Methods, so that a feed of some record is also a feed of any. */
export type Enrich<R> = { enrich(record: R, ask: Ask): Promise<R> }['enrich'];
/** What a record says happened, oldest first. */
export type ToEvents<R> = { tell(record: R, ordinal: number): TrackingEvent[] }['tell'];
export type Filter<R> = { keep(record: R): boolean }['keep'];
export type Present<R> = { present(record: R): IDataObject }['present'];
export type HappenedAt<R> = { when(record: R): string | null }['when'];

/** A feed whose order the vendor promises, so that a trigger can read on where it stopped. */
export interface OrderedFeed<R extends IDataObject = IDataObject> extends Feed<R> {
	/** What the list ascends by, as a number: a time in ms, or an ID. */
	order(record: R): number;
	/** How far behind the newest record others may still turn up, in the unit of `order`. */
	readonly overlap: number;
	/** The cursor before all that is of this time (ms) or later; absent where the order is no time. */
	cursorAt?(time: number): string;
}

/** Said where a page that repeats what was read came twice, in whatever way the list pages. */
export function notAdvancing(list: string, place: readonly string[]): UserError {
	return new UserError(`The list of ${list} does not move on`, {
		description: `Asked for what comes after "${place.join(' ')}", the service answered with what came before it. Reading on would repeat records for ever. Run again later; if it persists, report it to the service.`,
	});
}

/** Said where records are missing that come further on, or are counted, in whatever way the list pages. */
export function hasGap(list: string, found: string): UserError {
	return new UserError(`The list of ${list} came with a gap`, {
		description: `${found} The service was asked again, and did not give what is in between. Run again later; if it persists, report it to the service.`,
	});
}
