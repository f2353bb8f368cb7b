import type { IDataObject } from 'n8n-workflow';
import { digestOf } from '../../tieGroup';
import { type Direction, directionOf, OVERLAP_MS } from './direction';
import type { Mark, Scan } from './mark';
import type { Pages, Slice } from './pages';

/** At first so many are looked at from the end: few are new at the first contact, as a rule. */
const FIRST_LOOK = 100;

/** So many records, from all over a list, show at which end it grows. */
const SURVEYED = 10;

/** What the lists of one poll share. */
export interface Shared {
	/** Where lists grow; undefined as long as none has shown it. */
	direction: Direction | undefined;
	/** While it is being found out. */
	survey: Promise<void> | undefined;
	/** The newest record that was seen, in ms since 1970; 0 where there was none. */
	readonly newest: number;
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
	identity(record: R): string;
	/** When a record was written, in ms since 1970; undefined where it does not say. */
	recordedAt(record: R): number | undefined;
	/** What was recorded before this, at the start, is not given out; undefined: all is. */
	readonly since: number | undefined;
	give(record: R): void;
}

/**
 * Reads one list that grows on from where it was left. Where it grows at one end, records are counted
 * from the other: those behind the last one known are new. Where that one is not in its place, the
 * list is read whole, and what was recorded since is new.
 */
export class ListReader<R extends IDataObject> {
	constructor(
		private readonly pages: Pages<R>,
		private readonly rows: WatchedRows<R>,
		private readonly mark: Mark,
		private readonly shared: Shared,
	) {}

	/** The newest record that the last answer could not have missed. */
	private asOf = 0;
	/** When the last record that was dealt with was recorded. */
	private lastDealt: number | undefined;

	/** @returns whether all of the list is dealt with. The mark is right also where this throws. */
	async readOn(): Promise<boolean> {
		const { mark, shared } = this;
		if (this.isNew && mark.known === 0 && !mark.scan) await this.findBeginning();
		if (mark.scan) return await this.scanOn();
		// Costs no more requests, and shows what a look at the end cannot.
		if (!this.isNew && !this.isOrdered && mark.known <= FIRST_LOOK) return await this.startScan();
		let slice = await this.probe();
		if (shared.direction === undefined && (this.isNew || slice.total !== mark.known)) {
			if (await this.findDirection(slice)) slice = await this.probe();
		}
		for (let tries = 0; ; ) {
			const isOtherEnd = mark.known > 0 && mark.isTurned !== this.isTurned;
			if (isOtherEnd || mark.known > slice.total) return await this.startScan();
			if (shared.direction === 'anywhere' && (this.isNew || slice.total !== mark.known)) {
				// It may have looked so because of one record that is dated wrongly.
				if (slice.total > 2 * this.pages.size) await this.survey(slice.total);
				return await this.startScan();
			}
			const behind = this.behindEdge(slice);
			if (behind === 'moved' || (behind === 'elsewhere' && tries > 2))
				return await this.startScan();
			if (behind !== 'elsewhere') {
				for (const record of behind) {
					if (!shared.hasRoom) return this.leave();
					this.deal(record);
				}
				if (mark.known >= slice.total || (behind.length === 0 && tries > 0)) {
					// Where records come anywhere, some may have come before the last one, and others gone.
					return shared.direction === 'anywhere' || this.complete(this.asOf);
				}
			}
			tries = behind === 'elsewhere' || behind.length === 0 ? tries + 1 : 1;
			slice = await this.sliceAt(Math.max(0, mark.known - 1), this.pages.size, slice.total);
		}
	}

	/** Whether it was never read to its end. */
	private get isNew(): boolean {
		return this.mark.complete === 0;
	}

	/** The last known record, and the one behind it: most often there is none. */
	private async probe(): Promise<Slice<R>> {
		const { known } = this.mark;
		if (known === 0) return await this.ask(0, this.pages.size);
		return await this.ask(this.isTurned ? 0 : known - 1, 2);
	}

	/** What stands behind the last known record, oldest first; or that it is not where it was. */
	private behindEdge(slice: Slice<R>): readonly R[] | 'moved' | 'elsewhere' {
		const { known, edge } = this.mark;
		const { first, rows } = this.counted(slice);
		if (known === 0) return first === 0 ? rows : 'elsewhere';
		const place = known - 1 - first;
		const record = rows[place];
		if (record === undefined) return 'elsewhere';
		return this.digest(record) === edge ? rows.slice(place + 1) : 'moved';
	}

