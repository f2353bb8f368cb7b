import { givenFields } from '../../../nodes/shared/params';
import type { PageRequest } from '../../../nodes/shared/feed';
import { walk } from '../../../nodes/shared/paging/walk';
import {
	type Behaviour,
	idsOf,
	NumberedVendor,
	type Row,
	readingOf,
	rowsFeed,
	walked,
} from './numberedVendor';

/** Each at a place of its own, or so many at each. */
const upTo = (last: number, perPlace = 1): Row[] =>
	Array.from({ length: last }, (_, index) => ({
		id: index + 1,
		place: Math.floor(index / perPlace) + 1,
	}));
const ids = (last: number, first = 1) =>
	Array.from({ length: last - first + 1 }, (_, index) => first + index);

const vendorOf = (rows: Row[], behaviour: Partial<Behaviour> = {}) =>
	new NumberedVendor(rows, { size: 10, ...behaviour });

const asked = ({ requests }: NumberedVendor) =>
	requests.map(({ query: { page, size, from, to } = {} }) =>
		[`${page}x${size}`, from && `from ${from}`, to && `to ${to}`].filter(Boolean).join(' '),
	);

const feedOf = (behaviour: Behaviour) => rowsFeed(behaviour);
const noFields = givenFields({});

describe('numbered pages', () => {
	it('are asked for up to the last one', async () => {
		const vendor = vendorOf(upTo(25));
		expect(idsOf(await walked(vendor))).toEqual(ids(25));
		expect(asked(vendor)).toEqual(['1x10', '2x10', '3x10']);
	});

	it.each([0, 10, 30])('of a list of %s are asked for up to an empty one', async (length) => {
		const vendor = vendorOf(upTo(length));
		expect(await walked(vendor)).toHaveLength(length);
		expect(asked(vendor)).toEqual(ids(length / 10 + 1).map((page) => `${page}x10`));
	});

	it('that are cut, or without totals, end where one is empty', async () => {
		for (const behaviour of [
			{ cap: 7, pages: 'none' },
			{ totals: 'none', cap: 7 },
		] as const) {
			const vendor = vendorOf(upTo(25), behaviour);
			expect(idsOf(await walked(vendor))).toEqual(ids(25));
			expect(asked(vendor)).toEqual(ids(5).map((page) => `${page}x10`));
		}
	});

	it('of a list that has come to more meanwhile are not taken for short ones', async () => {
		const add = (...added: number[]) => added.map((id) => ({ add: { id, place: 1 } }));
		const vendor = new NumberedVendor(upTo(1), {
			...{ size: 3, pages: 'none', changes: [[], add(2, 3, 4), add(5, 6, 7, 8)] },
		});
		expect(idsOf(await walked(vendor))).toContain(1);
		const cut = new NumberedVendor(upTo(2), {
			...{ size: 4, cap: 3, pages: 'none', changes: [[], add(3, 4), add(5, 6, 7)] },
		});
		expect(idsOf(await walked(cut)).sort()).toEqual(ids(7));
		const moved = new NumberedVendor(upTo(3, 3), {
			...{ size: 3, pages: 'none' },
			changes: [[4, 5].map((id) => ({ add: { id, place: 2 } })), [], add(6, 7, 8)],
		});
		expect(idsOf(await walked(moved)).sort()).toEqual(ids(8));
	});

	it('come a few at once, and none behind the end', async () => {
		const vendor = vendorOf(upTo(200));
		const walking = walk(feedOf(vendor.behaviour).open(noFields), vendor, { name: 'rows' });
		await walking.next();
		expect(asked(vendor)).toEqual(['1x10', '2x10', '3x10', '4x10', '5x10']);
		await walking.return();
		const short = vendorOf(upTo(21));
		await walked(short);
		expect(asked(short)).toEqual(['1x10', '2x10', '3x10']);
	});

	it('are no more than a limit needs', async () => {
		const vendor = vendorOf(upTo(200));
		expect(await walked(vendor, { limit: 20 })).toHaveLength(20);
		expect(asked(vendor)).toEqual(['1x10', '2x10']);
	});

	it('whose number is ignored are an error, after a few', async () => {
		const vendor = vendorOf(upTo(40), { ignoresNumber: true });
		await expect(walked(vendor)).rejects.toThrow('The list of rows does not move on');
		expect(vendor.requests.length).toBeLessThan(14);
	});

	it('are asked for again where one is another, or older than the one before it', async () => {
		const vendor = vendorOf(upTo(40));
		const get = vendor.get.bind(vendor);
		const pages: string[] = [];
		vendor.get = async (request: PageRequest) => {
			pages.push(String(request.query!.page));
			const isFirst = pages.indexOf('2') === pages.length - 1 && request.query!.page === '2';
			return await get(isFirst ? { ...request, query: { ...request.query, page: '1' } } : request);
		};
		expect(idsOf(await walked(vendor))).toEqual(ids(40));
		expect(pages.filter((page) => page === '2')).toHaveLength(2);
		const late = vendorOf(upTo(40), {
			lastFirst: true,
			// The third page is answered before the second, and one comes in between them.
			changes: [[], [], [], [{ add: { id: 0, place: 0 } }]],
		});
		expect(idsOf(await walked(late))).toEqual(ids(40));
	});
});

