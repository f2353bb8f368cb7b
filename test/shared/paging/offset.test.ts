import { NodeApiError } from 'n8n-workflow';
import type { PageRequest } from '../../../nodes/shared/feed';
import { inPagesOf, readPiece } from '../../../nodes/shared/paging/offset';
import { walk } from '../../../nodes/shared/paging/walk';
import {
	type Behaviour,
	type Change,
	type Given,
	idsOf,
	IndexedVendor,
	noFields,
	rowsFeed,
	walked,
} from './indexedVendor';

const upTo = (last: number, first = 1) =>
	Array.from({ length: last - first + 1 }, (_, index) => first + index);

const asked = ({ requests }: IndexedVendor) =>
	requests.map(({ query }) => `${query!.from}+${query!.most}`);

const vendorOf = (ids: number[], behaviour: Partial<Behaviour> = {}) =>
	new IndexedVendor(ids, { size: 10, ...behaviour });

describe('pages', () => {
	it('overlap by one row, and are asked for up to the end', async () => {
		const vendor = vendorOf(upTo(30));
		expect(idsOf(await walked(vendor))).toEqual(upTo(30));
		expect(asked(vendor)).toEqual(['0+10', '9+10', '18+10', '27+10']);
	});

	it('come a few at once where they do not depend on each other, and none behind the end', async () => {
		const vendor = vendorOf(upTo(100));
		const walking = walk(rowsFeed(10).open(noFields), vendor, { name: 'rows' });
		await walking.next();
		expect(asked(vendor)).toEqual(['0+10', '9+10', '18+10', '27+10', '36+10']);
		await walking.return();
		const short = vendorOf(upTo(21));
		await walked(short);
		expect(asked(short)).toEqual(['0+10', '9+10', '18+10']);
	});

	it('are no more than a limit needs', async () => {
		const vendor = vendorOf(upTo(100));
		expect(await walked(vendor, { limit: 10 })).toHaveLength(10);
		expect(asked(vendor)).toEqual(['0+10']);
	});

	it('that are short end no list', async () => {
		const vendor = vendorOf(upTo(30), { cap: 7 });
		expect(idsOf(await walked(vendor))).toEqual(upTo(30));
	});

	it('of a list without a total end where nothing comes behind the last row', async () => {
		const vendor = vendorOf(upTo(20), { total: false });
		expect(idsOf(await walked(vendor))).toEqual(upTo(20));
		expect(asked(vendor)).toEqual(['0+10', '9+10', '18+10', '19+10', '20+1']);
	});

	it('of a list that knows of no index are asked for twice at most', async () => {
		const vendor = vendorOf(upTo(35), { total: false, indexed: false });
		expect(idsOf(await walked(vendor))).toEqual(upTo(35));
		expect(asked(vendor)).toHaveLength(2);
	});
});

/** Before the answer with that number. */
const at = (request: number, ...some: Change[]) => [
	...Array.from({ length: request }, () => []),
	some,
];
const archived = (count: number): Change[] => Array.from({ length: count }, () => ({ remove: 0 }));

