import type { IDataObject } from 'n8n-workflow';
import type { Feed, FieldReader, PageRequest } from '../shared/feed';
import { list } from '../shared/paging/list';
import { offset } from '../shared/paging/offset';
import { pathSegment } from '../shared/values/pathSegment';
import { columnsOf } from './columns';
import { eventsOf } from './events';
import { fieldsQuery } from './filters';
import { inConditions, inParameters, periodOf, widened, within } from './periods';
import {
	isOfEmailing,
	type Kind,
	KINDS,
	kinds,
	pathOfProduct,
	type Product,
	requireKind,
} from './products';
import { enrichmentOf } from './recipients';
import { identityOf, isoTime, readList } from './records';
import { emailingField, productField, timeZone } from './resources/fields';
import { idAbove, OCCURRED, onlyFirst } from './resources/filters';

/** What all paged lists share. Source: "Paging". */
export const PAGED = { parameters: { start: 'start', size: 'limit' }, pageSize: 1_000 };

/**
 * Counting all rows makes each answer slower, says "Paging". A trigger wants it: of few rows, one answer
 * then says that they are all.
 */
export const COUNT = 'options.count';
export const counting = (fields: FieldReader): Record<string, string> =>
	fields(COUNT, false) ? {} : { total: 'false' };

/** The lists of events of v2 to v4, of the account or of one emailing. */
export const eventLists = Object.fromEntries(
	kinds.map((kind) => [kind, eventList(kind)]),
) as Record<Kind, Feed>;

function eventList(kind: Kind): Feed {
	const { plural, path } = KINDS[kind];
	return list<IDataObject>({
		name: plural,
		identity: identityOf,
		filter: (fields) => within(periodOf(fields, OCCURRED), true),
		enrichment: (fields) => enrichmentOf(fields, productField.in(fields)),
		toEvents: (fields) => eventsOf(productField.in(fields), kind, timeZone.in(fields)),
		columns: columnsOf(kind),
		happenedAt,
		paging: offset({
			...PAGED,
			first(fields): PageRequest {
				const product = productField.in(fields);
				requireKind(fields, kind, product);
				const owner = isOfEmailing(fields) ? `/emailing/${emailingSegment(fields)}` : '';
				return {
					path: `${pathOfProduct(fields, product)}${owner}/${path}`,
					query: { ...counting(fields), ...filtersOf(fields, kind, product) },
				};
			},
			read: (body) => readList(body, plural),
		}),
	});
}

/** The time of an event, as the lists of today's API have it. */
export function happenedAt(fields: FieldReader) {
	const zone = timeZone.in(fields);
	return ({ timestamp, timestampsent }: IDataObject) => isoTime(timestamp ?? timestampsent, zone);
}

export const emailingSegment = (fields: FieldReader) =>
	pathSegment(emailingField.in(fields), emailingField.displayName);

/** The kinds of which Marketing Suite can leave out all but the first of each destination. */
export const UNIQUE_KINDS: readonly Kind[] = ['click', 'unsubscribe'];
/** The kinds of which Publisher's list of the account can be filtered by ID. */
export const ID_KINDS: readonly Kind[] = ['delivery', 'open'];

/**
 * Each product has filters of its own. What a list does not know, it ignores: of Marketing Suite only
 * some take conditions on a field, of Publisher none takes a period.
 */
function filtersOf(fields: FieldReader, kind: Kind, product: Product): PageRequest['query'] {
	const period = widened(periodOf(fields, OCCURRED));
	if (product === 'ms') {
		const isUnique = UNIQUE_KINDS.includes(kind) && onlyFirst.in(fields);
		return {
			...inParameters(period, { from: 'begintime', before: 'endtime' }),
			...(isUnique ? { unique: 'true' } : {}),
		};
	}
	const conditions = inConditions(period, 'timestamp');
	const above = ID_KINDS.includes(kind) && !isOfEmailing(fields) ? idAbove.in(fields) : '';
	if (above !== '') conditions.push(`id>${above}`);
	return fieldsQuery(conditions);
}
