import { type IDataObject, UserError } from 'n8n-workflow';
import { certainNow } from '../../transport/clocks';
import { type ReadPage, readPages } from '../../paging/readPages';
import { shifted, type WallTime } from '../../values/wallTime';
import { CLOCKS_MS } from '../source';
import { OddKeys } from '../seen/oddKeys';
import { mayBeRefusal } from '../refusal';
import { Bounds, type Kind } from './bounds';
import { later } from './clocks';
import { defined } from '../defined';
import { Given } from './given';
import type { ListState, Place, Sweep } from './state';
import type { SweptList } from './sweptList';
import type { SweptPoll } from './sweptPoll';

/** A reading within one poll. */
interface Run {
	readonly kind: Kind;
	place: Place;
	/** Pages that were dealt with, and that others follow. */
	pages: number;
	/** Records that came. */
	records: number;
}

/** At the end of the list, before it, or at a place that it has to be begun anew from. */
type RunEnd = 'ended' | 'left' | 'anew';

/**
 * Reads one list on, in two ways. A fresh reading begins shortly before the newest record, and finds
 * what was written in time. A sweep re-reads the lookback window, which is measured
 * from the newest row known when the previous sweep began: anything written later than that is at most
 * the lateness older than it, even after a long pause. Both drop what was emitted.
 *
 * A cursor goes on behind what a reading has dealt with. A record that was inserted before that place
 * meanwhile is not read by it. It is either newer than all that this reading has come across, so that
 * the next fresh reading begins before it, or it is late, for the next sweep.
 */
export class ListReader {
	/** Whether what is new was read to its end by this poll, and nothing failed. */
	isRead = false;
	/** What has no time that can be read. */
	readonly odd: OddKeys;
	private state: Partial<Omit<ListState, 'ids' | 'keys' | 'odd'>>;
	private readonly given: Given;

	constructor(
		private readonly list: SweptList<IDataObject>,
		prior: ListState | undefined,
		private readonly poll: SweptPoll,
	) {
		const { ids = [], keys = [], odd, ...state } = prior ?? {};
		this.state = state;
		this.odd = new OddKeys(odd);
		this.given = new Given(list.horizon, { ids, keys });
	}

	/** Reads what is new. @returns whether to the end */
	async readFresh(): Promise<boolean> {
		const { fresh, sweep, floor } = this.state;
		let failure: Error | undefined;
		if (!fresh && !sweep && this.isSweepDue) {
			// Where one answer holds all, it serves as both.
			this.isRead = await this.readOn('sweep', this.sweepPlace(), 1).catch((error: Error) => {
				failure = error;
				return false;
			});
			if (this.isRead || !this.hasRoom) return this.isRead;
		}
		// What is new must not wait for a sweep that fails.
		if (!this.poll.options.signal.aborted) {
			const start = this.bounds.freshFrom(this.state);
			this.isRead = await this.readOn(
				'fresh',
				fresh ?? { start, after: '', ...defined({ floor }) },
			);
		}
		if (failure) {
			this.isRead = false;
			throw failure;
		}
		return this.isRead;
	}

	/** Whether there is something to sweep. */
	get isSweepDue(): boolean {
		const { sweep, swept } = this.state;
		if (!swept) return false;
		return sweep !== undefined || Math.abs(this.poll.began - swept.at) >= this.poll.sweepEvery;
	}

	/** Reads again what may have been written late. @returns whether to the end */
	async sweep(): Promise<boolean> {
		return await this.readOn('sweep', this.state.sweep ?? this.sweepPlace());
	}

	/** What is stored, less what no reading shows again. */
	pack(): ListState {
		const { newest, swept, fresh, sweep } = this.state;
		const from = this.bounds.keptFrom(this.state);
		if (from !== '') {
			this.given.forgetBefore(from);
			// What is forgotten must not be given out again, wherever a later reading begins.
			this.raiseFloor(from);
		}
		const { floor } = this.state;
		const odd = this.odd.pack() || undefined;
		return { ...defined({ newest, swept, floor, fresh, sweep, odd }), ...this.given.pack() };
	}

	/** @returns whether something may be missed by that; undefined where there was nothing */
	forgetOldest(): boolean | undefined {
		const behind = this.given.forgetOldest();
		if (behind === undefined) return undefined;
		this.raiseFloor(behind);
		// What a backlog has passed is not read again, as long as the cursor leads on.
		return !this.state.fresh || behind > this.bounds.lateFrom(this.state);
	}

	private async readOn(kind: Kind, from: Place, most = Infinity): Promise<boolean> {
		const run: Run = { kind, place: from, pages: 0, records: 0 };
		const end = await this.readOnPages(run, most).catch(async (error: unknown) => {
			this.keep(run);
			const isLost = from.after !== '' && run.records === 0 && mayBeOfCursor(error);
			return isLost ? 'anew' : await Promise.reject(error);
		});
		if (end === 'ended') this.finish(run, from.after === '' && run.pages === 0);
		if (end !== 'anew') return end === 'ended';
		const { floor } = this.state;
		return await this.readOn(kind, { ...run.place, after: '', ...defined({ floor }) }, most);
	}

