import type { IDataObject } from 'n8n-workflow';
import type { Page } from '../feed';
import type { OffsetFeed } from './offset';
import { digestOf, formatCursor } from './resumeCursor';

export class OffsetPage<R extends IDataObject> implements Page<R> {
	readonly records: R[] = [];
	/** Where each of them stands in the answer, with what is known already behind it. */
	private readonly places: number[] = [];

	constructor(
		private readonly all: readonly R[],
		private readonly start: number,
		private readonly list: OffsetFeed<R>,
	) {}

	add(place: number, prepare: ((record: R) => R) | undefined): void {
		const record = this.all[place]!;
		this.records.push(prepare ? prepare(record) : record);
		this.places.push(place);
	}

	/** Passes a record that was given out before: the cursor of the one before it leads behind it. */
	pass(place: number): void {
		if (this.places.length > 0) this.places[this.places.length - 1] = place;
	}

	/** IDs tell all records apart. */
	ordinal(): number {
		return 1;
	}

	cursorAfter(index: number): string {
		const place = this.places[index]!;
		const digest = digestOf(this.list.identity(this.all[place]!));
		return formatCursor(String(this.start + place + 1), [digest]);
	}
}
