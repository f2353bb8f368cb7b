import type { OnceState } from './orderedState';

/**
 * Decides about a once-per-person event whose person is not in memory. Absence from memory proves
 * nothing if we may have forgotten it, or if an earlier complete reading must already have emitted it.
 */
export class OnceBounds {
	private complete: number;
	private reading: number | undefined;
	private forgotten: number;

	/**
	 * @param lateness how long after it happened a record may first tell of it, in ms
	 * @param now the vendor's time, in ms since 1970
	 */
	constructor(
		{ complete = -Infinity, reading, forgotten = -Infinity }: OnceState,
		private readonly lateness: number,
		now: number,
	) {
		this.complete = complete;
		this.forgotten = forgotten;
		this.reading = reading ?? now;
	}

	/**
	 * @param at when it happened
	 * @param order where the record that tells of it stands
	 */
	mayBeNew(at: number, order: number): boolean {
		// No record tells of it from a place before it happened.
		const isFirstTelling = order <= at;
		// It was not there when the last reading ended, and has not changed since this one began.
		const isReadFirst = at > this.complete && order <= (this.reading ?? -Infinity);
		return isFirstTelling || isReadFirst || (at > this.forgotten && at >= this.toldBefore);
	}

	/** What happened before was emitted, if it ever was told in time. */
	get toldBefore(): number {
		return this.complete - this.lateness;
	}

	/** What happened until then is remembered no longer. */
	forget(time: number): void {
		this.forgotten = Math.max(this.forgotten, time);
	}

	/** @param at up to where the list was read, if it was read to its end */
	end(at: number | undefined): void {
		if (at === undefined) return;
		this.complete = Math.max(this.complete, at);
		this.reading = undefined;
	}

	/** What the next reading is to know. */
	get state(): OnceState {
		const { complete, reading, forgotten } = this;
		return {
			...(complete === -Infinity ? {} : { complete }),
			...(reading === undefined ? {} : { reading }),
			...(forgotten === -Infinity ? {} : { forgotten }),
		};
	}
}
