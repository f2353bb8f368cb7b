import type { IDataObject } from 'n8n-workflow';
import { certainNow, farAhead } from '../transport/clocks';
import type { FieldReader } from '../feed';
import type { TrackingEvent } from '../event';
import type { Transport } from '../transport/transport';

/** From now on, or from a time on in ms since 1970: -Infinity is the beginning. */
export type StartFrom = 'now' | number;

/** An event that a trigger has found. */
export interface FoundEvent<R extends IDataObject = IDataObject> {
	readonly record: R;
	/** 1, or n for the nth of several records that are equal in every field. */
	readonly ordinal: number;
}

export interface FollowOptions {
	readonly fields: FieldReader;
	/** Asked where nothing is known yet. @throws UserError where the fields do not say it */
	startFrom(): StartFrom;
	/** At most so many events are emitted. */
	readonly most: number;
	/** Fires when the time is up: what was read until then counts. */
	readonly signal: AbortSignal;
	/** When the time is up by our own clock, in ms since 1970. */
	readonly deadline: number;
	/** Our own clock, in ms since 1970, when the list was to be read for the first time and was not. */
	readonly failedContact: number | undefined;
	/** The newest row of all lists that `newestOf` says one of, as of the last poll; undefined: none. */
	readonly newest: number | undefined;
	/** Says in the log that the vendor's clock is so far ahead of ours (ms), or behind it. */
	warnOfClock?(ahead: number): void;
}

/** What one reading of a list came to. */
export interface PollResult<S, R extends IDataObject = IDataObject> {
	readonly events: ReadonlyArray<FoundEvent<R>>;
	/** Where the next reading begins: plain JSON. */
	readonly state: S;
	/** What ended it before its time. */
	readonly interrupted: Error | undefined;
	/** Whether the list was read to its end, or the next reading begins further on than this one did. */
	readonly ledOn: boolean;
	/** Whether there was too much to remember, or to read again, to see all that may come late. */
	readonly shortened: boolean;
	/** Records whose time or ID cannot be read: how many came up, and how many found no room. */
	readonly odd?: { readonly found: number; readonly passed: number };
}

/** How a list is looked at for building a workflow. */
export interface SampleOptions {
	readonly fields: FieldReader;
	readonly signal: AbortSignal;
	/** At most so many requests may be made. */
	readonly requests: number;
}

/** An event for building a workflow. */
export interface SampledEvent extends FoundEvent {
	/** When it happened, by the clock of its list, in ms; absent where nobody can say. */
	readonly at?: number;
}

/** A list that is followed, with a state of its own. */
export interface FollowedList<S = unknown> {
	/** Names it among all lists that a trigger of the vendor may follow, and in the state. */
	readonly key: string;
	/**
	 * Whether a value is a state of this, and not damaged.
	 * @param latest no time in it is much later, in ms since 1970
	 */
	isState(value: unknown, latest: number): value is S;
	/**
	 * @param prior what the last reading came to; undefined where there was none
	 * @throws what ended the reading, where it never got to know where to begin
	 */
	read(prior: S | undefined, transport: Transport, options: FollowOptions): Promise<PollResult<S>>;
	/**
	 * Forgets the oldest of what a state remembers of emitted events.
	 * @returns undefined where there is nothing left; isMissed: whether something may be missed by that
	 */
	forgetOldest(state: S): Forgotten<S> | undefined;
	/**
	 * The time of its newest row, where the lists of a trigger show parts of the same rows: how far back
	 * each is read is told from the newest of all. By the clock of the list, in ms.
	 */
	newestOf?(state: S): number | undefined;
	/** Recent events, real ones. */
	sample(transport: Transport, options: SampleOptions): Promise<readonly SampledEvent[]>;
}

export interface Forgotten<S> {
	readonly state: S;
	readonly isMissed: boolean;
}

/** What a trigger follows. */
export interface Source {
	/** What the followed things are called in messages, plural. */
	readonly name: string;
	/** Whether records say when they were made, so that it can start at a date. */
	readonly hasDates: boolean;
	readonly lists: readonly FollowedList[];
	/** Whether the lists are one at the vendor, so that an answer may be of use to several. */
	readonly asksAlike?: boolean;
	/** How an event is told as tracking events; absent where it is none. */
	toEvents?(fields: FieldReader): (found: FoundEvent) => TrackingEvent[];
}

/** What both ways of telling the time of the first contact need. */
type Contact = Pick<FollowOptions, 'failedContact' | 'warnOfClock'>;

/** Our own clock at the first contact, in ms since 1970: now, or before, where that one failed. */
export const ourContactTime = ({ failedContact }: Contact) => failedContact ?? Date.now();

/**
 * The time of the first contact, in ms since 1970, as the first answer says it. It is the last that a
 * trigger takes from a clock: from then on, where it stands comes from the records' own times alone.
 */
export function contactTime(transport: Transport, contact: Contact): number {
	const ahead = farAhead(transport);
	if (ahead !== undefined) contact.warnOfClock?.(ahead);
	return certainNow(transport) - (Date.now() - ourContactTime(contact));
}

/** A vendor's clocks may differ by this much among themselves. */
export const CLOCKS_MS = 5_000;

/** The grain of stored times of complete readings: n8n stores a state each time that it changes. */
const COARSE_MS = 60 * 60 * 1_000;

/** The later time of two where it is much later, else the one before. */
export const coarsely = (before: number, now: number) => (now - before < COARSE_MS ? before : now);

/** The newest of some times that can be right; -Infinity where there is none. */
export const newestUpTo = (latest: number, times: ReadonlyArray<number | undefined>): number =>
	times.reduce<number>(
		(most, time) => (time !== undefined && time <= latest && time > most ? time : most),
		-Infinity,
	);

/** What the states of all lists may take, in characters: n8n stores them with the workflow. */
export const MOST_CHARACTERS = 242_000;
