import type { FieldReader } from '../shared/feed';
import { choice } from '../shared/fields';
import { followOrdered } from '../shared/poll/ordered';
import type { Followed } from '../shared/poll/followed';
import type { FollowedFeed, Once } from '../shared/poll/followedFeed';
import { toMs, type TrackingEventType } from '../shared/trackingEvent';
import { clicks, emails, opens, recipients } from './feeds';
import type { Recipient } from './records';

const MINUTE_MS = 60_000;

/** Something that a recipient's record has a date for, once per person and e-mail. */
function once(
	type: TrackingEventType,
	date: 'sent' | 'unsubscribed' | 'bounced',
	lateness: number,
): Once<Recipient> {
	return {
		type,
		lateness,
		subject: ({ trackingId, trackingCode }) => `${trackingId} ${trackingCode}`,
		at(record) {
			const time = toMs(record[date] ?? '');
			return Number.isNaN(time) ? undefined : time;
		},
	};
}

// Procurios: undocumented how long after its date a bounce or an unsubscribe may be written.
const WEEK_MS = 7 * 24 * 60 * MINUTE_MS;

const EVENTS: Record<string, FollowedFeed> = {
	newEmail: { feed: emails },
	// Recipients "are added to this list as soon as the email is sent".
	sent: { feed: recipients, once: once('sent', 'sent', 10 * MINUTE_MS) },
	opened: { feed: opens },
	clicked: { feed: clicks },
	unsubscribed: { feed: recipients, once: once('unsubscribed', 'unsubscribed', WEEK_MS) },
	bounced: { feed: recipients, once: once('bounced', 'bounced', WEEK_MS) },
	recipientUpdated: { feed: recipients },
};

/** What the trigger follows, as its field "Event" says. */
export const followed = (fields: FieldReader): Followed =>
	followOrdered(EVENTS[choice(fields, 'event', 'Event', ['opened', ...Object.keys(EVENTS)])]!);
