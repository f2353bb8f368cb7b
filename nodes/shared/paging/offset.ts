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

/** What a trigger needs to know, which reads pieces of a list. */
interface Offsets<R extends IDataObject> {
	readonly offsets: Offset<R>;
}

export type OffsetPaging<R extends IDataObject> = Paging<R> & Offsets<R>;
export type OffsetPagedFeed<R extends IDataObject> = Feed<R> & Offsets<R>;

/** Pages that are asked for from an index on. A record's identity is its ID. */
export const offset = <R extends IDataObject>(options: Offset<R>): OffsetPaging<R> => ({
	offsets: options,
	open: (list, fields, after) => new OffsetPager({ ...options, ...list }, fields, after),
	checkCursor: cursorCheck((typed) => CURSOR.test(typed), '100000~1a2b3c4d'),
});

const CURSOR = /^\d{1,15}~[0-9a-f]{8}$/;

/**
 * Asks for one page, and for less of it where the vendor is too slow.
 * @returns the answer, and how many records were asked for
 */
export async function askForPage(
	{ parameters }: Pick<Offset<IDataObject>, 'parameters'>,
	beginning: PageRequest,
	{ start, size }: { start: number; size: number },
	get: (request: PageRequest) => Promise<PageAnswer>,
): Promise<PageAnswer & { size: number }> {
	const less = halfPage(size);
	const request = {
		...requestOf(beginning, parameters, start, size),
		reducible: reducible(size),
	};
	const ask = async () => ({ ...(await get(request)), size });
	if (less === undefined) return await ask();
	return await ask().catch(async (error: unknown) =>
		isSlowness(error)
			? await askForPage({ parameters }, beginning, { start, size: less }, get)
			: await Promise.reject(error),
	);
}
