import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';
import type { Feed, PageAnswer, PageRequest } from '../../../nodes/shared/feed';
import { givenFields } from '../../../nodes/shared/params';
import { dateWindows } from '../../../nodes/shared/paging/dateWindow';
import { list } from '../../../nodes/shared/paging/list';
import { token } from '../../../nodes/shared/paging/token';
import { walk } from '../../../nodes/shared/paging/walk';
import type { Transport } from '../../../nodes/shared/transport/transport';
import { rowsFeed as offsetRows } from './indexedVendor';
import { rows as cursorRows } from './modelVendor';
import { rowsFeed as numberedRows } from './numberedVendor';

export interface Row extends IDataObject {
	id: number;
}

/** How an answer is wrong: the one before it again, some of its records, another count, none. */
export type Lie =
	| { readonly do: 'repeat' }
	| { readonly do: 'short'; readonly keep: number }
	| { readonly do: 'count'; readonly by: number }
	| { readonly do: 'countAnswer' }
	| { readonly do: 'noCount' };

export interface Misbehaviour {
	readonly lie: Lie;
	/** The first request that it comes with, and how many follow. */
	readonly at: number;
	readonly times: number;
}

/** A page as it should be, before it is written as the way of paging has it. */
export interface Slice {
	readonly rows: Row[];
	/** How many there are, for a vendor that knows when to stop. */
	readonly all: number;
	readonly total: number | undefined;
}

/** One way of paging: its feed, what a request asks for, and how an answer is written. */
export interface Way {
	readonly name: string;
	readonly hasTotals: boolean;
	feed(size: number): Feed;
	slice(ids: readonly number[], request: PageRequest, size: number): Row[];
	write(slice: Slice, request: PageRequest, size: number): unknown;
}

const rowsOf = (ids: readonly number[]): Row[] => ids.map((id) => ({ id }));
const numbers = ({ query = {} }: PageRequest) => query as Record<string, string>;
const DAY_MS = 86_400_000;
const dayOf = (id: number) =>
	new Date(Date.UTC(2026, 0, 1) + id * DAY_MS).toISOString().slice(0, 10);

/** Three records to a second, so that ties are the rule. */
const timeOf = (id: number) => Math.floor(id / 3);

export const WAYS: readonly Way[] = [
	{
		name: 'offset',
		hasTotals: true,
		feed: (size) => offsetRows(size) as unknown as Feed,
		slice: (ids, request) => {
			const { from, most } = numbers(request);
			return rowsOf(ids.slice(Number(from), Number(from) + Number(most)));
		},
		write: ({ rows, total }) => ({ records: rows, total }),
	},
	{
		name: 'page number',
		hasTotals: true,
		feed: (size) => numberedRows({ size }) as unknown as Feed,
		slice: (ids, request) => {
			const { page, size } = numbers(request);
			const start = (Number(page) - 1) * Number(size);
			return rowsOf(ids.slice(start, start + Number(size)));
		},
		write: ({ rows, total }, request) => ({
			records: rows.map(({ id }) => ({ id, place: id })),
			total,
			pages: total === undefined ? undefined : Math.ceil(total / Number(numbers(request).size)),
		}),
	},
	{
		name: 'cursor',
		hasTotals: false,
		feed: () => cursorRows as unknown as Feed,
		slice: (ids, request, size) => {
			const [at = -1, who = ''] = (numbers(request).after ?? '').split('_');
			const after = numbers(request).after === undefined ? -1 : Number(at) * 3 + 'abc'.indexOf(who);
			return rowsOf(ids.filter((id) => id > after).slice(0, size));
		},
		write({ rows }) {
			const written = rows.map(({ id }) => ({ id, at: timeOf(id), who: 'abc'[id % 3], link: 0 }));
			const last = written.at(-1);
			return { rows: written, next: `/rows?after=${last ? `${last.at}_${last.who}` : '999_a'}` };
		},
	},
	{
		name: 'date windows',
		hasTotals: false,
		feed: (size) =>
			list<Row>({
				name: 'rows',
				identity: ({ id }) => String(id),
				paging: dateWindows({
					parameters: { from: 'from', to: 'to' },
					request: () => ({ path: '/rows' }),
					period: () => ({ from: dayOf(0), to: dayOf(90) }),
					daysAtOnce: () => size,
					read: (body) => body as Row[],
					timeOf: ({ id }) => dayOf(id),
				}),
			}) as unknown as Feed,
		slice: (ids, request) => {
			const { from = '', to = '' } = numbers(request);
			return rowsOf(ids.filter((id) => dayOf(id) >= from && dayOf(id) < to));
		},
		write: ({ rows }) => rows,
	},
	{
		name: 'token',
		hasTotals: false,
		feed: () =>
			list<Row>({
				name: 'rows',
				identity: ({ id }) => String(id),
				paging: token({
					first: () => ({ path: '/rows' }),
					parameter: 'token',
					read: (body) => body as { records: Row[]; token: string | undefined },
				}),
			}) as unknown as Feed,
		slice: (ids, request, size) => {
			const start = Number(numbers(request).token ?? 0);
			return rowsOf(ids.slice(start, start + size));
		},
		write({ rows, all }, request) {
			const behind = Number(numbers(request).token ?? 0) + rows.length;
			return { records: rows, token: behind < all ? String(behind) : undefined };
		},
	},
];

