/** No character takes more bytes than this in UTF-8, for each unit of a text. */
const MOST_BYTES = 3;

/** The content of one file after the other, in the same memory: new memory for each would pile up. */
export class FileBuffer {
	private bytes = Buffer.allocUnsafe(1 << 20);
	private length = 0;

	add(text: string): void {
		const needed = this.length + text.length * MOST_BYTES;
		if (needed > this.bytes.length) this.grow(this.length + Buffer.byteLength(text));
		this.length += this.bytes.write(text, this.length);
	}

	/** What was added since it was cleared; no longer so once something else is added behind that. */
	content(): Buffer {
		return this.bytes.subarray(0, this.length);
	}

	clear(): void {
		this.length = 0;
	}

	private grow(needed: number): void {
		if (needed <= this.bytes.length) return;
		const larger = Buffer.allocUnsafe(Math.max(needed, 2 * this.bytes.length));
		this.bytes.copy(larger, 0, 0, this.length);
		this.bytes = larger;
	}
}
