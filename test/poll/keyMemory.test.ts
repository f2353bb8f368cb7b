import fc from 'fast-check';
import { KeyMemory } from '../../nodes/shared/poll/keyMemory';
import { BITS, packNumbers, unpackNumbers } from '../../nodes/shared/poll/packedNumbers';

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
	const WIDTH = 10;
	const entry = fc.record({
		key: fc.constantFrom('a', 'b', 'c'),
		at: fc.integer({ min: -50, max: 99 }),
	});
	const restored = (memory: KeyMemory) =>
		new KeyMemory(WIDTH, JSON.parse(JSON.stringify(memory.pack())) as Record<string, string>);

	it('counts what it was given, in spans of time, also when it was stored in between', () => {
		fc.assert(
			fc.property(fc.array(entry), fc.array(entry), (earlier, later) => {
				const first = new KeyMemory(WIDTH);
				for (const { key, at } of earlier) first.add(key, at);
				const memory = restored(first);
				for (const { key, at } of later) memory.add(key, at);
				const all = [...earlier, ...later];
				for (const { key, at } of all) {
					const same = all.filter(
						(each) => each.key === key && Math.floor(each.at / WIDTH) === Math.floor(at / WIDTH),
					);
					expect(memory.timesAt(key, at)).toBe(same.length);
				}
				for (const key of ['a', 'b', 'c', 'd']) {
					expect(memory.has(key)).toBe(all.some((each) => each.key === key));
				}
			}),
		);
	});

	it('forgets what lies before a time, and nothing later', () => {
		fc.assert(
			fc.property(fc.array(entry), fc.integer({ min: -60, max: 110 }), (entries, time) => {
				const memory = new KeyMemory(WIDTH);
				for (const { key, at } of entries) memory.add(key, at);
				memory.has('a');
				memory.forgetBefore(time);
				for (const { key, at } of entries) {
					if (at >= time) expect(memory.has(key)).toBe(true);
					if (at < time - WIDTH) expect(memory.timesAt(key, at)).toBe(0);
				}
			}),
		);
	});
});
