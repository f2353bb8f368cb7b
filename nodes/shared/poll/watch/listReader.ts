import type { IDataObject } from 'n8n-workflow';
import { OVERLAP_MS } from './direction';
import type { Slice } from './pages';
import { findDirection, survey } from './survey';
import type { WatchedList } from './watchedList';
import { WholeReading } from './wholeReading';

/** At first so many are looked at from the end: few are new at the first contact, as a rule. */
const FIRST_LOOK = 100;

/**
 * Reads one list that grows on from where it was left. Where it grows at one end, records are counted
 * from the other: those behind the last one known are new. Where that one is not in its place, the
 * list is read whole, and what was recorded since is new.
 */
export class ListReader<R extends IDataObject> {
	private readonly whole: WholeReading<R>;
	/** When the last record that was dealt with was recorded. */
	private lastDealt: number | undefined;

	constructor(private readonly list: WatchedList<R>) {
		this.whole = new WholeReading(list);
	}

	/** @returns whether all of the list is dealt with. The mark is right also where this throws. */
	async readOn(): Promise<boolean> {
		const { mark, shared } = this.list;
		if (this.list.isNew && mark.known === 0 && !mark.scan) await this.findBeginning();
		if (mark.scan) return await this.whole.goOn();
		// Costs no more requests, and shows what a look at the end cannot.
		if (!this.list.isNew && !this.list.isOrdered && mark.known <= FIRST_LOOK)
			return await this.whole.begin();
		let slice = await this.probe();
		if (shared.direction === undefined && (this.list.isNew || slice.total !== mark.known)) {
			if (await findDirection(this.list, slice)) slice = await this.probe();
		}
		for (let tries = 0; ; ) {
			const isOtherEnd = mark.known > 0 && mark.isTurned !== this.list.isTurned;
			if (isOtherEnd || mark.known > slice.total) return await this.whole.begin();
			if (shared.direction === 'anywhere' && (this.list.isNew || slice.total !== mark.known)) {
				// It may have looked so because of one record that is dated wrongly.
				if (slice.total > 2 * this.list.pages.size) await survey(this.list, slice.total);
				return await this.whole.begin();
			}
			const behind = this.behindEdge(slice);
			if (behind === 'moved' || (behind === 'elsewhere' && tries > 2))
				return await this.whole.begin();
			if (behind !== 'elsewhere') {
				for (const record of behind) {
					if (!shared.hasRoom) return this.leave();
					this.deal(record);
				}
				if (mark.known >= slice.total || (behind.length === 0 && tries > 0)) {
					// What a short page left out is read on with the next poll.
					if (!mark.isTurned && !(await this.list.endsAt(mark.known, slice.total))) return false;
					// Where records come anywhere, some may have come before the last one, and others gone.
					return shared.direction === 'anywhere' || this.list.complete(this.list.asOf);
				}
			}
			tries = behind === 'elsewhere' || behind.length === 0 ? tries + 1 : 1;
			slice = await this.sliceAt(Math.max(0, mark.known - 1), this.list.pages.size, slice.total);
		}
	}

	/** The last known record, and the one behind it: most often there is none. */
	private async probe(): Promise<Slice<R>> {
		const { known } = this.list.mark;
		if (known === 0) return await this.list.ask(0, this.list.pages.size);
		return await this.list.ask(this.list.isTurned ? 0 : known - 1, 2);
	}

	/** What stands behind the last known record, oldest first; or that it is not where it was. */
	private behindEdge(slice: Slice<R>): readonly R[] | 'moved' | 'elsewhere' {
		const { known, edge } = this.list.mark;
		const { first, rows } = this.counted(slice);
		if (known === 0) return first === 0 ? rows : 'elsewhere';
		const place = known - 1 - first;
		const record = rows[place];
		if (record === undefined) return 'elsewhere';
		return this.list.digest(record) === edge ? rows.slice(place + 1) : 'moved';
	}

	/** The rows of a slice in the order in which they came, and the number of the first of them. */
	private counted({ start, rows, total }: Slice<R>): { first: number; rows: readonly R[] } {
		if (!this.list.isTurned) return { first: start, rows };
		return { first: total - start - rows.length, rows: [...rows].reverse() };
	}

	/** Records by the number that they have in the order in which they came. */
	private async sliceAt(first: number, most: number, total: number): Promise<Slice<R>> {
		const { isTurned } = this.list;
		const start = isTurned ? Math.max(0, total - first - most) : first;
		return await this.list.ask(start, isTurned ? Math.min(most, total - first) : most);
	}

	/** Passes over what is too old, from the newest backwards. */
	private async findBeginning(): Promise<void> {
		const { rows, pages, shared } = this.list;
		if (rows.since === undefined) return;
		const { total } = await this.list.ask(0, 2);
		if (shared.direction === undefined && total > pages.size) await survey(this.list, total);
		// Else all of it is looked at, at once or over several polls.
		if (!this.list.isOrdered) return;
		const old = rows.since - OVERLAP_MS;
		for (let to = total, most = FIRST_LOOK; to > 0; most = pages.size) {
			const from = Math.max(0, to - most);
			const slice = await this.sliceAt(from, to - from, total);
			if (!this.list.isOrdered) return;
			const { first, rows: found } = this.counted(slice);
			const place = found.findIndex((each) => (rows.recordedAt(each) ?? Infinity) >= old);
			const passed = place === -1 ? found.length : place;
			// A single one may be dated wrongly.
			if (passed > 1 || (passed === 1 && from === 0)) {
				this.list.know(first + passed, this.list.digest(found[passed - 1]!));
				return;
			}
			to = Math.min(from, first);
		}
	}

	/** A record behind the last known one. */
	private deal(record: R): void {
		const { mark, rows, shared } = this.list;
		const key = rows.identity(record);
		const at = rows.recordedAt(record);
		const isKnown = mark.given.times(key) > 0;
		if (!isKnown) mark.given.add(key, at ?? shared.newest);
		const isBack = at !== undefined && at < (mark.old ?? -Infinity);
		const isNewOdd = at !== undefined || shared.odd.meet(this.list.oddKey(record));
		if (!isKnown && !isBack && isNewOdd && this.list.isAskedFor(at)) rows.give(record);
		this.list.know(mark.known + 1, this.list.digest(record));
		this.lastDealt = at ?? this.lastDealt;
	}

	/** Stops among what is new. In order, what was recorded before the last of it is dealt with. */
	private leave(): false {
		const { lastDealt, list } = this;
		const { mark, shared } = list;
		if (lastDealt === undefined || !this.list.isOrdered) return false;
		const settled = Math.min(shared.newest, lastDealt) - OVERLAP_MS;
		mark.given.forgetBefore(settled);
		mark.floor = Math.max(mark.floor ?? settled, settled);
		return false;
	}
}
