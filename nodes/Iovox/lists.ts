import { UserError } from 'n8n-workflow';
import type { FieldReader } from '../shared/feed';
import type { Field } from '../shared/field';
import { withFields } from '../shared/params';
import { list, type ListRules, required } from '../shared/paging/list';
import type { NumberedReading, PageNumbers, Places } from '../shared/paging/numbered/numberedList';
import { notACursor } from '../shared/paging/page';
import { pageNumber } from '../shared/paging/pageNumber';
import { limitOf, wantsEvents } from '../shared/run/fields';
import { plainText } from '../shared/values/plainText';
import { trackingEvents } from './events';
import {
	CHANGING_FIELDS,
	FIELDS,
	identityOf,
	iovoxTime,
	isoTime,
	type Mail,
	readMails,
	timeOf,
} from './records';
import {
	chosenFilters,
	conversationId,
	messageId,
	MOST_PER_PAGE,
	pageSize,
	receivedAfter,
	receivedBefore,
	returnedFields,
	type Sort,
	sort as sortField,
	textFilters,
} from './resources/fields';
import { EARLIEST } from './vendor';

const SEARCH = '/email/search';
const CURSOR_EXAMPLE = '2026-03-02 08:14:05~1a2b3c4d';
/** No field of a node: a trigger reads so, and passes over nothing where a page comes short. */
export const FROM_PLACE_TO_PLACE = 'fromPlaceToPlace';
const SECOND_MS = 1_000;
const HOUR_MS = 60 * 60 * SECOND_MS;
const DAY_MS = 24 * HOUR_MS;

/** What is alike in all lists of mails. Source: "Searching tracked emails". */
const mailRules: ListRules<Mail> = {
	name: 'e-mails',
	identity: identityOf,
	present(fields) {
		const chosen = chosenFields(fields);
		if (chosen.length === 0) return undefined;
		return (mail) =>
			Object.fromEntries(chosen.filter((name) => name in mail).map((name) => [name, mail[name]]));
	},
	toEvents: () => (mail) => trackingEvents(mail),
	columns(fields) {
		const chosen = new Set(chosenFields(fields));
		return chosen.size > 0 ? [...chosen] : FIELDS;
	},
	happenedAt: () => (mail) => isoTime(mail.receive_date),
};

const pagingOf = (reading: PageNumbers<Mail>['reading']) =>
	pageNumber<Mail>({
		parameters: { page: 'page', size: 'limit' },
		mostPerPage: MOST_PER_PAGE,
		cursorExample: CURSOR_EXAMPLE,
		read: readMails,
		reading,
	});

/** The mails that the fields ask for. */
export const mails = list<Mail>({
	...mailRules,
	// What is asked for begins a second earlier and ends a second later, see `periodOf`.
	filter(fields) {
		const { from = -Infinity, to = Infinity } = typedPeriod(fields);
		if (from === -Infinity && to === Infinity) return undefined;
		return (mail) => {
			const received = timeOf(mail.receive_date);
			// It was asked for by the period: what it says itself cannot be read.
			return received === undefined || (received >= from && received < to);
		};
	},
	paging: pagingOf(readingOf),
});

/** The mail with an ID, of whatever year. */
export const mail = list<Mail>({
	...mailRules,
	paging: required(
		pagingOf((fields) => readingOf(onlyWith(messageId, textFilters.message_id, fields))),
		() =>
			new UserError('iovox has no e-mail with this Message ID', {
				description:
					'Check the ID, and that the credential is of the environment and the account that sent it. An e-mail that was sent a moment ago may not be found yet.',
			}),
	),
});

/** All mails of a conversation, of whatever year. */
export const conversation = list<Mail>({
	...mailRules,
	paging: pagingOf((fields) =>
		readingOf(onlyWith(conversationId, textFilters.conversation_id, fields)),
	),
});

/** The fields with one filter, which has a field of its own. */
const onlyWith = (id: Field<string>, filter: Field<string>, fields: FieldReader): FieldReader =>
	withFields(fields, { [filter.name]: id.in(fields) });

