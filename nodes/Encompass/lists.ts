import { type IDataObject, UserError } from 'n8n-workflow';
import type { Feed, FieldReader } from '../shared/feed';
import { givenFields } from '../shared/params';
import { countIn, isObject, namesIn, strayIn } from '../shared/values/json';
import { list, type ListRules, whole } from '../shared/paging/list';
import { offset, type OffsetList, type OffsetPagedFeed } from '../shared/paging/offset';
import { pathSegment } from '../shared/values/pathSegment';
import { single } from '../shared/paging/single';
import type { TrackingEventType } from '../shared/event';
import { activityColumns, columnsOf, type ListName } from './columns';
import { completionOf, type Lists, totalsOf, withActivity } from './completions';
import { eventsOf } from './events';
import {
	type Activity,
	type Id,
	isoTime,
	type Link,
	type Message,
	type MessageRow,
	type Recipient,
	rowIdentity,
	timeIn,
	withIsoTimes,
	isUnreadableTime,
} from './records';
import {
	includeTotals,
	isoTimes,
	message as chosenMessage,
	sentAfter,
	sentBefore,
} from './resources/fields';
import { EARLIEST, LATEST } from './vendor';

const MESSAGES = '/v2/messages';

export const DAY_MS = 24 * 60 * 60 * 1_000;
/**
 * Encompass: undocumented whether a period is one of sending, of the schedule or of writing. It is
 * asked for with so much before and after, and cut to what was sent in it here.
 */
const STAMPS_DIFFER_MS = 7 * DAY_MS;

/** What all lists share. Source: the article "Email Metric API", version 2. */
const paged = {
	parameters: { start: 'startAt', size: 'maxResults' },
	pageSize: 1_000,
	// Encompass: undocumented whether a bare array obeys the two; links come as one.
	mayComeWhole: true,
};

export const messages = list<Message>({
	name: 'messages',
	identity: rowIdentity,
	filter(fields) {
		const { after = -Infinity, before = Infinity } = periodOf(fields);
		if (after === -Infinity && before === Infinity) return undefined;
		return (message) => {
			const sent = sendTime(message);
			// What it says itself cannot be read; it was asked for by the period.
			if (sent === undefined) return isUnreadableTime(message.actualSendTimestamp);
			return sent >= after && sent < before;
		};
	},
	present: presentTimes,
	columns: columnsOf('messages'),
	happenedAt: () => (message) => isoTime(sendTime(message)),
	paging: offset({
		...paged,
		first(fields) {
			const { after = EARLIEST, before = LATEST } = periodOf(fields);
			const from = Math.max(EARLIEST, after - STAMPS_DIFFER_MS);
			const to = Math.min(LATEST, before + STAMPS_DIFFER_MS);
			return { path: MESSAGES, query: { fromTimestamp: `${from}`, toTimestamp: `${to}` } };
		},
		read: (body) => readList<Message>(body, 'messages'),
	}),
});

/** The fields with which `messages` gives those of a time (ms since 1970) and later. */
export const messagesSince = (time: number): FieldReader =>
	givenFields({ [sentAfter.name]: new Date(Math.max(time, EARLIEST)).toISOString() });

/** When a message was sent or, where it was not yet, will be. */
export const sendTime = ({ actualSendTimestamp, scheduledDateTimestamp }: Message) =>
	timeIn(actualSendTimestamp) ?? timeIn(scheduledDateTimestamp);

const periodOf = (fields: FieldReader) => ({
	after: sentAfter.in(fields),
	before: sentBefore.in(fields),
});

const addedAt: Pick<ListRules<Recipient>, 'happenedAt'> = {
	happenedAt: () => (row) => isoTime(row.dateAdded),
};

export const recipients = listOfMessage<Recipient>('recipients', 'recipients', addedAt);
export const links = listOfMessage<Link>('links', 'links');
/** How often the recipients' servers accepted the message. */
export const deliveries = activityOf('deliveries', 'delivers', 'delivered');
export const opens = activityOf('opens', 'opens', 'opened');
export const clicks = activityOf('clicks', 'clicks', 'clicked');
export const bounces = activityOf('bounces', 'bounces', 'bounced');

const lists: Lists = { recipients, deliveries, opens, clicks, bounces, links };

/** One message. It comes without an envelope. */
export const message = list<Message>({
	name: 'messages',
	identity: rowIdentity,
	completion: (fields) => (includeTotals.in(fields) ? totalsOf(TOTALS) : undefined),
	present: presentTimes,
	paging: single({
		request: (fields) => ({ path: pathOfMessage(fields) }),
		read: (body) => [readMessage(body)],
	}),
});

