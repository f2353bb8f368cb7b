import { type IDataObject, UserError } from 'n8n-workflow';
import { type ReadPage, readPages } from '../../paging/readPages';
import type { Transport } from '../../transport/transport';
import { defined } from './defined';
import { mayBeRefusal } from '../refusal';
import { Ledger } from '../seen/ledger';
import { coarsely, type FollowOptions, type FoundEvent, type PollResult } from '../source';
import { cursorIn, MOST_CURSOR, storedCursor } from '../storedCursor';
import { Bounds } from './bounds';
import { FirstContact } from './firstContact';
import { Judge, type Judged } from './judge';
import { readLatest } from './latest';
import type { Place, Progress, Signpost, WindowState } from './state';
import type { WindowedList } from './windowedList';

/** A reading within one poll: of what is new, or of the window. */
interface Run {
	readonly kind: 'near' | 'far';
	place: Place;
	/** Pages that were dealt with, and that others follow. */
	pages: number;
	/** Rows that came. */
	rows: number;
}

/** At the end of the list, before it, or at a place that it has to be begun anew from. */
type RunEnd = 'ended' | 'left' | 'anew';

/**
 * Reads a list on, in two ways. A near reading begins shortly before the newest row, and finds what was
 * written in time. A far reading re-reads the window, which is measured from the newest row known when
 * the last far reading began: anything written later than that is at most the lateness older than it,
 * even after a long pause. Both drop what was emitted.
 *
 * A cursor goes on behind what a reading has dealt with. A row that was inserted before that place
 * meanwhile is not read by it. It is either newer than all that this reading has come across, so that the
 * next near reading begins before it, or it is late, for the next far reading.
 */
export class WindowReader {
	private readonly events: FoundEvent[] = [];
	private readonly contact: FirstContact;
	private readonly ledger: Ledger;
	private readonly began = Date.now();
	private progress: Progress;
	/** Whether rows had to be passed over, since there was no room to tell them apart. */
	private shortened = false;
	/** Whether the reading that failed got further on. */
	private ledOn = false;

	constructor(
		private readonly list: WindowedList,
		prior: WindowState | undefined,
		private readonly transport: Transport,
		private readonly options: FollowOptions,
	) {
		const { contact, since, silent, newest, swept, near, far, ...known } = prior ?? {};
		const start = contact === undefined ? undefined : { contact, ...defined({ since, silent }) };
		this.contact = new FirstContact(start, list.clock, transport, options);
		this.progress = defined({ newest, swept, near, far });
		const { lookBack, lateness } = list;
		this.ledger = new Ledger({ dated: lateness, undated: lookBack + lateness }, known);
	}

	/** @throws what kept it from making the first contact */
	async read(): Promise<PollResult<WindowState>> {
		let interrupted: Error | undefined;
		try {
			if ((await this.readNear()) && this.isFarDue && !this.isOver) await this.readFar();
		} catch (error) {
			interrupted = error as Error;
		}
		const { events, contact, ledger, shortened } = this;
		if (!contact.isMade) throw interrupted ?? (this.options.signal.reason as Error);
		const ledOn = interrupted === undefined || this.ledOn;
		return { events, state: this.packed(), interrupted, ledOn, shortened, odd: ledger.odd };
	}

	/** Reads what is new; or all, where that is read each time. @returns whether to the end */
	private async readNear(): Promise<boolean> {
		const { near, far } = this.progress;
		if (this.list.farEvery === 0) return await this.readFar();
		let failure: Error | undefined;
		if (!near && !far && this.isFarDue) {
			// Where one answer holds all, it serves as both.
			const isRead = await this.readOn('far', this.farPlace, 1).catch((error) => {
				failure = error as Error;
				return false;
			});
			if (isRead || !this.hasRoom) return isRead;
		}
		// What is new must not wait for a far reading that fails.
		const isRead =
			!this.options.signal.aborted &&
			(await this.readOn('near', near ?? this.bounds.near(this.known)));
		if (failure) throw failure;
		return isRead;
	}

	/** Whether there is something to read that may have been written late. */
	private get isFarDue(): boolean {
		const { far, swept } = this.progress;
		const { farEvery } = this.list;
		if (!swept || farEvery === 0) return false;
		return far !== undefined || Math.abs(this.began - swept.at) >= farEvery;
	}

