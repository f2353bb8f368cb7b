import type { TrackingEventType } from '../shared/event';
import type { FieldReader } from '../shared/feed';
import { givenFields } from '../shared/params';
import { idText } from '../shared/values/idText';
import type { OffsetPagedFeed } from '../shared/paging/offset';
import { countedList } from '../shared/poll/counted/countedList';
import { parentsIn } from '../shared/poll/counted/parents';
import type { Source } from '../shared/poll/source';
import { exactClock } from '../shared/poll/window/clock';
import { followWindow } from '../shared/poll/window/window';
import {
	bounces,
	clicks,
	DAY_MS,
	deliveries,
	messages,
	messagesSince,
	opens,
	sendTime,
} from './lists';
import { type Activity, isUnreadableTime, type Message, timeIn } from './records';
import { event, messageIds, messageScope, watchedDays } from './resources/trigger';
import { EARLIEST, KEPT_DAYS } from './vendor';

/** Encompass: undocumented how long after it was sent a message is first listed. */
const MESSAGE_LATE_MS = 30 * DAY_MS;

/** A message is new once it is sent, and written down: it may be imported later. */
function newAt({ actualSendTimestamp, dateAdded }: Message): number | undefined {
	const sent = timeIn(actualSendTimestamp);
	return sent === undefined ? undefined : Math.max(sent, timeIn(dateAdded) ?? sent);
}

const newMessages: Source = {
	name: messages.name,
	hasDates: true,
	lists: [
		followWindow<Message>({
			key: 'messages',
			feed: messages,
			clock: exactClock,
			fieldsSince: (from) => messagesSince(Math.max(EARLIEST, from)),
			standsAt: newAt,
			occurrences(message) {
				const at = newAt(message);
				const isSent = at !== undefined || isUnreadableTime(message.actualSendTimestamp);
				return isSent ? [{ key: messages.identity(message), at }] : [];
			},
			present: (message) => message,
			lookBack: 0,
			lateness: MESSAGE_LATE_MS,
			// Encompass: undocumented by which of its times a message is asked for.
			reachesBack: MESSAGE_LATE_MS,
			farEvery: 0,
			sampleFields: () => [messagesSince(Date.now() - MESSAGE_LATE_MS)],
		}),
	],
};

/** The messages whose lists are watched. */
const parents = parentsIn<Message>({
	feed: messages,
	fieldsSince: messagesSince,
	idOf: ({ id }) => idText(id),
	startedAt,
	chosen,
	adviceIfMissing: `It must have been sent within the last ${KEPT_DAYS} days. Choose it from the list of ${messageIds.displayName}, or check its ID.`,
});

function watched(type: TrackingEventType, feed: OffsetPagedFeed<Activity>): Source {
	const list = countedList<Activity>({
		key: type,
		feed,
		parents,
		keptFor: KEPT_DAYS * DAY_MS,
		fieldsOf: (messageId) => givenFields({ messageId }),
		// The moment of the database write; without it, that of the action is the nearest to it.
		recordedAt: ({ dateAdded, timestamp }) => timeIn(dateAdded) ?? timeIn(timestamp),
		withParent: (row, message) => ({ ...row, message: titleOf(message as Message) }),
		watchedFor: (fields) => daysOf(fields) * DAY_MS,
	});
	return {
		name: feed.name,
		hasDates: true,
		lists: [list],
		toEvents(fields) {
			const tell = feed.toEvents!(fields);
			return ({ record, ordinal }) => tell(record as Activity, ordinal);
		},
	};
}

const EVENTS: Record<ReturnType<typeof event.in>, Source> = {
	newMessage: newMessages,
	delivered: watched('delivered', deliveries),
	opened: watched('opened', opens),
	clicked: watched('clicked', clicks),
	bounced: watched('bounced', bounces),
};

/** What the trigger follows, as its field "Event" says. */
export const followed = (fields: FieldReader): Source => EVENTS[event.in(fields)];

/** One that was sent, nobody can say when, is watched from when it was written. */
function startedAt(message: Message): number | undefined {
	const written = isUnreadableTime(message.actualSendTimestamp) ? message.dateAdded : undefined;
	return sendTime(message) ?? timeIn(written);
}

/** What tells a message from another; the rest is in the list of messages. */
const titleOf = ({
	emailName = null,
	subjectLine = null,
	actualSendTimestamp = null,
}: Message): Partial<Message> => ({ emailName, subjectLine, actualSendTimestamp });

/** Chosen messages are watched for as long as there is anything to see. */
const daysOf = (fields: FieldReader): number =>
	chosen(fields) ? KEPT_DAYS : watchedDays.in(fields);

/** The IDs of the messages that were chosen; undefined: all. */
function chosen(fields: FieldReader): string[] | undefined {
	return messageScope.in(fields) === 'all' ? undefined : messageIds.in(fields);
}
