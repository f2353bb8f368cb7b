import { type IDataObject, NodeApiError } from 'n8n-workflow';
import type { Page, PageAnswer, PageRequest } from '../../../nodes/shared/feed';
import { list } from '../../../nodes/shared/paging/list';
import type {
	NumberedReading,
	PageNumbers,
	Places,
} from '../../../nodes/shared/paging/numbered/numberedList';
import { pageNumber } from '../../../nodes/shared/paging/pageNumber';
import { walk } from '../../../nodes/shared/paging/walk';
import type { Transport } from '../../../nodes/shared/transport/transport';
import { givenFields } from '../../../nodes/shared/params';

/** A record of the model: what the list is sorted by, which many share, and its ID. */
export interface Row extends IDataObject {
	id: number;
	place: number;
}

/** A record comes in at a place, or the one at an index leaves. */
export type Change = { readonly add: Row } | { readonly remove: number };

export interface Behaviour {
	/** The size of a page that is asked for. */
	readonly size: number;
	/** Whether the list is read from its end. */
	readonly down?: boolean;
	/** Whether records may leave it. */
	readonly isUnsteady?: boolean;
	/** What happens before each answer, in turn. */
	readonly changes?: ReadonlyArray<readonly Change[]>;
	/** Whether answers count all records, those of the answer, or none. */
	readonly totals?: 'all' | 'call' | 'none';
	/** Whether answers count all pages, those that are left, or none. */
	readonly pages?: 'all' | 'left' | 'none';
	/** So many records come at most, whatever is asked for. */
	readonly cap?: number;
	/** The largest page that is asked for. */
	readonly mostPerPage?: number;
	/** Requests that are asked for together are answered from the last to the first. */
	readonly lastFirst?: boolean;
	/** Larger pages are not answered in time. */
	readonly slowAbove?: number;
	/** The number of the page is ignored. */
	readonly ignoresNumber?: boolean;
	/** So is the order: the list is always read from its beginning. */
	readonly ignoresOrder?: boolean;
}

const node = { id: '', name: '', type: '', typeVersion: 1, position: [0, 0], parameters: {} };

/** Some records before the place may come, too: those of the one before it do. */
const placesIn = (down: boolean): Places<Row> => ({
	of: ({ place }) => String(place),
	order: (place) => (down ? -1 : 1) * Number(place),
	enter: ({ path, query }, place) => ({
		path,
		query: {
			...query,
			...(down ? { to: `${Number(place) + 1}` } : { from: `${Number(place) - 1}` }),
		},
	}),
});

export const readingOf = ({
	size,
	down = false,
	isUnsteady = false,
}: Behaviour): NumberedReading<Row> & { readonly places: Places<Row> } => ({
	request: { path: '/rows' },
	pageSize: size,
	places: placesIn(down),
	isUnsteady,
});

export const rowsFeed = (
	behaviour: Behaviour,
	reading: PageNumbers<Row>['reading'] = () => readingOf(behaviour),
) =>
	list<Row>({
		name: 'rows',
		identity: ({ id }) => String(id),
		paging: pageNumber({
			parameters: { page: 'page', size: 'size' },
			mostPerPage: behaviour.mostPerPage ?? 1_000,
			reading,
			read: (body) =>
				body as { records: Row[]; pages: number | undefined; total: number | undefined },
			cursorExample: '5~1a2b3c4d',
		}),
	});

/** A list with numbered pages, sorted by place and ID, that changes while it is read. */
export class NumberedVendor implements Transport {
	readonly requests: PageRequest[] = [];
	/** The IDs of all that have left. */
	readonly removed = new Set<number>();
	private answered = 0;
	private waiting: Array<() => void> = [];

	constructor(
		public rows: Row[],
		readonly behaviour: Behaviour,
	) {
		this.rows = rows.filter(({ id }, index) => rows.findIndex((row) => row.id === id) === index);
	}

	/** In the order that is asked for. */
	get listed(): Row[] {
		const down = this.behaviour.down && !this.behaviour.ignoresOrder ? -1 : 1;
		return [...this.rows].sort((a, b) => down * (a.place - b.place) || a.id - b.id);
	}

	async get(request: PageRequest): Promise<PageAnswer> {
		return { body: await this.answer(request), headers: {} };
	}

	/** The body of an answer. */
	async answer(request: PageRequest): Promise<unknown> {
		if (this.requests.push(request) > 600) throw new Error('The walk does not end');
		if (this.behaviour.lastFirst) await this.turn();
		(this.behaviour.changes?.[this.answered++] ?? []).forEach((change) => this.change(change));
		const { totals = 'all', pages = 'all', cap = Infinity, slowAbove = Infinity } = this.behaviour;
		const { from = -Infinity, to = Infinity, ...query } = request.query!;
		if (Number(query.size) > slowAbove)
			throw new NodeApiError(node as never, {}, { httpCode: '504' });
		const size = Math.min(Number(query.size), cap);
		const page = this.behaviour.ignoresNumber ? 1 : Number(query.page);
		const rows = this.listed.filter(({ place }) => place >= Number(from) && place <= Number(to));
		const records = rows.slice((page - 1) * size, page * size).map((row) => ({ ...row }));
		const all = Math.ceil(rows.length / size);
		return {
			records,
			total: { all: rows.length, call: records.length, none: undefined }[totals],
			pages: { all, left: Math.max(0, all - page), none: undefined }[pages],
		};
	}

	change(change: Change): void {
		if ('remove' in change) {
			const row = this.listed[change.remove];
			if (row) this.removed.add(row.id);
			this.rows = this.rows.filter((each) => each !== row);
			return;
		}
		const { id } = change.add;
		// An ID that was removed does not come back: it would be another record.
		if (this.removed.has(id) || this.rows.some((row) => row.id === id)) return;
		this.rows.push(change.add);
	}

	/** Answers all that came together in one go, the last first. */
	private async turn(): Promise<void> {
		await new Promise<void>((resolve) => {
			this.waiting.push(resolve);
			if (this.waiting.length > 1) return;
			const answerAll = () =>
				this.waiting
					.splice(0)
					.reverse()
					.forEach((answer) => answer());
			setImmediate(answerAll);
		});
	}

	readonly requestsAtOnce = 4;

	readonly vendorTime = undefined;

	checkLink(): void {}

	resolve = (link: string) => link;

	redact = (text: string) => text;
}

export interface Given extends Row {
	readonly cursor: string;
}

/** What a walk gives out, behind a cursor, up to a limit as the node counts it. */
export async function walked(
	vendor: NumberedVendor,
	{ after = '', limit = Infinity } = {},
): Promise<Given[]> {
	const pager = rowsFeed(vendor.behaviour).open(givenFields({}), after);
	const given: Given[] = [];
	for await (const { page } of walk<Row>(pager, vendor, { name: 'rows', limit })) {
		for (let index = 0; index < page.records.length; index++) {
			given.push(givenOf(page, index));
			if (given.length >= limit) return given;
		}
	}
	return given;
}

const givenOf = (page: Page<Row>, index: number): Given => ({
	...page.records[index]!,
	cursor: page.cursorAfter(index),
});

export const idsOf = (rows: ReadonlyArray<{ id: number }>) => rows.map(({ id }) => id);