	/** @returns whether to the end */
	private async readFar(): Promise<boolean> {
		return await this.readOn('far', this.progress.far ?? this.farPlace);
	}

	private async readOn(kind: Run['kind'], from: Place, most = Infinity): Promise<boolean> {
		const run: Run = { kind, place: from, pages: 0, rows: 0 };
		if (kind === 'far' && (await this.takeLatest(run))) return this.finish(run, true);
		const end = await this.readOnPages(run, most).catch(async (error: unknown) => {
			this.keep(run);
			const isLost = from.after !== '' && run.rows === 0 && mayBeOfCursor(error);
			if (isLost) return 'anew' as const;
			this.ledOn = run.place.after !== from.after;
			return await Promise.reject(error);
		});
		if (end === 'ended') return this.finish(run, from.after === '' && run.pages === 0);
		if (end === 'left') return false;
		const { floor } = this.bounds.near(this.known);
		return await this.readOn(kind, { ...run.place, after: '', ...defined({ floor }) }, most);
	}

	/**
	 * Takes what happened last, if it can be had alone: all of it or nothing, since what is then read whole
	 * must not have been taken before.
	 * @returns whether nothing else is missing
	 */
	private async takeLatest(run: Run): Promise<boolean> {
		const { list, transport, options } = this;
		const { start, floor, after } = run.place;
		if (!list.latest || after !== '' || start === undefined || floor === undefined) return false;
		const rows = await readLatest(list.feed, list.latest, transport, {
			...{ deadline: options.deadline, signal: options.signal, start },
			floor: () => {
				this.meet(run);
				return run.place.floor ?? floor;
			},
		});
		// It was asked for from too late a time.
		if (!rows || (run.place.start ?? start) < start) return false;
		const judge = this.judgeOf(run);
		const found = rows.reduce((sum, row) => sum + judge(row, 1).news.length, 0);
		if (found > options.most) return false;
		for (const row of rows) this.take(judge(row, 1), run);
		return true;
	}

	/** Deals with page after page, and keeps where it got to. */
	private async readOnPages(run: Run, most: number): Promise<RunEnd> {
		const { options, events } = this;
		// What is fetched ahead and not needed is paid for all the same.
		const limit = most === Infinity ? options.most - events.length : 0;
		for await (const read of this.pagesOf(run.place, limit)) {
			if (this.meet(run)) return 'anew';
			const { page, isLast } = read;
			const { length } = page.records;
			const taken = this.takePage(read, run);
			run.rows += length;
			const end = taken === length ? page.endCursor?.() : undefined;
			if (end !== undefined) run.place = { ...run.place, after: end };
			else if (taken > 0) this.goBehind(read, taken - 1, run);
			this.keep(run);
			if (taken < length) return 'left';
			if (isLast) break;
			if (++run.pages >= most || !this.hasRoom) return 'left';
		}
		return 'ended';
	}

	private pagesOf({ start = -Infinity, after }: Place, limit: number) {
		const { list, transport, options } = this;
		const from = after === '' ? (list.cursorAt?.(start) ?? '') : cursorIn(after);
		const { signal } = options;
		return readPages(list.feed, list.fieldsSince(start), transport, { after: from, limit, signal });
	}

	private goBehind({ page }: ReadPage<IDataObject>, index: number, run: Run): void {
		const { list } = this;
		const after = storedCursor(page.cursorAfter(index));
		const stands = list.standsAt(page.records[index]!);
		const isTooLong = after.length > MOST_CURSOR && stands !== undefined && list.cursorAt;
		// What else is of that second is passed over: there is no room to tell it apart.
		const behind = () => list.cursorAt!(Math.floor(stands! / 1_000) * 1_000 + 1_000);
		if (isTooLong) this.shortened = true;
		run.place = { ...run.place, after: isTooLong ? behind() : after };
	}

