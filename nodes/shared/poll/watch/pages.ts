import type { IDataObject } from 'n8n-workflow';
import { givenFields } from '../../params';
import type { PageRequest } from '../../feed';
import { askForPage, type OffsetFeed } from '../../paging/offset';
import type { Transport } from '../../transport/transport';

/** Records of a list from an index on; the index is the vendor's. */
export interface Slice<R> {
	readonly start: number;
	readonly rows: readonly R[];
	/** How many the list has, as far as the answer shows. */
	readonly total: number;
}

/** Asks for pieces of one offset list, smaller ones once the vendor was too slow. */
export class Pages<R extends IDataObject> {
	private readonly beginning: PageRequest;
	size: number;

	/** @param values of the fields that define the list */
	constructor(
		private readonly list: OffsetFeed<R>,
		values: Readonly<Record<string, unknown>>,
		private readonly transport: Transport,
		private readonly signal: AbortSignal,
		most = Infinity,
	) {
		const fields = givenFields(values);
		this.beginning = list.first(fields);
		this.size = Math.min(list.pageSize, most);
	}

	/** Of the list, for messages. */
	get name(): string {
		return this.list.name;
	}

	async ask(start: number, most: number): Promise<Slice<R>> {
		const { list, beginning, transport, signal } = this;
		const { body, size } = await askForPage(
			list,
			beginning,
			{ start, size: Math.min(most, this.size) },
			async (request) => await transport.get(request, signal),
		);
		if (size < most) this.size = Math.min(this.size, size);
		const { records, total } = list.read(body);
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
		// One more, where the page is full: the next one will tell.
		const more = records.length === size ? 1 : 0;
		return { start, rows: records, total: start + records.length + more };
	}
}
