import { SortedList } from '../sortedList';
import type { EncompassSwitches } from './switches';

export type RowOrder = EncompassSwitches['order'];

interface Listed {
	id: number;
	dateAdded: number;
	/** Of an event; a recipient is its own. */
	recipientId?: number;
}

const COMPARE: Record<RowOrder, (a: Listed, b: Listed) => number> = {
	ascending: byDate,
	descending: (a, b) => byDate(b, a),
	byRecipient: (a, b) => (a.recipientId ?? a.id) - (b.recipientId ?? b.id) || a.id - b.id,
};

function byDate(a: Listed, b: Listed): number {
	return a.dateAdded - b.dateAdded || a.id - b.id;
}

/** Rows that are kept in the order asked for last, and sorted again only for another one. */
export class OrderedList<Row extends Listed> {
	private order: RowOrder = 'ascending';
	private list: SortedList<Row>;

	/** Takes over the array. */
	constructor(rows: Row[] = []) {
		this.list = new SortedList<Row>(COMPARE.ascending, rows);
	}

	get length(): number {
		return this.list.length;
	}

	/** The rows in whatever order they are in, for who does not care. */
	get anyOrder(): readonly Row[] {
		return this.list.rows;
	}

	in(order: RowOrder): readonly Row[] {
		if (order !== this.order) {
			this.order = order;
			this.list = new SortedList<Row>(COMPARE[order], [...this.list.rows]);
		}
		return this.list.rows;
	}

	insert(row: Row): void {
		this.list.insert(row);
	}

	/** Removes the rows that were added first. @returns these rows, oldest first */
	removeOldest(count: number): Row[] {
		const rows = [...this.list.rows].sort(byDate);
		const removed = rows.splice(0, count);
		this.list = new SortedList<Row>(COMPARE[this.order], rows);
		return removed;
	}
}
