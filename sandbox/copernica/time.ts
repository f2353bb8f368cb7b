import { DateTime, IANAZone } from 'luxon';

/**
 * The vendor's times: `YYYY-MM-DD HH:MM:SS` on the wall of a zone that the text does not name.
 * A wall time is a number of milliseconds: those of the moment at which UTC's clock says the same.
 */
export type Zone = 'Europe/Amsterdam' | 'UTC';

export const ZONES: readonly Zone[] = ['Europe/Amsterdam', 'UTC'];

const HOUR_MS = 3_600_000;

/** How far the walls of a zone are ahead of UTC, at least and at most, in milliseconds. */
export const OFFSETS: Readonly<Record<Zone, { least: number; most: number }>> = {
	'Europe/Amsterdam': { least: HOUR_MS, most: 2 * HOUR_MS },
	UTC: { least: 0, most: 0 },
};
const AMSTERDAM = IANAZone.create('Europe/Amsterdam');

/** By the hour: clocks are only changed between two of them, and asking for a zone is slow. */
const offsets = new Map<number, number>();
let lastHour = NaN;
let lastOffset = 0;

/** @param instant milliseconds since 1970 */
export function wallTime(instant: number, zone: Zone): number {
	return zone === 'UTC' ? instant : instant + offsetAt(instant);
}

function offsetAt(instant: number): number {
	const hour = Math.floor(instant / HOUR_MS);
	if (hour === lastHour) return lastOffset;
	let offset = offsets.get(hour);
	if (offset === undefined) {
		offset = AMSTERDAM.offset(hour * HOUR_MS) * 60_000;
		offsets.set(hour, offset);
	}
	[lastHour, lastOffset] = [hour, offset];
	return offset;
}

export function vendorTime(instant: number, zone: Zone): string {
	return textOf(wallTime(instant, zone));
}

/** A wall time as text; a fraction of a second is dropped. */
export function textOf(wall: number): string {
	const iso = new Date(Math.floor(wall)).toISOString();
	return `${iso.slice(0, 10)} ${iso.slice(11, 19)}`;
}

/** The wall time of a text; a date alone is its midnight; undefined for any other text. */
export function readTime(text: string): number | undefined {
	const parts = /^(\d{4}-\d\d-\d\d)(?: (\d\d:\d\d:\d\d))?$/.exec(text);
	if (parts === null) return undefined;
	const [, date = '', time = '00:00:00'] = parts;
	const wall = Date.parse(`${date}T${time}Z`);
	// JavaScript takes 30 February for 2 March; a time that does not come back is none.
	return !Number.isNaN(wall) && textOf(wall) === `${date} ${time}` ? wall : undefined;
}

/** As `readTime`, for a date without a time. */
export function readDate(text: string): number | undefined {
	return text.length === 10 ? readTime(text) : undefined;
}

/** When a wall says so in that zone: where it does twice, one of both. */
export function instantOf(wall: number, zone: Zone): number {
	if (zone === 'UTC') return wall;
	const there = DateTime.fromMillis(wall, { zone: 'utc' });
	return there.setZone(AMSTERDAM, { keepLocalTime: true }).toMillis();
}
