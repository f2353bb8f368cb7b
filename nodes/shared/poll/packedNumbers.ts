import { BitReader, BitWriter } from './bits';

/** Numbers that can be packed are whole and below two to this power. */
export const BITS = 40;

/**
 * Packs numbers as a text, in any order and with repetitions: the gaps between them when sorted, in
 * Rice code. Evenly spread numbers take some (BITS + 1.5 - log2 of how many) bits each.
 */
export function packNumbers(numbers: readonly number[]): string {
	const sorted = [...numbers].sort((a, b) => a - b);
	const low = Math.max(0, BITS - 1 - Math.floor(Math.log2(Math.max(1, sorted.length))));
	const bits = new BitWriter();
	bits.write(sorted.length, 32);
	let before = 0;
	for (const number of sorted) {
		const gap = number - before;
		before = number;
		bits.writeRice(gap, low);
	}
	return bits.end().toString('base64');
}

/** @returns what `packNumbers` was given, sorted */
export function unpackNumbers(text: string): number[] {
	const bytes = Buffer.from(text, 'base64');
	const bits = new BitReader(bytes);
	// Each takes a bit at least, also where the text is damaged.
	const length = Math.min(bits.read(32), bytes.length * 8);
	const low = Math.max(0, BITS - 1 - Math.floor(Math.log2(Math.max(1, length))));
	const numbers: number[] = [];
	let number = 0;
	while (numbers.length < length) {
		number += bits.readRice(low);
		numbers.push(number);
	}
	return numbers;
}
