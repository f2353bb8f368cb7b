import { flagOf } from './flag';

/** No e-mail was tracked before: an earlier date is the zero of a database, of a language or of a clock. */
const FIRST_YEAR = 1971;

/** The usual spelling of a time that there is, in UTC. */
const USUAL =
	/^(?:19[89]\d|2\d{3})-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\+00:00|Z)$/;
const YEAR = /^[+-]?\d{4,6}(?!\d)/;
/** A day that each month has. */
const EVERY_MONTH = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])$/;
/** ISO 8601, with a blank or a T before a time. */
const ISO =
	/^(\d{4}-\d\d-\d\d)(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)? ?(?:Z|[+-]\d\d:?\d\d)?)?$/i;
/** What has no other digit than zeros, and words for nothing. */
const NOTHING = /^(?:[0.:/\s-]*|null|nil|none|never|n\/a)$/i;

/** Whether a text `YYYY-MM-DD` is a day that there is: JavaScript takes 30 February for 2 March. */
export function isDay(text: string): boolean {
	if (EVERY_MONTH.test(text)) return true;
	if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
	const time = Date.parse(text);
	return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** Whether a date of a vendor stands for none: nothing, a zero, or a time before there was any. */
export function isNever(date: unknown): boolean {
	if (date === null || date === undefined || flagOf(date) === false) return true;
	if (typeof date === 'number') return date <= 0;
	if (typeof date !== 'string') return false;
	const text = date.trim();
	const [year] = YEAR.exec(text) ?? [];
	return NOTHING.test(text) || (year !== undefined && Number(year) < FIRST_YEAR);
}

/** ISO 8601 in UTC. A time without an offset is taken as UTC; null where it is no time at all. */
export function toUtc(time: unknown): string | null {
	if (typeof time !== 'string') return null;
	// The usual spelling, without the cost of a Date for each of 100,000 rows.
	if (USUAL.test(time)) return `${time.slice(0, 19)}.000Z`;
	const ms = isNever(time) ? NaN : toMs(time);
	return Number.isNaN(ms) ? null : new Date(ms).toISOString();
}

/** A time in ms since 1970, without an offset taken as UTC; NaN where it is no time at all. */
export function toMs(time: unknown): number {
	if (typeof time !== 'string') return NaN;
	if (USUAL.test(time)) return Date.parse(time);
	const [, day] = ISO.exec(time) ?? [];
	// Anything else would be some day, such as "5" one of 2001.
	if (day === undefined || !isDay(day)) return NaN;
	return Date.parse(/(?:Z|[+-]\d\d:?\d\d)$/i.test(time) ? time : `${time}Z`);
}

/**
 * When something happened that a record has a date for, in UTC: null where the date cannot be read,
 * undefined where it did not happen.
 */
export function happenedOn(date: unknown): string | null | undefined {
	return toUtc(date) ?? (isNever(date) ? undefined : null);
}
