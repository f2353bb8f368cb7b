import fc from 'fast-check';
import { KeyMemory, type PackedKeys } from '../../nodes/shared/poll/seen/keyMemory';
import { BITS, packNumbers, unpackNumbers } from '../../nodes/shared/poll/seen/packedNumbers';

const number = fc.oneof(
	fc.maxSafeNat().map((value) => value % 2 ** BITS),
	fc.nat({ max: 5 }),
	fc.nat({ max: 5 }).map((value) => 2 ** BITS - 1 - value),
);

describe('packed numbers', () => {
	it('come out as they went in, sorted, with repetitions', () => {
		fc.assert(
			fc.property(fc.array(number, { maxLength: 200 }), (numbers) => {
				const sorted = [...numbers].sort((a, b) => a - b);
				expect(unpackNumbers(packNumbers(numbers))).toEqual(sorted);
			}),
			{ numRuns: 1_000 },
		);
	});

	it('take 4.3 characters each where there are 50,000', () => {
		const numbers = fc.sample(fc.maxSafeNat(), { numRuns: 50_000, seed: 1 });
		const spread = numbers.map((value) => (value * 7919) % 2 ** BITS);
		expect(packNumbers(spread).length / 50_000).toBeLessThan(4.4);
	});
});

describe('a memory of keys', () => {
	const EXTENT = 10;
	const entry = fc.record({
		key: fc.constantFrom('a', 'b', 'c'),
		at: fc.integer({ min: -50, max: 99 }),
	});
	const filled = (entries: Array<{ key: string; at: number }>, packed?: PackedKeys) => {
		const memory = new KeyMemory(EXTENT, packed);
		for (const { key, at } of entries) memory.add(key, at);
		return memory;
	};
	const stored = (memory: KeyMemory) => JSON.parse(JSON.stringify(memory.pack())) as PackedKeys;

	it('counts what it was given, also when it was stored in between', () => {
		fc.assert(
			fc.property(fc.array(entry), fc.array(entry), (earlier, later) => {
				const memory = filled(later, stored(filled(earlier)));
				for (const key of ['a', 'b', 'c', 'd']) {
					const same = [...earlier, ...later].filter((each) => each.key === key);
					expect(memory.times(key)).toBe(same.length);
				}
			}),
		);
	});

	it('forgets nothing of a time that is still needed, and what is old by and by', () => {
		fc.assert(
			fc.property(fc.array(entry), fc.integer({ min: -60, max: 110 }), (entries, time) => {
				const memory = filled(entries);
				expect(memory.times('a')).toBe(entries.filter(({ key }) => key === 'a').length);
				memory.forgetBefore(time);
				for (const { key, at } of entries) {
					if (at >= time) expect(memory.times(key)).toBeGreaterThan(0);
					if (at >= time) expect(memory.endsBefore(key, at)).toBe(false);
				}
				memory.forgetBefore(100);
				expect(memory.pack()).toEqual([]);
			}),
		);
	});

	it('begins a new lot in time, also when it is stored after each key', () => {
		let memory = filled([]);
		for (let at = 0; at < 100; at++) memory = filled([{ key: String(at), at }], stored(memory));
		memory.forgetBefore(80);
		expect(memory.times('0')).toBe(0);
		expect(memory.times('80')).toBe(1);
	});

	it('forgets the oldest first, until nothing is left', () => {
		const memory = filled([
			{ key: 'a', at: 5 },
			{ key: 'b', at: 50 },
			{ key: 'c', at: 20 },
		]);
		expect([1, 2, 3, 4].map(() => memory.forgetOldest())).toEqual([5, 20, 50, undefined]);
		expect(memory.times('a')).toBe(0);
	});

	it.each([
		['in an hour', 72],
		['over years', 1_000_000],
		['in a second', 0],
	])('keeps 50,000 keys %s in less than 242,000 characters', (_, step) => {
		const memory = new KeyMemory(15_000);
		for (let index = 0; index < 50_000; index++) memory.add(String(index), index * step);
		expect(memory.size).toBeGreaterThanOrEqual(JSON.stringify(memory.pack()).length);
		expect(memory.size).toBeLessThan(242_000);
	});

	it('keeps 50,000 keys in less than 242,000 characters, whatever their times are', () => {
		const DAY_MS = 24 * 60 * 60 * 1_000;
		const span = fc.constantFrom(1, 1_000, 15_000, DAY_MS, 1_000 * DAY_MS);
		const times = fc.tuple(span, fc.constantFrom(0, 1, -1, 7_919));
		fc.assert(
			fc.property(times, ([span, step]) => {
				const memory = new KeyMemory(15_000);
				for (let index = 0; index < 50_000; index++) {
					memory.add(String(index), Date.UTC(2026, 1, 3) + ((index * step) % span));
				}
				expect(JSON.stringify(memory.pack()).length).toBeLessThan(242_000);
			}),
			{ numRuns: 5 },
		);
	});
});
