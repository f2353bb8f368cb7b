import { type IDataObject, UserError } from 'n8n-workflow';
import type { FieldReader } from '../shared/feed';
import { type CursorList, type Keyset, keyset } from '../shared/paging/keyset';
import { list, type ListRules } from '../shared/paging/list';
import { isEncodable } from '../shared/values/encoded';
import { flagOf } from '../shared/values/flag';
import { isObject, namesIn, strayIn } from '../shared/values/json';
import { toMs, toUtc } from '../shared/values/moment';
import { pathSegment } from '../shared/values/pathSegment';
import { plainText } from '../shared/values/plainText';
import { single } from '../shared/paging/single';
import { idText } from '../shared/values/idText';
import {
	clickEvents,
	clickIdentity,
	openEvents,
	openIdentity,
	recipientEvents,
	recipientIdentity,
} from './events';
import {
	type Click,
	CLICK_COLUMNS,
	type Email,
	type Open,
	OPEN_COLUMNS,
	type Recipient,
	RECIPIENT_COLUMNS,
} from './records';
import { email, emailScope, traffic } from './resources/fields';

const TRACKING = '/l/email_api/tracking';

/** Procurios: undocumented how late an event may be written; its dates are to the second. */
const LATE_MS = 120_000;

// Procurios: undocumented whether a cursor may be one of no record. These come before all others of
// a second; who uses them must be ready for a refusal.
const FIRST_CODE = '00000000-0000-0000-0000-000000000000';
const FIRST_LOCATION = '0'.repeat(40);

/** What opens and clicks have in common. */
const byDateAndPerson: Pick<ListRules<Open>, 'filter' | 'happenedAt'> = {
	happenedAt: () => (row) => toUtc(row.date),
	filter(fields) {
		const wanted = traffic.in(fields);
		// Who is not taken for a machine is a person, also where the flag is missing.
		return wanted === 'all'
			? undefined
			: (row) => (flagOf(row.bot) === true) === (wanted === 'bot');
	},
};

/** Source: "Tracked Emails GET"; 100 a page, ordered by trackingId. */
export const emails = list<Email>({
	name: 'e-mails',
	identity: (email) => identityBy('trackingId', email),
	columns: () => ['trackingId', 'subject', 'type', 'title', 'url', 'attributes', '_links'],
	paging: keyset({
		first: () => ({ path: `${TRACKING}/emails` }),
		parameter: 'after',
		cursor: { pattern: /^\d+$/, example: '50211' },
		read: (body) => readList<Email>(body, 'emails'),
		position: ({ trackingId }) => (isWholeNumber(trackingId) ? String(trackingId) : undefined),
		order: Number,
		positionsAreUnique: true,
		// Procurios: undocumented whether a lower ID may still turn up behind a higher one.
		overlap: 100,
	}),
});

/** Source: "Email Recipients GET", "Global Recipients GET"; 1000 a page, by lastUpdate and code. */
export const recipients = list<Recipient>({
	name: 'recipients',
	identity: recipientIdentity,
	toEvents: () => recipientEvents,
	columns: () => RECIPIENT_COLUMNS,
	happenedAt: () => (row) => toUtc(row.lastUpdate),
	paging: keyset({
		first: (fields) => ({ path: `${pathOfEmail(fields)}/recipients` }),
		parameter: 'after',
		cursor: {
			pattern: /^\d{4}-\d\d-\d\dT[^_\s]+_[^_\s]+$/,
			example: '2026-02-03T09:15:42+00:00_0b6f7c1e-5d0a-4c3e-9a55-1f2e3d4c5b6a',
		},
		read: (body) => readList<Recipient>(body, 'recipients'),
		position: ({ lastUpdate, trackingCode }) => positionOf(lastUpdate, trackingCode),
		order: timeOf,
		overlap: LATE_MS,
		cursorAt: (time) => `${vendorTime(time)}_${FIRST_CODE}`,
		// Procurios: undocumented beyond "identified by their trackingCode": a code stands once in the list.
		positionsAreUnique: true,
	}),
});

/** Source: "Email Opens GET", "Global Opens GET"; 1000 a page, by date, code and location. */
export const opens = list<Open>({
	name: 'opens',
	identity: openIdentity,
	toEvents: () => openEvents,
	columns: () => OPEN_COLUMNS,
	...byDateAndPerson,
	paging: keyset(byDateCodeAndLocation('opens')),
});

/** Source: "Email Clicks GET", "Global Clicks GET"; as opens: the cursor does not know the link. */
export const clicks = list<Click>({
	name: 'clicks',
	identity: clickIdentity,
	toEvents: () => clickEvents,
	columns: () => CLICK_COLUMNS,
	...byDateAndPerson,
	paging: keyset(byDateCodeAndLocation('clicks')),
});