describe('a list that records may leave', () => {
	const leaving = (rows: Row[], behaviour: Partial<Behaviour> = {}) =>
		vendorOf(rows, { isUnsteady: true, ...behaviour });

	it('is entered at the last place of each page', async () => {
		const vendor = leaving(upTo(25));
		expect(idsOf(await walked(vendor))).toEqual(ids(25));
		expect(asked(vendor)).toEqual(['1x10', '1x10 from 9', '1x10 from 17']);
	});

	it('is so from its end, too', async () => {
		const vendor = leaving(upTo(25), { down: true });
		expect(idsOf(await walked(vendor))).toEqual(ids(25).reverse());
		expect(asked(vendor)).toEqual(['1x10', '1x10 to 17', '1x10 to 9']);
	});

	it('is asked for more at once where a page holds one place only', async () => {
		const vendor = leaving(upTo(120, 45));
		expect(idsOf(await walked(vendor))).toEqual(ids(120));
		expect(asked(vendor).slice(0, 4)).toEqual([
			'1x10',
			'1x10 from 0',
			'1x40 from 0',
			'1x160 from 0',
		]);
	});

	it('is read page by page within a place that fits into no page', async () => {
		const vendor = leaving(upTo(50, 45), { mostPerPage: 20 });
		expect(idsOf(await walked(vendor))).toEqual(ids(50));
		expect(asked(vendor)).toContain('2x20 from 0');
		const slow = leaving(upTo(900, 400), { size: 150, slowAbove: 200 });
		expect(idsOf(await walked(slow))).toEqual(ids(900));
	});

	it('is an error where it is in another order', async () => {
		const vendor = leaving(upTo(25), { down: true, ignoresOrder: true });
		await expect(walked(vendor)).rejects.toThrow('is not sorted as it was asked for');
		const short = leaving(upTo(5), { down: true, ignoresOrder: true });
		expect(await walked(short)).toHaveLength(5);
	});
});

