import { type IDataObject, UserError } from 'n8n-workflow';
import type { Feed, FieldReader, PageRequest } from '../shared/feed';
import { choice, isOn, textField } from '../shared/params';
import { list } from '../shared/paging/list';
import { offset } from '../shared/paging/offset';
import { pathSegment } from '../shared/values/pathSegment';
import { single } from '../shared/paging/single';
import { daysLater } from '../shared/paging/dateWindow';
import { columnsOf } from './columns';
import { counting, emailingSegment, happenedAt, PAGED, OCCURRED } from './eventLists';
import { digitsIn, fieldsQuery } from './filters';
import {
	inConditions,
	inParameters,
	type PeriodFields,
	periodOf,
	widened,
	within,
} from './periods';
import { isOfEmailing, pathOfProduct, productOf, requireLaterThanV1, versionOf } from './products';
import { enrichmentOf } from './recipients';
import { identityOf, readList, readObject } from './records';

export const SENT: PeriodFields = { name: 'filters.sent', displayName: 'Sent' };

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
				path: `${pathOfProduct(fields, productOf(fields))}/emailings`,
				query: {
					...counting(fields),
					...inParameters(period, { from: 'fromdate', before: 'todate' }),
					...choices(fields),
				},
			};
		},
		read: (body) => readList(body, 'emailings'),
	}),
});

/** The filters that are sent as they were chosen; 'both' is what the vendor does without. */
const CHOICES = [
	{ name: 'type', displayName: 'Type', values: ['mass', 'individual'] },
	{ name: 'followups', displayName: 'Follow-Ups', values: ['yes', 'no'] },
	{ name: 'test', displayName: 'Tests', values: ['yes', 'no'] },
] as const;
const COUNTS = [
	{ name: 'minDestinations', displayName: 'Min Destinations' },
	{ name: 'maxDestinations', displayName: 'Max Destinations' },
] as const;

function choices(fields: FieldReader): Record<string, string> {
	const isPublisher = productOf(fields) === 'publisher';
	const chosen = CHOICES.filter(({ name }) => isPublisher || name !== 'test').map(
		({ name, displayName, values }) =>
			[name, choice(fields, `filters.${name}`, displayName, ['both', ...values])] as const,
	);
	const numbers = COUNTS.map(({ name, displayName }) => {
		const advice = 'Enter a whole number, such as 100.';
		const what = 'number of destinations';
		const count = digitsIn(fields, `filters.${name}`, displayName, what, advice);
		return [name.toLowerCase(), count ?? 'both'] as const;
	});
	return Object.fromEntries([...chosen, ...numbers].filter(([, value]) => value !== 'both'));
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
	`${pathOfProduct(fields, productOf(fields))}/emailing/${emailingSegment(fields)}`;

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

const typedId = (fields: FieldReader, name: string, displayName: string) => {
	const id = textField(fields, name, displayName);
	if (id !== '') return pathSegment(id, displayName);
	throw new UserError(`${displayName} is empty`, {
		description: `Enter the ID of a ${displayName.replace(' ID', '').toLowerCase()}.`,
	});
};

/**
 * Marketing Suite takes the number, or the hash that is called message ID. Copernica: undocumented
 * whether Publisher takes the number, too, which its events name.
 */
export const destination = one(
	'destination',
	(fields) => ({
		path: `${pathOfProduct(fields, productOf(fields))}/destination/${typedId(fields, 'destinationId', 'Destination ID')}`,
	}),
	{ enrichment: (fields) => enrichmentOf(fields, productOf(fields)) },
);

export const profile = one('profile', (fields) => ({
	path: `/${versionOf(fields)}/profile/${typedId(fields, 'profileId', 'Profile ID')}`,
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
	enrichment: (fields) => enrichmentOf(fields, productOf(fields)),
	columns: columnsOf('destination'),
	happenedAt,
	paging: offset({
		...PAGED,
		first(fields) {
			const product = productOf(fields);
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
			const isUnsubscribed =
				product === 'ms' && isOn(fields, 'filters.unsubscribed', 'Unsubscribed');
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
