import { type IDataObject, UserError } from 'n8n-workflow';
import type { Feed, FieldReader, PageRequest } from '../shared/feed';
import type { Field } from '../shared/field';
import { list } from '../shared/paging/list';
import { offset } from '../shared/paging/offset';
import { pathSegment } from '../shared/values/pathSegment';
import { single } from '../shared/paging/single';
import { daysLater } from '../shared/paging/dateWindow';
import { columnsOf } from './columns';
import { counting, emailingSegment, happenedAt, PAGED } from './eventLists';
import { fieldsQuery } from './filters';
import { inConditions, inParameters, periodOf, widened, within } from './periods';
import { isOfEmailing, pathOfProduct, requireLaterThanV1, versionOf } from './products';
import { enrichmentOf } from './recipients';
import { identityOf, readList, readObject } from './records';
import { destinationId, productField, profileId } from './resources/fields';
import {
	emailingType,
	followUps,
	maxDestinations,
	minDestinations,
	OCCURRED,
	onlyUnsubscribed,
	SENT,
	tests,
} from './resources/filters';

/** Source: "GET ms/emailings", "GET publisher/emailings". */
export const emailings = list<IDataObject>({
	name: 'emailings',
	identity: identityOf,
	filter: (fields) => within(periodOf(fields, SENT)),
	columns: columnsOf('emailing'),
	happenedAt,
	paging: offset({
		...PAGED,
		first(fields) {
			requireLaterThanV1(fields, 'list of emailings');
			const period = widened(periodOf(fields, SENT));
			return {
				path: `${pathOfProduct(fields, productField.in(fields))}/emailings`,
				query: {
					...counting(fields),
					...inParameters(period, { from: 'fromdate', before: 'todate' }),
					...chosenFilters(fields),
				},
			};
		},
		read: (body) => readList(body, 'emailings'),
	}),
});

/** The filters that are sent as they were chosen; 'both' is what the vendor does without. */
function chosenFilters(fields: FieldReader): Record<string, string> {
	const isPublisher = productField.in(fields) === 'publisher';
	const chosen = [emailingType, followUps, ...(isPublisher ? [tests] : [])];
	return Object.fromEntries(
		[...chosen, minDestinations, maxDestinations]
			.map((filter) => [filter.property.name.toLowerCase(), filter.in(fields)] as const)
			.filter(([, value]) => value !== 'both' && value !== ''),
	);
}

/** Something that is asked for by itself. */
const one = (
	name: string,
	request: (fields: FieldReader) => PageRequest,
	{ has, ...more }: Pick<Feed, 'enrichment'> & { readonly has?: readonly string[] } = {},
): Feed =>
	list<IDataObject>({
		name: `${name}s`,
		identity: identityOf,
		...more,
		paging: single({
			request(fields) {
				requireLaterThanV1(fields, `${name}s`);
				return request(fields);
			},
			read: (body) => [readObject(body, name, has)],
		}),
	});

const pathOfEmailing = (fields: FieldReader) =>
	`${pathOfProduct(fields, productField.in(fields))}/emailing/${emailingSegment(fields)}`;

export const emailing = one('emailing', (fields) => ({ path: pathOfEmailing(fields) }));

/** Source: "GET ms/emailing/statistics". */
export const statistics = one(
	'statistic',
	(fields) => ({
		path: `${pathOfEmailing(fields)}/statistics`,
		query: inParameters(periodOf(fields, OCCURRED), { from: 'begintime', before: 'endtime' }),
	}),
	{ has: ['destinations', 'deliveries', 'impressions', 'clicks'] },
);

const segmentOf = (id: Field<string>, fields: FieldReader) =>
	pathSegment(id.in(fields), id.displayName);

/**
 * Marketing Suite takes the number, or the hash that is called message ID. Copernica: undocumented
 * whether Publisher takes the number, too, which its events name.
 */
export const destination = one(
	'destination',
	(fields) => ({
		path: `${pathOfProduct(fields, productField.in(fields))}/destination/${segmentOf(destinationId, fields)}`,
	}),
	{ enrichment: (fields) => enrichmentOf(fields, productField.in(fields)) },
);

export const profile = one('profile', (fields) => ({
	path: `/${versionOf(fields)}/profile/${segmentOf(profileId, fields)}`,
}));

/** Source: "GET identity"; all versions have it. */
export const account = list<IDataObject>({
	name: 'accounts',
	identity: identityOf,
	paging: single({
		request: (fields) => ({ path: `/${versionOf(fields)}/identity` }),
		read: (body) => [readObject(body, 'account', ['ID', 'id', 'name'])],
	}),
});

/** Source: "GET ms/destinations", "GET publisher/destinations", and those of an emailing. */
export const destinations = list<IDataObject>({
	name: 'destinations',
	identity: identityOf,
	filter: (fields) => within(periodOf(fields, SENT)),
	enrichment: (fields) => enrichmentOf(fields, productField.in(fields)),
	columns: columnsOf('destination'),
	happenedAt,
	paging: offset({
		...PAGED,
		first(fields) {
			const product = productField.in(fields);
			requireLaterThanV1(fields, 'list of destinations');
			if (product === 'publisher' && versionOf(fields) === 'v2' && !isOfEmailing(fields)) {
				throw new UserError(
					'Version v2 of the Copernica API has no list of all destinations of Publisher',
					{
						description:
							'Set API Version of the credential to v3 or later, or From to One Emailing.',
					},
				);
			}
			const isUnsubscribed = product === 'ms' && onlyUnsubscribed.in(fields);
			const own = isOfEmailing(fields)
				? { path: `${pathOfEmailing(fields)}/destinations`, query: sentInConditions(fields) }
				: { path: `${pathOfProduct(fields, product)}/destinations`, query: sentOnDays(fields) };
			return {
				path: own.path,
				query: {
					...counting(fields),
					...own.query,
					// With a capital, as its page has it.
					...(isUnsubscribed ? { Unsubscribed: 'true' } : {}),
				},
			};
		},
		read: (body) => readList(body, 'destinations'),
	}),
});

function sentInConditions(fields: FieldReader): PageRequest['query'] {
	return fieldsQuery(inConditions(widened(periodOf(fields, SENT)), 'timestampsent'));
}

/** Nothing was sent before there was Copernica, nor far ahead. */
const EVER = { from: '2000-01-01', before: '2100-01-01' };

/**
 * The days that hold the period. Copernica: undocumented whether both have to be given, and whether the
 * last day is in.
 */
function sentOnDays(fields: FieldReader): PageRequest['query'] {
	const { from, before } = periodOf(fields, SENT);
	return {
		from: (from ?? EVER.from).slice(0, 10),
		to: before === undefined ? EVER.before : daysLater(before.slice(0, 10), 1),
	};
}
