import { UserError } from 'n8n-workflow';
import type { FieldReader, Filter } from '../shared/feed';
import { firstFrom, pastBefore, shifted, type WallTime } from '../shared/values/wallTime';
import { isTimeGiven, timeTextOf } from './records';
import { timeZone } from './resources/fields';
import type { PeriodFields } from './resources/filters';

/** A time from which, and one before which, something happened; absent: no bound. */
export interface Period {
	readonly from?: WallTime | undefined;
	readonly before?: WallTime | undefined;
}

/** A time so far ahead that there is nothing, and all that is reckoned stays a date. */
const END_OF_TIME = Date.UTC(2100, 0, 1);

/** A field of triggers only: the vendor's own time that a list is asked for from, in place of After. */
export const SINCE = 'since';

/** What the two fields ask for. Where a clock shows an hour twice, it is rather more than less. */
export function periodOf(fields: FieldReader, period: PeriodFields): Period {
	const since = fields<WallTime | ''>(SINCE, '');
	if (since !== '') return { from: since };
	const after = period.after.in(fields);
	const typed = period.before.in(fields);
	const before = typed === undefined ? undefined : Math.min(typed, END_OF_TIME);
	if (after !== undefined && before !== undefined && before <= after) {
		throw new UserError('The period ends before it begins', {
			description: `${period.before.displayName} must be later than ${period.after.displayName}.`,
		});
	}
	const zone = timeZone.in(fields);
	return {
		...(after === undefined ? {} : { from: firstFrom(after, zone) }),
		...(before === undefined ? {} : { before: pastBefore(before, zone) }),
	};
}

const SECOND_MS = 1_000;

/**
 * A period with a second more at both ends. Copernica: undocumented whether its bounds are
 * in the period; what is not asked for is left out by `within`.
 */
export const widened = ({ from, before }: Period): Period => ({
	from: from && shifted(from, -SECOND_MS),
	before: before && shifted(before, SECOND_MS),
});

/**
 * Which records lie in the period; undefined: all. One whose time cannot be read does: it was asked for
 * by the period.
 * @param isDated whether each record has a time; else one without has not happened yet
 */
export function within<R extends Record<string, unknown>>(
	{ from = '', before }: Period,
	isDated = false,
): Filter<R> | undefined {
	if (from === '' && before === undefined) return undefined;
	return (record) => {
		const time = timeTextOf(record as never);
		if (time === undefined) return isDated || isTimeGiven(record as never);
		return time >= from && (before === undefined || time < before);
	};
}

/** A period as parameters that take a time. */
export function inParameters(
	{ from, before }: Period,
	names: { readonly from: string; readonly before: string },
): Record<string, string> {
	return {
		...(from === undefined ? {} : { [names.from]: from }),
		...(before === undefined ? {} : { [names.before]: before }),
	};
}

/** A period as conditions on a field. Source: "fields parameter". */
export const inConditions = ({ from, before }: Period, field: string): string[] => [
	...(from === undefined ? [] : [`${field}>=${from}`]),
	...(before === undefined ? [] : [`${field}<=${before}`]),
];
