import { Refusal } from '../body';
import { visibleUntil, type Call } from '../call';
import { listOf } from '../page';
import { KINDS, type EventRecord } from '../rows';
import { Selection } from '../selection';
import { periodOf, type Period } from './period';
import { shownEvent, type Found } from './shown';
import { hasTags, type Subject } from './subjects';

/**
 * The events of a subject, of all kinds together: a bare array, without pages.
 *
 * @param takesTags whether the call has the parameter `tags`
 */
export function eventsOf(call: Call, find: (call: Call) => Subject, takesTags: boolean): object {
	const { parts, sent } = subjectOf(call, find);
	const period = periodOf(call, sent);
	const tags = takesTags ? call.parameters.text('tags') : undefined;
	const found = parts
		.filter(({ mailing }) => tags === undefined || hasTags(mailing, tags))
		.flatMap((part) => eventsIn(call, part, period));
	const rows = inOrder(call, found);
	return listOf(
		rows.map((row, index) => shownEvent(row, call, index)),
		call,
	);
}

function subjectOf(call: Call, find: (call: Call) => Subject): Subject {
	try {
		return find(call);
	} catch (error) {
		if (error instanceof Refusal && call.switches.unknownSubject === 'empty') return { parts: [] };
		throw error;
	}
}

function eventsIn(
	call: Call,
	{ product, mailing, destinations }: Subject['parts'][number],
	{ from, to }: Period,
): Found[] {
	const own = call.store[product];
	// Days of UTC, whatever zone other times are in.
	const selection = new Selection<EventRecord>('UTC');
	selection.narrow('time', { low: from, high: to - 1 });
	if (destinations !== undefined) selection.add((row) => destinations.has(row.destination));
	const view = { order: 'ascending', until: visibleUntil(call) } as const;
	return KINDS.flatMap((kind) =>
		mailing.events[kind].select(selection, view).flatMap((row): Found[] => {
			const destination = own.destination(row.destination);
			return destination === undefined ? [] : [{ kind, row, product, mailing, destination }];
		}),
	);
}

/** By time where the others go by ID, which says nothing about rows of several kinds. */
function inOrder({ switches }: Call, found: Found[]): readonly Found[] {
	switch (switches.order) {
		case 'unsorted':
			return found;
		case 'descending':
			return byTime(found).reverse();
		default:
			return byTime(found);
	}
}

function byTime(found: Found[]): Found[] {
	const compare = (a: Found, b: Found) => a.row.timestamp - b.row.timestamp;
	return found.sort(compare);
}
