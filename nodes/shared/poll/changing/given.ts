import { coarsely, MOST_CHARACTERS } from '../source';
import { KeyMemory } from '../seen/keyMemory';
import { OddKeys } from '../seen/oddKeys';
import type { Happening } from './changingList';
import type { ChangingState, Round } from './state';

/**
 * Room for keys with a date, which happen within minutes, in characters. The rest is for those
 * without.
 */
const MOST_RECENT = 110_000;

/** A memory is forgotten bit by bit: so many make up the time that it is needed for. */
const LOTS = 8;

export interface Reach {
	readonly lookBack: number;
	readonly lateness: number;
}

/** What the clocks say with an answer, in ms since 1970. */
export interface Now {
	/** Nothing can be later than this … */
	readonly certain: number;
	/** … but for all that any clock says, up to this. */
	readonly latestPossible: number;
}

/** When the records were made that a round begins with, after one that counts as complete at a time. */
export const readAgainFrom = ({ lookBack, lateness }: Reach, complete: number) =>
	complete - lookBack - lateness;

/** What was given out already, or is not to be. */
export class Given {
	/** Whether something had to be forgotten so early that events may be missed. */
	shortened = false;
	/** What neither is dated nor of a record that says when it was made. */
	readonly odd: OddKeys;
	/** Dated, of earlier rounds: this one sees it again. */
	private readonly recent: KeyMemory;
	/** Dated, of this round: the next one may see it again. */
	private readonly fresh: KeyMemory;
	private readonly lasting: KeyMemory;
	private readonly began: number;
	/** Where the next round looks back from, if this one comes across nothing that is newer. */
	private readonly leastComplete: number;
	/** The latest that was certain of what the round has come across: by the records' own times. */
	private newest: number;
	private forgottenUntil: number;
	private passedUntil: number;

	constructor(
		private readonly reach: Reach,
		private readonly state: Omit<ChangingState, 'round'>,
		/** A round of which something was read: it has begun. */
		round: Round & { readonly began: number },
	) {
		const { lookBack, lateness } = reach;
		this.began = round.began;
		this.odd = new OddKeys(state.odd);
		this.leastComplete = state.complete ?? round.from + lookBack + lateness;
		this.recent = new KeyMemory(lateness / LOTS, state.recent, true);
		this.fresh = new KeyMemory(lateness / LOTS, round.given, true);
		this.lasting = new KeyMemory((lookBack + lateness) / LOTS, state.lasting, true);
		this.newest = round.newest ?? -Infinity;
		this.forgottenUntil = round.forgottenUntil ?? -Infinity;
		this.passedUntil = state.passedUntil ?? -Infinity;
	}

	/** What happened before, and is dated, is no news. */
	get bound(): number {
		return Math.max(this.state.since ?? -Infinity, this.state.toldBefore ?? -Infinity);
	}

	/**
	 * Whether something was not given out yet.
	 * @param key of what happened
	 * @param made when its record was made
	 * @param now what is dated later than it can be is not dated rightly
	 */
	isNew(
		key: string,
		{ at }: Happening,
		made: number | undefined,
		{ latestPossible }: Now,
	): boolean {
		if (this.isDatedKnown(key) || this.lasting.times(key) > 0) return false;
		if (isDated(at, latestPossible)) return at >= this.bound;
		if (made === undefined) return this.odd.isNew(key) && !this.wasThere(-Infinity);
		return made > this.passedUntil && !this.wasThere(made);
	}

	/**
	 * Notes something that was seen, whether it is new or not, where it may be seen again.
	 * @returns whether there was room for it
	 */
	note(
		key: string,
		{ at }: Happening,
		made: number | undefined,
		{ certain, latestPossible }: Now,
	): boolean {
		if (made !== undefined && made <= certain) this.newest = Math.max(this.newest, made);
		if (isDated(at, latestPossible)) {
			if (at <= certain) this.newest = Math.max(this.newest, at);
			// Dated rightly at last, it is remembered by that.
			if (!this.isDatedKnown(key) && at >= this.bound) this.fresh.add(key, at);
			return true;
		}
		if (made === undefined) return this.odd.note(key);
		const isSeenAgain = made >= readAgainFrom(this.reach, this.complete);
		const isKnown = this.isDatedKnown(key) || this.lasting.times(key) > 0;
		if (isSeenAgain && !isKnown && made > this.passedUntil) this.lasting.add(key, made);
		return true;
	}

