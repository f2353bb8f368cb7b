import type { IDataObject } from 'n8n-workflow';
import { isSlowness } from '../transport/apiError';
import {
	type Feed,
	type FieldReader,
	notACursor,
	type PageRequest,
	type RecordRules,
	rulesOf,
} from '../feed';
import { halfPage, reducible } from './halfPage';
import { OffsetPager } from './offsetPager';

/** One answer of an offset list. */
export interface OffsetList<R> {
	readonly records: readonly R[];
	/** How many records the whole list has; undefined where the vendor does not say. */
	readonly total: number | undefined;
}

/** A list that is read from an index on, so many records at a time. Its order need not be known. */
export interface OffsetFeed<R extends IDataObject> extends RecordRules<R> {
	readonly name: string;
	/** The first request, from the node's fields, without index and number. */
	first(fields: FieldReader): PageRequest;
	/** The query parameters that take the index, from 0, and the number. */
	readonly parameters: { readonly start: string; readonly size: string };
	/** How many records the vendor gives at once. */
	readonly pageSize: number;
	read(body: unknown): OffsetList<R>;
	/** What is added to each record, from the fields. */
	prepare?(fields: FieldReader): (record: R) => R;
	/** The record's ID. */
	identity(record: R): string;
	/** Whether the vendor may give the whole list, whatever is asked for, where it counts no total. */
	readonly mayComeWhole?: boolean;
}

/** A feed that tells how it pages, for a trigger that reads pieces of it. */
export interface OffsetPagedFeed<R extends IDataObject> extends Feed<R> {
	readonly list: OffsetFeed<R>;
}

/** Makes a feed of an offset list. */
export function offsetFeed<R extends IDataObject>(list: OffsetFeed<R>): OffsetPagedFeed<R> {
	const { name } = list;
	return {
		...{ list, name },
		...rulesOf(list),
		identity: (record) => list.identity(record),
		open: (fields, after) => new OffsetPager(list, fields, after),
		checkCursor(typed) {
			if (typed === '' || CURSOR.test(typed)) return;
			throw notACursor(typed, name, '100000~1a2b3c4d');
		},
	};
}

const CURSOR = /^\d{1,15}~[0-9a-f]{8}$/;

/** One request of a page: where it begins, and how many records it asks for. */
export const requestOf = (
	{ path, query }: PageRequest,
	{ start, size }: OffsetFeed<IDataObject>['parameters'],
	from: number,
	most: number,
): PageRequest => ({ path, query: { ...query, [start]: String(from), [size]: String(most) } });

/**
 * Asks for one page, and for less of it where the vendor is too slow.
 * @returns the answer, and how many records were asked for
 */
export async function askForPage(
	{ parameters }: Pick<OffsetFeed<IDataObject>, 'parameters'>,
	beginning: PageRequest,
	{ start, size }: { start: number; size: number },
	get: (request: PageRequest) => Promise<unknown>,
): Promise<{ body: unknown; size: number }> {
	const less = halfPage(size);
	const request = {
		...requestOf(beginning, parameters, start, size),
		reducible: reducible(size),
	};
	const ask = async () => ({ body: await get(request), size });
	if (less === undefined) return await ask();
	return await ask().catch(async (error: unknown) =>
		isSlowness(error)
			? await askForPage({ parameters }, beginning, { start, size: less }, get)
			: await Promise.reject(error),
	);
}
