import type { IDataObject } from 'n8n-workflow';
import { digestOf } from '../../paging/resumeCursor';
import type { OddKeys } from '../seen/oddKeys';
import { type Direction, OVERLAP_MS } from './direction';
import type { Bookmark } from './bookmark';
import type { Pages, Slice } from './pages';

/** What the lists of one poll share. */
export interface Shared {
	/** Where lists grow; undefined as long as none has shown it. */
	direction: Direction | undefined;
	/** While it is being found out. */
	survey: Promise<void> | undefined;
	/** The newest record that was seen, in ms since 1970; 0 where there was none. */
	readonly newest: number;
	/** Records without a time. */
	readonly odd: OddKeys;
	/** Whether another event may be given out. */
	readonly hasRoom: boolean;
	/**
	 * Notes the times of consecutive records.
	 * @returns the newest of them, 0 where there is none that can be believed
	 */
	see(times: ReadonlyArray<number | undefined>): number;
}

/** What is known of the list's records beforehand, and where they go. */
export interface WatchedRows<R> {
	/** Whose list it is. */
	readonly owner: string;
	identity(record: R): string;
	/** When a record was written, in ms since 1970; undefined where it does not say. */
	recordedAt(record: R): number | undefined;
	/** What was recorded before this, at the start, is not given out; undefined: all is. */
	readonly since: number | undefined;
	give(record: R): void;
}

/** One list that grows, what is known of it, and how it is asked. */
export class WatchedList<R extends IDataObject> {
	/** The newest record that the last answer could not have missed, in ms since 1970. */
	asOf = 0;

	constructor(
		readonly pages: Pages<R>,
		readonly rows: WatchedRows<R>,
		readonly mark: Bookmark,
		readonly shared: Shared,
	) {}

	async ask(start: number, most: number): Promise<Slice<R>> {
		const before = this.shared.newest;
		const slice = await this.pages.ask(start, Math.max(1, most), this.mark.known);
		const newest = this.shared.see(slice.rows.map((row) => this.rows.recordedAt(row)));
		// The newest time known before this request, plus this answer; not what parallel requests have seen
		// since, because this list may have got an equally new row after we asked. Never before `since`:
		// rows skipped at the start are not in memory.
		this.asOf = Math.max(before, newest, this.rows.since ?? 0);
		return slice;
	}

	/** Whether the last record that is counted is before this index, or not there although it is counted. */
	async endsAt(index: number, total: number): Promise<boolean> {
		if (total <= index) return true;
		const { rows } = await this.ask(total - 1, 1);
		return rows.length === 0;
	}

	/** Whether it was never read to its end. */
	get isNew(): boolean {
		return this.mark.complete === 0;
	}

	/** Notes how many records are dealt with, and the newest of them. */
	know(known: number, edge: string): void {
		Object.assign(this.mark, { known, edge, isTurned: this.isTurned });
	}

	/** Whether records are counted from the list's end. */
	get isTurned(): boolean {
		return this.shared.direction === 'beginning';
	}

	/** Whether lists grow at one end. */
	get isOrdered(): boolean {
		const { direction } = this.shared;
		return direction === 'end' || direction === 'beginning';
	}

	/** Whether a record is not older than asked for, as far as it is known. */
	isAskedFor(at: number | undefined): boolean {
		const { since } = this.rows;
		if (since === undefined) return true;
		// Later on, also what was written late.
		if (!this.isNew) return at === undefined || at >= since - OVERLAP_MS;
		return at !== undefined && at >= since;
	}

	/** All of it is dealt with, as of the newest record that there was then. */
	complete(asOf: number): true {
		const { mark } = this;
		mark.complete = Math.max(mark.complete, asOf, 1);
		mark.settleBefore(mark.complete - OVERLAP_MS);
		return true;
	}

	/** What names a record among those of all lists. */
	oddKey(record: R): string {
		return `${this.rows.owner} ${this.rows.identity(record)}`;
	}

	digest(record: R): string {
		return digestOf(this.rows.identity(record));
	}
}