const isEmpty = (answer: unknown) =>
	answer === undefined || (Array.isArray(answer) && answer.length === 0);

/** A list that rests, of a vendor that answers wrongly now and then, or from some time on. */
export class MisbehavingVendor implements Transport {
	requests = 0;
	private before: unknown;

	constructor(
		private readonly way: Way,
		private readonly ids: readonly number[],
		private readonly size: number,
		private readonly total: boolean,
		private readonly wrong: Misbehaviour | undefined,
	) {}

	async get(request: PageRequest): Promise<PageAnswer> {
		return { body: await this.answer(request), headers: {} };
	}

	/** The body of an answer. */
	async answer(request: PageRequest): Promise<unknown> {
		if (++this.requests > 400) throw new Error('The walk does not end');
		const { way, ids, size, wrong } = this;
		const isWrong = wrong && this.requests > wrong.at && this.requests <= wrong.at + wrong.times;
		const rows = way.slice(ids, request, size);
		const right = { rows, all: ids.length, total: this.total ? ids.length : undefined };
		const answer = isWrong
			? this.wrongly(wrong.lie, right, request)
			: way.write(right, request, size);
		this.before = answer;
		return answer;
	}

	private wrongly(lie: Lie, { rows, all, total }: Slice, request: PageRequest): unknown {
		const { way, size } = this;
		const counted = { repeat: total, short: total, noCount: undefined }[lie.do as 'repeat'];
		switch (lie.do) {
			case 'repeat':
				// That there is nothing may be said of several pages.
				return isEmpty(this.before) ? way.write({ rows, all, total }, request, size) : this.before;
			case 'short':
				return way.write({ rows: rows.slice(0, lie.keep), all, total }, request, size);
			case 'count':
				return way.write({ rows, all, total: total && Math.max(0, total + lie.by) }, request, size);
			case 'countAnswer':
				return way.write({ rows, all, total: total && rows.length }, request, size);
			case 'noCount':
				return way.write({ rows, all, total: counted }, request, size);
		}
	}

	// One after the other: which request is answered wrongly is then the same each time.
	readonly requestsAtOnce = 1;
	readonly vendorTime = undefined;

	checkLink(): void {}

	resolve = (link: string) => link;

	redact = (text: string) => text;
}

/** The IDs that a walk gives out. */
export async function walkedIds(vendor: MisbehavingVendor, feed: Feed): Promise<number[]> {
	const given: number[] = [];
	for await (const { page } of walk(feed.open(givenFields({})), vendor, { name: 'rows' })) {
		given.push(...page.records.map(({ id }) => Number(id)));
	}
	return given;
}

export const lies: fc.Arbitrary<Lie> = fc.oneof(
	fc.constant({ do: 'repeat' as const }),
	fc.record({ do: fc.constant('short' as const), keep: fc.integer({ min: 1, max: 6 }) }),
	fc.record({ do: fc.constant('count' as const), by: fc.constantFrom(-7, -1, 1, 2, 40) }),
	fc.constant({ do: 'countAnswer' as const }),
	fc.constant({ do: 'noCount' as const }),
);