describe('a list that changes between two pages', () => {
	it('is gone back in where rows moved up, and nothing is given out before the gap is read', async () => {
		const vendor = vendorOf(upTo(40), { changes: at(1, ...archived(5)), total: true });
		const given = idsOf(await walked(vendor));
		expect(given).toEqual(upTo(40));
		expect(asked(vendor)).toContain('4+10');
	});

	it('is read on with the total as it is now', async () => {
		const changes = at(1, ...upTo(30, 21).map((add) => ({ add })));
		const vendor = vendorOf(upTo(19), { changes });
		expect(idsOf(await walked(vendor))).toEqual([...upTo(19), ...upTo(30, 21)]);
	});

	it('is not taken for read where it is shorter now than the place that was reached', async () => {
		const vendor = vendorOf(upTo(30), { changes: at(2, ...archived(27)) });
		expect(idsOf(await walked(vendor))).toEqual([...upTo(19), 28, 29, 30]);
	});

	it('may have been emptied', async () => {
		const vendor = vendorOf(upTo(30), { changes: at(2, ...archived(30)) });
		const given = idsOf(await walked(vendor));
		expect(given).toEqual(upTo(given.length));
	});

	it('may have grown before the place by more than a page', async () => {
		for (const total of [true, false]) {
			const changes = at(1, ...upTo(25).map((add) => ({ add })));
			const vendor = vendorOf(upTo(60, 31), { changes, total });
			expect(idsOf(await walked(vendor))).toEqual(expect.arrayContaining(upTo(60, 31)));
		}
	});

	it('is left where it moves on and on without anything new', async () => {
		// One of two servers behind the address has another list.
		let answers = 0;
		const vendor = vendorOf([]);
		vendor.answer = async () => ({
			records: upTo(10).map((each) => ({ id: each + (answers > 0 ? (answers % 3) * 100 : 0) })),
			total: 50 + (answers++ % 2),
		});
		const ids = new Set<number>();
		const walking = (async () => {
			for await (const { page } of walk(rowsFeed(10).open(noFields), vendor, {
				name: 'rows',
			})) {
				page.records.forEach(({ id }) => ids.add(id));
			}
		})();
		await walking.catch((error: Error) => expect(error.message).toMatch(/does not move on/));
		expect(answers).toBeLessThan(60);
	});
});

describe('Continue After', () => {
	const cursorOf = async (vendor: IndexedVendor, id: number) =>
		((await walked(vendor)).find((each) => each.id === id) as Given).cursor;

	it('asks for the place of the cursor and on, and gives what is behind it', async () => {
		const after = await cursorOf(vendorOf(upTo(30)), 20);
		expect(after).toMatch(/^20~[0-9a-f]{8}$/);
		const vendor = vendorOf(upTo(30));
		expect(idsOf(await walked(vendor, { after }))).toEqual(upTo(30, 21));
		expect(asked(vendor)).toEqual(['19+10', '28+10']);
	});

	it('at the end gives nothing, and what came since', async () => {
		const after = await cursorOf(vendorOf(upTo(30)), 30);
		expect(await walked(vendorOf(upTo(30)), { after })).toEqual([]);
		expect(idsOf(await walked(vendorOf(upTo(32)), { after }))).toEqual([31, 32]);
	});

	it.each([
		['up', upTo(60, 26), upTo(60, 41)],
		['down, within a page', upTo(60, -2), upTo(60, 41)],
		['down, by pages', upTo(60, -60), upTo(60, 41)],
	])('finds a place that has moved %s', async (_where, now, expected) => {
		const after = await cursorOf(vendorOf(upTo(60)), 40);
		expect(idsOf(await walked(vendorOf(now), { after }))).toEqual(expected);
	});

	it.each([1, 10, 11, 40])('says so where the row %s was removed', async (id) => {
		const after = await cursorOf(vendorOf(upTo(60)), id);
		const rest = walked(vendorOf(upTo(60).filter((each) => each !== id)), { after });
		await expect(rest).rejects.toThrow('The place to continue after is no longer in the list');
	});

	it('leads behind rows that were given out before the row of the cursor', async () => {
		const turned = vendorOf([1, 3, 5, 7], { size: 3, changes: at(1, { add: 4 }, { add: 2 }) });
		const twice = await walked(turned);
		const after = twice.find(({ id }) => id === 4)!.cursor;
		const rest = idsOf(await walked(vendorOf(turned.ids, { size: 3 }), { after }));
		expect(rest).not.toContain(5);
	});

	it.each(['', '100~1a2b3c4d'])('takes "%s"', (typed) => {
		expect(() => rowsFeed(10).checkCursor!(typed)).not.toThrow();
	});

	it.each(['100', 'x~1a2b3c4d', '100~1a2b', '-1~1a2b3c4d', '2026-02-03T09:15:42+00:00_x_y'])(
		'refuses "%s"',
		(typed) => {
			const check = () => rowsFeed(10).checkCursor!(typed);
			expect(check).toThrow('is no cursor of the list of rows');
		},
	);
});

