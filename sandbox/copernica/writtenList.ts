import { SortedList } from '../sortedList';
import type { Written } from './rows';
import { within, type Selected } from './selection';
import type { CopernicaSwitches } from './switches';
import { OFFSETS, wallTime } from './time';

type Order = CopernicaSwitches['order'];

const COMPARE = {
	byTime: (a: Written, b: Written) => a.timestamp - b.timestamp || a.id - b.id,
	unsorted: (a: Written, b: Written) => mixed(a.id) - mixed(b.id) || a.id - b.id,
};

/** Rows in the order of writing, which is that of their IDs, and in others on demand. */
export class WrittenList<Row extends Written> {
	private readonly list: Row[] = [];
	/** The rows' times once more: close together, they are read many times faster. */
	private times = new Float64Array(16);
	private readonly sorted = new Map<Order, SortedList<Row>>();

	get rows(): readonly Row[] {
		return this.list;
	}

	get length(): number {
		return this.list.length;
	}

	/** @throws Error when its ID is not higher than the last one */
	push(row: Row): void {
		const { length } = this.list;
		const last = this.list[length - 1]?.id ?? 0;
		if (!Number.isSafeInteger(row.id) || row.id <= last) {
			throw new Error(`The next ID must be a number above ${last}, got ${row.id}`);
		}
		if (length === this.times.length) {
			const wider = new Float64Array(2 * length);
			wider.set(this.times);
			this.times = wider;
		}
		this.times[length] = row.timestamp;
		this.list.push(row);
		for (const sorted of this.sorted.values()) sorted.insert(row);
	}

	/** @param until rows that were written after this moment are left out */
	select(selection: Selected<Row>, { order, until = Infinity }: View): readonly Row[] {
		if (order === 'byTime' || order === 'unsorted') {
			const { rows } = this.sortedBy(order);
			const isWhole = selection.isFree && (this.list.at(-1)?.written ?? 0) <= until;
			return isWhole ? rows : rows.filter((row) => row.written <= until && selection.has(row));
		}
		const start = this.firstIndex((row) => row.id >= selection.id.low);
		const end = Math.min(
			this.firstIndex((row) => row.id > selection.id.high),
			this.firstIndex((row) => row.written > until),
		);
		const rows = selection.hasTime
			? this.between(start, end, selection)
			: this.list.slice(start, end);
		const found = selection.hasOthers ? rows.filter((row) => selection.hasOther(row)) : rows;
		return order === 'ascending' ? found : found.reverse();
	}

	/** Those of the indices whose time is asked for. */
	private between(start: number, end: number, { time, zone }: Selected<Row>): Row[] {
		const { times, list } = this;
		// Only near the ends of the range does it matter which offset the zone had then.
		const { least, most } = OFFSETS[zone];
		const [low, high] = [time.low - most, time.high - least];
		const [surelyIn, surelyStill] = [time.low - least, time.high - most];
		const found: Row[] = [];
		for (let index = start; index < end; index++) {
			const at = times[index] as number;
			if (at < low || at > high) continue;
			const isSure = at >= surelyIn && at <= surelyStill;
			if (isSure || within(wallTime(at, zone), time)) found.push(list[index] as Row);
		}
		return found;
	}

	private sortedBy(order: 'byTime' | 'unsorted'): SortedList<Row> {
		const sorted = this.sorted.get(order) ?? new SortedList(COMPARE[order], [...this.list]);
		this.sorted.set(order, sorted);
		return sorted;
	}

	/** The index of the first row for which the condition holds, which is then true of all behind. */
	private firstIndex(condition: (row: Row) => boolean): number {
		let low = 0;
		let high = this.list.length;
		while (low < high) {
			const middle = (low + high) >>> 1;
			if (condition(this.list[middle] as Row)) high = middle;
			else low = middle + 1;
		}
		return low;
	}
}

export interface View {
	order: Order;
	until?: number;
}

/** A number that looks random, and is the same for the same one. */
function mixed(number: number): number {
	let value = Math.imul(number ^ 0x9e3779b9, 0x85ebca6b);
	value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
	return (value ^ (value >>> 16)) >>> 0;
}
