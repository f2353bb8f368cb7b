import type { IDataObject } from 'n8n-workflow';
import type { Page } from '../../feed';
import type { ReadPage } from '../../paging/readPages';
import { type FoundEvent, MOST_CHARACTERS } from '../source';
import type { OrderedList, Once } from './orderedList';
import { Seen } from '../seen/seen';
import type { OrderedState } from './orderedState';
import { OddKeys } from '../seen/oddKeys';
import { OnceBounds } from './onceBounds';
import { storedCursor } from '../storedCursor';

/** Some is for all else that is stored. */
const MOST_STATE = MOST_CHARACTERS - 1_000;

/** A memory is forgotten bit by bit: so many make up the time that it is needed for. */
const LOTS = 8;

export interface OrderedReaderOptions {
	/** At most so many events are emitted. */
	readonly most: number;
	/** The present time that nothing can be later than, in ms since 1970. */
	readonly now: number;
	/** Up to when something can have happened, by any clock. */
	readonly latestPossible: number;
	/** Whether this is the first contact: what its first answer shows was there before. */
	readonly isContact: boolean;
	/** Up to where all that is read was there at the start, while that is being passed over. */
	readonly silentUntil: number;
}

/** How a reading ended. */
export type PassEnd =
	/** At the end of the list. */
	| 'complete'
	/** With as many events as may be emitted, or early; more is there. */
	| 'partly'
	/** Its time was up before it had found anything. */
	| 'outOfTime';

/** A record that was read, for the place behind it. */
interface Read<R> {
	readonly page: Page<R>;
	readonly index: number;
	readonly record: R;
	readonly order: number;
	/** Whether it has a place of its own in the list. */
	readonly isPlaced: boolean;
}

/**
 * One reading of a list from where the last one stopped, page by page: which of its records are
 * events that were not emitted yet, and where the next reading begins. Reads nothing itself.
 */
export class OrderedReader<R extends IDataObject> {
	readonly events: Array<FoundEvent<R>> = [];
	/** Whether something had to be forgotten so early that late records may be missed. */
	shortened = false;
	/** Records without a place of their own, or without a time. */
	readonly odd: OddKeys;
	private readonly given: Seen;
	/** What is of a higher order was never emitted. */
	private readonly knownUntil: number;
	private readonly bounds: OnceBounds | undefined;
	private readonly isTime: boolean;
	/** In order, up to the present; what has settled is dropped but for the last. */
	private read: Array<Read<R>> = [];
	/** Pages that brought anything. */
	private pages = 0;
	/** What is to be remembered, in order. */
	private noted: Array<Read<R>> = [];
	private newest: number;
	/** The highest order that was seen, which may not have been dealt with. */
	private seen: number;
	/** The last record that `from` passes over. */
	private passedOver: Read<R> | undefined;
	/** The order of the record before: a record that says none stands there. */
	private lastOrder: number;

	constructor(
		private readonly followed: OrderedList<R>,
		private readonly state: OrderedState,
		private readonly options: OrderedReaderOptions,
	) {
		const { feed, once } = followed;
		this.isTime = feed.cursorAt !== undefined;
		this.given = new Seen((once?.lateness ?? feed.overlap) / LOTS, state.given);
		this.knownUntil = Math.max(state.newest ?? -Infinity, this.given.latest);
		this.bounds = once && new OnceBounds(state.once ?? {}, once.lateness, options.now);
		this.odd = new OddKeys(state.odd);
		this.lastOrder = state.from ?? 0;
		this.newest = this.seen = state.newest ?? -Infinity;
	}

