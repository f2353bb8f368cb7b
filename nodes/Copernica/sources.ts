import { type IDataObject, UserError } from 'n8n-workflow';
import type { Feed, FieldReader } from '../shared/feed';
import { withFields } from '../shared/params';
import { wantsEvents } from '../shared/run/fields';
import type { Source, FoundEvent } from '../shared/poll/source';
import { shownBy, wallClock, wallOf } from '../shared/poll/window/clock';
import { followWindow } from '../shared/poll/window/window';
import type { WindowedList } from '../shared/poll/window/windowedList';
import { daysLater } from '../shared/paging/dateWindow';
import { COUNT, eventLists } from './eventLists';
import { eventsOf } from './events';
import { emailings } from './lists';
import { fieldsOf, messageEvents } from './messageEvents';
import { SINCE } from './periods';
import {
	isOfEmailing,
	type Kind,
	type Product,
	PRODUCTS,
	requireKind,
	requireLaterThanV1,
} from './products';
import { timeTextOf, wallTimeIn } from './records';
import { emailingField, pathNames, productField, timeZone } from './resources/fields';
import { DAYS_AT_ONCE, eventsFilter, startDate } from './resources/messageFields';
import { subjectField } from './resources/subjects';
import {
	events as eventsField,
	followedProduct,
	followedScope,
	sweepHours,
} from './resources/trigger';
import type { SubjectName } from './subjects';
import type { WallTime } from '../shared/values/wallTime';
import { AMSTERDAM } from './vendor';

const HOUR_MS = 60 * 60 * 1_000;
const DAY_MS = 24 * HOUR_MS;

/** Copernica: undocumented how long after its time a record is listed; bounces and complaints may last. */
const LATENESS_MS = 26 * HOUR_MS;
const REPLY_LATENESS_MS = 7 * DAY_MS;
/** v1 is asked for in windows: one of them, also with the days around it and a day between sweeps. */
const REACH_MS = (DAYS_AT_ONCE - 4) * DAY_MS;
const REPLIES: readonly string[] = ['bounce', 'complaint'];
const latenessOf = (events: readonly string[]) =>
	events.some((event) => REPLIES.includes(event)) ? REPLY_LATENESS_MS : LATENESS_MS;

const EMAILING = 'emailing';
type Event = Kind | typeof EMAILING;

/** The fields that a record has from the trigger: which event it is, and of which product. */
const ADDED = ['event', 'product'] as const;

/** What the trigger follows, as its fields say. */
export function followed(fields: FieldReader): Source {
	const events = eventsIn(fields);
	const scope = followedScope.in(fields);
	const subject = scope === 'account' || scope === EMAILING ? undefined : scope;
	// Also of v1, which has no use for it: what is wrong in a field that is shown is said.
	pathNames.in(fields);
	const zone = timeZone.in(fields);
	const lists = subject ? messageLists(fields, events, subject) : productLists(fields, events);
	const shared = {
		// Copernica: undocumented in which zone its times are.
		clock: wallClock(zone, ['UTC', AMSTERDAM]),
		lookBack: 0,
		farEvery: sweepHours.in(fields) * HOUR_MS,
	};
	return {
		name: 'events',
		hasDates: true,
		lists: lists.map((list) => followWindow({ ...list, ...shared })),
		asksAlike: subject !== undefined,
		toEvents: subject ? toMessageEvents : () => toProductEvents(zone),
	};
}

/** What the lists differ in. */
type List = Omit<WindowedList, 'clock' | 'lookBack' | 'farEvery'>;

function eventsIn(fields: FieldReader): Event[] {
	const events = eventsField.in(fields);
	const isTold = wantsEvents(fields);
	if (isTold && events.includes(EMAILING)) {
		throw new UserError('A new emailing is no tracking event', {
			description: 'Set Output to Record, or leave New Emailing to a trigger of its own.',
		});
	}
	return events;
}

/** Lists of v2 to v4: one for each event of each product. */
function productLists(fields: FieldReader, events: readonly Event[]) {
	requireLaterThanV1(fields, 'events of an account or of an emailing');
	if (isOfEmailing(fields)) {
		emailingField.in(fields);
		if (events.includes(EMAILING)) {
			throw new UserError('One emailing has no new emailings', {
				description: 'Leave New Emailing out of Events, or set From to All Emailings.',
			});
		}
	}
	const chosen = followedProduct.in(fields);
	const products = (Object.keys(PRODUCTS) as Product[]).filter(
		(product) => chosen === 'both' || chosen === product,
	);
	// Both products of an event in a row: a test event looks at the first lists only.
	return events.flatMap((event) =>
		products.map((product) => {
			if (event !== EMAILING) requireKind(fields, event, product);
			return productList(fields, product, event);
		}),
	);
}

function productList(fields: FieldReader, product: Product, event: Event): List {
	const feed: Feed = event === EMAILING ? emailings : eventLists[event];
	return {
		key: `${product} ${event}`,
		feed,
		fieldsSince: (from) =>
			withFields(fields, { [productField.name]: product, [SINCE]: textOf(from), [COUNT]: true }),
		...happensWhenListed(feed, timeTextOf),
		lateness: latenessOf([event]),
		present: (record) => ({ ...record, event, product }),
	};
}

/** Lists of v1: the same for all events, of which each has a state of its own. */
function messageLists(fields: FieldReader, events: readonly Event[], subject: SubjectName): List[] {
	if (events.includes(EMAILING)) {
		throw new UserError('Version v1 of the Copernica API has no list of emailings', {
			description: 'Leave New Emailing out of Events.',
		});
	}
	return events.map((event) => ({
		key: `v1 ${event}`,
		feed: messageEvents,
		// A day more: the zone of the times is not known, that of the days is UTC.
		fieldsSince: (from) =>
			withFields(fields, {
				[subjectField.name]: subject,
				[eventsFilter.name]: [event],
				[startDate.name]: from === -Infinity ? '' : daysLater(wallOf(from).slice(0, 10), -1),
			}),
		...happensWhenListed(messageEvents, (row) => wallTimeIn(fieldsOf(row).time)),
		// One for all, so that they ask alike.
		lateness: latenessOf(events),
		mostBack: REACH_MS,
		present: (row) => row,
	}));
}

const textOf = (from: number) => (from === -Infinity ? '' : wallOf(from));

/** Each row is an event, and is listed by the time of it. */
function happensWhenListed(feed: Feed, timeOf: (row: IDataObject) => WallTime | undefined) {
	const standsAt = (row: IDataObject) => {
		const time = timeOf(row);
		return time === undefined ? undefined : shownBy(time);
	};
	return {
		standsAt,
		occurrences: (row: IDataObject) => [{ key: feed.identity(row), at: standsAt(row) }],
	};
}

const toProductEvents =
	(zone: string) =>
	({ record }: FoundEvent) => {
		const { event, product } = record;
		const row = Object.fromEntries(
			Object.entries(record).filter(([name]) => !ADDED.some((each) => each === name)),
		);
		return eventsOf(product as Product, event as Kind, zone)(row);
	};

const toMessageEvents: Source['toEvents'] = (fields) => {
	const tell = messageEvents.toEvents!(fields);
	return ({ record, ordinal }) => tell(record, ordinal);
};
