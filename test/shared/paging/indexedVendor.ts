import type { IDataObject } from 'n8n-workflow';
import type { FieldReader, Page, PageAnswer, PageRequest } from '../../../nodes/shared/feed';
import { list } from '../../../nodes/shared/paging/list';
import { offset, type OffsetPagedFeed } from '../../../nodes/shared/paging/offset';
import { walk } from '../../../nodes/shared/paging/walk';
import type { Transport } from '../../../nodes/shared/transport/transport';

/** A row of the model: its place in the order of the list, which never changes, is its ID. */
export interface Row extends IDataObject {
	id: number;
}

/** One change of the list: rows come or go, wherever in its order. */
export type Change = { readonly add: number } | { readonly remove: number };

export interface Behaviour {
	/** The size of a page that is asked for. */
	readonly size: number;
	/** What happens before each answer, in turn. */
	readonly changes?: ReadonlyArray<readonly Change[]>;
	/** Whether the answers say how many rows there are. */
	readonly total?: boolean;
	/** Whether they begin where they are asked to; if not, each is the whole list. */
	readonly indexed?: boolean;
	/** So many rows come at most, whatever is asked for. */
	readonly cap?: number;
	/** Requests that are asked for together are answered from the last to the first. */
	readonly lastFirst?: boolean;
}

export const rowsFeed = (pageSize: number, mayComeWhole = false): OffsetPagedFeed<Row> =>
	list<Row>({
		name: 'rows',
		identity: ({ id }) => String(id),
		paging: offset({
			first: () => ({ path: '/rows' }),
			parameters: { start: 'from', size: 'most' },
			...{ pageSize, mayComeWhole },
			read: (body) => body as { records: Row[]; total: number | undefined },
		}),
	});

export const noFields = Object.assign(<T>(_name: string, fallback: T) => fallback, {
	timezone: 'UTC',
}) as FieldReader;

/** A list by index, that is kept in the order of its IDs while it is read. */
export class IndexedVendor implements Transport {
	readonly requests: PageRequest[] = [];
	readonly removed = new Set<number>();
	private waiting: Array<() => void> = [];

	constructor(
		public ids: number[],
		readonly behaviour: Behaviour,
	) {
		this.ids = [...new Set(ids)].sort((a, b) => a - b);
	}

	async get(request: PageRequest): Promise<PageAnswer> {
		return { body: await this.answer(request), headers: {} };
	}

	/** The body of an answer. */
	async answer(request: PageRequest): Promise<unknown> {
		if (this.requests.push(request) > 300) throw new Error('The walk does not end');
		if (this.behaviour.lastFirst) await this.turn();
		this.change(this.behaviour.changes?.[this.answered++] ?? []);
		const { total = true, indexed = true, cap = Infinity } = this.behaviour;
		const { from, most } = request.query as { from: string; most: string };
		const start = indexed ? Number(from) : 0;
		const size = indexed ? Math.min(Number(most), cap) : Infinity;
		const records = this.ids.slice(start, start + size).map((id) => ({ id }));
		return { records, total: total ? this.ids.length : undefined };
	}

	private answered = 0;

	/** Answers all that came together in one go, the last first. */
	private async turn(): Promise<void> {
		await new Promise<void>((resolve) => {
			this.waiting.push(resolve);
			if (this.waiting.length > 1) return;
			setImmediate(() =>
				this.waiting
					.splice(0)
					.reverse()
					.forEach((answer) => answer()),
			);
		});
	}

	private change(changes: readonly Change[]): void {
		for (const change of changes) {
			if ('add' in change) this.add(change.add);
			else this.remove(change.remove);
		}
	}

	/** An ID that was removed does not come back: it would be another row. */
	private add(id: number): void {
		if (this.ids.includes(id) || this.removed.has(id)) return;
		this.ids = [...this.ids, id].sort((a, b) => a - b);
	}

	private remove(place: number): void {
		const [id] = this.ids.splice(place, 1);
		if (id !== undefined) this.removed.add(id);
	}

	readonly requestsAtOnce = 4;

	readonly vendorTime = undefined;

	checkLink(): void {}

	resolve = (link: string) => link;

	redact = (text: string) => text;
}

export interface Given {
	readonly id: number;
	readonly cursor: string;
}

/** What a walk gives out, behind a cursor, up to a limit as the node counts it. */
export async function walked(
	vendor: IndexedVendor,
	{ after = '', limit = Infinity } = {},
): Promise<Given[]> {
	const { size, indexed = true } = vendor.behaviour;
	const pager = rowsFeed(size, !indexed).open(noFields, after);
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
	id: page.records[index]!.id,
	cursor: page.cursorAfter(index),
});

export const idsOf = (given: readonly Given[]) => given.map(({ id }) => id);