function readingOf(fields: FieldReader): NumberedReading<Mail> {
	const filters = filtersOf(fields);
	const sort = sortField.in(fields);
	const [first] = sort;
	const limit = limitOf(fields);
	const isByTime = first === undefined || first.field === 'receive_date';
	const isUnsteady =
		fields(FROM_PLACE_TO_PLACE, false) ||
		'disposition' in filters ||
		'read_disposition' in filters ||
		sort.some(({ field }) => CHANGING_FIELDS.includes(field));
	// In another order, it is in one answer, or it has to be sorted here.
	const sortsHere = isUnsteady && !isByTime && limit > MOST_PER_PAGE;
	const asked = sortsHere || sort.length === 0 ? BY_TIME : sort;
	// With the ID as the last, no two mails are equal, so that pages do not overlap.
	const order = asked.some(({ field }) => field === 'message_id') ? asked : [...asked, BY_ID];
	const size = isUnsteady && !isByTime && !sortsHere ? limit : pageSize.in(fields);
	const chosen = chosenFields(fields);
	const needed = [...NEEDED, ...(sortsHere ? sort.map(({ field }) => field) : [])];
	return {
		request: {
			path: SEARCH,
			query: {
				...periodOf(fields),
				...filters,
				...(chosen.length > 0 ? { fields: [...new Set([...needed, ...chosen])].join(',') } : {}),
				order: order.map(({ field, direction }) => `${field}_${direction}`).join(','),
			},
		},
		pageSize: Math.min(size, limit, MOST_PER_PAGE),
		isUnsteady,
		...(isByTime || sortsHere ? { places: placesIn(order[0]!.direction) } : {}),
		compare: sortsHere ? comparing(sort) : undefined,
	};
}

/** The fields that paging needs. */
const NEEDED = ['message_id', 'receive_date'];

const BY_TIME: readonly Sort[] = [{ field: 'receive_date', direction: 'ASC' }];
const BY_ID: Sort = { field: 'message_id', direction: 'ASC' };

/** The order of receiving, as a place to enter the list at. */
function placesIn(direction: Sort['direction']): Places<Mail> {
	const isAscending = direction === 'ASC';
	return {
		of: ({ receive_date }) => (timeOf(receive_date) === undefined ? undefined : receive_date),
		order: (place) => (isAscending ? 1 : -1) * (timeOf(place) ?? NaN),
		enter({ path, query }, place) {
			// A Date takes an ID for a year.
			const time = /^\d{4}-\d\d-\d\d\D\d/.test(place) ? timeOf(place) : undefined;
			if (time === undefined) throw notACursor(place, mailRules.name, CURSOR_EXAMPLE);
			const entering: Record<string, string> = {
				...query,
				...(isAscending ? since(time) : until(time)),
			};
			const { start_date = '', end_date = '' } = entering;
			// What is entered behind its end is empty, but no mistake.
			return {
				path,
				query: { ...entering, end_date: end_date < start_date ? start_date : end_date },
			};
		},
	};
}

/** iovox: undocumented whether the bounds of a period belong to it. One second more does no harm. */
const since = (time: number) => ({ start_date: iovoxTime(time - SECOND_MS) });
const until = (time: number) => ({ end_date: iovoxTime(time + SECOND_MS) });

/**
 * Both dates, always. iovox: undocumented whether its defaults (the current month) also hold beside
 * other filters. The end is fixed when the reading begins, as the vendor's own: the end of the day.
 */
function periodOf(fields: FieldReader): Record<string, string> {
	const now = Date.now() + HOUR_MS;
	const endOfDay = now - (now % DAY_MS) + DAY_MS - SECOND_MS;
	const { from = EARLIEST, to = Math.max(from, endOfDay) } = typedPeriod(fields);
	if (from <= to) return { ...since(from), ...until(to) };
	throw new UserError(`${receivedAfter.displayName} is later than ${receivedBefore.displayName}`, {
		description: 'Swap the two dates, or clear one of them.',
	});
}

/** In ms since 1970, the end not included. */
const typedPeriod = (fields: FieldReader) => ({
	from: receivedAfter.in(fields),
	to: receivedBefore.in(fields),
});

const filtersOf = (fields: FieldReader): Record<string, string> =>
	Object.fromEntries(
		Object.entries<Field<string>>({ ...textFilters, ...chosenFilters })
			.map(([parameter, filter]) => [parameter, filter.in(fields)] as const)
			.filter(([, value]) => value !== ''),
	);

/** The fields to return; none: all. A tracking event is made of all of them. */
const chosenFields = (fields: FieldReader): string[] =>
	wantsEvents(fields) ? [] : returnedFields.in(fields);

/** What is left out comes first, as an empty value would. */
const comparing = (sort: readonly Sort[]) => (a: Mail, b: Mail) => {
	for (const { field, direction } of sort) {
		const [one, other] = [a, b].map((each) => plainText(each[field] ?? ''));
		if (one !== other) return (one! < other! ? -1 : 1) * (direction === 'ASC' ? 1 : -1);
	}
	return 0;
};