	/** @returns whether as many events were found as may be emitted */
	take({ page, isWanted }: ReadPage<R>): boolean {
		const { most } = this.options;
		if (page.records.length > 0) this.pages++;
		const { from = -Infinity } = this.state;
		const { feed } = this.followed;
		for (let index = 0; index < page.records.length; index++) {
			if (this.events.length === most) {
				// What comes later shows how much of what was read has settled.
				this.see(feed.order(page.records.at(-1)!));
				break;
			}
			const record = page.records[index]!;
			const own = feed.order(record);
			const isPlaced = !Number.isNaN(own);
			if (isPlaced) this.lastOrder = own;
			const each = { page, index, record, order: this.lastOrder, isPlaced };
			if (each.order < from) {
				this.passedOver = each;
				continue;
			}
			if (each.order <= this.latestCredible) this.read.push(each);
			this.look(each, isWanted(index));
		}
		const last = this.read.at(-1)?.order ?? -Infinity;
		this.newest = Math.max(this.newest, last);
		this.see(last);
		this.dropSettled();
		return this.events.length >= most;
	}

	/** Where the next reading begins. */
	close(end: PassEnd): OrderedState {
		const { state, given, bounds, newest } = this;
		const start = this.startAfter(end);
		// Up to the end of the list; what was there at first is known, too.
		if (end === 'complete') bounds?.end(Math.max(newest, state.contact));
		this.remember(start);
		const place = this.fit(start);
		const odd = this.odd.pack();
		return {
			...this.place(place),
			...(this.shortened || (!place && state.shortened) ? { shortened: true as const } : {}),
			...(state.since === undefined ? {} : { since: state.since }),
			contact: state.contact,
			...(state.silent && end !== 'complete' ? { silent: true as const } : {}),
			...(newest === -Infinity ? {} : { newest }),
			given: given.pack(),
			...(odd === '' ? {} : { odd }),
			...(bounds ? { once: bounds.state } : {}),
		};
	}

	/** Decides whether a record is an event that was not emitted yet, and remembers that it is. */
	private look(each: Read<R>, isWanted: boolean): void {
		const { once } = this.followed;
		const { record, order, page, index } = each;
		// What was there at the start stays out, also if the field is set otherwise later.
		if (!isWanted && !this.state.silent) return;
		const ordinal = page.ordinal(index);
		const isOdd = once ? once.isUndated(record) : !each.isPlaced;
		if (isOdd) {
			if (this.noteOdd(each, ordinal) && isWanted && !this.state.silent) {
				this.events.push({ record, ordinal });
			}
			return;
		}
		const at = once ? once.at(record) : order;
		if (at === undefined || at < (this.state.since ?? -Infinity)) return;
		const isNew = once ? this.noteOnce(once, each, at) : this.noteRecord(each, ordinal);
		if (isNew && isWanted && !this.wasThere(order, at)) this.events.push({ record, ordinal });
	}

	/** @returns whether it was not emitted yet, and there was room to know that it is */
	private noteOdd({ record }: Read<R>, ordinal: number): boolean {
		const { once, feed } = this.followed;
		const key = once ? once.subject(record) : feed.identity(record);
		// It may have been emitted by a time that can be read no longer.
		const isGiven = once !== undefined && this.given.has(key);
		const isNew = this.odd.isNew(key, ordinal) && !isGiven;
		return this.odd.note(key, ordinal) && isNew;
	}

	/** @returns whether the record was not emitted yet */
	private noteRecord(each: Read<R>, ordinal: number): boolean {
		// Nothing newer is remembered, whatever a clock says; to make a key takes time.
		const mayBeKnown = each.order <= this.knownUntil;
		const key = () => this.followed.feed.identity(each.record);
		if (mayBeKnown && this.given.has(key(), ordinal)) return false;
		this.noted.push(each);
		return true;
	}

	/** @returns whether it was not emitted yet, by this state of the record or another */
	private noteOnce(once: Once<R>, { record, order }: Read<R>, at: number): boolean {
		const { given } = this;
		const subject = once.subject(record);
		const isKnown = given.has(subject) || !this.odd.isNew(subject);
		if (!isKnown && !this.bounds!.mayBeNew(at, order)) return false;
		// With a later time than before, it must be remembered as long as that one.
		if (given.endsBefore(subject, at)) given.add(subject, at);
		return !isKnown;
	}

