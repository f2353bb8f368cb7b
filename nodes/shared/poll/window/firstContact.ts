import type { Transport } from '../../transport/transport';
import { CLOCKS_MS, contactTime, type FollowOptions, ourContactTime } from '../source';
import type { Clock, Start } from './clock';

/** Our clock may be ahead of the vendor's by this much before a list has to be begun anew. */
const SKEW_MS = 5 * 60 * 1_000;

/** Where the following of a list starts: before the first answer of all, as far as our clock says. */
export class FirstContact {
	start: Start;
	private isMet: boolean;
	/** The time of the contact and what the vendor's clock said, where it is with this poll. */
	private clocks: { readonly time: number; readonly vendorTime: number } | undefined;

	/** @param known where it started; undefined where that is to be found out */
	constructor(
		known: Start | undefined,
		private readonly clock: Clock,
		private readonly transport: Transport,
		private readonly options: FollowOptions,
	) {
		this.isMet = known !== undefined;
		this.start = known ?? clock.start(options.startFrom(), this.estimate);
	}

	/** The time of the contact as far as it is known before the first answer: another list may have had one. */
	private get estimate(): number {
		const { transport, options } = this;
		const time = contactTime(transport, { failedContact: options.failedContact });
		return Math.min(ourContactTime(options) - SKEW_MS, time);
	}

	get isMade(): boolean {
		return this.isMet;
	}

	/** Notes the vendor's time with an answer. @returns whether it was the first of all */
	meet(): boolean {
		if (this.isMet) return false;
		this.isMet = true;
		const { clock, transport, options } = this;
		const startFrom = options.startFrom();
		const { failedContact, warnOfClock } = options;
		// A clock that is wrong is of no matter where it starts at a date.
		const isWarned = startFrom === 'now' && warnOfClock !== undefined;
		const time = contactTime(transport, {
			failedContact,
			...(isWarned ? { warnOfClock: (ahead) => warnOfClock(ahead) } : {}),
		});
		this.start = clock.start(startFrom, time);
		if (failedContact === undefined) {
			this.clocks = { time, vendorTime: transport.vendorTime ?? time };
		}
		return true;
	}

	/**
	 * Whether what the first reading shows was there before the start.
	 * @param at when it happened; undefined: nobody can say
	 * @param stands where its row does; undefined: nowhere
	 */
	wasThere(at: number | undefined, stands: number | undefined): boolean {
		const { since, silent } = this.start;
		if (since === undefined) return false;
		if (at === undefined) return stands === undefined || stands < since;
		if (silent === undefined) return at < since;
		// Dated by a clock of the vendor that is ahead of ours.
		const { ahead } = this;
		const isAhead = ahead > CLOCKS_MS && at > silent + CLOCKS_MS && at <= silent + ahead;
		return at < silent || isAhead;
	}

	/** How far the vendor's clock was ahead of the time of the contact, in ms, as far as its answers agree. */
	private get ahead(): number {
		const { clocks, transport } = this;
		if (!clocks) return 0;
		const { vendorTime = clocks.time } = transport;
		return Math.min(clocks.vendorTime, vendorTime) - clocks.time;
	}
}