	/**
	 * Notes the vendor's time with the first answer of all.
	 * @returns whether the list was asked from too late a time: our clock is ahead, and what the vendor
	 * writes next would be older
	 */
	private meet(run: Run): boolean {
		if (!this.contact.meet()) return false;
		const { bounds, known } = this;
		const right = run.kind === 'near' ? bounds.near(known) : bounds.far(known);
		const isTooLate = (run.place.start ?? -Infinity) > (right.start ?? -Infinity);
		const { start } = run.place;
		run.place = { ...right, ...(isTooLate ? {} : defined({ start })) };
		return isTooLate;
	}

	/** @returns how many of the rows were dealt with: all, unless there is no room */
	private takePage({ page, isWanted }: ReadPage<IDataObject>, run: Run): number {
		const { events } = this;
		const { most } = this.options;
		const judge = this.judgeOf(run);
		let taken = 0;
		for (const row of page.records) {
			const found = judge(row, page.ordinal(taken), isWanted(taken));
			const { length } = found.news;
			// What one row tells stays together.
			const isTooMuch = events.length > 0 && events.length + length > most;
			if (length > 0 && (isTooMuch || !this.hasRoom)) break;
			this.take(found, run);
			taken++;
		}
		return taken;
	}

	private judgeOf({ kind, place }: Run) {
		const { list, transport, ledger, contact, progress } = this;
		const judge = new Judge(list, transport, ledger, contact, { kind, place, progress });
		return (...row: Parameters<Judge['judge']>) => judge.judge(...row);
	}

	private take({ row, ordinal, stands, unmet, news, newest }: Judged, run: Run): void {
		const noted = unmet.filter((each) => this.ledger.note(each, ordinal, stands));
		for (const each of news) {
			if (noted.includes(each)) this.events.push({ record: this.list.present(row, each), ordinal });
		}
		if (newest > (run.place.newest ?? -Infinity)) run.place = { ...run.place, newest };
	}

	private keep({ kind, place }: Run): void {
		if (kind === 'far') this.progress = { ...this.progress, far: place as Place & Signpost };
		else
			this.progress = defined({ ...this.progress, near: place.after === '' ? undefined : place });
	}

	/** @param isOneAnswer whether it shows the list as it was at one moment */
	private finish({ kind, place }: Run, isOneAnswer: boolean): true {
		const { near, far, ...known } = this.progress;
		const { farEvery } = this.list;
		const latest = Math.max(known.newest ?? -Infinity, place.newest ?? -Infinity);
		const counts = kind === 'near' || isOneAnswer || farEvery === 0;
		const newest = counts && latest > -Infinity ? latest : known.newest;
		if (kind === 'near') {
			const swept = known.swept ?? { at: this.began, upTo: this.contact.start.contact };
			this.progress = defined({ newest, swept, far });
			return true;
		}
		const { at, upTo } = place as Place & Signpost;
		const began = farEvery === 0 ? coarsely(known.swept?.at ?? 0, at) : at;
		// At first, by the rows' own times: a clock may be ahead.
		const shown = known.swept ? upTo : Math.min(upTo, newest ?? upTo);
		this.progress = defined({ newest, swept: { at: began, upTo: shown }, near });
		return true;
	}

	/** What is stored, less what no reading shows again. */
	private packed(): WindowState {
		const { floor, start } = this.bounds.kept(this.known);
		this.ledger.forgetBefore(floor, start);
		return { ...this.contact.start, ...this.progress, ...this.ledger.pack() };
	}

	private get known() {
		return { ...this.progress, ...defined({ floor: this.ledger.raisedTo }) };
	}

	/** What other lists have shown counts as well: it moves on where this list is read to its end. */
	private get farPlace() {
		const { known, bounds, options } = this;
		const newest = Math.max(known.newest ?? -Infinity, options.newest ?? -Infinity);
		return bounds.far({ ...known, ...(newest === -Infinity ? {} : { newest }) });
	}

	private get bounds(): Bounds {
		return new Bounds(this.contact.start, this.list, this.began);
	}

	private get hasRoom(): boolean {
		return this.events.length < this.options.most;
	}

	private get isOver(): boolean {
		return this.options.signal.aborted || !this.hasRoom;
	}
}

/** Whether it may be the cursor that an error is about. */
const mayBeOfCursor = (error: unknown) => error instanceof UserError || mayBeRefusal(error);
