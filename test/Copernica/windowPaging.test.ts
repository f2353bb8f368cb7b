import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';
import type { PageRequest } from '../../nodes/shared/feed';
import { givenFields } from '../../nodes/shared/params';
import { dateWindows } from '../../nodes/shared/paging/dateWindow';
import { list } from '../../nodes/shared/paging/list';

/** A row of a day; several may be equal. */
interface Row extends IDataObject {
	day: number;
	time: number;
	name: string;
}

const DAY_MS = 86_400_000;
const FIRST = Date.parse('2026-01-01T00:00:00Z');
const dayOf = (day: number) => new Date(FIRST + day * DAY_MS).toISOString().slice(0, 10);

const feed = list<Row>({
	name: 'rows',
	identity: ({ day, time, name }) => `${day} ${time} ${name}`,
	paging: dateWindows({
		parameters: { from: 'start', to: 'end' },
		request: () => ({ path: '/rows', query: { tags: 'x' } }),
		period: (fields) => ({
			from: fields<string>('from', '') || undefined,
			to: fields<string>('to', '') || undefined,
		}),
		daysAtOnce: (fields) => fields('days', 28),
		read: (body) => body as Row[],
		timeOf: ({ day, time }) => `${dayOf(day)} ${time}`,
	}),
});

/** A service that gives each answer in an order of its own. */
function answer(rows: readonly Row[], { query = {} }: PageRequest, turn: number): Row[] {
	const { start, end } = query as Record<string, string | undefined>;
	const own = rows.filter(
		({ day }) =>
			(start === undefined || dayOf(day) >= start) && (end === undefined || dayOf(day) < end),
	);
	const place = own.length === 0 ? 0 : turn % own.length;
	return [...own.slice(place), ...own.slice(0, place)];
}

interface Given {
	row: Row;
	ordinal: number;
	cursor: string;
}

/** Walks the feed to its end. */
function walked(rows: readonly Row[], values: IDataObject, after = '') {
	const pager = feed.open(givenFields(values), after);
	const given: Given[] = [];
	const requests: PageRequest[] = [];
	let request: PageRequest | undefined = pager.first;
	while (request) {
		requests.push(request);
		const read = pager.read({ body: answer(rows, request, requests.length * 7), headers: {} });
		read.page.records.forEach((row, index) => {
			given.push({ row, ordinal: read.page.ordinal(index), cursor: read.page.cursorAfter(index) });
		});
		request = read.next;
	}
	return { given, requests };
}

const arbitraryRows = fc.array(
	fc.record({
		day: fc.integer({ min: 0, max: 60 }),
		time: fc.integer({ min: 0, max: 2 }),
		name: fc.constantFrom('a', 'b'),
	}),
	{ maxLength: 80 },
);
const days = fc.integer({ min: 1, max: 31 });
const period = fc
	.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 61 }))
	.map(([from, length]) => ({ from, to: from + length }));

const keyOf = ({ day, time, name }: Row) => `${dayOf(day)} ${time} ${day} ${time} ${name}`;
const sortedKeys = (rows: readonly Row[]) => rows.map(keyOf).sort();

it('every row of a period comes once, in order of time, however long the windows are', () => {
	fc.assert(
		fc.property(arbitraryRows, period, days, (rows, { from, to }, daysAtOnce) => {
			const values = { from: dayOf(from), to: dayOf(to), days: daysAtOnce };
			const { given, requests } = walked(rows, values);
			const inside = rows.filter(({ day }) => day >= from && day < to);
			expect(given.map(({ row }) => keyOf(row))).toEqual(sortedKeys(inside));
			expect(requests).toHaveLength(Math.ceil((to - from) / daysAtOnce));
			const ends = requests.map(({ query }) => [query!.start, query!.end]);
			expect(ends[0]![0]).toBe(values.from);
			expect(ends.at(-1)![1]).toBe(values.to);
			ends.slice(1).forEach(([start], place) => expect(start).toBe(ends[place]![1]));
		}),
	);
});

