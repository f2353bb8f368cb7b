import type { FieldReader } from '../shared/feed';
import { givenFields } from '../shared/params';
import { limit, returnAll } from '../shared/run/fields';
import type { Occurrence } from '../shared/poll/seen/ledger';
import type { Source } from '../shared/poll/source';
import { SHOWN } from '../shared/poll/sample';
import { exactClock } from '../shared/poll/window/clock';
import type { Latest } from '../shared/poll/window/latest';
import { followWindow } from '../shared/poll/window/window';
import type { WindowedList } from '../shared/poll/window/windowedList';
import { mailEvents, trackingEvents } from './events';
import { FROM_PLACE_TO_PLACE, mails } from './lists';
import { type Disposition, dispositionOf, iovoxTime, type Mail, timeOf } from './records';
import {
	chosenFilters,
	conversationId,
	pageSize,
	receivedAfter,
	sort,
	textFilters,
} from './resources/fields';
import { COURSE, dispositions, event, followedFilters, lookBackDays } from './resources/trigger';
import { EARLIEST } from './vendor';

const MINUTE_MS = 60 * 1_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** iovox: undocumented how long after it happened the search shows something. */
const LATENESS_MS = 15 * MINUTE_MS;
/** All that can have changed is read again with each poll: in a few large pages. */
const PAGE_SIZE = 2_000;

/** The field that says in a record what happened. */
const EVENT_FIELD = 'event';

/** Where something that happened is found. */
type Search = Pick<
	WindowedList<Mail>,
	'key' | 'fieldsSince' | 'occurrences' | 'latest' | 'sampleFields' | 'lookBack' | 'reachesBack'
>;

/** What the trigger follows, as its field "Event" says. */
export function followed(fields: FieldReader): Source {
	return {
		name: 'e-mails',
		hasDates: true,
		lists: searches(fields).map((search) =>
			followWindow<Mail>({
				feed: mails,
				clock: exactClock,
				cursorAt: (from) => iovoxTime(Math.max(EARLIEST, from)),
				standsAt: ({ receive_date }) => timeOf(receive_date),
				present: (mail, { name }) => ({ ...mail, [EVENT_FIELD]: name }),
				lateness: LATENESS_MS,
				farEvery: 0,
				areSameRows: true,
				...search,
			}),
		),
		toEvents:
			() =>
			({ record: { [EVENT_FIELD]: name, ...mail } }) =>
				trackingEvents(mail as Mail, String(name)),
	};
}

function searches(fields: FieldReader): Search[] {
	switch (event.in(fields)) {
		case 'newEmail':
			return [newMails(fields)];
		case 'read': {
			const filters = { [chosenFilters.read_disposition.name]: 'read' };
			const latest = [{ filters, date: 'read_first_date' }];
			return [search(fields, 'read', { filters, names: ['read'], latest })];
		}
		case 'conversation': {
			const filters = { [textFilters.conversation_id.name]: conversationId.in(fields) };
			return [search(fields, 'conversation', { filters })];
		}
		case 'dispositionChanged':
			return inDispositions(fields, COURSE);
		case 'sent':
			return inDispositions(fields, ['sent']);
		case 'failed':
			return inDispositions(fields, dispositions.in(fields));
	}
}

/** What happens when a mail is received: nothing older need be read again. */
const newMails = (fields: FieldReader): Search =>
	search(fields, 'received', { names: ['received'], latest: [{ date: 'receive_date' }] }, 0);

const inDisposition = (disposition: Disposition) => ({
	[chosenFilters.disposition.name]: disposition,
});

/** What bounced was sent before. As long as nothing was sent, there is no date. */
const SENT = (['sent', 'received_bounced'] as const).map((disposition) => ({
	filters: inDisposition(disposition),
	date: 'delivery_date',
}));

/** Mails that came to a disposition, in the order in which they go through them. */
function inDispositions(fields: FieldReader, chosen: readonly Disposition[]): Search[] {
	const lists = COURSE.filter((each) => chosen.includes(each)).map((disposition) =>
		disposition === 'sent'
			? // All of them: a mail that bounces meanwhile would be in two lists, or in none.
				search(fields, disposition, { names: ['sent'], latest: SENT })
			: search(fields, disposition, {
					filters: inDisposition(disposition),
					names: [disposition],
				}),
	);
	return chosen.includes('received') ? [newMails(fields), ...lists] : lists;
}

/**
 * What a mail tells. iovox: undocumented whether a mail that bounced keeps its delivery date. If not,
 * it was sent after it was received: with another time, it would be emitted once more.
 */
function occurrences(mail: Mail): Occurrence[] {
	const hasBounced = dispositionOf(mail) === 'received_bounced';
	const received = timeOf(mail.receive_date);
	return mailEvents(mail).map(({ name, at }) => ({
		name,
		key: `${name} ${mails.identity(mail)}`,
		at: at ?? (name === 'sent' && hasBounced ? received : undefined),
	}));
}

interface Question {
	/** The name of a filter's parameter, and what it lets through; absent: all. */
	readonly filters?: Readonly<Record<string, string>>;
}

interface Watch extends Question {
	/** The names of the events that it is for; absent: all. */
	readonly names?: readonly string[];
	/** Where the latest events are, and the field that says when they happened. */
	readonly latest?: ReadonlyArray<Question & { readonly date: string }>;
}

function search(
	fields: FieldReader,
	key: string,
	{ filters, names, latest }: Watch,
	days = lookBackDays.in(fields),
): Search {
	const told = (mail: Mail) =>
		occurrences(mail).filter(({ name }) => names?.includes(name!) ?? true);
	const latestOf = ({ date, ...question }: Question & { date: string }): Latest<Mail> => ({
		fields: (since, most) =>
			asking(fields, question.filters, {
				...newestFirst(most, date),
				[receivedAfter.name]: new Date(since).toISOString(),
			}),
		dateOf: (mail) => told(mail)[0]?.at,
	});
	const all = asking(fields, filters, {
		...{ [returnAll.name]: true, [pageSize.name]: PAGE_SIZE },
		// What came short goes on where it was cut, so that nothing is emitted from behind a gap.
		[FROM_PLACE_TO_PLACE]: true,
	});
	const latestLists = latest?.map(latestOf);
	return {
		key,
		fieldsSince: () => all,
		occurrences: told,
		lookBack: days * DAY_MS,
		reachesBack: days * DAY_MS + LATENESS_MS,
		sampleFields: () => [
			latestLists?.[0]?.fields(EARLIEST, SHOWN) ?? asking(fields, filters, newestFirst(SHOWN)),
		],
		...(latestLists ? { latest: latestLists } : {}),
	};
}

const newestFirst = (most: number, date = 'receive_date') => ({
	[limit.name]: most,
	[pageSize.name]: most,
	[sort.name]: [...new Set([date, 'receive_date'])].map((field) => ({
		field,
		direction: 'DESC',
	})),
});

/** The trigger's own filters beside those of the question. */
const asking = (
	fields: FieldReader,
	filters: Question['filters'] = {},
	more: Readonly<Record<string, unknown>>,
): FieldReader =>
	givenFields({
		...Object.fromEntries(followedFilters.map((filter) => [filter.name, filter.in(fields)])),
		...filters,
		...more,
	});
