import type { FieldReader } from '../shared/feed';
import { choice } from '../shared/params';
import { toMs } from '../shared/values/moment';
import type { Source } from '../shared/poll/source';
import { followOrdered } from '../shared/poll/window/ordered';
import type { Once, OrderedList } from '../shared/poll/window/orderedList';
import { personIn, type RecipientEvent, whenOf } from './events';
import { clicks, emails, opens, recipients } from './lists';
import type { Recipient } from './records';

const MINUTE_MS = 60_000;

/** Something that a recipient's record has a date for, once per person and e-mail. */
export const once = (type: RecipientEvent, lateness: number): Once<Recipient> => ({
	type,
	lateness,
	subject: personIn,
	at(record) {
		const time = whenOf(record, type);
		return typeof time === 'string' ? toMs(time) : undefined;
	},
	isUndated: (record) => whenOf(record, type) === null,
});

// Procurios: undocumented how long after its date a bounce or an unsubscribe may be written.
const WEEK_MS = 7 * 24 * 60 * MINUTE_MS;

const EVENTS: Record<string, Omit<OrderedList, 'key'>> = {
	newEmail: { feed: emails },
	// Recipients "are added to this list as soon as the email is sent".
	sent: { feed: recipients, once: once('sent', 10 * MINUTE_MS) },
	opened: { feed: opens },
	clicked: { feed: clicks },
	unsubscribed: { feed: recipients, once: once('unsubscribed', WEEK_MS) },
	bounced: { feed: recipients, once: once('bounced', WEEK_MS) },
	recipientUpdated: { feed: recipients },
};

/** What the trigger follows, as its field "Event" says. */
export function followed(fields: FieldReader): Source {
	const key = choice(fields, 'event', 'Event', ['opened', ...Object.keys(EVENTS)]);
	const { feed, once: happening } = EVENTS[key]!;
	return {
		name: feed.name,
		hasDates: feed.cursorAt !== undefined,
		lists: [followOrdered({ key, ...EVENTS[key]! })],
		toEvents(of) {
			const tell = feed.toEvents?.(of);
			return ({ record, ordinal }) =>
				(tell?.(record, ordinal) ?? []).filter(({ type }) => !happening || type === happening.type);
		},
	};
}
