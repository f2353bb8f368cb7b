import { hash } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import { flagOf } from './values/flag';
import { idText } from './values/idText';
import { storable, storableText } from './values/storable';

export type TrackingEventType =
	| 'sent'
	| 'delivered'
	| 'opened'
	| 'clicked'
	| 'bounced'
	| 'failed'
	| 'unsubscribed'
	| 'complained';

/** One shape for every vendor; what a vendor does not say is null, never a guess or an empty text. */
export interface TrackingEvent {
	/** A key to upsert on: the same event has the same ID on every path and after every restart. */
	id: string;
	provider: string;
	type: TrackingEventType;
	/** ISO 8601, UTC, `Z`. */
	occurredAt: string | null;
	email: { id: string | null; name: string | null; subject: string | null };
	recipient: {
		id: string | null;
		address: string | null;
		name: string | null;
		externalId: string | null;
	};
	/** Clicks only. */
	link: { id: string | null; url: string | null; name: string | null } | null;
	/** Bounces and failures only. */
	bounce: { type: string | null; code: string | null; reason: string | null } | null;
	/** Null where the vendor does not judge. */
	bot: boolean | null;
	client: {
		ip: string | null;
		userAgent: string | null;
		device: string | null;
		location: string | null;
	};
	/** The vendor's record. */
	raw: IDataObject;
}

/** Its columns in a table. */
export const EVENT_COLUMNS: readonly string[] = [
	'id',
	'provider',
	'type',
	'occurredAt',
	'email.id',
	'email.name',
	'email.subject',
	'recipient.id',
	'recipient.address',
	'recipient.name',
	'recipient.externalId',
	'link.id',
	'link.url',
	'link.name',
	'bounce.type',
	'bounce.code',
	'bounce.reason',
	'bot',
	'client.ip',
	'client.userAgent',
	'client.device',
	'client.location',
	'raw',
];

/**
 * @param identity what makes the event this one and no other, as the vendor names it
 * @param ordinal n for the nth of several events that are equal in every field
 */
export function eventId(
	provider: string,
	type: TrackingEventType,
	identity: string,
	ordinal = 1,
): string {
	const digest = hash('sha256', `${provider} ${type} ${identity}`);
	const suffix = ordinal > 1 ? `#${ordinal}` : '';
	return `${provider}-${type}-${digest.slice(0, 32)}${suffix}`;
}

/** What a vendor says of an event, as its records have it; what it does not say is left out. */
export interface Said {
	/** See `eventId`. */
	readonly id: string;
	readonly type: TrackingEventType;
	/** ISO 8601, UTC, `Z`. */
	readonly occurredAt: string | null;
	readonly email?: Parts<TrackingEvent['email']>;
	readonly recipient?: Parts<TrackingEvent['recipient']>;
	readonly link?: Parts<NonNullable<TrackingEvent['link']>> | undefined;
	readonly bounce?: Parts<NonNullable<TrackingEvent['bounce']>> | undefined;
	readonly bot?: unknown;
	readonly client?: Parts<TrackingEvent['client']>;
	readonly raw: IDataObject;
}

type Parts<T> = { readonly [name in keyof T]?: unknown };

/** The event of any vendor: what says nothing is null, and nothing is in it that a database refuses. */
export function trackingEvent(provider: string, said: Said): TrackingEvent {
	const { id, type, occurredAt, email, recipient, link, bounce, bot, client, raw } = said;
	return {
		id,
		provider,
		type,
		occurredAt,
		email: { id: idOrNull(email?.id), name: text(email?.name), subject: text(email?.subject) },
		recipient: {
			id: idOrNull(recipient?.id),
			address: text(recipient?.address),
			name: text(recipient?.name),
			externalId: idOrNull(recipient?.externalId),
		},
		link: link ? { id: idOrNull(link.id), url: text(link.url), name: text(link.name) } : null,
		bounce: bounce
			? { type: text(bounce.type), code: text(bounce.code), reason: text(bounce.reason) }
			: null,
		bot: flagOf(bot) ?? null,
		client: {
			ip: text(client?.ip),
			userAgent: text(client?.userAgent),
			device: text(client?.device),
			location: text(client?.location),
		},
		raw: storable(raw),
	};
}

/** Anything but blanks, and signs that nobody sees. */
const SEEN = /[^\s\p{Cc}\p{Cf}]/u;

/** A vendor's value as the text of a tracking event; null where it says nothing. */
export function text(value: unknown): string | null {
	if (typeof value === 'number') return String(value);
	return typeof value === 'string' && SEEN.test(value) ? storableText(value) : null;
}

/** An ID as text; null where there is none, for which a 0 may stand. */
export function idOrNull(value: unknown): string | null {
	const id = text(idText(value));
	return id?.trim() === '0' ? null : id;
}
