/** The content of one file while it is made, and what is said of it. */
export class FilePart {
	records = 0;
	private first = Infinity;
	private last = -Infinity;
	private lines: string[] = [];
	private readonly chunks: Buffer[] = [];

	/** @param beginning stands before the first line */
	constructor(beginning: string) {
		this.lines.push(beginning);
	}

	/** @param line of one record, with its end */
	add(line: string): void {
		this.lines.push(line);
		this.records++;
	}

	/** @param time in ms since 1970; NaN or undefined where there is none */
	note(time: number | undefined): void {
		if (time === undefined) return;
		if (time < this.first) this.first = time;
		if (time > this.last) this.last = time;
	}

	/** Makes bytes of what was added: they take less memory than texts, and no work to clear away. */
	settle(): void {
		this.chunks.push(Buffer.from(this.lines.join('')));
		this.lines = [];
	}

	content(): Buffer {
		this.settle();
		return Buffer.concat(this.chunks);
	}

	/** ISO 8601, UTC; null where no record has a time. */
	get times(): { firstTime: string | null; lastTime: string | null } {
		const iso = (time: number) => (Number.isFinite(time) ? new Date(time).toISOString() : null);
		return { firstTime: iso(this.first), lastTime: iso(this.last) };
	}
}
