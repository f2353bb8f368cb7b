/** One file while it is made: what is to be written to it yet, and what is said of it. */
export class FilePart {
	records = 0;
	firstTime: string | null = null;
	lastTime: string | null = null;
	private lines: string[];

	/** @param beginning stands before the first line */
	constructor(beginning: string) {
		this.lines = [beginning];
	}

	/** @param line of one record, with its end */
	add(line: string): void {
		this.lines.push(line);
		this.records++;
	}

	/** @param time ISO 8601, UTC, with milliseconds: in the order of such texts */
	note(time: string | null | undefined): void {
		if (typeof time !== 'string') return;
		if (this.firstTime === null || time < this.firstTime) this.firstTime = time;
		if (this.lastTime === null || time > this.lastTime) this.lastTime = time;
	}

	/** What was added since it was asked for the last time. */
	takeText(): string {
		const text = this.lines.join('');
		this.lines = [];
		return text;
	}
}
