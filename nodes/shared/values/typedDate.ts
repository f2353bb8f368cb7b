import { DateTime } from 'luxon';

/** ISO 8601 with a whole date, a blank or a T before a time, and a zone or none. */
const DATE =
	/^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?) ?(Z|[+-]\d\d(?::?\d\d)?)?(?:\[([\w/+-]{1,60})\])?)?$/i;

/**
 * A date as users type it, as n8n's picker gives it, or as expressions have it: a text, luxon's
 * DateTime, or a Date. It keeps the zone that it names; without one, it is of the workflow's.
 * What could be read in two ways is none: numbers may be days, seconds or milliseconds, and `03/02` is
 * a day of March or of February. Years of other than four digits are mistyped, and no vendor takes them.
 * @returns undefined where it is no date
 */
export function dateIn(value: unknown, zone: string): DateTime | undefined {
	const date = read(value, zone);
	return date.isValid && date.year >= 1000 && date.year <= 9999 ? date : undefined;
}

function read(value: unknown, zone: string): DateTime {
	if (DateTime.isDateTime(value)) return value;
	if (value instanceof Date) return DateTime.fromJSDate(value, { zone });
	const [, day, time, offset = '', named] =
		(typeof value === 'string' && DATE.exec(value.trim())) || [];
	if (day === undefined) return DateTime.invalid('no date');
	const text = time === undefined ? day : `${day}T${time}${offset.toUpperCase()}`;
	return DateTime.fromISO(text, { zone: offset === '' && named ? named : zone, setZone: true });
}
