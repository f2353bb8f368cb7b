import type { IDataObject } from 'n8n-workflow';
import { PlaceIsGone } from '../../paging/page';
import { formatCursor } from '../../paging/resumeCursor';
import type { Bookmark, Scan } from './bookmark';
import { Dealing, type Rows, type Shared } from './dealing';
import { isSorted, type Order, orderOf, OVERLAP_MS } from './order';
import type { Piece, Pieces } from './pieces';

/**
 * Lists of so many records are read whole as long as they show no order: that is one request, too, and
 * shows what a look at an end cannot.
 */
const FEW = 100;
/** The least records that show an order not only by chance. */
const LEAST_ORDERED = 10;

/** A piece as it was seen. */
interface Seen<R> extends Piece<R> {
	/** The newest record that the answer could not have missed, in ms since 1970. */
	readonly asOf: number;
}

/**
 * Reads one list that grows on from where it was left. Records behind the last known one, or before the
 * first, are new. Where these are not where they have to be, the list is read whole, and what was
 * recorded since is new.
 */
export class ListReader<R extends IDataObject> {
	private readonly dealing: Dealing<R>;

	constructor(
		private readonly pieces: Pieces<R>,
		private readonly rows: Rows<R>,
		private readonly bookmark: Bookmark,
		private readonly shared: Shared,
	) {
		this.dealing = new Dealing(rows, bookmark, shared);
	}

	/** @returns whether all of the list is dealt with. The bookmark is right also where this throws. */
	async readOn(): Promise<boolean> {
		const { bookmark } = this;
		const { known, order } = bookmark;
		if (bookmark.more.scan || (known <= FEW && !isSorted(order))) return await this.readWhole();
		const piece = await this.ask(order === 'down' ? 0 : known - 1, 2);
		const hasChanged = piece.total !== known;
		if (hasChanged && order === 'mixed') return await this.readWhole();
		let isRead = await this.readEnd(order === 'down', piece);
		// As long as the order is not known, it may have grown at either end.
		if (hasChanged && order === undefined) isRead ??= await this.readEnd(true, piece);
		return isRead ?? (await this.readWhole());
	}

	/** Passes over what is too old, from the newest backwards. */
	private async passOld({ total, rows: [top] }: Piece<R>): Promise<void> {
		const { rows, pieces, bookmark } = this;
		if (rows.since === undefined) return;
		const isBefore = bookmark.order === 'down';
		const old = rows.since - OVERLAP_MS;
		for (let to = total, most = FEW; to > 0; most = pieces.size) {
			const from = Math.max(0, to - most);
			const piece = await this.pieceAt(isBefore, from, to - from, total);
			const { first, found } = counted(isBefore, piece);
			const place = found.findIndex((each) => (rows.recordedAt(each) ?? Infinity) >= old);
			const passed = place === -1 ? found.length : place;
			// A single one may be dated wrongly.
			if (passed > 1 || (passed === 1 && from === 0)) {
				const edge = this.dealing.digest(found[passed - 1]!);
				const oldest = isBefore ? (await this.ask(total - 1, 1)).rows[0] : top;
				const end = oldest ? this.dealing.digest(oldest) : '';
				if (isBefore) bookmark.know(first + passed, edge, end);
				else bookmark.know(first + passed, end, edge);
				return;
			}
			to = Math.min(from, first);
		}
	}

	/**
	 * Deals with what stands behind the known records, or before them.
	 * @returns whether it is all; undefined where these are not where they have to be
	 */
	private async readEnd(isBefore: boolean, looked: Seen<R>): Promise<boolean | undefined> {
		const { bookmark, pieces } = this;
		let piece = looked;
		for (let tries = 0; bookmark.known <= piece.total; ) {
			const fresh = this.beyond(isBefore, piece);
			if (fresh === 'moved' || (fresh === 'elsewhere' && tries > 2)) return undefined;
			if (fresh !== 'elsewhere') {
				for (const record of fresh) {
					if (!this.shared.hasRoom) {
						this.dealing.leave();
						return false;
					}
					this.dealing.beyond(record, isBefore);
				}
				if (bookmark.known >= piece.total || (fresh.length === 0 && tries > 0)) {
					// What a short page left out is read on with the next poll.
					if (!isBefore && !(await this.endsAt(bookmark.known, piece.total))) return false;
					// In no order, some may have come between the others, and others gone.
					if (bookmark.order !== 'mixed') bookmark.settle(piece.asOf);
					return true;
				}
			}
			tries = fresh === 'elsewhere' || fresh.length === 0 ? tries + 1 : 1;
			const from = Math.max(0, bookmark.known - 1);
			piece = await this.pieceAt(isBefore, from, pieces.size, piece.total);
		}
		return undefined;
	}

