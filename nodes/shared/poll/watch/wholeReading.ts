import type { IDataObject } from 'n8n-workflow';
import { hasGap, notAdvancing } from '../../feed';
import { OVERLAP_MS } from './direction';
import type { Scan } from './bookmark';
import type { Slice } from './pages';
import type { WatchedList } from './watchedList';

/**
 * Reads a list whole, where its order does not show what is new: what was recorded since it was last
 * dealt with is.
 */
export class WholeReading<R extends IDataObject> {
	constructor(private readonly list: WatchedList<R>) {}

	/** @returns whether all of the list is dealt with. The mark is right also where this throws. */
	async begin(): Promise<boolean> {
		this.list.mark.scan = this.newScan();
		return await this.goOn();
	}

	private newScan(): Scan {
		const { floor } = this.list.mark;
		return {
			...{ at: 0, edge: '', began: 0, total: 0, first: '', last: '' },
			...(floor === undefined ? {} : { floor }),
		};
	}

	/** Reads the whole list, over several polls if need be. */
	async goOn(): Promise<boolean> {
		const { list } = this;
		const { mark, shared } = list;
		for (let restarts = 0, idle = 0; ; ) {
			const scan = mark.scan!;
			const found = await this.findPlace(scan);
			if (!found) {
				// Else a list that never rests is begun for ever.
				if (restarts++ > 0) return false;
				mark.scan = this.newScan();
				continue;
			}
			const { slice, from } = found;
			if (scan.at === 0) {
				scan.total = slice.total;
				scan.began = list.asOf;
				scan.first = slice.rows[0] ? list.digest(slice.rows[0]) : '';
			}
			for (let index = from; index < slice.rows.length; index++) {
				if (!shared.hasRoom) return false;
				const record = slice.rows[index]!;
				this.deal(record, scan);
				scan.at = slice.start + index + 1;
				scan.edge = list.digest(record);
				if (scan.at === scan.total) scan.last = scan.edge;
			}
			const { length } = slice.rows;
			const behind = slice.start + length;
			if (from < length) {
				idle = 0;
				if (behind >= slice.total) return this.close(scan);
			} else if (length > 1) {
				// The last record may have moved to the end of a page: then the next one begins with it.
				if (idle++ > 0) throw notAdvancing(list.pages.name, [String(slice.start)]);
			} else {
				if (await list.endsAt(behind, slice.total)) return this.close(scan);
				throw hasGap(
					list.pages.name,
					`It has ${behind} of ${slice.total} that the service counts, and more behind them.`,
				);
			}
			scan.at = behind;
		}
	}

	/** The page that goes on behind the last record, which may have moved. */
	private async findPlace(scan: Scan): Promise<{ slice: Slice<R>; from: number } | undefined> {
		const { list } = this;
		const { size } = list.pages;
		if (scan.at === 0) return { slice: await list.ask(0, size), from: 0 };
		for (const start of [scan.at - 1, Math.max(0, scan.at - size)]) {
			const slice = await list.ask(start, size);
			const place = slice.rows.findIndex((row) => list.digest(row) === scan.edge);
			if (place === -1) continue;
			if (slice.start + place !== scan.at - 1) scan.hasMoved = true;
			return { slice, from: place + 1 };
		}
		return undefined;
	}

	private deal(record: R, scan: Scan): void {
		const { list } = this;
		const { mark, rows } = list;
		const key = rows.identity(record);
		const at = rows.recordedAt(record);
		if (mark.given.times(key) > 0) return;
		if (at === undefined) return this.dealOdd(record);
		const isLater = list.isNew ? list.isAskedFor(at) : at >= mark.complete - OVERLAP_MS;
		const isForgotten = scan.floor !== undefined && at <= scan.floor;
		if (isLater && !isForgotten) rows.give(record);
		// What is passed over now must not be taken for new by the next reading.
		if (isLater || at >= scan.began - OVERLAP_MS) mark.given.add(key, at);
	}

	/** One without a time is new if it was never met: there is nothing else to tell by. */
	private dealOdd(record: R): void {
		const { list } = this;
		const { odd } = list.shared;
		const key = list.oddKey(record);
		const isUnknown = odd.isNew(key);
		const isNew = odd.note(key) && isUnknown;
		if (isNew && (!list.isNew || list.isAskedFor(undefined))) list.rows.give(record);
	}

	private close(scan: Scan): true {
		const { list } = this;
		const { mark } = list;
		if (scan.total < mark.known) {
			mark.old = Math.max(mark.old ?? 0, mark.complete - OVERLAP_MS);
		}
		const edge = list.isTurned ? scan.first : scan.last || scan.edge;
		// Without an edge all is read again, which finds what was put in before the place that was read.
		list.know(scan.total, scan.hasMoved && !list.isTurned ? '' : edge);
		mark.scan = undefined;
		return list.complete(scan.began);
	}
}
