import { DateTime } from 'luxon';
import { isDay } from './moment';

/**
 * Times as a clock on the wall shows them, `YYYY-MM-DD HH:MM:SS`, of a zone that the text does not
 * name. Such texts sort like the times of one zone, but for the hour that a clock shows twice.
 */
export type WallTime = string;

const HOUR_MS = 60 * 60 * 1_000;
const WALL_TIME = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/;

/** Whether a value is one. `0000-00-00 00:00:00` stands for none in some services. */
export const isWallTime = (value: unknown): value is WallTime =>
	typeof value === 'string' &&
	WALL_TIME.test(value) &&
	isDay(value.slice(0, 10)) &&
	!Number.isNaN(msOf(value));

/** What a clock in the zone shows at a time in ms since 1970; a fraction of a second is dropped. */
export const wallTimeOf = (time: number, zone: string): WallTime =>
	DateTime.fromMillis(time, { zone }).toFormat('yyyy-MM-dd HH:mm:ss');

/** The time in ms since 1970; where the zone's clock shows it twice, one of both. NaN: it is none. */
export const timeOfWall = (wall: WallTime, zone: string): number =>
	zone === 'UTC' ? msOf(wall) : msOf(wall) - offsetOf(wall, zone);

/** By zone and hour, in ms: clocks are set at the full hour, and to ask luxon for each row is slow. */
const offsets = new Map<string, number>();

function offsetOf(wall: WallTime, zone: string): number {
	const hour = wall.slice(0, 13);
	const key = `${zone} ${hour}`;
	let offset = offsets.get(key);
	if (offset === undefined) {
		offset = DateTime.fromSQL(`${hour}:00:00`, { zone }).offset * 60_000;
		if (offsets.size >= MOST_OFFSETS) offsets.clear();
		offsets.set(key, offset);
	}
	return offset;
}

/** The hours of more than a year. */
const MOST_OFFSETS = 10_000;

/** A time that is some ms later, or earlier, on the same clock, as if it were never changed. */
export const shifted = (wall: WallTime, by: number): WallTime =>
	new Date(msOf(wall) + by).toISOString().slice(0, 19).replace('T', ' ');

const msOf = (wall: WallTime) => Date.parse(`${wall.replace(' ', 'T')}Z`);

/** The first that a clock shows from a time (ms since 1970) on: an hour may come twice. */
export const firstFrom = (time: number, zone: string): WallTime => {
	const nextHour = Math.ceil(time / HOUR_MS) * HOUR_MS;
	return least(wallTimeOf(time, zone), wallTimeOf(nextHour, zone));
};

/** Later than all that a clock showed before a time (ms since 1970). */
export const pastBefore = (time: number, zone: string): WallTime => {
	const hour = Math.floor(time / HOUR_MS) * HOUR_MS;
	const shown = wallTimeOf(time, zone);
	const atHour = shifted(wallTimeOf(hour - 1, zone), 1_000);
	return shown > atHour ? shown : atHour;
};

const least = (a: WallTime, b: WallTime) => (a < b ? a : b);

/** How far back a clock that was set back within the last hours may show the same again, in ms. */
const AROUND_CHANGE_MS = 2 * HOUR_MS;

/**
 * The time before which nothing can be shown again, after a clock has shown this: two hours earlier
 * where the zone's clock is set back around it, else the same.
 */
export function beforeChange(wall: WallTime, zone: string): WallTime {
	const time = timeOfWall(wall, zone);
	const offsetAt = (at: number) => DateTime.fromMillis(at, { zone }).offset;
	const isSetBack = offsetAt(time - AROUND_CHANGE_MS) > offsetAt(time + AROUND_CHANGE_MS);
	return isSetBack ? shifted(wall, -AROUND_CHANGE_MS) : wall;
}