describe('a vendor that is too slow', () => {
	const node = { id: '', name: '', type: '', typeVersion: 1, position: [0, 0], parameters: {} };
	const tooSlow = () => new NodeApiError(node as never, {}, { httpCode: '504' });

	/** Has an answer for so many rows only. */
	const slowAbove = (most: number, vendor: IndexedVendor) => {
		const get = vendor.get.bind(vendor);
		vendor.get = async (request: PageRequest) => {
			if (Number(request.query!.most) <= most) return await get(request);
			vendor.requests.push(request);
			throw tooSlow();
		};
		return vendor;
	};

	it('is asked for half as much, and for no more again', async () => {
		const vendor = slowAbove(300, vendorOf(upTo(900), { size: 1_000 }));
		expect(idsOf(await walked(vendor))).toEqual(upTo(900));
		expect(asked(vendor)).toEqual([
			...['0+1000', '0+500', '0+250'],
			...['249+250', '498+250', '747+250'],
		]);
	});

	it('also for a page in the middle, with no row lost or twice', async () => {
		const vendor = vendorOf(upTo(3_000), { size: 1_000 });
		const get = vendor.get.bind(vendor);
		vendor.get = async (request: PageRequest) => {
			if (request.query!.from === '999' && request.query!.most === '1000') throw tooSlow();
			return await get(request);
		};
		expect(idsOf(await walked(vendor))).toEqual(upTo(3_000));
		expect(asked(vendor)).toContain('999+500');
	});

	it('is given up where it is too slow for a few rows too', async () => {
		const vendor = slowAbove(0, vendorOf(upTo(900), { size: 1_000 }));
		await expect(walked(vendor)).rejects.toThrow(NodeApiError);
		expect(asked(vendor)).toEqual(['0+1000', '0+500', '0+250', '0+125', '0+62']);
		const sizes = [1_000, 500, 250, 125, undefined];
		expect(vendor.requests.map(({ reducible }) => reducible)).toEqual(sizes);
	});

	it('a piece by itself is asked for in the same way', async () => {
		const vendor = slowAbove(100, vendorOf(upTo(900), { size: 200 }));
		const get = async (request: PageRequest) => await vendor.get(request);
		const one = await readPiece(rowsFeed(10), noFields, { start: 40, size: 200 }, get);
		expect(one.size).toBe(100);
		expect(one.records.map(({ id }) => id)).toEqual(upTo(140, 41));
		expect(asked(vendor)).toEqual(['40+200', '40+100']);
		const other = new Error('another failure');
		const failing = readPiece(
			...([rowsFeed(10), noFields, { start: 0, size: 1_000 }] as const),
			async () => await Promise.reject(other),
		);
		await expect(failing).rejects.toBe(other);
	});

	it('of a size of its own can a list be walked, too', async () => {
		const vendor = vendorOf(upTo(30), { size: 15 });
		const feed = inPagesOf(rowsFeed(10), 15);
		const ids: number[] = [];
		for await (const { page } of walk(feed.open(noFields), vendor, { name: 'rows' })) {
			ids.push(...page.records.map(({ id }) => id));
		}
		expect(ids).toEqual(upTo(30));
		expect(asked(vendor)).toEqual(['0+15', '14+15', '28+15']);
	});
});

it.each([0, 1, 2, 3, 4, 5])(
	'a list that grows in front at every other request has an end, with %i rows more',
	async (more) => {
		const ids = Array.from({ length: 60 + more }, (_, place) => 1_000 + place);
		const changes = Array.from({ length: 100 }, (_, request) =>
			request % 2 === 0 ? [{ add: 998 - request }, { add: 999 - request }] : [],
		);
		const vendor = new IndexedVendor(ids, { size: 10, total: false, changes });
		expect(idsOf(await walked(vendor))).toEqual(expect.arrayContaining(ids));
	},
);
