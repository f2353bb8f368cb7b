import { firstIndex, type Rows } from './sortedList';

/** Rows again and again, later each time: a list of any length that takes no more memory. */
export class RepeatedRows<Row> implements Rows<Row> {
	/** @param later the row as it is in a round, from 0; behind all rows of the round before */
	constructor(
		private readonly rows: Rows<Row>,
		private readonly times: number,
		private readonly later: (row: Row, round: number) => Row,
	) {}

	get length(): number {
		return this.rows.length * this.times;
	}

	get version(): number {
		return this.rows.version;
	}

	at(index: number): Row {
		const { length } = this.rows;
		return this.later(this.rows.at(index % length), Math.floor(index / length));
	}

	slice(start: number, end: number): Row[] {
		const length = Math.max(0, Math.min(end, this.length) - start);
		return Array.from({ length }, (_, index) => this.at(start + index));
	}

	firstIndex(condition: (row: Row) => boolean): number {
		return firstIndex(this.length, (index) => condition(this.at(index)));
	}
}
