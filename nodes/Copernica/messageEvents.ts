import { type IDataObject, UserError } from 'n8n-workflow';
import type { Feed, FieldReader, PageRequest } from '../shared/feed';
import { choice, choices, dateTimeField, wholeNumber } from '../shared/params';
import { idText } from '../shared/values/idText';
import { isObject } from '../shared/values/json';
import { list } from '../shared/paging/list';
import { pathSegment } from '../shared/values/pathSegment';
import { plainText } from '../shared/values/plainText';
import { eventId, text, trackingEvent, type TrackingEvent } from '../shared/event';
import { isNo, textIn, textsIn } from '../shared/values/typedValue';
import { type Day, dateWindows } from '../shared/paging/dateWindow';
import { columnsOf } from './columns';
import { zoneOf } from './periods';
import { type Kind, KINDS, kinds, versionOf } from './products';
import { codeIn, isNot, isoTime } from './records';
import { copernica } from './vendor';

interface Subject {
	/** The subject's name as the user sees it. */
	readonly name: string;
	readonly path: string;
	/** What the field takes. */
	readonly placeholder: string;
	/** Whether its events can be narrowed to tags. */
	readonly takesTags: boolean;
}

/** What v1 has events of. Sources: "GET message events" and its siblings. */
export const SUBJECTS = {
	email: {
		name: 'E-Mail Address',
		path: 'email',
		placeholder: 'ann@example.com',
		takesTags: true,
	},
	message: { name: 'Message', path: 'message', placeholder: 'dkJDF343Df', takesTags: true },
	profile: { name: 'Profile', path: 'profile', placeholder: '310045', takesTags: true },
	oldDocument: {
		name: 'Publisher Document',
		path: 'old/document',
		placeholder: '812',
		takesTags: true,
	},
	oldMessage: {
		name: 'Publisher Message',
		path: 'old/message',
		placeholder: 'dkJDF343Df',
		takesTags: false,
	},
	oldTemplate: {
		name: 'Publisher Template',
		path: 'old/template',
		placeholder: '812',
		takesTags: true,
	},
	subprofile: { name: 'Subprofile', path: 'subprofile', placeholder: '4711', takesTags: true },
	tags: { name: 'Tags', path: 'tags', placeholder: 'autumn;nl', takesTags: false },
	template: { name: 'Template', path: 'template', placeholder: '812', takesTags: true },
} as const satisfies Record<string, Subject>;

export type SubjectName = keyof typeof SUBJECTS;

/** The vendor cuts what is asked for to a month, the shortest of which this is, and may change that. */
export const DAYS_AT_ONCE = 28;

/**
 * v1: the events of a message, and of others, in one answer without pages.
 * Source: "GET message events".
 */
export const messageEvents: Feed = list<IDataObject>({
	name: 'message events',
	identity: identityOfEvent,
	filter(fields) {
		const wanted = choices(fields, 'filters.events', 'Events', kinds);
		if (wanted.length === 0) return undefined;
		return (event) => wanted.some((kind) => kind === kindOf(event));
	},
	columns: columnsOf('messageEvent'),
	happenedAt(fields) {
		const zone = zoneOf(fields);
		return (event) => isoTime(fieldsOf(event).time, zone);
	},
	toEvents: (fields) => {
		const zone = zoneOf(fields);
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
			daysAtOnce(fields);
			zoneOf(fields);
			const subject = subjectOf(fields);
			const tags = subject.takesTags ? tagsIn(fields<unknown>('filters.tags', ''), 'Tags') : [];
			return {
				path: `/v1/${subject.path}/${idOfSubject(fields)}/events`,
				...(tags.length > 0 ? { query: { tags: tags.join(';') } } : {}),
			};
		},
		period: (fields) => ({
			from: dayIn(fields, 'filters.startDate', 'Start Date'),
			to: dayIn(fields, 'filters.endDate', 'End Date'),
		}),
		daysAtOnce,
		read(body) {
			// Copernica: undocumented whether an envelope may come, as with other lists.
			const list = isObject(body) ? body.data : body;
			if (Array.isArray(list) && list.every(isObject)) return list as IDataObject[];
			throw isNot(body, 'list of events');
		},
		timeOf: (event) => idText(fieldsOf(event).time),
	}),
});

function daysAtOnce(fields: FieldReader): number {
	const days = wholeNumber(fields, 'options.daysAtOnce', DAYS_AT_ONCE, 'Days per Request');
	return Math.min(days, DAYS_AT_ONCE);
}

export const SUBJECT_NAMES = Object.keys(SUBJECTS) as SubjectName[];

const subjectOf = (fields: FieldReader): Subject =>
	SUBJECTS[choice(fields, 'subject', 'Events Of', ['message', ...SUBJECT_NAMES])];

/** What the field of an ID, an address or tags is called. */
export const idFieldOf = ({ name }: Subject): string =>
	/Address|Tags/.test(name) ? name : `${name} ID`;

function idOfSubject(fields: FieldReader): string {
	const subject = subjectOf(fields);
	const { name } = subject;
	const displayName = idFieldOf(subject);
	const given = fields<unknown>('subjectId', '');
	const ids = name === 'Tags' ? tagsIn(given, displayName) : [textIn(given, displayName)];
	if (ids.join('') === '') {
		throw new UserError(`Of which ${name} the events are is empty`, {
			description: `Fill in ${displayName}.`,
		});
	}
	return ids.map((id) => pathSegment(id, displayName)).join(';');
}

/** Tags, which the vendor joins with a semicolon. */
const tagsIn = (value: unknown, displayName: string) => textsIn(value, displayName, /[;,]/);

/**
 * The day as it was typed, whatever its time: the vendor takes days, of UTC.
 * @throws UserError where it is none
 */
function dayIn(fields: FieldReader, name: string, displayName: string): Day | undefined {
	const day = dateTimeField(fields, name, displayName)?.toISODate() ?? undefined;
	// Nothing is older than the service: it would be asked for in vain, and each piece is a call.
	if (day === undefined || day >= '2000-01-01') return day;
	throw isNo('date', day, displayName, 'Copernica has nothing from before the year 2000.');
}

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
