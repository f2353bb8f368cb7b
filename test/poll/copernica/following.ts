import type { StoredList } from '../../../nodes/shared/poll/storedState';
import type { WindowState } from '../../../nodes/shared/poll/window/state';
import type { Polled } from '../play';
import type { Asked, Written } from './asked';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const MINUTE_MS = 60_000;
/** So far apart are the zones that times may be of, at most. */
const GAP_MS = 2 * HOUR_MS + MINUTE_MS;
const CHANGES = ['2026-03-29T01:00:00Z', '2026-10-25T01:00:00Z'].map((each) => Date.parse(each));

/** v1 gives no more than a month where no period is asked for. */
const MONTH_MS = 27 * DAY_MS;

/** The time in which a trigger follows one kind of events, and what of it is to come out. */
export class Following {
	private contact: Polled | undefined;
	/** How much had happened when the first poll that was answered had ended. */
	private end = Infinity;
	/** When the vendor first answered. */
	private met: number | undefined;
	private last = 0;
	/** How much had happened when the first reading had certainly come to its end. */
	private knownSince = Infinity;
	/** How much had happened when it was followed no longer. */
	private left = Infinity;

	constructor(
		private readonly asked: Asked,
		private readonly date: number,
	) {}

	/**
	 * @param happened how much had when the poll ended
	 * @param isQuiet whether it was answered whole, and nothing came out
	 */
	polled(poll: Polled, happened: number, isQuiet: boolean): void {
		const { at, succeeded } = poll;
		this.contact ??= poll;
		this.last = at;
		if (succeeded) {
			this.met ??= at;
			this.end = Math.min(this.end, happened);
		}
		if (isQuiet) this.knownSince = Math.min(this.knownSince, happened);
	}

	/** @param stored what is in the database of its lists: n8n may have forgotten the rest */
	restarted(stored: ReadonlyArray<StoredList | undefined>): void {
		// Nobody can know when the first contact was, nor what it came across.
		if (stored.some((list) => !list)) this.contact = undefined;
		const places = stored.map((list) => list?.place as WindowState | undefined);
		if (places.some((place) => !place)) {
			this.met = undefined;
			this.end = Infinity;
		}
		if (places.some((place) => !place?.swept)) this.knownSince = Infinity;
	}

	leave(happened: number): void {
		this.left = happened;
	}

	/** Whether it has to come out. @param index its place in what happened */
	mustCome({ at, isDated, visible, horizon }: Written, index: number): boolean {
		const { startFrom } = this.asked.plan;
		const { start, at: contact } = this.contact!;
		const wasThere = index < start && visible <= contact;
		// What is dated ahead, and there with the first answers, may have been there before.
		if (startFrom === 'now' && visible < at && index < this.end) return false;
		const isInTime = visible - at <= horizon || wasThere;
		const isShown = startFrom !== 'beginning' || !this.asked.isV1 || this.isInMonth(at);
		// Of the very second of the contact, it cannot be known which came first.
		const isNew = startFrom !== 'now' || index >= start;
		// In whatever zone its times are, what happens after the start is not lost.
		const isDoubtful = this.isDoubtful && (startFrom !== 'now' || index < this.knownSince);
		const isOf = at >= this.mustFrom + (isDoubtful ? GAP_MS : 0);
		// Of what shows no time, it has to be known what was there at first; and its place has to be asked for.
		if (!isDated) {
			const isKnown = startFrom === 'beginning' || index >= this.knownSince;
			return isInTime && isShown && isKnown && isOf;
		}
		return isInTime && isShown && isNew && isOf;
	}

	/** Whether it may. */
	mayCome({ at, isDated, visible }: Written, index: number): boolean {
		if (!this.contact || index >= this.left) return false;
		if (!isDated) return true;
		const { startFrom } = this.asked.plan;
		const { start, at: contact } = this.contact!;
		if (this.isDoubtful) return at >= this.mayFrom - GAP_MS;
		if (startFrom === 'date') return at >= this.mayFrom;
		// What is written later, and is older, is not known to be.
		const isLater = index >= start || visible > contact;
		return at >= this.mayFrom - (isLater ? GAP_MS : 0);
	}

	private isInMonth(at: number): boolean {
		const { plan, emailing } = this.asked;
		const { timestamp: sent } = emailing;
		if (/message/i.test(plan.subject)) return this.met! <= sent + MONTH_MS || at <= sent + MONTH_MS;
		// The vendor's month moves on while the first reading takes several polls.
		return at >= this.last - MONTH_MS;
	}

	/** What happened then, and later, is asked for. */
	private get mustFrom(): number {
		const { startFrom } = this.asked.plan;
		return { now: this.contact!.mustFrom, date: this.date, beginning: -Infinity }[startFrom];
	}

	/** Nothing older is. */
	private get mayFrom(): number {
		const { startFrom } = this.asked.plan;
		return { now: this.contact!.mayFrom, date: this.date, beginning: -Infinity }[startFrom];
	}

	private get isDoubtful(): boolean {
		const { zone, timeZone } = this.asked.plan;
		const isNear = CHANGES.some((change) => Math.abs(this.mustFrom - change) < 5 * HOUR_MS);
		return zone !== timeZone || isNear;
	}
}
