import fc from 'fast-check';
import type { Page, Pager } from '../../../nodes/shared/feed';
import { walk } from '../../../nodes/shared/paging/walk';
import { ModelVendor, open, positionOf, rows, type Row } from './modelVendor';

interface Delivered {
	row: Row;
	ordinal: number;
	cursor: string;
}

async function drain(pager: ReturnType<typeof open>, vendor: ModelVendor): Promise<Delivered[]> {
	const delivered: Delivered[] = [];
	for await (const { page } of walk(pager, vendor, { name: 'rows' })) {
		delivered.push(...page.records.map((row, index) => deliveredOf(page, row, index)));
	}
	return delivered;
}

const deliveredOf = (page: Page<Row>, row: Row, index: number): Delivered => ({
	row,
	ordinal: page.ordinal(index),
	cursor: page.cursorAfter(index),
});

const keyOf = (row: Row) => `${row.at} ${row.who} ${row.link}`;
const bag = (list: Row[]) => list.map(keyOf).sort();

/** Few seconds, people and links, so that ties and equal rows are the rule. */
const row: fc.Arbitrary<Row> = fc.record({
	at: fc.integer({ min: 1, max: 6 }),
	who: fc.constantFrom('a', 'b'),
	link: fc.integer({ min: 1, max: 3 }),
});
const list = fc.array(row, { maxLength: 40 });

/** A page must hold more than its largest group: beyond that no client can see all (see below). */
function largestGroup(all: Row[]): number {
	const sizes = new Map<string, number>();
	for (const each of all) sizes.set(positionOf(each), (sizes.get(positionOf(each)) ?? 0) + 1);
	return Math.max(0, ...sizes.values());
}

const pagesFor = (all: Row[]) =>
	fc.array(fc.integer({ min: largestGroup(all) + 1, max: 45 }), { minLength: 1, maxLength: 6 });

const situation = list.chain((all) =>
	fc.record({
		all: fc.constant(all),
		pageSizes: pagesFor(all),
		shuffled: fc.boolean(),
		nextOnLastPage: fc.boolean(),
	}),
);