	/** What stands beyond the known records, the nearest first; or that these are not where they were. */
	private beyond(isBefore: boolean, piece: Piece<R>): readonly R[] | 'moved' | 'elsewhere' {
		const { known, first: head, last } = this.bookmark;
		const { first, found } = counted(isBefore, piece);
		if (known === 0) return first === 0 ? found : 'elsewhere';
		const place = known - 1 - first;
		const record = found[place];
		if (record === undefined) return 'elsewhere';
		return this.dealing.digest(record) === (isBefore ? head : last)
			? found.slice(place + 1)
			: 'moved';
	}

	/** Records by their number, counted from the end that they do not come in at. */
	private async pieceAt(isBefore: boolean, first: number, most: number, total: number) {
		if (!isBefore) return await this.ask(first, most);
		return await this.ask(Math.max(0, total - first - most), Math.min(most, total - first));
	}

	/** Whether the last record that is counted is before this index, or not there although it is counted. */
	private async endsAt(index: number, total: number): Promise<boolean> {
		if (total <= index) return true;
		return (await this.ask(total - 1, 1)).rows.length === 0;
	}

	/** Reads the whole list, over several polls if need be; of one that is new and in order, what is not too old. */
	private async readWhole(): Promise<boolean> {
		const { bookmark, pieces } = this;
		let { scan } = bookmark.more;
		if (!scan) {
			const head = await this.ask(0, pieces.size);
			const { rows, total, asOf } = head;
			bookmark.order = await this.orderFrom(head);
			const isAll = rows.length >= total;
			if (!isAll && bookmark.isNew && bookmark.known === 0 && isSorted(bookmark.order)) {
				await this.passOld(head);
				const isRead = await this.readEnd(bookmark.order === 'down', head);
				if (isRead !== undefined) return isRead;
			}
			const { floor } = bookmark.more;
			scan = { after: '', rows: 0, began: asOf, first: '', floor };
			bookmark.more.scan = scan;
			const cursorAfter = (index: number) =>
				formatCursor(String(index + 1), [this.dealing.digest(rows[index]!)]);
			if (isAll) return this.dealWith(rows, cursorAfter, scan) && this.close(scan);
		}
		const isRead = await this.readBehind(scan).catch((error: unknown) => {
			if (error instanceof PlaceIsGone) return undefined;
			throw error;
		});
		if (isRead !== undefined) return isRead;
		delete bookmark.more.scan;
		return await this.readWhole();
	}

	/** Goes on with a whole reading. @throws PlaceIsGone, where its last record was removed */
	private async readBehind(scan: Scan): Promise<boolean> {
		for await (const { page } of this.pieces.pages(scan.after)) {
			this.shared.note(this.timesOf(page.records));
			if (!this.dealWith(page.records, (index) => page.cursorAfter(index), scan)) return false;
		}
		return this.close(scan);
	}

	/** The order that a list shows: in all that there is of it, or at its ends. */
	private async orderFrom({ rows, total }: Piece<R>): Promise<Order | undefined> {
		const { length } = rows;
		if (length >= total) return length < LEAST_ORDERED ? undefined : orderOf(this.timesOf(rows));
		const tail = await this.ask(Math.max(length, total - FEW), FEW);
		// Where nothing is counted, the end is further on, and records cannot be counted from it.
		return tail.total > total ? undefined : orderOf(this.timesOf([...rows, ...tail.rows]));
	}

	/** @returns whether there was room for all */
	private dealWith(records: readonly R[], cursorAfter: (index: number) => string, scan: Scan) {
		for (const [index, record] of records.entries()) {
			if (!this.shared.hasRoom) return false;
			this.dealing.inWhole(record, scan, cursorAfter(index));
		}
		return true;
	}

	private close({ after, rows, began, first }: Scan): true {
		const { bookmark } = this;
		const { known, more } = bookmark;
		if (rows < known) more.old = Math.max(more.old ?? 0, bookmark.complete - OVERLAP_MS);
		bookmark.after = after;
		bookmark.know(rows, first, bookmark.last);
		delete more.scan;
		bookmark.settle(began);
		return true;
	}

	private async ask(start: number, most: number): Promise<Seen<R>> {
		const before = this.shared.newest;
		const piece = await this.pieces.ask(Math.max(0, start), Math.max(1, most), this.bookmark.known);
		const newest = this.shared.note(this.timesOf(piece.rows));
		// The newest time known before this request, plus this answer; not what parallel requests have seen
		// since, because this list may have got an equally new row after we asked. Never before `since`:
		// rows skipped at the start are not in memory.
		return { ...piece, asOf: Math.max(before, newest, this.rows.since ?? 0) };
	}

	private timesOf(records: readonly R[]): Array<number | undefined> {
		return records.map((record) => this.rows.recordedAt(record));
	}
}

/** The records of a piece by their number, counted from the end that they do not come in at. */
function counted<R>(isBefore: boolean, { start, rows, total }: Piece<R>) {
	if (!isBefore) return { first: start, found: rows };
	return { first: total - start - rows.length, found: [...rows].reverse() };
}
