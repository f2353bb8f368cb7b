import { type FaultKind, rowsUnder, totalUnder } from '../faults';
import { shownAs } from '../shownAs';
import { defaultDates, vendorDate } from './dates';
import { inOrder } from './order';
import type { Search } from './query';
import { FIELDS } from './rows';
import { shown } from './shown';
import type { Mail, Store } from './store';
import type { IovoxSwitches } from './switches';

export interface SearchParts {
	store: Store;
	switches: IovoxSwitches;
	now(): number;
}

/**
 * The page of the search that is asked for, damaged where the fault says so.
 *
 * @param number of the request, by which random ties differ between requests
 */
export function searchBody(
	parts: SearchParts,
	search: Search,
	{ number, fault }: { number: number; fault?: FaultKind },
): object {
	const { switches } = parts;
	const found = matching(parts, search);
	const size = Math.min(search.limit, switches.pageCap ?? Infinity);
	const start = fault === 'samePage' ? 0 : (search.page - 1) * size;
	const order = switches.obeysOrder ? search.order : BY_TIME;
	const mails = inOrder(found, order, { start, end: start + size, switches, seed: number });
	const fields = switches.obeysFields ? search.fields : FIELDS;
	const results = rowsUnder(mails, fault).map((mail) =>
		shownAs(mail, shown(mail.row, fields, switches)),
	);
	const count = totalUnder(found.length, fault);
	const pages = Math.ceil(count / size);
	const totals = {
		current_page: search.page,
		total_pages: switches.totalPages === 'all' ? pages : Math.max(0, pages - search.page),
		total_results: switches.totalResults === 'all' ? count : results.length,
	};
	return {
		...(switches.totalsAs === 'numbers' ? totals : inTexts(totals)),
		results: fault === 'notAList' ? { ...results } : results,
	};
}

const BY_TIME = [{ field: 'receive_date', descending: false }] as const;

/** The mails that are searched for, by the time of receiving. */
function matching(parts: SearchParts, search: Search): Mail[] {
	const { store, switches, now } = parts;
	const { start, end } = datesOf(parts, search);
	const latest = switches.lateVisible > 0 ? vendorDate(now() - switches.lateVisible) : undefined;
	const inclusive = switches.bounds === 'inclusive';
	const from = indexFrom(store, start, inclusive) ?? 0;
	const to = indexFrom(store, end, !inclusive) ?? store.mails.length;
	const visible = indexFrom(store, latest, false) ?? store.mails.length;
	const mails = store.mails.rows.slice(from, Math.min(to, visible));
	const { filters } = search;
	if (filters.length === 0) return mails;
	return mails.filter(({ row }) => filters.every(([field, value]) => row[field] === value));
}

function datesOf({ switches, now }: SearchParts, search: Search) {
	const { start, end, filters } = search;
	if (switches.dateDefaults === 'withoutFilters' && filters.length > 0) return { start, end };
	const defaults = defaultDates(now());
	return { start: start ?? defaults.start, end: end ?? defaults.end };
}

/** The index of the first mail of that second (inclusive) or after it; undefined without a date. */
function indexFrom(
	{ mails }: Store,
	date: string | undefined,
	inclusive: boolean,
): number | undefined {
	if (date === undefined) return undefined;
	return mails.firstIndex(({ row }) =>
		inclusive ? row.receive_date >= date : row.receive_date > date,
	);
}

function inTexts(numbers: Record<string, number>): object {
	const texts = Object.entries(numbers).map(([name, value]) => [name, String(value)]);
	return Object.fromEntries(texts) as object;
}