/** Source: the links call of the newer documentation; no paging is stated. */
export const links = list<IDataObject>({
	name: 'links',
	identity: (link) => identityBy('id', link),
	// A link has either the position of its anchor or the anchor's own UUID.
	columns: () => ['id', 'url', 'number', 'uuid'],
	paging: single({
		request: (fields) => ({ path: `${pathOfOne(fields)}/links` }),
		read: readLinks,
	}),
});

function byDateCodeAndLocation<R extends Open>(key: string): Keyset<R> {
	return {
		first: (fields) => ({ path: `${pathOfEmail(fields)}/${key}` }),
		read: (body) => readList<R>(body, key),
		parameter: 'after',
		cursor: {
			// Procurios: undocumented whether its own next cursor says more than these three parts.
			pattern: /^\d{4}-\d\d-\d\dT[^_\s]+_[^_\s]+_\S*$/,
			example:
				'2026-02-03T09:15:42+00:00_0b6f7c1e-5d0a-4c3e-9a55-1f2e3d4c5b6a_5f1d3c9be27a4408a1b2c3d4e5f60718293a4b5c',
		},
		position: ({ date, trackingCode, location }) =>
			// Procurios: undocumented whether the location is always known.
			positionOf(date, trackingCode, location ?? ''),
		order: timeOf,
		overlap: LATE_MS,
		cursorAt: (time) => `${vendorTime(time)}_${FIRST_CODE}_${FIRST_LOCATION}`,
	};
}

/** The path of all e-mails, or of the one that was chosen. */
const pathOfEmail = (fields: FieldReader): string =>
	emailScope.in(fields) === 'all' ? TRACKING : pathOfOne(fields);

const pathOfOne = (fields: FieldReader): string =>
	`${TRACKING}/${pathSegment(email.in(fields), email.displayName)}`;

/**
 * The time that a cursor of recipients, opens or clicks begins with, in ms.
 * Procurios: undocumented how codes are ordered within a second; in the sample of clicks, not as text.
 */
function timeOf(position: string): number {
	return toMs(position.slice(0, position.indexOf('_')));
}

/** A time in ms in the spelling of the vendor's dates. */
const vendorTime = (time: number) => `${new Date(time).toISOString().slice(0, 19)}+00:00`;

/** Undefined where one of its parts is missing, or is none that a cursor can have. */
function positionOf(time: unknown, code: unknown, ...more: unknown[]): string | undefined {
	const parts = [time, code, ...more];
	const areParts = code !== '' && parts.every(isPart) && !Number.isNaN(toMs(time));
	return areParts ? parts.join('_') : undefined;
}

const isPart = (value: unknown) =>
	typeof value === 'number' || (typeof value === 'string' && isEncodable(value));

const isWholeNumber = (value: unknown) =>
	(typeof value === 'string' || typeof value === 'number') &&
	/^\d+$/.test(String(value)) &&
	Number.isSafeInteger(Number(value));

/** By its ID; where it has none, or one that was rounded, by all that it has. */
function identityBy(field: string, record: IDataObject): string {
	const id = idText(record[field]);
	return id !== '' && isEncodable(id) ? id : plainText(record);
}

function records<R extends IDataObject>(value: unknown, key: string, body: unknown): R[] {
	if (Array.isArray(value) && value.every(isObject)) return value as R[];
	throw new UserError(`The answer of Procurios holds no list of ${key}`, {
		description: `It has ${namesIn(body)}.${strayIn(value)} Check the Site URL of the credential. If it is right, Procurios may have changed its answers: look for a newer version of this package.`,
	});
}

function readList<R extends IDataObject>(body: unknown, key: string): CursorList<R> {
	const answer = isObject(body) ? body : {};
	const links = answer._links;
	const next = isObject(links) ? links.next : undefined;
	const first = Array.isArray(next) ? next[0] : next;
	const href = isObject(first) ? first.href : first;
	const link = typeof href === 'string' ? href : undefined;
	// Procurios: undocumented whether the last page has a next link (the samples have one on every
	// page). Links without a next end the list; whatever else stands there is asked behind.
	const ended = isSet(links) && !isSet(next);
	return { records: records<R>(answer[key], key, body), link, cursor: cursorIn(link), ended };
}

const isSet = (value: unknown) => value !== undefined && value !== null;

// Procurios: undocumented whether the `+` in a next link, raw in the samples, is meant as it stands.
// It is read as a plus, and so not by URLSearchParams, which would make it a blank.
function cursorIn(link: string | undefined): string | undefined {
	const raw = link && /[?&]after=([^&#]*)/.exec(link)?.[1];
	if (!raw) return undefined;
	try {
		return decodeURIComponent(raw);
	} catch {
		return undefined;
	}
}

// Procurios: undocumented under which key the links stand; `links` is expected, any list accepted.
function readLinks(body: unknown): IDataObject[] {
	const answer = isObject(body) ? body : { links: body };
	const list = answer.links ?? Object.values(answer).find(Array.isArray);
	return records(list, 'links', body);
}
