import { rowsUnder, totalUnder } from '../faults';
import { shownAs } from '../shownAs';
import { invalidValue } from './body';
import type { Call } from './call';

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 1000;

/**
 * The page that is asked for, in the vendor's envelope; damaged where the fault says so.
 *
 * @param rows all that match
 * @throws Refusal for a `start` or `limit` that is no number
 */
export function pageOf<Row extends object>(
	{ parameters, switches, fault }: Call,
	rows: readonly Row[],
	shown: (row: Row) => object,
): object {
	const start = parameters.whole('start') ?? 0;
	if (start < 0) throw invalidValue('start');
	const asked = parameters.whole('limit') ?? DEFAULT_LIMIT;
	// A negative limit gives no rows, as one client found.
	const kept = Math.max(0, Math.min(asked, MAX_LIMIT, switches.pageCap ?? Infinity));
	const first = fault === 'samePage' ? 0 : start;
	const data = rowsUnder(rows.slice(first, first + kept), fault).map((row) =>
		shownAs(row, shown(row)),
	);
	const withTotal = !(switches.totalHonoured && parameters.boolean('total') === false);
	return {
		start,
		limit: switches.limitShown === 'kept' ? kept : asked,
		count: data.length,
		...(withTotal ? { total: totalUnder(rows.length, fault) } : {}),
		data: listOf(data, { fault }),
	};
}

export function listOf(rows: readonly object[], { fault }: Pick<Call, 'fault'>): object {
	return fault === 'notAList' ? { ...rows } : rows;
}
