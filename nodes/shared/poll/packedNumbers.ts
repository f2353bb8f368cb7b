/** Numbers that can be packed are whole and below two to this power. */
export const BITS = 40;

/** At most so many bits are shifted at once: JavaScript shifts 32. */
const CHUNK = 20;

class BitWriter {
	private readonly bytes: number[] = [];
	private current = 0;
	private free = 8;

	write(value: number, width: number): void {
		if (width > CHUNK) {
			this.write(Math.floor(value / 2 ** CHUNK), width - CHUNK);
			this.write(value % 2 ** CHUNK, CHUNK);
			return;
		}
		for (let left = width; left > 0; ) {
			const take = Math.min(left, this.free);
			left -= take;
			this.free -= take;
			this.current |= ((value >>> left) & ((1 << take) - 1)) << this.free;
			if (this.free === 0) this.flush();
		}
	}

	end(): Buffer {
		if (this.free < 8) this.flush();
		return Buffer.from(this.bytes);
	}

	private flush(): void {
		this.bytes.push(this.current);
		this.current = 0;
		this.free = 8;
	}
}

class BitReader {
	private place = 0;

	constructor(private readonly bytes: Buffer) {}

	read(width: number): number {
		if (width > CHUNK) return this.read(width - CHUNK) * 2 ** CHUNK + this.read(CHUNK);
		let value = 0;
		for (let left = width; left > 0; ) {
			const offset = this.place % 8;
			const take = Math.min(left, 8 - offset);
			const byte = this.bytes[this.place >>> 3] ?? 0;
			value = (value << take) | ((byte >>> (8 - offset - take)) & ((1 << take) - 1));
			this.place += take;
			left -= take;
		}
		return value;
	}
}

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
		for (let ones = Math.floor(gap / 2 ** low); ones > 0; ones--) bits.write(1, 1);
		bits.write(0, 1);
		bits.write(gap % 2 ** low, low);
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
		let ones = 0;
		while (bits.read(1) === 1) ones++;
		number += ones * 2 ** low + bits.read(low);
		numbers.push(number);
	}
	return numbers;
}
