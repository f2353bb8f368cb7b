import { BitReader, BitWriter } from './bits';

/** Whole numbers from one to another, both included. */
type Range = readonly [from: number, to: number];

/** The widths of what a packed text begins with, in bits. */
const COUNT = 32;
const LOW = 6;
const NUMBER = 53;

/**
 * A set of whole numbers from 0 on, which can be packed as a short text: 20 characters where all follow
 * on each other, 2 for each number where the gaps are of 1,000. It is unpacked when it is asked for.
 */
export class NumberSet {
	private ranges: readonly Range[] | undefined;
	private readonly added = new Set<number>();
	/** How many numbers there are; counted when it is asked for. */
	private size: number | undefined;

	/** @param packed what `pack` gave */
	constructor(private packed = '') {}

	has(number: number): boolean {
		return this.added.has(number) || holds(this.unpacked(), number);
	}

	add(number: number): void {
		if (this.has(number)) return;
		this.added.add(number);
		if (this.size !== undefined) this.size++;
	}

	/** Adds what another set has. */
	addAll(other: NumberSet): void {
		for (const each of other.added) this.add(each);
		const ranges = other.unpacked();
		if (ranges.length === 0) return;
		this.ranges = joined([...this.unpacked(), ...ranges]);
		this.packed = packRanges(this.ranges);
		this.size = undefined;
	}

	/** How many numbers there are. */
	get count(): number {
		this.size ??= this.all().reduce((sum, [from, to]) => sum + (to - from + 1), 0);
		return this.size;
	}

	/** In ascending order. @param most of a damaged text, no more than so many */
	numbers(most: number): number[] {
		const numbers: number[] = [];
		for (const [from, to] of this.all()) {
			for (let each = from; each <= to && numbers.length < most; each++) numbers.push(each);
		}
		return numbers;
	}

	/** @returns '' for an empty set; the same text as before where nothing was added */
	pack(): string {
		if (this.added.size > 0) {
			this.ranges = this.all();
			this.added.clear();
			this.packed = packRanges(this.ranges);
		}
		return this.packed;
	}

	private all(): readonly Range[] {
		if (this.added.size === 0) return this.unpacked();
		return joined([...this.unpacked(), ...[...this.added].map((each) => [each, each] as const)]);
	}

	private unpacked(): readonly Range[] {
		this.ranges ??= this.packed === '' ? [] : unpackRanges(this.packed);
		return this.ranges;
	}
}

/** In ascending order; those that touch are one. */
function joined(ranges: Range[]): Range[] {
	const result: Array<[number, number]> = [];
	for (const [from, to] of ranges.sort(([a], [b]) => a - b)) {
		const last = result.at(-1);
		if (last && from <= last[1] + 1) last[1] = Math.max(last[1], to);
		else result.push([from, to]);
	}
	return result;
}

/** @param ranges ascending and apart */
function holds(ranges: readonly Range[], number: number): boolean {
	let low = 0;
	let high = ranges.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if (ranges[middle]![0] <= number) low = middle + 1;
		else high = middle;
	}
	return low > 0 && number <= ranges[low - 1]![1];
}

/** Distances between numbers, and how often each comes. */
type Counted = ReadonlyArray<readonly [distance: number, times: number]>;

/** The Rice code that suits them best, and how many bits it takes. */
function suited(distances: Counted): { low: number; bits: number } {
	const times = distances.reduce((sum, [, each]) => sum + each, 0);
	const sum = distances.reduce((all, [distance, each]) => all + distance * each, 0);
	const mean = Math.floor(Math.log2(Math.max(1, sum / Math.max(1, times))));
	const codes = [mean - 1, mean].map((each) => {
		const low = Math.max(0, each);
		const ones = distances.reduce(
			(all, [distance, count]) => all + count * Math.floor(distance / 2 ** low),
			0,
		);
		return { low, bits: ones + times * (1 + low) };
	});
	return codes[0]!.bits <= codes[1]!.bits ? codes[0]! : codes[1]!;
}

/** The gaps between ranges and their lengths, or each of their numbers, whichever is shorter. */
function packRanges(ranges: readonly Range[]): string {
	if (ranges.length === 0) return '';
	const gaps = ranges.slice(1).map(([from], index) => from - ranges[index]![1] - 1);
	const lengths = ranges.map(([from, to]) => to - from);
	const gapCode = suited(gaps.map((gap) => [gap, 1]));
	const lengthCode = suited(lengths.map((length) => [length, 1]));
	const more = lengths.reduce((sum, length) => sum + length, 0);
	const singleCode = suited([...gaps.map((gap) => [gap, 1] as const), [0, more]]);
	const areSingle = singleCode.bits < gapCode.bits + lengthCode.bits;
	const low = areSingle ? singleCode.low : gapCode.low;
	const bits = new BitWriter();
	bits.write(Number(areSingle), 1);
	bits.write(areSingle ? more + ranges.length : ranges.length, COUNT);
	bits.write(low, LOW);
	bits.write(lengthCode.low, LOW);
	bits.write(ranges[0]![0], NUMBER);
	ranges.forEach((_range, index) => {
		if (index > 0) bits.writeRice(gaps[index - 1]!, low);
		if (!areSingle) bits.writeRice(lengths[index]!, lengthCode.low);
		else for (let rest = lengths[index]!; rest > 0; rest--) bits.writeRice(0, low);
	});
	return bits.end().toString('base64');
}

/** Whether a value may be a packed set: long enough for so many numbers. */
export function isPackedSet(value: unknown): value is string {
	if (value === '') return true;
	if (typeof value !== 'string' || value.length % 4 > 0) return false;
	if (!/^[A-Za-z0-9+/]+={0,2}$/.test(value)) return false;
	const bytes = Buffer.from(value, 'base64');
	const bits = new BitReader(bytes);
	const areSingle = bits.read(1) === 1;
	const count = bits.read(COUNT);
	const [gap, length] = [bits.read(LOW), bits.read(LOW)];
	const each = gap + 1 + (areSingle ? 0 : length + 1);
	const isLongEnough = 1 + COUNT + 2 * LOW + NUMBER + (count - 1) * each <= bytes.length * 8;
	return count > 0 && gap < NUMBER && length < NUMBER && isLongEnough;
}

function unpackRanges(text: string): Range[] {
	const bytes = Buffer.from(text, 'base64');
	const bits = new BitReader(bytes);
	const areSingle = bits.read(1) === 1;
	// Each takes a bit at least, also where the text is damaged.
	const count = Math.min(bits.read(COUNT), bytes.length * 8);
	const gapLow = bits.read(LOW);
	const lengthLow = bits.read(LOW);
	let next = bits.read(NUMBER);
	const ranges: Range[] = [];
	for (let index = 0; index < count; index++) {
		const from = index === 0 ? next : next + bits.readRice(gapLow);
		const to = areSingle ? from : from + bits.readRice(lengthLow);
		ranges.push([from, to]);
		next = to + 1;
	}
	return areSingle ? joined(ranges) : ranges;
}
