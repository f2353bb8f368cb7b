import {
	beforeChange,
	firstFrom,
	pastBefore,
	shifted,
	timeOfWall,
	type WallTime,
	wallTimeOf,
} from '../../values/wallTime';
import type { StartFrom } from '../source';
import type { Start } from './state';

export const earlier = (a: WallTime, b: WallTime) => (a < b ? a : b);
export const later = (a: WallTime, b: WallTime) => (a > b ? a : b);

/** What clocks show in the zones that a list's times may be of. */
export class Clocks {
	/** @param zone the one that they are taken to be of */
	constructor(
		private readonly zone: string,
		private readonly zones: readonly string[],
	) {}

	/** @param time in ms since 1970, as all here */
	earliest(time: number): WallTime {
		return this.zones.map((zone) => wallTimeOf(time, zone)).reduce(earlier);
	}

	latest(time: number): WallTime {
		return this.zones.map((zone) => wallTimeOf(time, zone)).reduce(later);
	}

	/**
	 * The earliest that any of them may have shown so much time (ms) before it showed this: over a change
	 * of the clock, that is not what its hands say.
	 */
	ago(wall: WallTime, by: number): WallTime {
		return this.zones
			.map((zone) => wallTimeOf(timeOfWall(wall, zone) - by, zone))
			.reduce(earlier, shifted(wall, -by));
	}

	/** Before which nothing can be shown again, after this was shown. */
	beforeChange(wall: WallTime): WallTime {
		return this.zones.map((zone) => beforeChange(wall, zone)).reduce(earlier);
	}

	/**
	 * Where a trigger starts.
	 * @param contact the vendor's time
	 */
	start(startFrom: StartFrom, contact: number): Start {
		const known = { contact: this.earliest(contact) };
		if (startFrom === -Infinity) return known;
		if (startFrom !== 'now') return { ...known, since: firstFrom(startFrom, this.zone) };
		const since = this.zones.map((zone) => firstFrom(contact, zone)).reduce(earlier);
		return { ...known, since, silent: pastBefore(contact, this.zone) };
	}
}