describe('a walk over a cursor list', () => {
	it('delivers exactly what is there, in order, for every page size, tie and equal row', async () => {
		await fc.assert(
			fc.asyncProperty(situation, async ({ all, ...behaviour }) => {
				const delivered = await drain(open(), new ModelVendor(all, behaviour));
				expect(bag(delivered.map((each) => each.row))).toEqual(bag(all));
				const times = delivered.map((each) => each.row.at);
				expect(times).toEqual([...times].sort((a, b) => a - b));
			}),
			{ numRuns: 1_000 },
		);
	});

	it('numbers rows that are equal in every field from 1', async () => {
		await fc.assert(
			fc.asyncProperty(situation, async ({ all, ...behaviour }) => {
				const delivered = await drain(open(), new ModelVendor(all, behaviour));
				const ids = delivered.map((each) => `${keyOf(each.row)}#${each.ordinal}`);
				expect(new Set(ids).size).toBe(all.length);
				const seen = new Map<string, number>();
				for (const { row: each, ordinal } of delivered) {
					const times = (seen.get(keyOf(each)) ?? 0) + 1;
					seen.set(keyOf(each), times);
					expect(ordinal).toBe(times);
				}
			}),
		);
	});

	it('resumes after any record, losing and repeating nothing', async () => {
		await fc.assert(
			fc.asyncProperty(
				situation.filter(({ all }) => all.length > 0),
				fc.nat(),
				async ({ all, ...behaviour }, pick) => {
					const delivered = await drain(open(), new ModelVendor(all, behaviour));
					const index = pick % delivered.length;
					const rest = await drain(open(delivered[index]!.cursor), new ModelVendor(all, behaviour));
					const both = [...delivered.slice(0, index + 1), ...rest].map((each) => each.row);
					expect(bag(both)).toEqual(bag(all));
				},
			),
			{ numRuns: 1_000 },
		);
	});

	it('keeps what was there, and what is added behind it, while rows are inserted', async () => {
		await fc.assert(
			fc.asyncProperty(
				situation,
				fc.array(fc.record({ row, request: fc.nat({ max: 8 }) }), { maxLength: 10 }),
				async ({ all, pageSizes, shuffled }, arrivals) => {
					const before = (vendor: ModelVendor, request: number) => {
						for (const arrival of arrivals) {
							if (arrival.request === request) vendor.rows = [...vendor.rows, arrival.row];
						}
					};
					// Room for the arrivals: a group may grow.
					const roomy = pageSizes.map((size) => size + arrivals.length);
					const vendor = new ModelVendor(all, { pageSizes: roomy, shuffled, before });
					const delivered = bag((await drain(open(), vendor)).map((each) => each.row));
					expect(contains(delivered, bag(all))).toBe(true);
					expect(contains(bag(vendor.rows), delivered)).toBe(true);
				},
			),
			{ numRuns: 1_000 },
		);
	});

	it('follows the vendor where one position fills a page', async () => {
		const group = [1, 2, 3].map((link) => ({ at: 5, who: 'a', link }));
		const all = [...group, { at: 6, who: 'a', link: 1 }];
		const vendor = new ModelVendor(all, { pageSizes: [3] });
		expect(bag((await drain(open(), vendor)).map((each) => each.row))).toEqual(bag(all));
	});

	it('reads on behind a finer cursor of the vendor, in a group larger than a page', async () => {
		const all = [1, 2, 3, 3, 4].map((link) => ({ at: 5, who: 'a', link }));
		const pages = [all.slice(0, 2), all.slice(2, 4), all.slice(4), []];
		const asked: unknown[] = [];
		const vendor = new ModelVendor([], { pageSizes: [1] });
		vendor.answer = async (request) => {
			asked.push(request.query?.after);
			return { rows: pages[asked.length - 1], next: `/rows?after=5_a_${asked.length}` };
		};
		const delivered = await drain(open(), vendor);
		expect(delivered.map((each) => [each.row.link, each.ordinal])).toEqual([
			[1, 1],
			[2, 1],
			[3, 1],
			[3, 2],
			[4, 1],
		]);
		expect(asked).toEqual([undefined, '5_a_1', '5_a_2', '5_a_3']);
	});

	it('stops at once where the vendor gives the same page again', async () => {
		const vendor = new ModelVendor([], { pageSizes: [1] });
		const page = [1, 2, 3].map((at) => ({ at, who: 'a', link: 1 }));
		vendor.answer = async () => ({ rows: page, next: '/rows?after=3_a' });
		const delivered: Row[] = [];
		const walking = (async () => {
			for await (const { page } of walk(open(), vendor, { name: 'rows' })) {
				const { records } = page;
				delivered.push(...records);
			}
		})();
		await expect(walking).rejects.toThrow('does not move on');
		expect(bag(delivered)).toEqual(bag(page));
	});

	/** One position has more rows than come of it at once, twice. */
	const tied = [1, 2, 3, 4, 5, 5, 5, 6, 7].map((at, link) => ({ at, who: 'a', link }));

	it('reads a page again that may have been cut in the middle of a position', async () => {
		const vendor = new ModelVendor(tied, { pageSizes: [4, 2, 2, 4] });
		expect(bag((await drain(open(), vendor)).map((each) => each.row))).toEqual(bag(tied));
	});

	it('is an error where that page stays cut', async () => {
		const vendor = new ModelVendor(tied, { pageSizes: [4, 2, 2, 4, 2, 4] });
		await expect(drain(open(), vendor)).rejects.toThrow('The list of rows came with a gap');
	});

	it.each([
		['the same request', () => 'same', false],
		['one place after the other', String, true],
	] as Array<[string, (place: number) => string, boolean]>)(
		'ends with an error where a pager asks for %s, and nothing comes',
		async (_what, placeOf, moved) => {
			let place = 0;
			const request = () => {
				if (++place > 100) throw new Error('The walk does not end');
				return { path: '/rows', query: { after: placeOf(place % 3) } };
			};
			const page = { records: [], ordinal: () => 1, cursorAfter: () => '' };
			const pager: Pager<Row> = {
				first: request(),
				read: () => ({ page, next: request(), moved }),
			};
			const vendor = new ModelVendor([], { pageSizes: [1] });
			await expect(drain(pager, vendor)).rejects.toThrow('The list of rows does not move on');
		},
	);

	it('fetches nothing ahead once it has what is wanted', async () => {
		const all = [1, 2, 3, 4, 5, 6].map((at) => ({ at, who: 'a', link: 1 }));
		const vendor = new ModelVendor(all, { pageSizes: [3] });
		for await (const { page } of walk(open(), vendor, { name: 'rows', limit: 2 })) {
			expect(page.records).toHaveLength(3);
			break;
		}
		expect(vendor.requests).toHaveLength(1);
	});

	it('gives up what it fetched ahead when it is left', async () => {
		const all = [1, 2, 3, 4, 5, 6].map((at) => ({ at, who: 'a', link: 1 }));
		const vendor = new ModelVendor(all, { pageSizes: [3] });
		const signals: Array<AbortSignal | undefined> = [];
		const get = vendor.get.bind(vendor);
		vendor.get = async (request, signal?: AbortSignal) => {
			signals.push(signal);
			return await get(request);
		};
		for await (const { page } of walk(open(), vendor, { name: 'rows' })) {
			expect(page.records).toHaveLength(3);
			expect(signals.map((signal) => signal?.aborted)).toEqual([false, false]);
			break;
		}
		expect(signals.map((signal) => signal?.aborted)).toEqual([true, true]);
	});

	it('refuses a typed cursor of another list', () => {
		const check = (typed: string) => () => rows.checkCursor!(typed);
		expect(check('2026-02-03T09:15:42+00:00_x')).toThrow('is no cursor of the list of rows');
		expect(check('5_a~nonsense')).toThrow('is no cursor');
		expect(check('5_a~1a2b3c4d')).not.toThrow();
	});
});

/** Whether a sorted bag holds another, each row as often. */
function contains(holder: string[], held: string[]): boolean {
	const left = new Map<string, number>();
	for (const key of holder) left.set(key, (left.get(key) ?? 0) + 1);
	return held.every((key) => {
		const times = left.get(key) ?? 0;
		left.set(key, times - 1);
		return times > 0;
	});
}
