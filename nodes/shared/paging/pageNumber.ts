import { type IDataObject, UserError } from 'n8n-workflow';
import { includeCursor } from './cursorFields';
import { EnteredPages } from './numbered/enteredPages';
import type { Paging } from './list';
import type { PageNumbers } from './numbered/numberedList';
import { NumberedPages } from './numbered/numberedPages';
import { cursorCheck } from './page';
import { sortedPager } from './sortedPager';

/** Pages that are asked for by their number. A record's identity is its ID. */
export const pageNumber = <R extends IDataObject>(options: PageNumbers<R>): Paging<R> => ({
	open(list, fields, after) {
		const reading = options.reading(fields);
		const inSteps = reading.places && !reading.compare;
		const steps = after !== '' || includeCursor.in(fields);
		if (steps && !inSteps) throw new UserError(...notInSteps(list.name));
		const pages = new NumberedPages({ ...options, ...list }, reading, after);
		const { places, isUnsteady } = reading;
		const pager =
			places && isUnsteady
				? new EnteredPages(list.name, pages, places, options.mostPerPage)
				: pages;
		return reading.compare ? sortedPager(list.name, pager, reading.compare) : pager;
	},
	checkCursor: cursorCheck((typed) => CURSOR.test(typed), options.cursorExample),
});

const CURSOR = /^[^~]+(?:~[0-9a-f.]+)?$/;

const notInSteps = (name: string): [string, { description: string }] => [
	`The list of ${name} can be continued only where it is sorted by time`,
	{
		description:
			'Clear Continue After and Include Cursor, or sort by the time of receiving first and by nothing that changes.',
	},
];