it('equal rows are counted, the same in all windows', () => {
	fc.assert(
		fc.property(arbitraryRows, days, days, (rows, some, others) => {
			const told = (daysAtOnce: number) =>
				walked(rows, { from: dayOf(0), to: dayOf(61), days: daysAtOnce }).given.map(
					({ row, ordinal }) => `${keyOf(row)} #${ordinal}`,
				);
			expect(told(some)).toEqual(told(others));
			expect(new Set(told(some)).size).toBe(rows.length);
		}),
	);
});

it('the cursor of any row leads on behind it', () => {
	fc.assert(
		fc.property(arbitraryRows, period, days, fc.nat(), (rows, { from, to }, daysAtOnce, at) => {
			const values = { from: dayOf(from), to: dayOf(to), days: daysAtOnce };
			const { given } = walked(rows, values);
			if (given.length === 0) return;
			const place = at % given.length;
			const rest = walked(rows, values, given[place]!.cursor);
			const told = (some: readonly Given[]) =>
				some.map(({ row, ordinal, cursor }) => `${keyOf(row)} #${ordinal} ${cursor}`);
			expect(told(rest.given)).toEqual(told(given.slice(place + 1)));
		}),
	);
});

it('where the row of a cursor is gone, all of its window comes: better twice than not at all', () => {
	const rows = [0, 1, 2].map((time) => ({ day: 3, time, name: 'a' }));
	const values = { from: dayOf(0), to: dayOf(20), days: 10 };
	const { cursor } = walked(rows, values).given[1]!;
	expect(walked([rows[0]!, rows[2]!], values, cursor).given).toHaveLength(2);
	expect(walked(rows, values, cursor).given).toHaveLength(1);
});

it('without a first day there is one request, with the rest of the query', () => {
	const rows = [{ day: 1, time: 0, name: 'a' }];
	expect(walked(rows, {}).requests).toEqual([{ path: '/rows', query: { tags: 'x' } }]);
	const { requests, given } = walked(rows, { to: dayOf(5) });
	expect(requests).toEqual([{ path: '/rows', query: { tags: 'x', end: dayOf(5) } }]);
	expect(given[0]!.cursor).toMatch(/^~[0-9a-f]{8}$/);
});

it('the next windows can be asked for before one was read, eight at most', () => {
	const pager = feed.open(givenFields({ from: dayOf(0), to: dayOf(20), days: 1 }), '');
	const { next, expected } = pager.read({ body: [], headers: {} });
	expect(next!.query!.start).toBe(dayOf(1));
	expect(expected!.map(({ query }) => query!.start)).toEqual([2, 3, 4, 5, 6, 7, 8].map(dayOf));
});

it('a window that repeats the one before is asked for again, and no cursor leads behind it', () => {
	const pager = feed.open(givenFields({ from: dayOf(0), to: dayOf(30), days: 10 }), '');
	const answered = { body: [{ day: 3, time: 0, name: 'a' }], headers: {} };
	const first = pager.read(answered);
	expect(first.page.endCursor!()).toBe(dayOf(10));
	const { page, next, moved } = pager.read(answered);
	expect([page.records, page.endCursor!(), moved]).toEqual([[], undefined, true]);
	expect(next).toEqual(first.next);
	const again = pager.read({ body: [], headers: {} });
	expect([again.page.endCursor!(), again.next!.query!.start]).toEqual([dayOf(20), dayOf(20)]);
});

it('a period that ends before it begins, or at once, is refused', () => {
	for (const to of [dayOf(4), dayOf(5)]) {
		const open = () => feed.open(givenFields({ from: dayOf(5), to, days: 1 }), '');
		expect(open).toThrow('The period of the rows ends before it begins');
	}
});

it.each(['2026-02-03~1a2b3c4d', '~1a2b3c4d', '2026-02-03', ''])('"%s" is a cursor', (cursor) => {
	expect(() => feed.checkCursor!(cursor)).not.toThrow();
});

it.each([
	'x',
	'2026-02-30',
	'2026-13-01~1a2b3c4d',
	'2026-02-03~',
	'2026-2-3~1a2b3c4d',
	'2026-02-03~1A2B3C4D',
	'5~1a2b3c4d',
])('"%s" is none', (cursor) => {
	expect(() => feed.checkCursor!(cursor)).toThrow(/is no cursor of the list of rows/);
});