	/** The rows of a slice in the order in which they came, and the number of the first of them. */
	private counted({ start, rows, total }: Slice<R>): { first: number; rows: readonly R[] } {
		if (!this.isTurned) return { first: start, rows };
		return { first: total - start - rows.length, rows: [...rows].reverse() };
	}

	/** Records by the number that they have in the order in which they came. */
	private async sliceAt(first: number, most: number, total: number): Promise<Slice<R>> {
		const { isTurned } = this;
		const start = isTurned ? Math.max(0, total - first - most) : first;
		return await this.ask(start, isTurned ? Math.min(most, total - first) : most);
	}

	private async ask(start: number, most: number): Promise<Slice<R>> {
		const before = this.shared.newest;
		const slice = await this.pages.ask(start, Math.max(1, most));
		const newest = this.shared.see(slice.rows.map((row) => this.rows.recordedAt(row)));
		// Not what other lists have shown meanwhile: this one may have got as new a record since. What was
		// passed over at the start is not all remembered.
		this.asOf = Math.max(before, newest, this.rows.since ?? 0);
		return slice;
	}

	/** So many records are dealt with, and this is the newest of them. */
	private know(known: number, edge: string): void {
		Object.assign(this.mark, { known, edge, isTurned: this.isTurned });
	}

	/** Whether records are counted from the list's end. */
	private get isTurned(): boolean {
		return this.shared.direction === 'beginning';
	}

	/** Whether lists grow at one end. */
	private get isOrdered(): boolean {
		const { direction } = this.shared;
		return direction === 'end' || direction === 'beginning';
	}

	/** Finds out where lists grow. @returns whether more than the slice was looked at */
	private async findDirection({ start, rows, total }: Slice<R>): Promise<boolean> {
		const { shared } = this;
		if (start > 0 || rows.length < total) return await this.survey(total);
		if (total >= SURVEYED)
			shared.direction ??= directionOf(rows.map((row) => this.rows.recordedAt(row)));
		return false;
	}

	/**
	 * Looks at records from all over a list. A piece of one does not show how it is sorted.
	 * @returns true
	 */
	private async survey(total: number): Promise<true> {
		const { shared } = this;
		while (shared.survey) await shared.survey.catch(() => undefined);
		if (!this.isOrdered) {
			shared.survey = this.lookAround(total).finally(() => (shared.survey = undefined));
			await shared.survey;
		}
		return true;
	}

	private async lookAround(total: number): Promise<void> {
		const times: Array<number | undefined> = [];
		for (let place = 0; place < SURVEYED; place++) {
			const { rows } = await this.ask(Math.round((place * (total - 1)) / (SURVEYED - 1)), 1);
			times.push(rows[0] && this.rows.recordedAt(rows[0]));
		}
		this.shared.direction = directionOf(times) ?? this.shared.direction;
	}

	/** Passes over what is too old, from the newest backwards. */
	private async findBeginning(): Promise<void> {
		const { rows, pages, shared } = this;
		if (rows.since === undefined) return;
		const { total } = await this.ask(0, 2);
		if (shared.direction === undefined && total > pages.size) await this.survey(total);
		// Else all of it is looked at, at once or over several polls.
		if (!this.isOrdered) return;
		const old = rows.since - OVERLAP_MS;
		for (let to = total, most = FIRST_LOOK; to > 0; most = pages.size) {
			const from = Math.max(0, to - most);
			const slice = await this.sliceAt(from, to - from, total);
			if (!this.isOrdered) return;
			const { first, rows: found } = this.counted(slice);
			const place = found.findIndex((each) => (rows.recordedAt(each) ?? Infinity) >= old);
			const passed = place === -1 ? found.length : place;
			// A single one may be dated wrongly.
			if (passed > 1 || (passed === 1 && from === 0)) {
				this.know(first + passed, this.digest(found[passed - 1]!));
				return;
			}
			to = Math.min(from, first);
		}
	}