describe('Continue After', () => {
	const cursorOf = async (vendor: NumberedVendor, id: number) =>
		(await walked(vendor)).find((each) => each.id === id)!.cursor;

	it.each([true, false])('enters at the place (unsteady: %s)', async (isUnsteady) => {
		const rows = upTo(60, 6);
		const after = await cursorOf(vendorOf(rows, { isUnsteady }), 20);
		expect(after).toMatch(/^4~[0-9a-f]{8}\.[0-9a-f]{8}$/);
		const vendor = vendorOf(rows, { isUnsteady });
		expect(idsOf(await walked(vendor, { after }))).toEqual(ids(60, 21));
		expect(asked(vendor)[0]).toBe('1x10 from 3');
	});

	it('at the end gives nothing, and what came since', async () => {
		const after = await cursorOf(vendorOf(upTo(30)), 30);
		expect(await walked(vendorOf(upTo(30)), { after })).toEqual([]);
		expect(idsOf(await walked(vendorOf(upTo(32)), { after }))).toEqual([31, 32]);
	});

	it('stands where its record, or all of its place, has left', async () => {
		const rows = upTo(60, 6);
		const after = await cursorOf(vendorOf(rows), 20);
		for (const gone of [[20], ids(24, 19)]) {
			const vendor = vendorOf(rows.filter(({ id }) => !gone.includes(id)));
			const expected = ids(60, 21).filter((id) => !gone.includes(id));
			expect(idsOf(await walked(vendor, { after }))).toEqual(expected);
		}
	});

	it('behind the end of what is asked for gives nothing', async () => {
		expect(await walked(vendorOf(upTo(30)), { after: '99~1a2b3c4d' })).toEqual([]);
	});

	it('is a cursor of no record behind one that is out of order', async () => {
		const rows = await walked(vendorOf(upTo(5), { down: true, ignoresOrder: true }));
		expect(rows.map(({ cursor }) => cursor !== '')).toEqual([true, false, false, false, false]);
	});

	it.each(['', '5', '5~1a2b3c4d', '2026-03-02 08:14:05~1a2b3c4d.1a2b3c4d'])(
		'takes "%s"',
		(typed) => {
			expect(() => feedOf({ size: 10 }).checkCursor!(typed)).not.toThrow();
		},
	);

	it.each(['~', '~1a2b3c4d', '5~', '5~x', '5~1a2b~3c4d'])('refuses "%s"', (typed) => {
		const check = () => feedOf({ size: 10 }).checkCursor!(typed);
		expect(check).toThrow('is no cursor of the list of rows');
	});

	it('is refused, as is Include Cursor, where the list has no places or is sorted here', () => {
		const { places, ...bare } = readingOf({ size: 10 });
		for (const one of [bare, { ...bare, places, compare: () => 0 }]) {
			const feed = rowsFeed({ size: 10 }, () => one);
			expect(() => feed.open(noFields, '5')).toThrow('continued only where it is sorted by time');
			const withCursor = givenFields({ 'options.includeCursor': true });
			expect(() => feed.open(withCursor)).toThrow('continued only where it is sorted by time');
			expect(() => feed.open(noFields)).not.toThrow();
		}
	});
});

describe('a list that is sorted here', () => {
	const opened = (compare: (a: Row, b: Row) => number) => {
		const behaviour = { size: 1_000, isUnsteady: true };
		const reading = { ...readingOf(behaviour), compare };
		return rowsFeed(behaviour, () => reading).open(noFields);
	};

	it('is given out at the end, in its order', async () => {
		const vendor = vendorOf(upTo(2_500));
		const given: Row[] = [];
		const pager = opened((a, b) => (a.id % 7) - (b.id % 7) || b.id - a.id);
		for await (const { page } of walk<Row>(pager, vendor, { name: 'rows' })) {
			const { records } = page;
			given.push(...records);
		}
		const byRest = (a: number, b: number) => (a % 7) - (b % 7) || b - a;
		expect(idsOf(given)).toEqual(ids(2_500).sort(byRest));
	});

	it('is an error where it is too long to be kept', () => {
		const pager = opened(() => 0);
		const page = (number: number) => ({
			records: ids(20_000).map((id) => ({ id: id + number * 20_000, place: id + number * 20_000 })),
		});
		for (let number = 0; number < 5; number++) pager.read({ body: page(number), headers: {} });
		expect(() => pager.read({ body: page(5), headers: {} })).toThrow(
			'More than 100,000 rows would have to be sorted',
		);
	});
});

it('a list that is sorted here is emitted also where its end is a page that is not there', () => {
	const reading = () => ({ ...readingOf({ size: 2 }), compare: (a: Row, b: Row) => b.id - a.id });
	const pager = rowsFeed({ size: 2 }, reading).open(noFields);
	const body = { records: upTo(2), total: 2, pages: 1 };
	expect(pager.read({ body, headers: {} }).page.records).toEqual([]);
	const { page, next } = pager.readMissing!()!;
	expect([idsOf(page.records), next]).toEqual([[2, 1], undefined]);
});
