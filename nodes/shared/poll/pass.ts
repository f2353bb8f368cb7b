import type { IDataObject } from 'n8n-workflow';
import type { Keep, Page } from '../feed';
import type { Followed, FollowedEvent, Once } from './followed';
import { KeyMemory } from './keyMemory';
import type { ListState } from './listState';

/** What the two memories may take together, in characters: n8n stores them with the workflow. */
const MOST_CHARACTERS = 230_000;
/** Memories are forgotten in spans: so many make up the time that they are needed for. */
const SPANS = 8;

export interface PassOptions<R> {
	/** At most so many events are given out. */
	readonly most: number;
	/** Which records are asked for; undefined: all. */
	readonly keep: Keep<R> | undefined;
	/** Whether this is the first contact: then all that it reads was there before. */
	readonly first: boolean;
}

/** A record that was read, for the place behind it. */
interface Read<R> {
	readonly page: Page<R>;
	readonly index: number;
	readonly order: number;
}

/**
 * One reading of a list from where the last one stopped, page by page: which of its records are
 * events that were not given out yet, and where the next reading begins. Reads nothing itself.
 */
export class Pass<R extends IDataObject> {
	readonly events: Array<FollowedEvent<R>> = [];
	private readonly records: KeyMemory;
	private readonly once: { readonly of: Once<R>; readonly memory: KeyMemory } | undefined;
	private onceSince: number;
	/** In order; what lies before the overlap is dropped but for the last. */
	private read: Array<Read<R>> = [];
	/** What is to be remembered, in order. */
	private noted: Array<{ readonly record: R; readonly order: number }> = [];
	private newest: number;
	/** The highest order that was seen, which may not have been dealt with. */
	private seen: number;
	/** The last record that `from` passes over. */
	private passedOver: Read<R> | undefined;

	constructor(
		private readonly followed: Followed<R>,
		private readonly state: ListState,
		private readonly options: PassOptions<R>,
	) {
		const { feed, once } = followed;
		this.records = new KeyMemory(feed.overlap / SPANS, state.records);
		this.once = once && { of: once, memory: new KeyMemory(once.lateness / SPANS, state.once) };
		this.onceSince = state.onceSince ?? -Infinity;
		this.newest = this.seen = state.newest ?? -Infinity;
	}

	/** @returns whether as many events were found as may be given out */
	take(page: Page<R>): boolean {
		const { most } = this.options;
		const { from = -Infinity } = this.state;
		for (let index = 0; index < page.records.length; index++) {
			if (this.events.length === most) {
				// What comes later shows how much of what was read has settled.
				this.seen = Math.max(this.seen, this.orderOf(page.records.at(-1)!));
				break;
			}
			const record = page.records[index]!;
			const order = this.orderOf(record);
			if (order < from) {
				this.passedOver = { page, index, order };
				continue;
			}
			this.read.push({ page, index, order });
			if (this.isNew(record, page.ordinal(index), order)) {
				this.events.push({ record, ordinal: page.ordinal(index) });
			}
		}
		const last = this.read.at(-1);
		if (last) {
			this.newest = Math.max(this.newest, last.order);
			this.seen = Math.max(this.seen, last.order);
		}
		this.dropSettled();
		return this.events.length >= most;
	}

	/**
	 * Where the next reading begins.
	 * @param ended whether the list was read to its end
	 */
	close(ended: boolean): ListState {
		const { state } = this;
		const [settled] = this.read;
		const settledOrder = settled && settled.order < this.bound ? settled.order : undefined;
		const keptFrom = settledOrder ?? -Infinity;
		this.records.forgetBefore(keptFrom);
		for (const { record, order } of this.noted) {
			if (order >= keptFrom) this.records.add(this.followed.feed.identity(record), order);
		}
		const complete = this.complete(ended);
		if (this.once && complete !== undefined) {
			this.once.memory.forgetBefore(complete - this.once.of.lateness);
		}
		const start = this.fit(settledOrder === undefined ? undefined : settled);
		return {
			...this.place(start),
			...(state.since === undefined ? {} : { since: state.since }),
			contact: state.contact,
			...(state.silent && !ended ? { silent: true as const } : {}),
			...(this.newest === -Infinity ? {} : { newest: this.newest }),
			...(complete === undefined ? {} : { complete }),
			records: this.records.pack(),
			...(this.once ? { once: this.once.memory.pack() } : {}),
			...(this.onceSince === -Infinity ? {} : { onceSince: this.onceSince }),
		};
	}

