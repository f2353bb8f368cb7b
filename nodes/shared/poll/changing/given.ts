import { FUTURE_MS } from '../followed';
import { KeyMemory } from '../keyMemory';
import type { Happening } from './changing';
import type { ChangingState, Round } from './state';

/** Of the dated, what happens within minutes; in characters. */
const MOST_RECENT = 110_000;
/** Of the rest, a share of all records of the time that is looked back over. */
const MOST_LASTING = { week: 125_000, month: 380_000 };
const WEEK_MS = 7 * 24 * 60 * 60 * 1_000;

/** A memory is forgotten bit by bit: so many make up the time that it is needed for. */
const LOTS = 8;

export interface Reach {
	readonly lookBack: number;
	readonly lateness: number;
}

/** What was given out already, or is not to be. */
export class Given {
	/** Whether something had to be forgotten so early that events may be missed. */
	shortened = false;
	private readonly recent: KeyMemory;
	private readonly lasting: KeyMemory;
	private readonly began: number;
	private newest: number;
	private forgottenUntil: number;
	private passedUntil: number;

	constructor(
		private readonly reach: Reach,
		private readonly state: Omit<ChangingState, 'round'>,
		/** Of which something was read: it has begun. */
		round: Round & { readonly began: number },
	) {
		this.began = round.began;
		this.recent = new KeyMemory(reach.lateness / LOTS, state.recent);
		this.lasting = new KeyMemory((reach.lookBack + reach.lateness) / LOTS, state.lasting);
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
	 * @param now the vendor's time; what is dated much later is not dated rightly
	 */
	isNew(key: string, { at }: Happening, made: number, now: number): boolean {
		if (this.recent.times(key) > 0 || this.lasting.times(key) > 0) return false;
		if (isDated(at, now)) return at >= this.bound;
		return made > this.passedUntil && !this.wasThere(made);
	}

	/** Notes something that was seen, whether it is new or not. */
	note(key: string, { at }: Happening, made: number, now: number): void {
		const dated = isDated(at, now);
		if (dated) this.newest = Math.max(this.newest, at);
		if (this.recent.times(key) > 0 || this.lasting.times(key) > 0) return;
		if (dated) {
			if (at >= this.bound) this.recent.add(key, at);
		} else if (made > this.passedUntil && made >= this.readAgainFrom(this.began)) {
			this.lasting.add(key, made);
		}
	}

	/** What is told of the round that goes on. */
	within() {
		// It is seen in no later round, and hardly again in this one.
		if (this.recent.size > MOST_RECENT) this.recent.forgetBefore(this.settled);
		this.fit();
		const { newest, forgottenUntil } = this;
		return {
			known: { ...this.state, ...this.memories },
			round: {
				...(newest === -Infinity ? {} : { newest }),
				...(forgottenUntil === -Infinity ? {} : { forgottenUntil }),
			},
		};
	}

	/**
	 * What is known after a round.
	 * @param complete where the next one looks back from
	 */
	after(complete: number): Omit<ChangingState, 'round'> {
		const before = this.state.toldBefore ?? -Infinity;
		this.recent.forgetBefore(Math.max(before, this.settled));
		this.lasting.forgetBefore(this.readAgainFrom(complete));
		this.fit();
		const told = Math.max(before, this.settled, this.forgottenUntil + 1);
		const toldBefore = told === -Infinity ? {} : { toldBefore: told };
		return { ...this.state, ...toldBefore, complete, ...this.memories };
	}

	/**
	 * What happened before has been shown: by the times of the records themselves. What was read first
	 * may have changed since the round began.
	 */
	private get settled(): number {
		return Math.min(this.newest, this.began) - this.reach.lateness;
	}

	/** When the records were made that the round after this one begins with. */
	private readAgainFrom(complete: number): number {
		return complete - this.reach.lookBack - this.reach.lateness;
	}

	/** Whether what is not dated may have happened before the start. */
	private wasThere(made: number): boolean {
		const { since, complete } = this.state;
		return complete === undefined && since !== undefined && made < since;
	}

	/** Forgets the oldest until all fits. */
	private fit(): void {
		const { week, month } = MOST_LASTING;
		const mostLasting = this.reach.lookBack > WEEK_MS ? month : week;
		while (this.recent.size > MOST_RECENT) {
			this.forgottenUntil = Math.max(this.forgottenUntil, this.recent.forgetOldest()!);
			this.shortened = true;
		}
		while (this.lasting.size > mostLasting) {
			this.passedUntil = Math.max(this.passedUntil, this.lasting.forgetOldest()!);
			this.shortened = true;
		}
	}

	private get memories() {
		const { passedUntil } = this;
		return {
			recent: this.recent.pack(),
			lasting: this.lasting.pack(),
			...(passedUntil === -Infinity ? {} : { passedUntil }),
		};
	}
}

const isDated = (at: number | undefined, now: number): at is number =>
	at !== undefined && at <= now + FUTURE_MS;
