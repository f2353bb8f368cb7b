import fc from 'fast-check';
import { IdMemory, isPackedIds, type PackedIds } from '../../../nodes/shared/poll/swept/idMemory';
import {
	holds,
	packRanges,
	rangesOf,
	union,
	unpackRanges,
} from '../../../nodes/shared/poll/swept/idRanges';
import { Random } from '../../../sandbox/random';

/** Now dense, now far apart, up to the largest whole number. */
const id = fc.oneof(
	fc.nat({ max: 60 }),
	fc.nat({ max: 60 }).map((value) => 5_000_000_000 + value),
	fc.maxSafeNat(),
	fc.nat({ max: 5 }).map((value) => Number.MAX_SAFE_INTEGER - value),
);
const ascending = (numbers: readonly number[]) => [...numbers].sort((a, b) => a - b);

/** So many IDs with gaps of this mean. */
function idsOf(count: number, gap: number): number[] {
	const random = new Random(gap);
	let last = 80_000_000;
	return Array.from({ length: count }, () => {
		last += gap === 1 ? 1 : 1 + Math.floor(-Math.log(1 - random.fraction()) * (gap - 1) + 0.5);
		return last;
	});
}

describe('ranges of IDs', () => {
	it('hold what they were made of, and nothing else', () => {
		fc.assert(
			fc.property(fc.array(id), fc.array(id), fc.array(id), (some, more, others) => {
				const ranges = union(rangesOf(ascending(some)), rangesOf(ascending(more)));
				const all = new Set([...some, ...more]);
				for (const each of [...all, ...others, ...some.map((value) => value + 1)]) {
					expect(holds(ranges, each)).toBe(all.has(each));
				}
				ranges.slice(1).forEach(([from], place) => {
					expect(from).toBeGreaterThan(ranges[place]![1] + 1);
				});
			}),
			{ numRuns: 500 },
		);
	});

	it('come out of a text as they went in', () => {
		fc.assert(
			fc.property(fc.array(id, { maxLength: 200 }), (ids) => {
				const ranges = rangesOf(ascending(ids));
				expect(unpackRanges(packRanges(ranges))).toEqual(ranges);
			}),
			{ numRuns: 1_000 },
		);
	});

	it.each([
		[1, 0.0003],
		[1.5, 0.45],
		[3, 0.65],
		[30, 1.2],
		[1_000, 2.1],
	])('of 100,000 IDs with a mean gap of %d take %d characters each at most', (gap, most) => {
		const ids = idsOf(100_000, gap);
		const text = packRanges(rangesOf(ids));
		expect(text.length / ids.length).toBeLessThan(most);
		expect(JSON.stringify(unpackRanges(text))).toBe(JSON.stringify(rangesOf(ids)));
	});

	it('take little where bursts follow on each other with pauses in between', () => {
		const ids = Array.from({ length: 100 }, (_, burst) =>
			idsOf(1_000, 1).map((value) => value + burst * 1_000_000),
		);
		expect(packRanges(rangesOf(ids.flat())).length).toBeLessThan(800);
	});

	it('come out of a damaged text in no time', () => {
		fc.assert(
			fc.property(fc.base64String({ minLength: 4, maxLength: 400 }), (text) => {
				expect(unpackRanges(text).length).toBeLessThanOrEqual(text.length * 6);
			}),
		);
	});
});

describe('a memory of IDs', () => {
	const EXTENT = 10;
	const entry = fc.record({ id, at: fc.integer({ min: -50, max: 99 }) });
	type Entry = { id: number; at: number };
	const filled = (entries: readonly Entry[], packed?: PackedIds, extent = EXTENT) => {
		const memory = new IdMemory(extent, packed);
		for (const each of entries) memory.add(each.id, each.at);
		return memory;
	};
	const stored = (memory: IdMemory) => JSON.parse(JSON.stringify(memory.pack())) as PackedIds;

	it('has what it was given, in any order, also stored in between, and with another extent', () => {
		fc.assert(
			fc.property(
				fc.array(entry),
				fc.array(entry),
				fc.constantFrom(EXTENT, 3, 100),
				(earlier, later, extent) => {
					const packed = stored(filled(earlier));
					expect(isPackedIds(packed)).toBe(true);
					const memory = filled(later, packed, extent);
					for (const each of [...earlier, ...later]) {
						expect(memory.has(each.id, each.at)).toBe(true);
						expect(memory.has(each.id, 7)).toBe(true);
					}
					expect(memory.has(1_000, 7)).toBe([...earlier, ...later].some(({ id }) => id === 1_000));
				},
			),
		);
	});

	it('forgets nothing of a time that is still needed, and what is old by and by', () => {
		fc.assert(
			fc.property(fc.array(entry), fc.integer({ min: -60, max: 110 }), (entries, time) => {
				const memory = filled(entries);
				memory.forgetBefore(time);
				for (const each of entries) {
					if (each.at >= time) expect(memory.has(each.id, each.at)).toBe(true);
				}
				memory.forgetBefore(time + EXTENT);
				for (const [latest] of memory.pack()) expect(latest).toBeGreaterThanOrEqual(time + EXTENT);
				memory.forgetBefore(100);
				expect(memory.pack()).toEqual([]);
			}),
		);
	});

	it('forgets the oldest first, until nothing is left', () => {
		const memory = filled([
			{ id: 1, at: 5 },
			{ id: 2, at: 50 },
			{ id: 3, at: 8 },
			{ id: 4, at: 20 },
		]);
		expect([1, 2, 3, 4].map(() => memory.forgetOldest())).toEqual([8, 20, 50, undefined]);
		expect(memory.has(1, 5)).toBe(false);
	});

	it('is stored as before where nothing was added, and in whatever order it was filled', () => {
		const entries = Array.from({ length: 50 }, (_, place) => ({
			id: (place * 37) % 50,
			at: (place * 37) % 50,
		}));
		const packed = stored(filled(entries));
		expect(stored(new IdMemory(EXTENT, packed))).toEqual(packed);
		expect(stored(filled(entries.slice(10), packed))).toEqual(packed);
		expect(stored(filled([...entries].reverse()))).toEqual(packed);
	});

	it('knows what is none of its own', () => {
		const values: unknown[] = [undefined, {}, [1], [[1]], [[null, 'AA==']], [[1, '']], [[1, '~']]];
		for (const value of values) expect(isPackedIds(value)).toBe(false);
	});
});
