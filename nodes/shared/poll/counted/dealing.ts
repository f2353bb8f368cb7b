import type { IDataObject } from 'n8n-workflow';
import { digestOf } from '../../paging/resumeCursor';
import type { OddKeys } from '../seen/oddKeys';
import type { Bookmark, Scan } from './bookmark';
import { isSorted, OVERLAP_MS } from './order';

/** What the lists of one poll share. */
export interface Shared {
	/** The newest record that was seen, in ms since 1970; 0 where there was none. */
	readonly newest: number;
	/** Records without a time. */
	readonly odd: OddKeys;
	/** Whether another event may be emitted. */
	readonly hasRoom: boolean;
	/** Notes times of records. @returns the newest of them, 0 where there is none that can be believed */
	note(times: ReadonlyArray<number | undefined>): number;
}

/** What is known of a list's records beforehand, and where they go. */
export interface Rows<R> {
	/** Whose list it is. */
	readonly parent: string;
	identity(record: R): string;
	/** When a record was written, in ms since 1970; undefined where it does not say. */
	recordedAt(record: R): number | undefined;
	/** What was recorded before this, at the start, is not emitted; undefined: all is. */
	readonly since: number | undefined;
	emit(record: R): void;
}

/** Deals with the records of one list: says which are new, emits these, and moves the bookmark on. */
export class Dealing<R extends IDataObject> {
	/** When the last record beyond the known ones was recorded. */
	private lastDealt: number | undefined;

	constructor(
		private readonly rows: Rows<R>,
		private readonly bookmark: Bookmark,
		private readonly shared: Shared,
	) {}

	/** A record beyond those that are known. It is new, unless it has come back. */
	beyond(record: R, isBefore: boolean): void {
		const { bookmark, rows, shared } = this;
		const key = rows.identity(record);
		const at = rows.recordedAt(record);
		const isKnown = bookmark.seen.has(key);
		if (!isKnown) bookmark.seen.add(key, at ?? shared.newest);
		const isBack = at !== undefined && at < (bookmark.more.old ?? -Infinity);
		const isNewOdd = at !== undefined || shared.odd.meet(this.oddKey(record));
		if (!isKnown && !isBack && isNewOdd && this.isAskedFor(at)) rows.emit(record);
		bookmark.extend(this.digest(record), isBefore);
		this.lastDealt = at ?? this.lastDealt;
	}

	/** Stops among what is beyond. In order, what was recorded before the last of it is dealt with. */
	leave(): void {
		const { lastDealt, bookmark, shared } = this;
		if (lastDealt === undefined || !isSorted(bookmark.order)) return;
		const settled = Math.min(shared.newest, lastDealt) - OVERLAP_MS;
		bookmark.seen.forgetBefore(settled);
		bookmark.more.floor = Math.max(bookmark.more.floor ?? settled, settled);
	}

	/** A record of a list that is read whole. @param after the cursor behind it */
	inWhole(record: R, scan: Scan, after: string): void {
		if (!this.bookmark.seen.has(this.rows.identity(record))) this.unseen(record, scan);
		if (scan.rows++ === 0) scan.first = this.digest(record);
		scan.after = after;
	}

	digest(record: R): string {
		return digestOf(this.rows.identity(record));
	}

	/** It is new if it was recorded since all was dealt with. */
	private unseen(record: R, { began, floor = -Infinity }: Scan): void {
		const { bookmark, rows } = this;
		const at = rows.recordedAt(record);
		if (at === undefined) return this.undated(record);
		const isLater = bookmark.isNew ? this.isAskedFor(at) : at >= bookmark.complete - OVERLAP_MS;
		if (isLater && at > floor) rows.emit(record);
		// What is passed over now must not be taken for new by the next reading. What is older is needed no
		// longer than this one takes: its time does not matter.
		const settled = began - OVERLAP_MS;
		if (isLater || at >= settled)
			bookmark.seen.add(rows.identity(record), Math.max(at, settled - 1));
	}

	/** Without a time, it is new if it was never met: there is nothing else to tell by. */
	private undated(record: R): void {
		const { odd } = this.shared;
		const key = this.oddKey(record);
		const isUnknown = odd.isNew(key);
		const isNew = odd.note(key) && isUnknown;
		if (isNew && this.isAskedFor(undefined)) this.rows.emit(record);
	}

	/** Whether a record is not older than asked for, as far as it is known. */
	private isAskedFor(at: number | undefined): boolean {
		const { since } = this.rows;
		if (since === undefined) return true;
		// Later on, also what was written late.
		if (!this.bookmark.isNew) return at === undefined || at >= since - OVERLAP_MS;
		return at !== undefined && at >= since;
	}

	/** What names a record among those of all lists. */
	private oddKey(record: R): string {
		return `${this.rows.parent} ${this.rows.identity(record)}`;
	}
}
