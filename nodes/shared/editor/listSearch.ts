import type {
	IDataObject,
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';
import type { Feed, FieldReader } from '../feed';
import { givenFields } from '../params';
import { nodeErrorOf } from '../transport/nodeError';
import { connect, type Connection, settingsOf } from '../transport/connection';
import type { Settings, Vendor } from '../vendor';
import { readPages, wantedOf } from '../paging/readPages';

/** Someone looks at the editor meanwhile. */
const PATIENCE_MS = 20_000;

export interface SearchedList<R> {
	/** What the user's text is looked for in. */
	textOf(record: R): string;
	/** How a record is shown; `url` as the vendor wrote it. */
	toItem(record: R): INodeListSearchItems;
	/** How many records one search looks through, unless it has found nothing by then. */
	readonly most: number;
	/** What tells which records are newer, where the list is in another order than from old to new. */
	newness?(record: R): number;
	/** What a record is offered as, where several are the same; absent: each is one. */
	choice?(record: R): string;
	/** The fields that it is read with, where not all of it is wanted. */
	fields?(context: ILoadOptionsFunctions, settings: Settings): FieldReader;
}

/** The list behind "From List", for a vendor that cannot search: the last records come first. */
export const listSearch = <R extends IDataObject>(
	vendor: Vendor,
	feed: Feed<R>,
	searched: SearchedList<R>,
) =>
	async function (
		this: ILoadOptionsFunctions,
		filter = '',
		paginationToken: unknown = '',
	): Promise<INodeListSearchResult> {
		let connection: Connection | undefined;
		try {
			connection = await connect(this, vendor, { deadline: Date.now() + PATIENCE_MS });
			const search = searching(this, vendor, feed, searched);
			return await search(connection, filter, String(paginationToken ?? ''));
		} catch (error) {
			const redact = (text: string) => connection?.redact(text) ?? text;
			throw nodeErrorOf(this.getNode(), error as Error, redact);
		}
	};

const searching =
	<R extends IDataObject>(
		context: ILoadOptionsFunctions,
		vendor: Vendor,
		feed: Feed<R>,
		{ textOf, toItem, most, newness, choice, fields }: SearchedList<R>,
	) =>
	async (transport: Connection, filter: string, after: string): Promise<INodeListSearchResult> => {
		const wanted = filter.trim().toLowerCase();
		const found: R[] = [];
		let searched = 0;
		let more: string | undefined;
		const settings = await settingsOf(context, vendor);
		const given = fields?.(context, settings) ?? givenFields({}, settings);
		for await (const read of readPages(feed, given, transport, { after })) {
			const { page } = read;
			if (page.records.length === 0) continue;
			found.push(...wantedOf(read).filter((each) => textOf(each).toLowerCase().includes(wanted)));
			searched += page.records.length;
			if (searched >= most && found.length > 0) {
				more = page.cursorAfter(page.records.length - 1);
				break;
			}
		}
		if (newness) found.sort((a, b) => newness(a) - newness(b));
		const offered = choice ? oneOfEach(found.reverse(), choice) : found.reverse();
		// What has no ID cannot be chosen.
		const items = offered.map(toItem).filter(({ value }) => value !== '');
		const results = items.map((item) => ({
			...item,
			url: item.url ? transport.resolve(item.url) : undefined,
		}));
		return { results, paginationToken: more };
	};

/** The first of those that are the same. */
const oneOfEach = <R>(records: readonly R[], choice: (record: R) => string): R[] => {
	const chosen = new Map<string, R>();
	for (const record of records) {
		const key = choice(record);
		if (!chosen.has(key)) chosen.set(key, record);
	}
	return [...chosen.values()];
};
