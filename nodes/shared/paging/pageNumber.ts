import { type IDataObject, UserError } from 'n8n-workflow';
import { type Feed, notACursor, rulesOf } from '../feed';
import { isOn } from '../params';
import type { NumberedFeed } from './numberedList';
import { SortedPager } from './numberedPage';
import { NumberedPager } from './numberedPager';

/** Makes a feed of a list with numbered pages. */
export function numberedFeed<R extends IDataObject>(list: NumberedFeed<R>): Feed<R> {
	const { name } = list;
	return {
		name,
		...rulesOf(list),
		identity: (record) => list.identity(record),
		open(fields, after = '') {
			const reading = list.reading(fields);
			const inSteps = reading.places && !reading.compare;
			const steps = after !== '' || isOn(fields, 'options.includeCursor', 'Include Cursor');
			if (steps && !inSteps) throw new UserError(...notInSteps(name));
			const pager = new NumberedPager(list, reading, after);
			return reading.compare ? new SortedPager(name, pager, reading.compare) : pager;
		},
		checkCursor(typed) {
			if (typed === '' || /^[^~]+(?:~[0-9a-f.]+)?$/.test(typed)) return;
			throw notACursor(typed, name, list.cursorExample);
		},
	};
}

const notInSteps = (name: string): [string, { description: string }] => [
	`The list of ${name} can be continued only where it is sorted by time`,
	{
		description:
			'Clear Continue After and Include Cursor, or sort by the time of receiving first and by nothing that changes.',
	},
];
