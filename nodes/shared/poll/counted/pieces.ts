import type { IDataObject } from 'n8n-workflow';
import type { FieldReader } from '../../feed';
import { inPagesOf, type OffsetPagedFeed, readPiece } from '../../paging/offset';
import { type ReadPage, readPages } from '../../paging/readPages';
import type { Transport } from '../../transport/transport';

/** The size of a look for anything new: where it falls short, the next poll looks again. */
const MOST_LOOKED_AT = 2;

/** Records of a list from an index on; the index is the vendor's. */
export interface Piece<R> {
	readonly start: number;
	readonly rows: readonly R[];
	/** How many the list has, as far as the answer shows. */
	readonly total: number;
}

/** Asks for pieces of one offset list, or for its pages; for smaller ones once the vendor was too slow. */
export class Pieces<R extends IDataObject> {
	size: number;

	/** @param fields that define the list */
	constructor(
		private readonly feed: OffsetPagedFeed<R>,
		private readonly fields: FieldReader,
		private readonly transport: Transport,
		private readonly signal: AbortSignal,
		most = Infinity,
	) {
		this.size = Math.min(feed.pageSize, most);
	}

	/** @param known how many records the list had: where it has as many, nothing more is asked */
	async ask(start: number, most: number, known = -1): Promise<Piece<R>> {
		const { records: rows, total, size } = await this.get(start, Math.min(most, this.size));
		if (size < most) this.size = Math.min(this.size, size);
		const behind = start + rows.length;
		if (total !== undefined) return { start, rows, total: Math.max(total, rows.length && behind) };
		// The whole list, whatever was asked for.
		if (rows.length > size) return pieceOf(rows, start, size);
		// One more, where the page is full: the next one will tell.
		if (rows.length === size) return { start, rows, total: behind + 1 };
		const isSettled = rows.length === 0 || size <= MOST_LOOKED_AT || behind === known;
		return isSettled ? { start, rows, total: behind } : await this.lookBehind(start, rows, size);
	}

	/** The pages behind a cursor of the list, none of which is fetched ahead. */
	pages(after: string): AsyncGenerator<ReadPage<R>, void, undefined> {
		const { feed, fields, transport, signal, size } = this;
		return readPages(inPagesOf(feed, size), fields, transport, { after, limit: 0, signal });
	}

	/** Where nothing is counted, a page that is short shows no end: what is behind it does. */
	private async lookBehind(start: number, rows: readonly R[], size: number): Promise<Piece<R>> {
		const behind = start + rows.length;
		const { records } = await this.get(behind, 1);
		// The whole list, once more.
		if (records.length > 1) return pieceOf(records, start, size);
		const seen = new Set(rows.map((row) => this.feed.identity(row)));
		const more = records.filter((row) => !seen.has(this.feed.identity(row))).length;
		return { start, rows, total: behind + more };
	}

	private async get(start: number, size: number) {
		const { feed, fields, transport, signal } = this;
		return await readPiece(
			feed,
			fields,
			{ start, size },
			async (request) => await transport.get(request, signal),
		);
	}
}

const pieceOf = <R>(all: readonly R[], start: number, size: number): Piece<R> => ({
	start,
	rows: all.slice(start, start + size),
	total: all.length,
});
