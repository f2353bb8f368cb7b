import type { IDataObject } from 'n8n-workflow';
import { givenFields } from '../../params';
import type { PageRequest } from '../../feed';
import { askForPage, type Offset, type OffsetPagedFeed } from '../../paging/offset';
import type { Transport } from '../../transport/transport';

/** The size of a look for anything new: where it falls short, the next poll looks again. */
const MOST_LOOKED_AT = 2;

/** Records of a list from an index on; the index is the vendor's. */
export interface Slice<R> {
	readonly start: number;
	readonly rows: readonly R[];
	/** How many the list has, as far as the answer shows. */
	readonly total: number;
}

/** Asks for pieces of one offset list, smaller ones once the vendor was too slow. */
export class Pages<R extends IDataObject> {
	private readonly offsets: Offset<R>;
	private readonly beginning: PageRequest;
	size: number;

	/** @param values of the fields that define the list */
	constructor(
		private readonly list: OffsetPagedFeed<R>,
		values: Readonly<Record<string, unknown>>,
		private readonly transport: Transport,
		private readonly signal: AbortSignal,
		most = Infinity,
	) {
		const fields = givenFields(values);
		this.offsets = list.offsets;
		this.beginning = this.offsets.first(fields);
		this.size = Math.min(this.offsets.pageSize, most);
	}

	/** The name of the list, for messages. */
	get name(): string {
		return this.list.name;
	}

	/** @param known how many records the list had: where it has as many, nothing more is asked */
	async ask(start: number, most: number, known = -1): Promise<Slice<R>> {
		const { records, total, size } = await this.get(start, Math.min(most, this.size));
		if (size < most) this.size = Math.min(this.size, size);
		if (total !== undefined) {
			return {
				start,
				rows: records,
				total: Math.max(total, records.length && start + records.length),
			};
		}
		// The whole list, whatever was asked for.
		if (records.length > size) {
			return { start, rows: records.slice(start, start + size), total: records.length };
		}
		const behind = start + records.length;
		// One more, where the page is full: the next one will tell.
		if (records.length === size) return { start, rows: records, total: behind + 1 };
		const isSettled = records.length === 0 || size <= MOST_LOOKED_AT || behind === known;
		return isSettled
			? { start, rows: records, total: behind }
			: await this.lookBehind(start, records, size);
	}

	/** Where nothing is counted, a page that is short shows no end: what is behind it does. */
	private async lookBehind(start: number, rows: readonly R[], size: number): Promise<Slice<R>> {
		const behind = start + rows.length;
		const { records } = await this.get(behind, 1);
		// The whole list, once more.
		if (records.length > 1) {
			return { start, rows: records.slice(start, start + size), total: records.length };
		}
		const seen = new Set(rows.map((row) => this.list.identity(row)));
		const more = records.filter((row) => !seen.has(this.list.identity(row))).length;
		return { start, rows, total: behind + more };
	}

	private async get(start: number, most: number) {
		const { offsets, beginning, transport, signal } = this;
		const { body, headers, size } = await askForPage(
			offsets,
			beginning,
			{ start, size: most },
			async (request) => await transport.get(request, signal),
		);
		return { ...offsets.read(body, headers), size };
	}
}
