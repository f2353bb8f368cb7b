import { UserError } from 'n8n-workflow';
import type { FieldReader } from '../shared/feed';
import { choice, choices, givenFields, wholeNumber } from '../shared/params';
import { followChanging } from '../shared/poll/changing/changing';
import {
	EVENT_FIELD,
	type Happening,
	type Latest,
	type Search,
} from '../shared/poll/changing/changingList';
import type { Source } from '../shared/poll/source';
import { mailEvents, trackingEvents } from './events';
import { FROM_PLACE_TO_PLACE, mails } from './lists';
import {
	type Disposition,
	dispositionOf,
	DISPOSITIONS,
	iovoxTime,
	type Mail,
	timeOf,
} from './records';
import { followedFilters } from './resources/fields';
import { requiredText } from './typed';
import { EARLIEST } from './vendor';

const MINUTE_MS = 60 * 1_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

export const LOOK_BACK_DAYS = 7;
export const MOST_LOOK_BACK_DAYS = 30;
/** iovox: undocumented how long after it happened the search shows something. */
const LATENESS_MS = 15 * MINUTE_MS;
/** All that can have changed is read again with each poll: in a few large pages. */
const PAGE_SIZE = 2_000;

/** The trigger's filters, which all its searches have. */
const FILTERS = followedFilters.map(({ name }) => name);

/** What happened to mails in which a disposition came up: in this order a mail goes through them. */
const COURSE: readonly Disposition[] = [
	'queued',
	'noMxRecord',
	'undeliverable',
	'no_rules',
	'rule_error',
	'expired',
	'sent',
	'received_bounced',
];

/** Those that say that a mail did not arrive. */
export const FAILURES: readonly Disposition[] = COURSE.filter(
	(each) => !['queued', 'sent'].includes(each),
);

/** Where it is found what is followed. */
interface Watched {
	readonly searches: ReadonlyArray<Search<Mail>>;
	/** In days; 0 where only the newest mails matter. */
	readonly lookBack: number;
}

/** What the trigger follows, as its field "Event" says. */
export function followed(fields: FieldReader): Source {
	const { searches, lookBack } = watched(fields);
	return followChanging<Mail>({
		name: 'e-mails',
		feed: mails,
		cursorAt: iovoxTime,
		searches,
		newest: (most) => search(fields, {}).newest(most),
		madeAt: ({ receive_date }) => timeOf(receive_date),
		present: (mail, name) => ({ ...mail, [EVENT_FIELD]: name }),
		toEvents({ [EVENT_FIELD]: name, ...mail }) {
			return trackingEvents(mail as Mail, String(name));
		},
		earliest: EARLIEST,
		lookBack: lookBack * DAY_MS,
		lateness: LATENESS_MS,
	});
}

const EVENTS = [
	'read',
	'newEmail',
	'conversation',
	'dispositionChanged',
	'sent',
	'failed',
] as const;

function watched(fields: FieldReader): Watched {
	switch (choice(fields, 'event', 'Event', EVENTS)) {
		case 'newEmail':
			return { searches: [newMails(fields)], lookBack: 0 };
		case 'read': {
			const filters = { readDisposition: 'read' };
			const latest = [{ filters, date: 'read_first_date' }];
			const reads = search(fields, { filters, names: ['read'], latest });
			return { searches: [reads], lookBack: lookBackDays(fields) };
		}
		case 'conversation': {
			const conversationId = requiredText(fields<unknown>('conversationId', ''), 'Conversation ID');
			const all = search(fields, { filters: { conversationId } });
			return { searches: [all], lookBack: lookBackDays(fields) };
		}
		case 'dispositionChanged':
			return inDispositions(fields, COURSE);
		case 'sent':
			return inDispositions(fields, ['sent']);
		case 'failed':
			return inDispositions(fields, chosenDispositions(fields));
	}
}