	/** Where a record says no time, it is that of the one before it: the list ascends. */
	private orderOf(record: R): number {
		const order = this.followed.feed.order(record);
		if (!Number.isNaN(order)) return order;
		return this.read.at(-1)?.order ?? this.state.from ?? 0;
	}

	/** Records of a lower order have settled: no other will turn up among them. */
	private get bound(): number {
		return this.seen - this.followed.feed.overlap;
	}

	private isNew(record: R, ordinal: number, order: number): boolean {
		const { once, options } = this;
		if (options.keep && !options.keep(record)) return false;
		const at = once ? once.of.at(record) : order;
		if (at === undefined || at < (this.state.since ?? -Infinity)) return false;
		if (this.wasGivenOut(record, ordinal, order)) return false;
		this.noted.push({ record, order });
		if (once && !this.isFirst(once.of.subject(record), at, order)) return false;
		return !this.isSilent(order, at);
	}

	private wasGivenOut(record: R, ordinal: number, order: number): boolean {
		const { newest } = this.state;
		// Nothing newer is remembered; to make a key takes time.
		if (newest === undefined || order > newest) return false;
		return this.records.timesAt(this.followed.feed.identity(record), order) >= ordinal;
	}

	/** Whether it was not given out with another state of the record. */
	private isFirst(subject: string, at: number, order: number): boolean {
		const { state } = this;
		const { memory, of } = this.once!;
		const known = this.wasForgotten(at, order) || memory.has(subject);
		// With another time than before, it must be remembered as long as that one.
		if (!known || memory.timesAt(subject, at) === 0) {
			if (!state.silent || at >= state.contact - of.lateness) memory.add(subject, at);
		}
		return !known;
	}

	private wasForgotten(at: number, order: number): boolean {
		const { complete, contact, silent } = this.state;
		if (complete !== undefined) {
			return at < Math.max(this.onceSince, complete - this.once!.of.lateness);
		}
		// A record that has not changed since the first contact is read for the first time.
		return !(order <= contact && !silent) && at < this.onceSince;
	}

	/** Whether something that happened at this time was there before the start. */
	private isSilent(order: number, at: number): boolean {
		const { silent, contact } = this.state;
		if (!silent) return false;
		const isTime = this.followed.feed.cursorAt !== undefined;
		return this.options.first || !isTime || order <= contact || at < contact;
	}

	private complete(ended: boolean): number | undefined {
		if (!this.once || !ended) return this.state.complete;
		const { complete = this.state.contact } = this.state;
		return Math.max(complete, this.newest);
	}

	/** Keeps what may still have to be remembered or begun behind. */
	private dropSettled(): void {
		const { bound } = this;
		const unsettled = this.read.findIndex(({ order }) => order >= bound);
		const last = (unsettled === -1 ? this.read.length : unsettled) - 1;
		if (last < 1) return;
		this.read = this.read.slice(last);
		const { order: from } = this.read[0]!;
		const kept = this.noted.findIndex(({ order }) => order >= from);
		this.noted = kept === -1 ? [] : this.noted.slice(kept);
	}

	/** Forgets the oldest until all fits. @returns what the next reading begins behind */
	private fit(start: Read<R> | undefined): Read<R> | undefined {
		const { records, once } = this;
		let place = start;
		for (;;) {
			const sizes = [records.size, once?.memory.size ?? 0] as const;
			if (sizes[0] + sizes[1] <= MOST_CHARACTERS) return place;
			if (once && sizes[1] > sizes[0]) {
				this.onceSince = Math.max(this.onceSince, once.memory.endOfOldest);
				once.memory.forgetBefore(this.onceSince);
				continue;
			}
			// What is forgotten must not be read again, which it would if the reading ended within it.
			const from = records.endOfOldest;
			if (!this.read.some(({ order }) => order >= from)) return place;
			records.forgetBefore(from);
			for (const each of this.read) if (each.order < from) place = each;
		}
	}

	private place(start: Read<R> | undefined): Pick<ListState, 'after' | 'from'> {
		if (start) return { after: start.page.cursorAfter(start.index), from: start.order };
		const { after, from } = this.state;
		const { passedOver } = this;
		return {
			after: passedOver ? passedOver.page.cursorAfter(passedOver.index) : after,
			...(from === undefined ? {} : { from }),
		};
	}
}