	/** Deals with page after page, and keeps in the state where it got to. */
	private async readOnPages(run: Run, most: number): Promise<RunEnd> {
		const { list, poll } = this;
		const { feed } = list;
		const { transport, options } = poll;
		const fields = list.fieldsSince(run.place.start);
		// What is fetched ahead and not needed is paid for all the same.
		const limit = most === Infinity ? options.most - poll.events.length : 0;
		const { after } = run.place;
		const { signal } = options;
		const pages = readPages(feed, fields, transport, { after, limit, signal });
		for await (const read of pages) {
			const { page, isLast } = read;
			const { since = '' } = poll.meet() ? poll.start : {};
			if (since !== '' && run.place.start > since) {
				// Our clock is ahead: what the vendor writes next would be older.
				run.place = { ...run.place, start: since };
				return 'anew';
			}
			const { length } = page.records;
			const taken = this.take(read, run);
			run.records += length;
			const end = taken === length ? page.endCursor?.() : undefined;
			const after = end ?? (taken > 0 ? page.cursorAfter(taken - 1) : run.place.after);
			run.place = { ...run.place, after };
			this.keep(run);
			if (taken < length) return 'left';
			if (isLast) break;
			if (++run.pages >= most || !this.hasRoom) return 'left';
		}
		return 'ended';
	}

	/** @returns how many of the records were dealt with: all, unless there is no room */
	private take({ page, isWanted }: ReadPage<IDataObject>, run: Run): number {
		const { list, poll, given: known, bounds } = this;
		const latest = poll.clocks.latest(certainNow(poll.transport));
		const { silent = '' } = this.state.swept ? {} : poll.start;
		const { aheadAtStart } = poll;
		const isAhead = silent !== '' && aheadAtStart > CLOCKS_MS;
		const [from, to] = isAhead ? [CLOCKS_MS, aheadAtStart].map((by) => shifted(silent, by)) : [];
		/** Whether it was there before the start, by a clock of the vendor that is ahead of ours. */
		const wasThere = (time: WallTime) => from !== undefined && time > from && time <= to!;
		let newest = run.place.newest ?? '';
		let taken = 0;
		for (const record of page.records) {
			const time = list.timeOf(record);
			const isAsked = time === undefined || !bounds.isPassed(time, run.kind, run.place, this.state);
			if (isAsked && isWanted(taken)) {
				const identity = list.feed.identity(record);
				const ordinal = page.ordinal(taken);
				const isKnown =
					time === undefined
						? !this.odd.isNew(identity, ordinal)
						: known.has(identity, ordinal, time);
				// What cannot be placed in time was there at the start, if it comes up then.
				const isAfterStart = time === undefined ? silent === '' : time >= silent && !wasThere(time);
				const isNew = !isKnown && isAfterStart;
				if (isNew && !this.hasRoom) break;
				const isNoted =
					time === undefined
						? this.odd.note(identity, ordinal)
						: isKnown || known.add(identity, time);
				if (isNew && isNoted) poll.events.push({ record: list.present(record), ordinal });
			}
			if (time !== undefined && time <= latest) newest = later(newest, time);
			taken++;
		}
		if (newest !== '') run.place = { ...run.place, newest };
		return taken;
	}

	private keep({ kind, place }: Run): void {
		if (kind === 'sweep') this.state = { ...this.state, sweep: place as Place & Sweep };
		else this.state = { ...this.state, fresh: place.after === '' ? undefined : place };
	}

	/** @param isOneAnswer whether it shows the list as it was at one moment */
	private finish({ kind, place }: Run, isOneAnswer: boolean): void {
		const { state, poll } = this;
		const newest = [state.newest, place.newest]
			.filter((each) => each !== undefined)
			.reduce(later, '');
		const seen = kind === 'fresh' || isOneAnswer ? defined({ newest: newest || undefined }) : {};
		if (kind === 'fresh') {
			const swept = state.swept ?? { at: poll.began, upTo: poll.start.contact };
			this.state = { ...state, ...seen, swept, fresh: undefined };
		} else {
			const { at, upTo } = place as Place & Sweep;
			this.state = { ...state, ...seen, swept: { at, upTo }, sweep: undefined };
		}
	}

	private sweepPlace(): Place & Sweep {
		const { bounds, state, poll } = this;
		const upTo = bounds.sweptUpTo(state);
		return { start: bounds.sweepFrom(state), after: '', at: poll.began, upTo };
	}

	private raiseFloor(floor: WallTime): void {
		this.state = { ...this.state, floor: later(this.state.floor ?? '', floor) };
	}

	private get bounds(): Bounds {
		return new Bounds(this.poll.start, this.poll.clocks, this.list, this.poll.began);
	}

	private get hasRoom(): boolean {
		return this.poll.events.length < this.poll.options.most;
	}
}

/** Whether it may be the cursor that an error is about. */
const mayBeOfCursor = (error: unknown) => error instanceof UserError || mayBeRefusal(error);
