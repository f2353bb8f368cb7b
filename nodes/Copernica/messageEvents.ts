import { type IDataObject, UserError } from 'n8n-workflow';
import type { Feed, PageRequest } from '../shared/feed';
import { idText } from '../shared/values/idText';
import { isObject } from '../shared/values/json';
import { list } from '../shared/paging/list';
import { plainText } from '../shared/values/plainText';
import { eventId, text, trackingEvent, type TrackingEvent } from '../shared/event';
import { dateWindows } from '../shared/paging/dateWindow';
import { columnsOf } from './columns';
import { type Kind, KINDS, versionOf } from './products';
import { codeIn, isNot, isoTime } from './records';
import { timeZone } from './resources/fields';
import { daysAtOnce, endDate, eventsFilter, startDate } from './resources/messageFields';
import { subjectField, subjectIds, tagsFilter } from './resources/subjects';
import { SUBJECTS } from './subjects';
import { copernica } from './vendor';

/**
 * v1: the events of a message, and of others, in one answer without pages.
 * Source: "GET message events".
 */
export const messageEvents: Feed = list<IDataObject>({
	name: 'message events',
	identity: identityOfEvent,
	filter(fields) {
		const wanted = eventsFilter.in(fields);
		if (wanted.length === 0) return undefined;
		return (event) => wanted.some((kind) => kind === kindOf(event));
	},
	columns: columnsOf('messageEvent'),
	happenedAt(fields) {
		const zone = timeZone.in(fields);
		return (event) => isoTime(fieldsOf(event).time, zone);
	},
	toEvents: (fields) => {
		const zone = timeZone.in(fields);
		return (event, ordinal) => trackingEvents(event, ordinal, zone);
	},
	paging: dateWindows({
		parameters: { from: 'start', to: 'end' },
		request(fields): PageRequest {
			if (versionOf(fields) !== 'v1') {
				throw new UserError(
					`Version ${versionOf(fields)} of the Copernica API has no message events`,
					{
						description:
							'Set API Version of the credential to v1, or use the resources Click, Open, Delivery, Bounce, Unsubscribe and Complaint.',
					},
				);
			}
			// Also where there is one window, or no time is looked at: what is wrong in a field is said.
			daysAtOnce.in(fields);
			timeZone.in(fields);
			const subject = subjectField.in(fields);
			const { path, takesTags } = SUBJECTS[subject];
			const tags = takesTags ? tagsFilter.in(fields) : [];
			return {
				path: `/v1/${path}/${subjectIds[subject].in(fields)}/events`,
				...(tags.length > 0 ? { query: { tags: tags.join(';') } } : {}),
			};
		},
		period: (fields) => ({
			from: startDate.in(fields),
			to: endDate.in(fields),
		}),
		daysAtOnce: (fields) => daysAtOnce.in(fields),
		read(body) {
			// Copernica: undocumented whether an envelope may come, as with other lists.
			const list = isObject(body) ? body.data : body;
			if (Array.isArray(list) && list.every(isObject)) return list as IDataObject[];
			throw isNot(body, 'list of events');
		},
		timeOf: (event) => idText(fieldsOf(event).time),
	}),
});

/** Copernica: the document calls a bad delivery failure, a withdrawn one error. */
const NAMES: Readonly<Record<string, Kind>> = {
	abuse: 'complaint',
	click: 'click',
	delivery: 'delivery',
	error: 'bounce',
	failure: 'bounce',
	impression: 'open',
	open: 'open',
	unsubscribe: 'unsubscribe',
};

/** Copernica: the document calls it `event` in one element, and `type` in the next. */
const nameOf = ({ event, type }: IDataObject) => plainText(event ?? type ?? '').toLowerCase();

/** What the event is; undefined for attempts, retries, and what is not known. */
export function kindOf(event: IDataObject): Kind | undefined {
	const name = nameOf(event);
	return Object.hasOwn(NAMES, name) ? NAMES[name] : undefined;
}

/** Copernica: the document has the fields beside the name, an overview has them in `data`. */
export function fieldsOf({ data, ...event }: IDataObject): IDataObject {
	const isNested = isObject(data);
	const { event: name, ...beside } = event;
	// Where `event` names it, `type` is a field: of a bad delivery.
	if (name === undefined) delete beside.type;
	return isNested ? { ...beside, ...(data as IDataObject) } : beside;
}

/** An identity that is the same in each of the shapes that an event may come in: it has no ID. */
export function identityOfEvent(event: IDataObject): string {
	// Where `type` names it, that of a bad delivery is not shown.
	const fields = Object.entries(fieldsOf(event))
		.filter(([name]) => name !== 'type')
		.sort(([a], [b]) => (a < b ? -1 : 1));
	return JSON.stringify([kindOf(event) ?? nameOf(event), fields]);
}

/** None for an attempt to deliver, or a new one: that is none of their types. */
function trackingEvents(event: IDataObject, ordinal: number, zone: string): TrackingEvent[] {
	const kind = kindOf(event);
	if (!kind) return [];
	const { type } = KINDS[kind];
	const fields = fieldsOf(event);
	const link = text(fields.linkinfo);
	// Copernica: undocumented what `linkinfo` holds; the sample has a number.
	const isUrl = link !== null && /^https?:/i.test(link);
	return [
		trackingEvent(copernica.id, {
			id: eventId(copernica.id, type, identityOfEvent(event), ordinal),
			type,
			occurredAt: isoTime(fields.time, zone),
			email: { id: fields.id },
			recipient: { id: fields.profile, address: fields.email },
			link: kind === 'click' ? (isUrl ? { url: link } : { id: link }) : undefined,
			bounce:
				kind === 'bounce'
					? {
							type: fields.type,
							code: codeIn(fields.code, fields.status),
							reason: fields.description,
						}
					: undefined,
			client: {
				ip: fields.ip,
				userAgent: userAgentIn(fields.header),
				location: [text(fields.city), text(fields.countryname)].filter(Boolean).join(', '),
			},
			raw: event,
		}),
	];
}

const USER_AGENT = 'user-agent:';

/** The browser, from the headers of the request that showed the image, or followed the link. */
function userAgentIn(header: unknown): string | undefined {
	return text(header)
		?.split(/[\r\n]/)
		.find((line) => line.slice(0, USER_AGENT.length).toLowerCase() === USER_AGENT)
		?.slice(USER_AGENT.length)
		.trim();
}
