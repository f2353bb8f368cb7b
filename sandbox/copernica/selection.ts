import type { Written } from './rows';
import { wallTime, type Zone } from './time';

export type Condition<Row> = (row: Row) => boolean;

/** From `low` to `high`, both included. */
export interface Range {
	low: number;
	high: number;
}

/**
 * What is asked of the rows of a list, all of it at once. Times and IDs are apart, as ranges, so
 * that a list of half a million rows need not be looked at row by row.
 */
export class Selection<Row extends Written> {
	/** Wall times in the zone. */
	readonly time: Range = { low: -Infinity, high: Infinity };
	readonly id: Range = { low: -Infinity, high: Infinity };
	private readonly others: Array<Condition<Row>> = [];

	constructor(readonly zone: Zone) {}

	get hasTime(): boolean {
		return isRange(this.time);
	}

	/** Whether nothing is asked for. */
	get isFree(): boolean {
		return !this.hasTime && !isRange(this.id) && !this.hasOthers;
	}

	/** Whether anything else than times and IDs is asked for. */
	get hasOthers(): boolean {
		return this.others.length > 0;
	}

	narrow(sort: 'time' | 'id', { low = -Infinity, high = Infinity }: Partial<Range>): void {
		const range = this[sort];
		range.low = Math.max(range.low, low);
		range.high = Math.min(range.high, high);
	}

	add(condition: Condition<Row>): void {
		this.others.push(condition);
	}

	/** Whether a row has all that is asked for. */
	has(row: Row): boolean {
		return (
			within(row.id, this.id) &&
			(!this.hasTime || within(wallTime(row.timestamp, this.zone), this.time)) &&
			this.hasOther(row)
		);
	}

	/** Whether a row has all but the times and IDs. */
	hasOther(row: Row): boolean {
		return this.others.every((condition) => condition(row));
	}
}

/** A selection that is only read. */
export type Selected<Row extends Written> = Omit<Selection<Row>, 'narrow' | 'add'>;

export function within(value: number, { low, high }: Range): boolean {
	return value >= low && value <= high;
}

const isRange = ({ low, high }: Range) => low !== -Infinity || high !== Infinity;
