import fc from 'fast-check';
import { Bookmark, isPackedBookmark } from '../../nodes/shared/poll/counted/bookmark';
import { parentsIn } from '../../nodes/shared/poll/counted/parents';
import { type CountedState, forgetOldest } from '../../nodes/shared/poll/counted/state';
import { MOST_CHARACTERS } from '../../nodes/shared/poll/source';
import { timeUpTo } from '../../nodes/shared/poll/stateCheck';
import { givenFields } from '../../nodes/shared/params';
import { digestOf } from '../../nodes/shared/paging/resumeCursor';
import { IndexedVendor, rowsFeed } from '../shared/paging/indexedVendor';

const NOW = Date.UTC(2026, 1, 3);
const MINUTE = 60_000;

/** A list that has these records: what is done with them, and at which end they come. */
const grown = (bookmark: Bookmark, ids: readonly number[], isBefore: (id: number) => boolean) => {
	const list: number[] = [];
	for (const id of ids) {
		bookmark.extend(digestOf(String(id)), isBefore(id));
		if (isBefore(id)) list.unshift(id);
		else list.push(id);
	}
	return list.map((id) => digestOf(String(id)));
};

describe('a bookmark', () => {
	it('knows how many records there are, and the first and the last of them', () => {
		fc.assert(
			fc.property(
				fc.uniqueArray(fc.nat(), { maxLength: 40 }),
				fc.integer({ min: 1 }),
				(ids, odd) => {
					const bookmark = new Bookmark();
					const list = grown(bookmark, ids, (id) => (id ^ odd) % 2 === 0);
					expect([bookmark.known, bookmark.first, bookmark.last]).toEqual([
						...[list.length, list[0] ?? '', list.at(-1) ?? ''],
					]);
				},
			),
		);
	});

	it('is the same when it was stored, and is no other value', () => {
		const time = fc.integer({ min: NOW - 1e9, max: NOW });
		const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
		const more = fc.record(
			{ floor: time, old: time, size: fc.integer({ min: 1, max: 1_000 }) },
			{ requiredKeys: [] },
		);
		const scanned = fc.record({ rows: fc.nat(), began: time, floor: optional(time) });
		fc.assert(
			fc.property(more, optional(scanned), fc.array(fc.string()), time, (rest, scan, keys, at) => {
				const bookmark = new Bookmark();
				grown(
					bookmark,
					keys.map((_, id) => id),
					() => false,
				);
				Object.assign(bookmark, { complete: at, order: 'up' });
				Object.assign(bookmark.more, rest, scan && { scan: { ...scan, after: '', first: '' } });
				for (const key of keys) bookmark.seen.add(key, at);
				const stored: unknown = JSON.parse(JSON.stringify(bookmark.pack()));
				expect(isPackedBookmark(stored, timeUpTo(NOW))).toBe(true);
				const packed = new Bookmark(stored as never);
				expect(JSON.parse(JSON.stringify(packed.pack()))).toEqual(stored);
				expect(keys.every((key) => packed.seen.has(key))).toBe(true);
				for (const wrong of [[], ['x'], [1, '', at, ''], ['', '', NaN, ''], ['', '', at, 'x']]) {
					expect(isPackedBookmark(wrong, timeUpTo(NOW))).toBe(false);
				}
			}),
		);
	});

	it('of each of 3,000 lists fits into the state, with room for what is remembered', () => {
		const bookmarks = Object.fromEntries(
			Array.from({ length: 3_000 }, (_, list) => {
				const bookmark = new Bookmark(['123456~0123abcd', '0123abcd', NOW, 'down']);
				return [String(900_000 + list), bookmark.pack()];
			}),
		);
		expect(JSON.stringify(bookmarks).length).toBeLessThan(0.8 * MOST_CHARACTERS);
	});
});

describe('what is forgotten where there is too much', () => {
	const stateOf = (keys: Record<string, number>): CountedState => ({
		complete: 1,
		newest: NOW,
		bookmarks: Object.fromEntries(
			Object.entries(keys).map(([parent, times]) => {
				const bookmark = new Bookmark();
				for (let key = 0; key < times; key++) {
					bookmark.seen.add(`${parent} ${key}`, NOW + key * 10 * MINUTE);
				}
				return [parent, bookmark.pack()];
			}),
		),
	});

	it('is the oldest of the list that remembers most, and what is as old is taken for emitted', () => {
		const { state, isMissed } = forgetOldest(stateOf({ a: 2, b: 5, c: 3 }))!;
		expect(isMissed).toBe(true);
		const b = new Bookmark(state.bookmarks.b);
		expect(b.more.floor).toBe(NOW);
		expect([0, 1].map((key) => b.seen.has(`b ${key}`))).toEqual([false, true]);
		expect(new Bookmark(state.bookmarks.a).seen.has('a 0')).toBe(true);
	});

	it('ends where nothing is remembered any longer', () => {
		let state = stateOf({ a: 2, b: 1 });
		for (let times = 0; times < 3; times++) ({ state } = forgetOldest(state)!);
		expect(forgetOldest(state)).toBeUndefined();
		expect(forgetOldest(stateOf({}))).toBeUndefined();
	});
});

describe('the parents of lists', () => {
	const found = parentsIn({
		feed: {
			...rowsFeed(10),
			filter: (fields) => {
				const since = fields('since', 0) as number;
				return ({ id }) => id >= since;
			},
		},
		fieldsSince: (since) => givenFields({ since }),
		idOf: ({ id }) => String(id),
		startedAt: ({ id }) => id,
		chosen: (fields) => fields('chosen', undefined) as string[] | undefined,
		adviceIfMissing: 'Choose another.',
	});
	const vendorOf = () => new IndexedVendor([1, 2, 3, 4], { size: 10 });
	const signal = new AbortController().signal;
	const idsSince = async (vendor: IndexedVendor, since: number, chosen?: string[]) => {
		const period = { since, isFirst: true, signal };
		const parents = await found.find(givenFields({ chosen }), vendor, period);
		return parents.map(({ id }) => id);
	};

	it('are asked for once in a poll, unless others need older ones', async () => {
		const vendor = vendorOf();
		expect(found.areKnown(vendor)).toBe(false);
		expect(await idsSince(vendor, 2)).toEqual(['2', '3', '4']);
		expect(found.areKnown(vendor)).toBe(true);
		expect(await idsSince(vendor, 3)).toEqual(['3', '4']);
		expect(vendor.requests).toHaveLength(1);
		expect(await idsSince(vendor, 1)).toEqual(['1', '2', '3', '4']);
		expect(await idsSince(vendor, 2)).toEqual(['2', '3', '4']);
		expect(vendor.requests).toHaveLength(2);
		expect(await idsSince(vendorOf(), 4)).toEqual(['4']);
	});

	it('must be there at first, where they are chosen', async () => {
		expect(await idsSince(vendorOf(), 1, ['2', '4'])).toEqual(['2', '4']);
		await expect(idsSince(vendorOf(), 3, ['2', '4'])).rejects.toThrow(
			'There is no "2" among the rows',
		);
	});
});