	/** Whether something that happened at this time was there before the start. */
	private wasThere(order: number, at: number): boolean {
		const { silent, contact } = this.state;
		if (!silent) return false;
		if (this.options.isContact && this.pages === 1) return true;
		if (!this.isTime || order <= this.options.silentUntil || at < contact) return true;
		return order > this.options.latestPossible;
	}

	/** A later time says nothing of where the list stands. */
	private get latestCredible(): number {
		return this.isTime ? this.options.now : Infinity;
	}

	private see(order: number): void {
		if (order <= this.latestCredible) this.seen = Math.max(this.seen, order);
	}

	/** Records of a lower order have settled: no other will turn up among them. */
	private get settledBelow(): number {
		return this.seen - this.followed.feed.overlap;
	}

	/** What the next reading begins behind; undefined: where this one did. */
	private startAfter(end: PassEnd): Read<R> | undefined {
		const [first] = this.read;
		if (first && first.order < this.settledBelow) return first;
		// If re-reading emitted rows took more than one page and the whole poll, the next one starts behind
		// them, or every poll would end here. One page is not enough evidence: the next request may simply
		// have stalled.
		this.shortened = end === 'outOfTime' && this.pages > 1 && first !== undefined;
		return this.shortened ? this.read.at(-1) : undefined;
	}

	/** Keeps what may still have to be remembered or begun behind. */
	private dropSettled(): void {
		const { settledBelow } = this;
		const unsettled = this.read.findIndex(({ order }) => order >= settledBelow);
		const last = (unsettled === -1 ? this.read.length : unsettled) - 1;
		if (last < 1) return;
		this.read = this.read.slice(last);
		const { order: from } = this.read[0]!;
		const kept = this.noted.findIndex(({ order }) => order >= from);
		this.noted = kept === -1 ? [] : this.noted.slice(kept);
	}

	/** Remembers what the next reading sees again, and forgets what it does not. */
	private remember(start: Read<R> | undefined): void {
		const { feed } = this.followed;
		const from = start?.order ?? this.state.from ?? -Infinity;
		this.given.forgetBefore(Math.min(from, this.bounds?.toldBefore ?? Infinity));
		for (const { record, order, page, index } of this.noted) {
			if (order >= from) this.given.add(feed.identity(record), order, page.ordinal(index));
		}
	}

	/** Forgets the oldest until all fits. @returns what the next reading begins behind */
	private fit(start: Read<R> | undefined): Read<R> | undefined {
		const { given, bounds, state } = this;
		const last = this.read.at(-1);
		let place = start;
		const most = MOST_STATE - this.odd.pack().length;
		// A reading that ended among what was emitted before must remember it all.
		while (
			last &&
			last.order >= (state.newest ?? -Infinity) &&
			given.size + cursorOf(place).length > most
		) {
			const forgotten = given.forgetOldest();
			if (forgotten === undefined) break;
			this.shortened = true;
			bounds?.forget(Math.min(forgotten, this.latestCredible));
			// What is forgotten must not be read again.
			if (bounds) place = last;
			else for (const each of this.read) if (each.order <= forgotten) place = each;
		}
		return place;
	}

	private place(start: Read<R> | undefined): Pick<OrderedState, 'after' | 'from'> {
		if (start) return { after: cursorOf(start), from: start.order };
		const { after, from } = this.state;
		const { passedOver } = this;
		return {
			after: passedOver ? cursorOf(passedOver) : after,
			...(from === undefined ? {} : { from }),
		};
	}
}

/** What is stored of the place behind a record; '' for none. */
const cursorOf = (read: Pick<Read<unknown>, 'page' | 'index'> | undefined): string =>
	read ? storedCursor(read.page.cursorAfter(read.index)) : '';
