/**
 * How many whole numbers in a row share a block; a block becomes bits where it holds more than a
 * few.
 */
const BLOCK = 4_096;
const FEW = 48;

type Block = number[] | Uint32Array;

const WHOLE_NUMBER = /^(?:0|[1-9]\d{0,14})$/;

/**
 * IDs that were met. Of whole numbers that are near each other, as those of a vendor's records are, a
 * million take less than a megabyte; of other texts, some 100.
 */
export class IdSet {
	private readonly blocks = new Map<number, Block>();
	private readonly texts = new Set<string>();

	has(id: string): boolean {
		if (!WHOLE_NUMBER.test(id)) return this.texts.has(id);
		const number = Number(id);
		const block = this.blocks.get(Math.floor(number / BLOCK));
		return block !== undefined && holds(block, number % BLOCK);
	}

	add(id: string): void {
		if (!WHOLE_NUMBER.test(id)) {
			this.texts.add(id);
			return;
		}
		const number = Number(id);
		const key = Math.floor(number / BLOCK);
		const place = number % BLOCK;
		const block = this.blocks.get(key);
		if (!block) this.blocks.set(key, [place]);
		else if (holds(block, place)) return;
		else if (block instanceof Uint32Array) set(block, place);
		else if (block.length < FEW) block.push(place);
		else this.blocks.set(key, bitsOf([...block, place]));
	}
}

const holds = (block: Block, place: number): boolean =>
	block instanceof Uint32Array
		? ((block[place >>> 5]! >>> (place & 31)) & 1) === 1
		: block.includes(place);

function set(bits: Uint32Array, place: number): void {
	bits[place >>> 5]! |= 1 << (place & 31);
}

function bitsOf(places: readonly number[]): Uint32Array {
	const bits = new Uint32Array(BLOCK / 32);
	for (const place of places) set(bits, place);
	return bits;
}
