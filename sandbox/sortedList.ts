/** Rows in one order, for reading. */
export interface Rows<Row> {
	readonly length: number;
	/** Another one after each change. */
	readonly version: number;
	/** The row at an index that there is. */
	at(index: number): Row;
	slice(start: number, end: number): Row[];
	/**
	 * The index of the first row for which the condition holds (the length where there is none).
	 * The condition must be false up to some row and true from there on.
	 */
	firstIndex(condition: (row: Row) => boolean): number;
}

/** @returns the first index for which the condition holds, `length` where there is none */
export function firstIndex(length: number, condition: (index: number) => boolean): number {
	let low = 0;
	let high = length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if (condition(middle)) high = middle;
		else low = middle + 1;
	}
	return low;
}

/**
 * Rows kept in one order. Searching is binary; inserting shifts what follows, which is cheap where
 * rows arrive near the end, as events do.
 */
export class SortedList<Row> implements Rows<Row> {
	private readonly items: Row[];
	private changes = 0;

	/** Takes over the array and sorts it. Rows that compare as equal keep their order of arrival. */
	constructor(
		private readonly compare: (a: Row, b: Row) => number,
		items: Row[] = [],
	) {
		this.items = items.sort(compare);
	}

	get rows(): readonly Row[] {
		return this.items;
	}

	get length(): number {
		return this.items.length;
	}

	get version(): number {
		return this.changes;
	}

	at(index: number): Row {
		return this.items[index] as Row;
	}

	slice(start: number, end: number): Row[] {
		return this.items.slice(start, end);
	}

	firstIndex(condition: (row: Row) => boolean): number {
		return firstIndex(this.length, (index) => condition(this.at(index)));
	}

	/** Puts the row at its place, behind rows that compare as equal. */
	insert(row: Row): void {
		const index = this.firstIndex((other) => this.compare(other, row) > 0);
		this.items.splice(index, 0, row);
		this.changes++;
	}

	/** Puts many rows at their places at once, as `insert` does one after the other. */
	insertAll(rows: readonly Row[]): void {
		for (const row of rows) this.items.push(row);
		this.items.sort(this.compare);
		this.changes++;
	}

	/** Removes this very row (not one that merely compares as equal); false when it is not there. */
	remove(row: Row): boolean {
		let index = this.firstIndex((other) => this.compare(other, row) >= 0);
		for (; index < this.items.length; index++) {
			const other = this.items[index] as Row;
			if (other === row) {
				this.items.splice(index, 1);
				this.changes++;
				return true;
			}
			if (this.compare(other, row) > 0) return false;
		}
		return false;
	}
}
