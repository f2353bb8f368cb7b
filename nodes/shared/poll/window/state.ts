import { type LedgerState, ledgerChecks } from '../seen/ledger';
import { isText, optional, shape, timeUpTo } from '../stateCheck';
import type { Start } from './clock';

/** Where the following of a list stands. Plain JSON; times in ms, as the list's clock shows them. */
export interface WindowState extends Start, Progress, LedgerState {}

/** How far a list was read. */
export interface Progress {
	/** The latest time of a row, once the list was read to its end. */
	readonly newest?: number;
	/** The last reading of the window that came to its end; absent until the list was read to its end. */
	readonly swept?: Signpost;
	/** A reading of what is new that has not come to its end. */
	readonly near?: Place;
	/** A reading of the window that has not. */
	readonly far?: Place & Signpost;
}

/** A reading of the window, or the first reading of all. */
export interface Signpost {
	/** When it began, in ms since 1970 by our own clock. */
	readonly at: number;
	/** The latest time of a row that was known then: what was written before, it has seen. */
	readonly upTo: number;
}

/** Where a reading goes on. */
export interface Place {
	/** The time that the list is asked for from; absent: all of it. */
	readonly start?: number;
	/** What happened before is passed over. */
	readonly floor?: number;
	/** The cursor; '' where it is to begin anew. */
	readonly after: string;
	/** The latest time that it has come across. */
	readonly newest?: number;
}

/** Whether a value is a state, and not damaged. @param latest no time in it is much later */
export function isWindowState(value: unknown, latest: number): value is WindowState {
	const time = timeUpTo(latest);
	const signpost = { at: time, upTo: time };
	const place = {
		...{ start: optional(time), floor: optional(time) },
		...{ after: isText, newest: optional(time) },
	};
	return shape({
		...{ contact: time, since: optional(time), silent: optional(time) },
		newest: optional(time),
		swept: optional(shape(signpost)),
		near: optional(shape(place)),
		far: optional(shape({ ...place, ...signpost })),
		...ledgerChecks(time),
	})(value);
}
