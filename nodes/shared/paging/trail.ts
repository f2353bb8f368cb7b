import { formatCursor, type Place } from './resumeCursor';

/** The places behind the records that were given out, in the order of the list. */
export class Trail {
	private order = -Infinity;
	/** Whether the list is in order: else no place leads behind a record. */
	private isStraight = true;

	/** @param digests of what was given out at the place */
	constructor(
		private place: string,
		private digests: string[],
	) {}

	/** Goes behind one more record that has no place of its own: it stands where the one before does. */
	afterOdd(digest: string): Place {
		return this.place === '' ? '' : this.after(this.place, this.order, digest);
	}

	/** Goes behind one more record. */
	after(place: string, order: number, digest: string): Place {
		if (order < this.order || Number.isNaN(order)) this.isStraight = false;
		if (place !== this.place) this.digests = [];
		this.place = place;
		this.order = order;
		this.digests.push(digest);
		if (!this.isStraight) return '';
		const { digests } = this;
		const { length } = digests;
		return () => formatCursor(place, digests.slice(0, length));
	}
}
