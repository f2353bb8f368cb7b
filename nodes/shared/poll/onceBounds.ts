import type { OnceState } from './listState';

/**
 * Tells what happened once and is not remembered by its subject: whether it is too long ago to be
 * new, since all that was told in time was given out, or what was given out is forgotten.
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
	isPast(at: number, order: number): boolean {
		// Told from the time itself, it cannot have been told before from an earlier place.
		if (order <= at) return false;
		// Not changed since this reading began, and not there when the last one ended: read first now.
		if (at > this.complete && order <= (this.reading ?? -Infinity)) return false;
		return at <= this.forgotten || at < this.tooLate;
	}

	/** What happened before was given out, if it ever was told in time. */
	get tooLate(): number {
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
