import type { FieldReader, OrderedFeed } from '../shared/feed';
import { withFields } from '../shared/params';
import { toMs } from '../shared/values/moment';
import type { Source } from '../shared/poll/source';
import { followOrdered } from '../shared/poll/window/ordered';
import type { Once, OrderedList } from '../shared/poll/window/orderedList';
import { personIn, type RecipientEvent, whenOf } from './events';
import { clicks, emails, opens, recipients } from './lists';
import type { Open, Recipient } from './records';
import { event, followedTraffic } from './resources/trigger';

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

/** What was opened or clicked, by those that the trigger's own Traffic lets through. */
const ofTraffic = <R extends Open>(feed: OrderedFeed<R>): OrderedFeed<R> => ({
	...feed,
	filter: (fields) =>
		feed.filter?.(withFields(fields, { [followedTraffic.name]: followedTraffic.in(fields) })),
});

const EVENTS: Record<ReturnType<typeof event.in>, Omit<OrderedList, 'key'>> = {
	newEmail: { feed: emails },
	// Recipients "are added to this list as soon as the email is sent".
	sent: { feed: recipients, once: once('sent', 10 * MINUTE_MS) },
	opened: { feed: ofTraffic(opens) },
	clicked: { feed: ofTraffic(clicks) },
	unsubscribed: { feed: recipients, once: once('unsubscribed', WEEK_MS) },
	bounced: { feed: recipients, once: once('bounced', WEEK_MS) },
	recipientUpdated: { feed: recipients },
};

/** What the trigger follows, as its field "Event" says. */
export function followed(fields: FieldReader): Source {
	const key = event.in(fields);
	const { feed, once: happening } = EVENTS[key];
	return {
		name: feed.name,
		hasDates: feed.cursorAt !== undefined,
		lists: [followOrdered({ key, ...EVENTS[key] })],
		toEvents(of) {
			const tell = feed.toEvents?.(of);
			return ({ record, ordinal }) =>
				(tell?.(record, ordinal) ?? []).filter(({ type }) => !happening || type === happening.type);
		},
	};
}
