/**
 * Random numbers that are the same for the same seed, on every machine: all data, faults and live
 * events of the sandbox come from here, so that a run can be repeated byte for byte.
 * (sfc32, seeded by a string hash; good enough for test data, not for secrets.)
 */
export class Random {
	private a: number;
	private b: number;
	private c: number;
	private counter = 1;
	private readonly bytes = Buffer.alloc(20);

	constructor(seed: number | string) {
		const text = String(seed);
		this.a = hash(text, 0x9e3779b9);
		this.b = hash(text, 0x243f6a88);
		this.c = hash(text, 0xb7e15162);
		for (let i = 0; i < 12; i++) this.uint32();
	}

	/** A whole number from 0 to 2^32 - 1. */
	uint32(): number {
		const sum = (this.a + this.b + this.counter) | 0;
		this.counter = (this.counter + 1) | 0;
		this.a = this.b ^ (this.b >>> 9);
		this.b = (this.c + (this.c << 3)) | 0;
		this.c = (((this.c << 21) | (this.c >>> 11)) + sum) | 0;
		return sum >>> 0;
	}

	/** A fraction from 0 (included) to 1 (excluded). */
	fraction(): number {
		return this.uint32() / 4294967296;
	}

	/** A whole number from min to max, both included. */
	int(min: number, max: number): number {
		return min + Math.floor(this.fraction() * (max - min + 1));
	}

	chance(probability: number): boolean {
		return this.fraction() < probability;
	}

	pick<T>(choices: readonly T[]): T {
		if (choices.length === 0) throw new Error('There is nothing to pick from');
		return choices[this.int(0, choices.length - 1)] as T;
	}

	/** Lower-case hexadecimal digits for this many bytes (20 at most). */
	hex(byteCount: number): string {
		for (let i = 0; i < 20; i += 4) this.bytes.writeUInt32LE(this.uint32(), i);
		return this.bytes.toString('hex', 0, byteCount);
	}

	/** A version 4 UUID in lower case. */
	uuid(): string {
		for (let i = 0; i < 16; i += 4) this.bytes.writeUInt32LE(this.uint32(), i);
		this.bytes[6] = ((this.bytes[6] ?? 0) & 0x0f) | 0x40;
		this.bytes[8] = ((this.bytes[8] ?? 0) & 0x3f) | 0x80;
		const hex = this.bytes.toString('hex', 0, 16);
		return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
	}

	/** Puts the items of the array in another order, in place. */
	shuffle<T>(items: T[]): T[] {
		for (let i = items.length - 1; i > 0; i--) {
			const j = this.int(0, i);
			[items[i], items[j]] = [items[j] as T, items[i] as T];
		}
		return items;
	}
}

function hash(text: string, start: number): number {
	let value = start;
	for (let i = 0; i < text.length; i++) {
		value = Math.imul(value ^ text.charCodeAt(i), 0x5bd1e995);
		value ^= value >>> 13;
	}
	value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
	return (value ^ (value >>> 15)) | 0;
}
