import type { Transport } from '../../transport/transport';
import type { FollowOptions, FoundEvent } from '../source';
import type { Clocks } from './clocks';
import type { Start } from './state';

/** What the lists of one poll share. */
export interface SweptPoll {
	readonly transport: Transport;
	readonly options: FollowOptions;
	readonly clocks: Clocks;
	readonly sweepEvery: number;
	/** When it began, in ms since 1970 by our own clock. */
	readonly began: number;
	/** Where the trigger started; before the first answer, as far as our own clock says. */
	readonly start: Start;
	readonly events: FoundEvent[];
	/**
	 * How far the vendor's clock was ahead of the time of the first contact, in ms, as far as its answers
	 * agree; 0 in later polls.
	 */
	readonly aheadAtStart: number;
	/** Notes the vendor's time with the first answer of all. @returns whether it was that */
	meet(): boolean;
}
