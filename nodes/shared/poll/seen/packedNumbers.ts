import { BitReader, BitWriter } from '../../values/bits';

/** Numbers that can be packed are whole and below two to this power. */
export const BITS = 40;

/** The width of how many there are. */
const COUNT = 32;
const lowOf = (length: number, width = BITS) =>
	Math.max(0, width - 1 - Math.floor(Math.log2(Math.max(1, length))));

/**
 * Packs numbers as a text, in any order and with repetitions: the gaps between them when sorted, in
 * Rice code; all are below two to the power of `width`. Evenly spread numbers take some (BITS + 1.5 - log2 of how many) bits each.
 */
export function packNumbers(numbers: readonly number[], width = BITS): string {
	const sorted = [...numbers].sort((a, b) => a - b);
	const low = lowOf(sorted.length, width);
	const bits = new BitWriter();
	bits.write(sorted.length, COUNT);
	let before = 0;
	for (const number of sorted) {
		const gap = number - before;
		before = number;
		bits.writeRice(gap, low);
	}
	return bits.end().toString('base64');
}

/** Whether a value may be what was packed here: as long as so many numbers can be. */
export function isPackedText(value: unknown): value is string {
	if (typeof value !== 'string' || value.length % 4 > 0) return false;
	if (!/^[A-Za-z0-9+/]+={0,2}$/.test(value)) return false;
	const padding = value.endsWith('==') ? 2 : Number(value.endsWith('='));
	const bits = ((value.length / 4) * 3 - padding) * 8;
	const count = new BitReader(Buffer.from(value.slice(0, 8), 'base64')).read(COUNT);
	const low = lowOf(count);
	// Each number takes a bit and its low ones; all together no more ones than the largest has.
	const least = COUNT + count * (low + 1);
	return bits >= least && bits < least + 2 ** (BITS - low) + 8;
}

/** @returns what `packNumbers` was given, sorted */
export function unpackNumbers(text: string, width = BITS): number[] {
	const bytes = Buffer.from(text, 'base64');
	const bits = new BitReader(bytes);
	// Each takes a bit at least, also where the text is damaged.
	const length = Math.min(bits.read(COUNT), bytes.length * 8);
	const low = lowOf(length, width);
	const numbers: number[] = [];
	let number = 0;
	while (numbers.length < length) {
		number += bits.readRice(low);
		numbers.push(number);
	}
	return numbers;
}
