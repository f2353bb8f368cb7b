import type { IDataObject } from 'n8n-workflow';
import type { Feed, FieldReader, Page } from '../feed';
import type { Transport } from '../transport/transport';
import { type Walked, walk } from './walk';

/** A page of a list, and which of its records the fields ask for. */
export interface ReadPage<R> extends Walked<R> {
	/** @param index of a record in the page */
	isWanted(index: number): boolean;
}

export interface ReadPagesOptions {
	/** The cursor to read on behind; '' begins at the beginning. */
	readonly after?: string;
	/** How many records are wanted: decides whether the next page is fetched ahead. */
	readonly limit?: number;
	readonly signal?: AbortSignal | undefined;
}

/**
 * The pages of a list. Whoever reads a list, an operation, a trigger or the editor, reads it here: what
 * the fields do not ask for is told in this place alone.
 * @throws UserError, before anything is asked for, when a field holds what the vendor would not take
 */
export function readPages<R extends IDataObject>(
	feed: Feed<R>,
	fields: FieldReader,
	transport: Transport,
	{ after = '', limit, signal }: ReadPagesOptions = {},
): AsyncGenerator<ReadPage<R>, void, undefined> {
	const wanted = wantedBy(feed, fields);
	const pager = feed.open(fields, after);
	return read();

	async function* read(): AsyncGenerator<ReadPage<R>, void, undefined> {
		for await (const walked of walk(pager, transport, { name: feed.name, limit, signal })) {
			yield { ...walked, isWanted: wanted(walked.page) };
		}
	}
}

/** Tells which records of a page the fields ask for. */
function wantedBy<R extends IDataObject>(feed: Feed<R>, fields: FieldReader) {
	const filter = feed.filter?.(fields);
	return ({ records }: Page<R>) =>
		(index: number) =>
			!filter || filter(records[index]!);
}

/** One answer of a list, by one request and no more. */
export async function readFirst<R extends IDataObject>(
	feed: Feed<R>,
	fields: FieldReader,
	transport: Transport,
	signal: AbortSignal | undefined,
): Promise<ReadPage<R>> {
	const wanted = wantedBy(feed, fields);
	const pager = feed.open(fields);
	const { page, next, link } = pager.read(await transport.get(pager.first, signal));
	if (link !== undefined) transport.checkLink(link);
	return { page, isLast: next === undefined, isWanted: wanted(page) };
}

/** The records of a page that the fields ask for. */
export const wantedOf = <R>({ page, isWanted }: ReadPage<R>): R[] =>
	page.records.filter((_record, index) => isWanted(index));

/** The records of a list that the fields ask for: to its end, or of some pages. */
export async function readAll<R extends IDataObject>(
	feed: Feed<R>,
	fields: FieldReader,
	transport: Transport,
	{ signal, pages = Infinity }: { signal: AbortSignal | undefined; pages?: number | undefined },
): Promise<R[]> {
	const records: R[] = [];
	const limit = pages === Infinity ? Infinity : 0;
	let read = 0;
	for await (const page of readPages(feed, fields, transport, { limit, signal })) {
		for (const record of wantedOf(page)) records.push(record);
		if (++read >= pages) break;
	}
	return records;
}
