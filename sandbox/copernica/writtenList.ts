import { SortedList } from '../sortedList';
import type { Written } from './rows';
import type { CopernicaSwitches } from './switches';

type Order = CopernicaSwitches['order'];

const COMPARE = {
	byTime: (a: Written, b: Written) => a.timestamp - b.timestamp || a.id - b.id,
	unsorted: (a: Written, b: Written) => mixed(a.id) - mixed(b.id) || a.id - b.id,
};

/** Rows in the order of writing, which is that of their IDs, and in others on demand. */
export class WrittenList<Row extends Written> {
	private readonly list: Row[] = [];
	private readonly sorted = new Map<Order, SortedList<Row>>();

	get rows(): readonly Row[] {
		return this.list;
	}

	get length(): number {
		return this.list.length;
	}

	/** @throws Error when its ID is not higher than the last one */
	push(row: Row): void {
		const last = this.list.at(-1)?.id ?? 0;
		if (!Number.isSafeInteger(row.id) || row.id <= last) {
			throw new Error(`The next ID must be a number above ${last}, got ${row.id}`);
		}
		this.list.push(row);
		for (const sorted of this.sorted.values()) sorted.insert(row);
	}

	/** @param until rows that were written after this moment are left out */
	in(order: Order, until = Infinity): readonly Row[] {
		const rows = this.allIn(order);
		const isWhole = (this.list.at(-1)?.written ?? 0) <= until;
		return isWhole ? rows : rows.filter((row) => row.written <= until);
	}

	private allIn(order: Order): readonly Row[] {
		switch (order) {
			case 'ascending':
				return this.list;
			case 'descending':
				return [...this.list].reverse();
			default: {
				const sorted = this.sorted.get(order) ?? new SortedList(COMPARE[order], [...this.list]);
				this.sorted.set(order, sorted);
				return sorted.rows;
			}
		}
	}
}

/** A number that looks random, and is the same for the same one. */
function mixed(number: number): number {
	let value = Math.imul(number ^ 0x9e3779b9, 0x85ebca6b);
	value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
	return (value ^ (value >>> 16)) >>> 0;
}