	/** A record behind the last known one. */
	private deal(record: R): void {
		const { mark, rows, shared } = this;
		const key = rows.identity(record);
		const at = rows.recordedAt(record);
		const isKnown = mark.given.times(key) > 0;
		if (!isKnown) mark.given.add(key, at ?? shared.newest);
		const isBack = at !== undefined && at < (mark.old ?? -Infinity);
		if (!isKnown && !isBack && this.isAskedFor(at)) rows.give(record);
		this.know(mark.known + 1, this.digest(record));
		this.lastDealt = at ?? this.lastDealt;
	}

	/** Whether a record is not older than asked for, as far as it is known. */
	private isAskedFor(at: number | undefined): boolean {
		const { since } = this.rows;
		if (since === undefined) return true;
		// Later on, also what was written late.
		if (!this.isNew) return at === undefined || at >= since - OVERLAP_MS;
		return at !== undefined && at >= since;
	}

	/** Stops among what is new. In order, what was recorded before the last of it is dealt with. */
	private leave(): false {
		const { mark, shared, lastDealt } = this;
		if (lastDealt === undefined || !this.isOrdered) return false;
		const settled = Math.min(shared.newest, lastDealt) - OVERLAP_MS;
		mark.given.forgetBefore(settled);
		mark.floor = Math.max(mark.floor ?? settled, settled);
		return false;
	}

	private complete(asOf: number): true {
		const { mark } = this;
		mark.complete = Math.max(mark.complete, asOf, 1);
		mark.settleBefore(mark.complete - OVERLAP_MS);
		return true;
	}

	private async startScan(): Promise<boolean> {
		this.mark.scan = this.newScan();
		return await this.scanOn();
	}

	private newScan(): Scan {
		const { floor } = this.mark;
		return {
			...{ at: 0, edge: '', began: 0, total: 0, first: '', last: '' },
			...(floor === undefined ? {} : { floor }),
		};
	}

	/** Reads the whole list, over several polls if need be. */
	private async scanOn(): Promise<boolean> {
		const { mark, shared } = this;
		for (let restarts = 0; ; ) {
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
				scan.began = this.asOf;
				scan.first = slice.rows[0] ? this.digest(slice.rows[0]) : '';
			}
			for (let index = from; index < slice.rows.length; index++) {
				if (!shared.hasRoom) return false;
				const record = slice.rows[index]!;
				this.dealInScan(record, scan);
				scan.at = slice.start + index + 1;
				scan.edge = this.digest(record);
				if (scan.at === scan.total) scan.last = scan.edge;
			}
			const { length } = slice.rows;
			// The last record may have moved to the end of a page: then the next one begins with it.
			const isLastOfPage = from === length && length > 1;
			if (slice.start + length >= slice.total || (from >= length && !isLastOfPage)) {
				return this.closeScan(scan);
			}
			scan.at = slice.start + length;
		}
	}

	/** The page that goes on behind the last record, which may have moved. */
	private async findPlace(scan: Scan): Promise<{ slice: Slice<R>; from: number } | undefined> {
		const { size } = this.pages;
		if (scan.at === 0) return { slice: await this.ask(0, size), from: 0 };
		for (const start of [scan.at - 1, Math.max(0, scan.at - size)]) {
			const slice = await this.ask(start, size);
			const place = slice.rows.findIndex((row) => this.digest(row) === scan.edge);
			if (place !== -1) return { slice, from: place + 1 };
		}
		return undefined;
	}

	private dealInScan(record: R, scan: Scan): void {
		const { mark, rows, shared } = this;
		const key = rows.identity(record);
		const at = rows.recordedAt(record);
		const time = at ?? -Infinity;
		const isLater = this.isNew
			? this.isAskedFor(at)
			: time >= mark.complete - OVERLAP_MS && time > -Infinity;
		const isForgotten = scan.floor !== undefined && time <= scan.floor;
		if (mark.given.times(key) > 0) return;
		if (isLater && !isForgotten) rows.give(record);
		// What is passed over now must not be taken for new by the next reading.
		if (isLater || time >= scan.began - OVERLAP_MS) mark.given.add(key, at ?? shared.newest);
	}

	private closeScan(scan: Scan): true {
		const { mark } = this;
		if (scan.total < mark.known) {
			mark.old = Math.max(mark.old ?? 0, mark.complete - OVERLAP_MS);
		}
		this.know(scan.total, this.isTurned ? scan.first : scan.last || scan.edge);
		mark.scan = undefined;
		return this.complete(scan.began);
	}

	private digest(record: R): string {
		return digestOf(this.rows.identity(record));
	}
}