	/** Forgets what is not seen again, before all is read: a backlog would not fit. */
	forgetSettled(): void {
		this.fresh.forgetBefore(this.settled);
		// What earlier rounds gave out, a search of this one that has not begun yet may show again.
		if (this.state.complete !== undefined) return;
		this.lasting.forgetBefore(readAgainFrom(this.reach, this.complete));
	}

	/** What is told of the round that goes on. @param cursor where it goes on, as it is stored */
	within(cursor: string) {
		this.forgetSettled();
		this.fit(cursor.length);
		const { newest, forgottenUntil } = this;
		return {
			known: { ...this.state, ...this.memories },
			round: {
				given: this.fresh.pack(),
				...(newest === -Infinity ? {} : { newest }),
				...(forgottenUntil === -Infinity ? {} : { forgottenUntil }),
			},
		};
	}

	/** What is known after the round. */
	after(): Omit<ChangingState, 'round'> {
		const { complete, state } = this;
		const settled = Math.max(state.toldBefore ?? -Infinity, this.settled);
		this.recent.forgetBefore(settled);
		this.fresh.forgetBefore(settled);
		this.lasting.forgetBefore(readAgainFrom(this.reach, complete));
		this.fit();
		this.recent.addAll(this.fresh);
		const told = Math.max(settled, this.forgottenUntil + 1);
		const toldBefore = told === -Infinity ? {} : { toldBefore: told };
		return { ...state, ...toldBefore, complete, ...this.memories };
	}

	/** Where the next round looks back from, as far as this one has come. */
	private get complete(): number {
		return coarsely(this.leastComplete, Math.min(this.newest, this.began));
	}

	/**
	 * The lower bound for the next round: everything older was visible during this one. Uses the rows' own
	 * times, capped at the start of the round, because rows read early may have changed while it ran.
	 */
	private get settled(): number {
		return Math.min(this.newest, this.began) - this.reach.lateness;
	}

	private isDatedKnown(key: string): boolean {
		return this.recent.times(key) > 0 || this.fresh.times(key) > 0;
	}

	/** Whether what is not dated may have happened before the start. */
	private wasThere(made: number): boolean {
		const { since, complete } = this.state;
		return complete === undefined && since !== undefined && made < since;
	}

	/** Forgets the oldest until all fits. */
	private fit(taken = 0): void {
		const most = MOST_CHARACTERS - taken - this.odd.pack().length;
		while (this.recent.size + this.fresh.size > Math.min(MOST_RECENT, most)) {
			// What earlier rounds gave out is needed until this one ends.
			const forgotten = this.fresh.forgetOldest();
			if (forgotten === undefined) break;
			this.forgottenUntil = Math.max(this.forgottenUntil, Math.min(forgotten, this.began));
			this.shortened = true;
		}
		while (this.lasting.size > Math.max(0, most - this.recent.size - this.fresh.size)) {
			const passed = Math.min(this.lasting.forgetOldest()!, this.began);
			this.passedUntil = Math.max(this.passedUntil, passed);
			this.shortened = true;
		}
	}

	private get memories() {
		const { passedUntil } = this;
		const odd = this.odd.pack();
		return {
			recent: this.recent.pack(),
			lasting: this.lasting.pack(),
			...(odd === '' ? {} : { odd }),
			...(passedUntil === -Infinity ? {} : { passedUntil }),
		};
	}
}

const isDated = (at: number | undefined, latestPossible: number): at is number =>
	at !== undefined && at <= latestPossible;