const newMails = (fields: FieldReader): Search<Mail> => ({
	...search(fields, { names: ['received'], latest: [{ date: 'receive_date' }] }),
	isByMade: true,
});

/** What bounced was sent before. As long as nothing was sent, there is no date. */
const SENT = ['sent', 'received_bounced'].map((disposition) => ({
	filters: { disposition },
	date: 'delivery_date',
}));

/** Mails that came to a disposition, in the order in which they go through them. */
function inDispositions(fields: FieldReader, chosen: readonly Disposition[]): Watched {
	const searches = COURSE.filter((each) => chosen.includes(each)).map((disposition) =>
		disposition === 'sent'
			? // All of them: a mail that bounces meanwhile would be in two lists, or in none.
				search(fields, { names: ['sent'], latest: SENT })
			: search(fields, { filters: { disposition }, names: [disposition] }),
	);
	return {
		searches: chosen.includes('received') ? [newMails(fields), ...searches] : searches,
		lookBack: lookBackDays(fields),
	};
}

/**
 * What a mail tells. iovox: undocumented whether a mail that bounced keeps its delivery date. If not,
 * it was sent after it was received: with another time, it would be given out once more.
 */
function happenings(mail: Mail): Happening[] {
	const hasBounced = dispositionOf(mail) === 'received_bounced';
	const received = timeOf(mail.receive_date);
	return mailEvents(mail).map(({ name, at }) => ({
		name,
		at: at ?? (name === 'sent' && hasBounced ? received : undefined),
	}));
}

interface Question {
	/** The name of a filter, and what it lets through; absent: all. */
	readonly filters?: Readonly<Record<string, string>>;
}

interface Watch extends Question {
	/** The names of the events that it is for; absent: all. */
	readonly names?: readonly string[];
	/** Where the latest events are, and the field that says when they happened. */
	readonly latest?: ReadonlyArray<Question & { readonly date: string }>;
}

function search(fields: FieldReader, { filters, names, latest }: Watch): Search<Mail> {
	const told = (mail: Mail) => happenings(mail).filter(({ name }) => names?.includes(name) ?? true);
	const latestOf = ({ date, ...question }: Question & { date: string }): Latest<Mail> => ({
		fields: (since, most) =>
			asking(fields, question.filters, {
				...newestFirst(most, date),
				'filters.startDate': new Date(since).toISOString(),
			}),
		dateOf: (mail) => told(mail)[0]?.at,
	});
	return {
		fields: asking(fields, filters, {
			...{ returnAll: true, 'options.pageSize': PAGE_SIZE },
			// What came short goes on where it was cut, so that nothing is given out from behind a gap.
			[FROM_PLACE_TO_PLACE]: true,
		}),
		happenings: told,
		newest: (most) => asking(fields, filters, newestFirst(most)),
		...(latest ? { latest: latest.map(latestOf) } : {}),
	};
}

const newestFirst = (most: number, date = 'receive_date') => ({
	limit: most,
	'options.pageSize': most,
	'sort.fields': [...new Set([date, 'receive_date'])].map((field) => ({
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
		...Object.fromEntries([
			...FILTERS.map((name) => [`filters.${name}`, fields<unknown>(`filters.${name}`, '')]),
			...Object.entries(filters).map(([name, value]) => [`filters.${name}`, value]),
		]),
		...more,
	});

const lookBackDays = (fields: FieldReader): number =>
	wholeNumber(fields, 'lookBackDays', LOOK_BACK_DAYS, 'Days to Look Back', {
		most: MOST_LOOK_BACK_DAYS,
		because: 'All e-mails of this time that may have changed are read with each poll.',
	});

function chosenDispositions(fields: FieldReader): Disposition[] {
	const known = Object.keys(DISPOSITIONS) as Disposition[];
	const chosen = choices(fields, 'dispositions', 'Dispositions', known);
	if (chosen.length > 0) return chosen;
	throw new UserError('No disposition is chosen', {
		description: 'Choose at least one of Dispositions.',
	});
}
