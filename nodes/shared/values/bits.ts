/** At most so many bits are shifted at once: JavaScript shifts 32. */
const CHUNK = 20;
const ALL_ONES = 2 ** CHUNK - 1;

/** Writes numbers bit by bit. */
export class BitWriter {
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

	/** In Rice code: short for what is about two to the power of `low`, or less. */
	writeRice(value: number, low: number): void {
		const unit = 2 ** low;
		let ones = Math.floor(value / unit);
		for (; ones >= CHUNK; ones -= CHUNK) this.write(ALL_ONES, CHUNK);
		// The ones that are left, and a zero that ends them.
		this.write(2 ** (ones + 1) - 2, ones + 1);
		this.write(value % unit, low);
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

/** Reads them again; zeros behind the end. */
export class BitReader {
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

	readRice(low: number): number {
		let ones = 0;
		while (this.read(1) === 1) ones++;
		return ones * 2 ** low + this.read(low);
	}
}
