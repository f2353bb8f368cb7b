import fc from 'fast-check';
import { isPackedKeys, type PackedKeys, Seen } from '../../nodes/shared/poll/seen/seen';

const EXTENT = 10;
const DAY_MS = 24 * 60 * 60 * 1_000;
const MOST_CHARACTERS = 242_000;

interface Entry {
	key: string;
	at: number;
	ordinal?: number;
}

/** Some are IDs, some look like ones, some are none. */
const key = fc.constantFrom('a', 'b', '1', '2', '3', '01', '9007199254740993', String(2 ** 53 - 1));
const entry = fc.record({
	key,
	at: fc.integer({ min: -50, max: 99 }),
	ordinal: fc.constantFrom(1, 1, 2),
});
const filled = (entries: readonly Entry[], packed?: PackedKeys, extent = EXTENT) => {
	const seen = new Seen(extent, packed);
	for (const each of entries) seen.add(each.key, each.at, each.ordinal);
	return seen;
};
const stored = (seen: Seen) => JSON.parse(JSON.stringify(seen.pack())) as PackedKeys;
const sizeOf = (seen: Seen) => JSON.stringify(seen.pack()).length;

it('has what it was given, in any order, also stored in between, and with another extent', () => {
	fc.assert(
		fc.property(
			fc.array(entry),
			fc.array(entry),
			fc.constantFrom(EXTENT, 0.5, 100),
			(earlier, later, extent) => {
				const packed = stored(filled(earlier));
				expect(isPackedKeys(packed)).toBe(true);
				const seen = filled(later, packed, extent);
				const all = [...earlier, ...later];
				for (const name of ['a', 'c', '1', '01', '4', '9007199254740992']) {
					for (const ordinal of [1, 2]) {
						const isIn = all.some((each) => each.key === name && each.ordinal === ordinal);
						expect(seen.has(name, ordinal)).toBe(isIn);
					}
				}
				const last = Math.max(-Infinity, ...all.map(({ at }) => at));
				expect(seen.latest).toBe(last);
			},
		),
	);
});

it('forgets nothing of a time that is still needed, and what is old by and by', () => {
	fc.assert(
		fc.property(fc.array(entry), fc.integer({ min: -60, max: 110 }), (entries, time) => {
			const seen = filled(entries);
			seen.forgetBefore(time);
			for (const each of entries) {
				if (each.at < time) continue;
				expect(seen.has(each.key, each.ordinal)).toBe(true);
				if (each.ordinal === 1) expect(seen.endsBefore(each.key, each.at)).toBe(false);
			}
			seen.forgetBefore(time + EXTENT);
			for (const [latest] of seen.pack()) expect(latest).toBeGreaterThanOrEqual(time + EXTENT);
			seen.forgetBefore(100);
			expect(seen.pack()).toEqual([]);
		}),
	);
});

it('says whether a key is forgotten before a time is', () => {
	const seen = filled([
		{ key: 'a', at: 5 },
		{ key: 'b', at: 5 },
		{ key: 'b', at: 25 },
	]);
	expect([seen.endsBefore('a', 6), seen.endsBefore('b', 6), seen.endsBefore('c', 6)]).toEqual([
		...[true, false, true],
	]);
});

it('forgets the oldest first, until nothing is left', () => {
	const seen = filled([
		{ key: '1', at: 5 },
		{ key: 'b', at: 50 },
		{ key: '3', at: 8 },
		{ key: 'd', at: 20 },
	]);
	const forgotten = [1, 2, 3, 4].map(() => seen.forgetOldest());
	expect([seen.has('1'), seen.has('b')]).toEqual([false, false]);
	expect(forgotten).toEqual([8, 20, 50, undefined]);
});

it('begins a new lot in time, also when it is stored after each key', () => {
	let seen = filled([]);
	for (let at = 0; at < 100; at++) seen = filled([{ key: String(at), at }], stored(seen));
	seen.forgetBefore(80);
	expect([seen.has('0'), seen.has('80')]).toEqual([false, true]);
});

it('is stored as before where nothing was added', () => {
	const entries = Array.from({ length: 50 }, (_, place) => ({
		key: place % 2 ? String(place) : `key ${place}`,
		at: place,
	}));
	const packed = stored(filled(entries));
	expect(stored(new Seen(EXTENT, packed))).toEqual(packed);
	expect(stored(filled(entries.slice(10), packed))).toEqual(packed);
});

it('keeps 50,000 keys in less than 242,000 characters, whatever their times are', () => {
	const span = fc.constantFrom(1, 1_000, 15_000, 3_600_000, DAY_MS, 1_000 * DAY_MS);
	const times = fc.tuple(span, fc.constantFrom(0, 1, -1, 7_919));
	fc.assert(
		fc.property(times, ([span, step]) => {
			const seen = new Seen(15_000);
			for (let index = 0; index < 50_000; index++) {
				seen.add(`key ${index}`, Date.UTC(2026, 1, 3) + ((index * step) % span));
			}
			expect(sizeOf(seen)).toBeLessThan(MOST_CHARACTERS);
		}),
		{ numRuns: 4 },
	);
});

describe('of twelve lists with a look-back of seven days', () => {
	/** Each list has its IDs, in a row or with some of other lists in between. */
	const sizeOfLists = (each: number, gapOf: (id: number) => number) => {
		let size = 0;
		for (let list = 0; list < 12; list++) {
			const seen = new Seen((7 * DAY_MS) / 8);
			let id = 80_000_000 + list * 10_000_000;
			for (let index = 0; index < each; index++) {
				id += gapOf(index);
				seen.add(String(id), Date.UTC(2026, 1, 3) + index * ((7 * DAY_MS) / each));
			}
			size += sizeOf(seen);
		}
		return size;
	};

	it('500,000 IDs in a row take next to nothing', () => {
		expect(sizeOfLists(41_667, () => 1)).toBeLessThan(8_000);
	});

	it('500,000 IDs nearly in a row fit in, all together', () => {
		expect(sizeOfLists(41_667, (index) => (index % 2 ? 1 : 2))).toBeLessThan(MOST_CHARACTERS);
	});
});

it.each([undefined, {}, [1], [[1]], [[null, '', '']], [[1, '', '~']], [[1, 'AAAA', '']]])(
	'is not packed as %j',
	(value) => {
		expect(isPackedKeys(value)).toBe(false);
	},
);
