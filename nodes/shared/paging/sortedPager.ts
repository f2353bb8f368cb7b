import { UserError } from 'n8n-workflow';
import type { Pager } from '../feed';
import { pageOf, withReads } from './page';

/** They are in memory until the end. */
const MOST_SORTED = 100_000;

/**
 * Emits nothing before all of a list was read, and then in an order of its own.
 * @param name of the list, for messages
 */
export function sortedPager<R>(
	name: string,
	pager: Pager<R>,
	compare: (a: R, b: R) => number,
): Pager<R> {
	const all: R[] = [];
	return withReads(pager, ({ page, next, moved }) => {
		for (const record of page.records) all.push(record);
		if (all.length > MOST_SORTED) {
			throw new UserError(`More than 100,000 ${name} would have to be sorted`, {
				description:
					'While they change, they have to be read and sorted here. Sort by something that does not change, set a Limit of one page, or ask for a narrower period.',
			});
		}
		return { page: pageOf(next ? [] : all.sort(compare)), next, moved };
	});
}
