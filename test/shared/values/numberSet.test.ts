import fc from 'fast-check';
import { isPackedSet, NumberSet } from '../../../nodes/shared/values/numberSet';
import { Random } from '../../../sandbox/random';

/** Now dense, now far apart, up to the largest whole number. */
const number = fc.oneof(
	fc.nat({ max: 60 }),
	fc.nat({ max: 60 }).map((value) => 5_000_000_000 + value),
	fc.maxSafeNat(),
	fc.nat({ max: 5 }).map((value) => Number.MAX_SAFE_INTEGER - value),
);
const ascending = (numbers: Iterable<number>) => [...new Set(numbers)].sort((a, b) => a - b);

function setOf(numbers: Iterable<number>, packed = ''): NumberSet {
	const set = new NumberSet(packed);
	for (const each of numbers) set.add(each);
	return set;
}

/** So many numbers with gaps of this mean. */
function numbersOf(count: number, gap: number): number[] {
	const random = new Random(gap);
	let last = 80_000_000;
	return Array.from({ length: count }, () => {
		last += gap === 1 ? 1 : 1 + Math.floor(-Math.log(1 - random.fraction()) * (gap - 1) + 0.5);
		return last;
	});
}

it('has what it was given, also packed in between, and nothing else', () => {
	fc.assert(
		fc.property(fc.array(number), fc.array(number), fc.array(number), (some, more, others) => {
			const packed = setOf(some).pack();
			expect(isPackedSet(packed)).toBe(true);
			const set = setOf(more, packed);
			const all = new Set([...some, ...more]);
			for (const each of [...all, ...others, ...some.map((value) => value + 1)]) {
				expect(set.has(each)).toBe(all.has(each));
			}
			expect(set.count).toBe(all.size);
			expect(set.numbers(1_000)).toEqual(ascending(all));
			expect(new NumberSet(set.pack()).numbers(1_000)).toEqual(ascending(all));
			expect(set.count).toBe(all.size);
		}),
		{ numRuns: 300 },
	);
});

it('takes in another set', () => {
	fc.assert(
		fc.property(fc.array(number), fc.array(number), (some, more) => {
			const set = setOf(some);
			set.addAll(setOf(more));
			expect(set.numbers(1_000)).toEqual(ascending([...some, ...more]));
			expect(set.count).toBe(new Set([...some, ...more]).size);
		}),
	);
});

it('is packed as before where nothing was added, and in whatever order it was filled', () => {
	const numbers = numbersOf(50, 3);
	const packed = setOf(numbers).pack();
	expect(setOf(numbers.slice(10), packed).pack()).toBe(packed);
	expect(setOf([...numbers].reverse()).pack()).toBe(packed);
	expect(new NumberSet().pack()).toBe('');
});

it.each([
	[1, 0.0003],
	[1.5, 0.45],
	[3, 0.65],
	[30, 1.2],
	[1_000, 2.1],
])('of 100,000 with a mean gap of %d takes %d characters each at most', (gap, most) => {
	const numbers = numbersOf(100_000, gap);
	const packed = setOf(numbers).pack();
	expect(packed.length / numbers.length).toBeLessThan(most);
	expect(JSON.stringify(new NumberSet(packed).numbers(100_000))).toBe(JSON.stringify(numbers));
});

it('of 50,000 digests takes 4.4 characters each at most', () => {
	const random = new Random(1);
	const digests = Array.from({ length: 50_000 }, () => Math.floor(random.fraction() * 2 ** 40));
	expect(setOf(digests).pack().length / 50_000).toBeLessThan(4.4);
});

it('takes little where bursts follow on each other with pauses in between', () => {
	const bursts = Array.from({ length: 100 }, (_, burst) =>
		numbersOf(1_000, 1).map((value) => value + burst * 1_000_000),
	);
	expect(setOf(bursts.flat()).pack().length).toBeLessThan(800);
});

it('comes out of a damaged text in no time, and not larger than is asked for', () => {
	fc.assert(
		fc.property(fc.base64String({ minLength: 4, maxLength: 400 }), (text) => {
			const set = new NumberSet(text);
			expect(set.numbers(1_000).length).toBeLessThanOrEqual(1_000);
			expect(typeof set.has(5)).toBe('boolean');
		}),
	);
});

it.each([undefined, 1, {}, 'AAAA', '~', 'A', '////////', 'AAAAAAA='])(
	'is not packed as %j',
	(value) => {
		expect(isPackedSet(value)).toBe(false);
	},
);
