import type { IDataObject } from 'n8n-workflow';
import { isSlowness } from '../transport/apiError';
import type { Feed, FieldReader, Headers, PageAnswer, PageRequest } from '../feed';
import { halfPage, reducible } from './halfPage';
import type { Paging } from './list';
import { OffsetPager, requestOf } from './offsetPager';
import { cursorCheck } from './page';

/** One answer of an offset list. */
export interface OffsetList<R> {
	readonly records: readonly R[];
	/** How many records the whole list has; undefined where the vendor does not say. */
	readonly total: number | undefined;
}

/** A list that is read from an index on, so many records at a time. Its order need not be known. */
export interface Offset<R extends IDataObject> {
	/** The first request, from the node's fields, without index and number. */
	first(fields: FieldReader): PageRequest;
	/** The query parameters that take the index, from 0, and the number. */
	readonly parameters: { readonly start: string; readonly size: string };
	/** How many records the vendor gives at once. */
	readonly pageSize: number;
	read(body: unknown, headers: Headers): OffsetList<R>;
	/** What is added to each record, from the fields. */
	prepare?(fields: FieldReader): (record: R) => R;
	/** Whether the vendor may give the whole list, whatever is asked for, where it counts no total. */
	readonly mayComeWhole?: boolean;
}

/** What reads pieces of a list needs to know of it. */
interface Offsets<R extends IDataObject> {
	/** For this file alone. */
	readonly offsets: Offset<R>;
	/** How many records come at once. */
	readonly pageSize: number;
}

export type OffsetPaging<R extends IDataObject> = Paging<R> & Offsets<R>;
export type OffsetPagedFeed<R extends IDataObject> = Feed<R> & Offsets<R>;

/** Pages that are asked for from an index on. A record's identity is its ID. */
export const offset = <R extends IDataObject>(options: Offset<R>): OffsetPaging<R> => ({
	offsets: options,
	pageSize: options.pageSize,
	open: (list, fields, after) => new OffsetPager({ ...options, ...list }, fields, after),
	checkCursor: cursorCheck((typed) => CURSOR.test(typed), '100000~1a2b3c4d'),
});

const CURSOR = /^\d{1,15}~[0-9a-f]{8}$/;

/**
 * Asks for a piece of a list apart from its pages, and for less of it where the vendor is too slow.
 * @returns its records, the total that the answer names, and how many records were asked for
 */
export async function readPiece<R extends IDataObject>(
	feed: OffsetPagedFeed<R>,
	fields: FieldReader,
	{ start, size }: { start: number; size: number },
	get: (request: PageRequest) => Promise<PageAnswer>,
): Promise<OffsetList<R> & { readonly size: number }> {
	const { offsets } = feed;
	const request = requestOf(offsets.first(fields), offsets.parameters, start, size);
	const answer = await get({ ...request, reducible: reducible(size) }).catch((error: unknown) => {
		if (isSlowness(error) && halfPage(size) !== undefined) return undefined;
		throw error;
	});
	if (!answer) return await readPiece(feed, fields, { start, size: halfPage(size)! }, get);
	const { records, total } = offsets.read(answer.body, answer.headers);
	const prepare = offsets.prepare?.(fields);
	return { records: prepare ? records.map(prepare) : records, total, size };
}

/** The same list, in pages of another size than its own. */
export const inPagesOf = <R extends IDataObject>(
	feed: OffsetPagedFeed<R>,
	pageSize: number,
): Feed<R> => ({
	...feed,
	open: (fields, after = '') =>
		new OffsetPager({ ...feed.offsets, ...feed, pageSize }, fields, after),
});
