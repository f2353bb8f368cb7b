import type { IDataObject } from 'n8n-workflow';
import { givenFields } from '../../../nodes/shared/params';
import type { Feed, PageAnswer, PageRequest } from '../../../nodes/shared/feed';
import { list } from '../../../nodes/shared/paging/list';
import { offset } from '../../../nodes/shared/paging/offset';
import { shownBy, wallOf } from '../../../nodes/shared/poll/window/clock';
import type { WindowedList } from '../../../nodes/shared/poll/window/windowedList';
import type { Transport } from '../../../nodes/shared/transport/transport';
import { wallTimeOf } from '../../../nodes/shared/values/wallTime';

export interface Row extends IDataObject {
	id: string;
	timestamp: string;
}

export type Order = 'ascending' | 'descending' | 'byTime' | 'unsorted';

/** A row and when it became visible, in ms since 1970. */
export interface Written {
	readonly row: Row;
	/** When it happened. */
	readonly at: number;
	readonly writtenAt: number;
	/** Where it stands in a list without an order. */
	readonly place: number;
}

/** A vendor of lists that grow, which the test's clock moves. */
export class GrowingVendor implements Transport {
	readonly requests: PageRequest[] = [];
	readonly written = new Map<string, Written[]>();
	/** Called before each answer; may grow the lists, throw, or end the time. */
	before: (request: PageRequest) => void = () => undefined;
	/** How far the vendor's clock is ahead of the test's, in ms; undefined: it does not say. */
	ahead: number | undefined = 0;
	readonly requestsAtOnce = 2;
	private count = 0;

	constructor(
		readonly zone: string,
		public order: Order = 'ascending',
		/** At most so many rows at once. */
		readonly cap = Infinity,
	) {}

	get now(): number {
		return Date.now() + (this.ahead ?? 0);
	}

	get vendorTime(): number | undefined {
		return this.requests.length === 0 || this.ahead === undefined ? undefined : this.now;
	}

	/** Something that happened a while ago is written down now. @returns its row */
	write(list: string, ago = 0, id = String(++this.count)): Row {
		const at = this.now - ago;
		const row = { id, timestamp: wallTimeOf(at, this.zone) };
		const written = this.listed(list);
		// Says nothing of the time, and stays.
		const place = (written.length * 7_919) % 1_009;
		written.push({ row, at, writtenAt: this.now, place });
		return row;
	}

	listed(list: string): Written[] {
		if (!this.written.has(list)) this.written.set(list, []);
		return this.written.get(list)!;
	}

	async get(request: PageRequest, signal?: AbortSignal): Promise<PageAnswer> {
		await Promise.resolve();
		signal?.throwIfAborted();
		this.requests.push(request);
		this.before(request);
		signal?.throwIfAborted();
		const { since, start, size } = request.query as Record<string, string>;
		const rows = this.ordered(
			this.listed(request.path.slice(1)).filter(({ row }) => row.timestamp >= since!),
		);
		const from = Number(start ?? 0);
		const most = size === undefined ? Infinity : Math.min(Number(size), this.cap);
		const data = rows.slice(from, from + most);
		return { body: { data, total: rows.length }, headers: {} };
	}

	/** @param written in that order */
	private ordered(written: readonly Written[]): Row[] {
		const rows = written.map(({ row }) => row);
		if (this.order === 'ascending') return rows;
		if (this.order === 'descending') return rows.reverse();
		if (this.order === 'byTime') {
			return rows.sort((a, b) =>
				a.timestamp < b.timestamp ? -1 : Number(a.timestamp > b.timestamp),
			);
		}
		const shuffled = [...written].sort((a, b) => a.place - b.place);
		return shuffled.map(({ row }) => row);
	}

	checkLink(): void {}
	resolve = (link: string) => link;
	redact = (text: string) => text;
}

const LATENESS_MS = 26 * 60 * 60 * 1_000;

type Body = { data: Row[]; total: number };

/** What a list says of itself; what all share, the follower adds. */
export type GrowingList = Omit<WindowedList, 'clock' | 'lookBack' | 'farEvery'>;

/** A list of it by index, each row with an ID. */
export const listOf = (key: string, pageSize: number, lateness = LATENESS_MS): GrowingList => ({
	...rowsOf(key, ({ id }) => String(id), lateness),
	feed: list<Row>({
		name: `rows of ${key}`,
		identity: ({ id }) => id,
		paging: offset({
			first: (fields) => ({ path: `/${key}`, query: { since: fields('since', '') } }),
			parameters: { start: 'start', size: 'size' },
			pageSize,
			read(body) {
				const { data, total } = body as Body;
				return { records: data, total };
			},
		}),
	}),
});

/** A list of it in one answer, with rows that may be equal. */
export const countedListOf = (key: string, lateness = LATENESS_MS): GrowingList => ({
	...rowsOf(key, ({ id, timestamp }) => `${String(id)} ${String(timestamp)}`, lateness),
	feed: countedFeed(key),
});

const countedFeed = (key: string): Feed<Row> => ({
	name: `rows of ${key}`,
	identity: ({ id, timestamp }) => `${id} ${timestamp}`,
	open: (fields) => ({
		first: { path: `/${key}`, query: { since: fields('since', '') } },
		read({ body }) {
			const { data: records } = body as Body;
			const same = (index: number) => (row: Row, place: number) =>
				place <= index &&
				row.id === records[index]!.id &&
				row.timestamp === records[index]!.timestamp;
			const ordinal = (index: number) => records.filter(same(index)).length;
			return { page: { records, ordinal, cursorAfter: () => '' }, next: undefined };
		},
	}),
});

const standsAt = ({ timestamp }: IDataObject) => shownBy(timestamp as string);

const rowsOf = (key: string, keyOf: (row: IDataObject) => string, lateness: number) => ({
	key,
	fieldsSince: (from: number) => givenFields({ since: from === -Infinity ? '' : wallOf(from) }),
	standsAt,
	occurrences: (row: IDataObject) => [{ key: keyOf(row), at: standsAt(row) }],
	lateness,
	present: (row: IDataObject) => ({ ...row, list: key }),
});