/** One record per recipient, with all that the recipient did. */
export const activity: Feed<Recipient> = list<Recipient>({
	...rulesOf<Recipient>('recipients'),
	...addedAt,
	completion: () => withActivity(lists),
	columns: activityColumns,
	// People whom the list of recipients does not know come at the end: it cannot be read in steps.
	paging: whole(pagingOf<Recipient>('recipients', 'recipients')),
});

function listOfMessage<R extends MessageRow>(
	name: ListName,
	call: string,
	more: Pick<ListRules<R>, 'completion' | 'toEvents' | 'happenedAt'> = {},
): OffsetPagedFeed<R> {
	return list<R>({ ...rulesOf<R>(name), ...more, paging: pagingOf<R>(name, call) });
}

function rulesOf<R extends MessageRow>(name: ListName): ListRules<R> {
	return { name, identity: rowIdentity, present: presentTimes, columns: columnsOf(name) };
}

function pagingOf<R extends MessageRow>(name: ListName, call: string) {
	return offset<R>({
		...paged,
		first: (fields) => ({ path: `${pathOfMessage(fields)}/${call}` }),
		read: (body) => readList<R>(body, name),
		prepare(fields) {
			const messageId = messageIdOf(fields);
			return (row) => ({ ...row, messageId });
		},
	});
}

function activityOf(
	name: ListName,
	call: string,
	type: TrackingEventType,
): OffsetPagedFeed<Activity> {
	return listOfMessage<Activity>(name, call, {
		completion: (fields) => completionOf(fields, lists),
		toEvents: () => eventsOf(type),
		happenedAt: () => (row) => isoTime(row.timestamp),
	});
}

/** The numbers of rows of each list of a message, as lists of one row. */
const TOTALS = Object.fromEntries(
	[
		...(['recipients', 'opens', 'clicks', 'bounces'] as const).map((name) => [name, name, 1]),
		['deliveries', 'delivers', 1],
		// They come all at once, and without a summary.
		['links', 'links', paged.pageSize],
	].map(([name, call, size]) => [
		name,
		list<IDataObject>({
			name: String(name),
			identity: () => '',
			paging: single({
				request: (fields) => ({
					path: `${pathOfMessage(fields)}/${call}`,
					query: { startAt: '0', maxResults: String(size) },
				}),
				read(body) {
					const { records, total } = readList(body, String(name));
					// Without a summary, as many rows as were asked for may not be all.
					return [{ total: total ?? (records.length === size ? null : records.length) }];
				},
			}),
		}),
	]),
) as Record<keyof typeof lists, Feed>;

/** ISO 8601 beside the times, where the fields want it. */
function presentTimes(fields: FieldReader) {
	return isoTimes.in(fields) ? withIsoTimes : undefined;
}

/** The message's ID as the vendor's own records have it. */
function messageIdOf(fields: FieldReader): Id {
	const id = chosenMessage.in(fields);
	return /^[1-9]\d{0,14}$/.test(id) ? Number(id) : id;
}

const pathOfMessage = (fields: FieldReader) =>
	`${MESSAGES}/${pathSegment(chosenMessage.in(fields), chosenMessage.displayName)}`;

/** Encompass: undocumented which calls give a bare array: links do, any may. */
function readList<R extends IDataObject>(body: unknown, name: string): OffsetList<R> {
	const envelope = isObject(body) ? body : {};
	const list = Array.isArray(body) ? body : envelope.data;
	if (!Array.isArray(list) || !list.every(isObject)) throw notFound(body, `list of ${name}`);
	return { records: list as R[], total: countIn(envelope.total) };
}

/** Encompass: undocumented whether a message may come in an envelope, as lists do. */
function readMessage(body: unknown): Message {
	const inner = isObject(body) && 'data' in body ? body.data : body;
	const found: unknown = Array.isArray(inner) ? inner[0] : inner;
	if (isObject(found) && 'id' in found) return found as Message;
	throw notFound(body, 'message');
}

function notFound(body: unknown, what: string): UserError {
	const list = isObject(body) ? body.data : body;
	return new UserError(`The answer of Anthology Encompass holds no ${what}`, {
		description: `It has ${namesIn(body)}.${strayIn(list)} Check Region or API URL of the credential. If they are right, the service may have changed its answers: look for a newer version of this package.`,
	});
}
