/**
 * Rows kept in one order. Searching is binary; inserting shifts what follows, which is cheap where
 * rows arrive near the end, as events do.
 */
export class SortedList<Row> {
	private readonly items: Row[];

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

	/**
	 * The index of the first row for which the condition holds (the length where there is none).
	 * The condition must be false up to some row and true from there on.
	 */
	firstIndex(condition: (row: Row) => boolean): number {
		let low = 0;
		let high = this.items.length;
		while (low < high) {
			const middle = (low + high) >>> 1;
			if (condition(this.items[middle] as Row)) high = middle;
			else low = middle + 1;
		}
		return low;
	}

	/** Puts the row at its place, behind rows that compare as equal. */
	insert(row: Row): void {
		const index = this.firstIndex((other) => this.compare(other, row) > 0);
		this.items.splice(index, 0, row);
	}

	/** Removes this very row (not one that merely compares as equal); false when it is not there. */
	remove(row: Row): boolean {
		let index = this.firstIndex((other) => this.compare(other, row) >= 0);
		for (; index < this.items.length; index++) {
			const other = this.items[index] as Row;
			if (other === row) {
				this.items.splice(index, 1);
				return true;
			}
			if (this.compare(other, row) > 0) return false;
		}
		return false;
	}
}
