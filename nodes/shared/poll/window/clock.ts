import {
	beforeChange,
	firstFrom,
	pastBefore,
	timeOfWall,
	type WallTime,
	wallTimeOf,
} from '../../values/wallTime';
import type { StartFrom } from '../source';

/** Where the following of a list starts; times in ms, as the list's clock shows them. */
export interface Start {
	/** The earliest that the clock may have shown at the first contact. */
	readonly contact: number;
	/** What happened before is not emitted; absent: nothing is too old. */
	readonly since?: number;
	/** What happened before, and the first reading shows, was there before; absent: as `since`. */
	readonly silent?: number;
}

/** The clock that the times of a list are of. All times that it shows are in ms. */
export interface Clock {
	/** The earliest that it may show at a time in ms since 1970. */
	earliest(time: number): number;
	/** The latest that it may show at a time in ms since 1970. */
	latest(time: number): number;
	/** The earliest that it may have shown so much time (ms) before it showed this. */
	ago(shown: number, by: number): number;
	/** The time before which it shows nothing again, once it has shown this. */
	settled(shown: number): number;
	/** @param contact the time of the first contact, in ms since 1970 */
	start(startFrom: StartFrom, contact: number): Start;
}

/** The clock of exact times, in ms since 1970. */
export const exactClock: Clock = {
	earliest: (time) => time,
	latest: (time) => time,
	ago: (shown, by) => shown - by,
	settled: (shown) => shown,
	start: (startFrom, contact) => ({
		contact,
		...(startFrom === -Infinity ? {} : { since: startFrom === 'now' ? contact : startFrom }),
	}),
};

/** What a clock on the wall shows, as if that hung in UTC. */
export const shownBy = (wall: WallTime): number => timeOfWall(wall, 'UTC');
/** The inverse of `shownBy`. */
export const wallOf = (shown: number): WallTime => wallTimeOf(shown, 'UTC');

/**
 * A clock on the wall, of which it is not certain in what zone it hangs.
 * @param zone the one that it is taken to be of
 * @param zones all that it may be of, this one among them
 */
export function wallClock(zone: string, zones: readonly string[]): Clock {
	const inEach = (show: (zone: string) => WallTime) => zones.map((each) => shownBy(show(each)));
	const earliest = (time: number) => Math.min(...inEach((each) => wallTimeOf(time, each)));
	return {
		earliest,
		latest: (time) => Math.max(...inEach((each) => wallTimeOf(time, each))),
		// Over a change of the clock, it is not what its hands say.
		ago: (shown, by) =>
			Math.min(
				shown - by,
				...inEach((each) => wallTimeOf(timeOfWall(wallOf(shown), each) - by, each)),
			),
		settled: (shown) => Math.min(...inEach((each) => beforeChange(wallOf(shown), each))),
		start(startFrom, contact) {
			const known = { contact: earliest(contact) };
			if (startFrom === -Infinity) return known;
			if (startFrom !== 'now') return { ...known, since: shownBy(firstFrom(startFrom, zone)) };
			// By the zone that is behind, and by the one that it is taken to be.
			const since = Math.min(...inEach((each) => firstFrom(contact, each)));
			return { ...known, since, silent: shownBy(pastBefore(contact, zone)) };
		},
	};
}
