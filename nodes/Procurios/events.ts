import { flagOf } from '../shared/values/flag';
import { happenedOn, toUtc } from '../shared/values/moment';
import { plainText } from '../shared/values/plainText';
import {
	eventId,
	idOrNull,
	text,
	trackingEvent,
	type TrackingEvent,
	type TrackingEventType,
} from '../shared/event';
import { type Click, type Open, type Recipient, RECIPIENT_DATES } from './records';
import { procurios } from './vendor';

/**
 * What identifies an open: it has no ID of its own, and two may still be equal in all of this.
 * Procurios: undocumented whether `bot` ever changes afterwards; such an event would be a new one.
 */
export const openIdentity = ({ trackingId, trackingCode, date, location, bot }: Open) =>
	[trackingId, trackingCode, toUtc(date) ?? date, location, flagOf(bot) ?? bot]
		.map(plainText)
		.join(' ');

/** The identity of an open, and the link: bots click every link of an e-mail in one second. */
export const clickIdentity = (click: Click) => `${openIdentity(click)} ${plainText(click.linkId)}`;

/**
 * A state of a recipient, with all its dates: an open and an unsubscribe in one second share the
 * code and lastUpdate.
 */
export const recipientIdentity = (recipient: Recipient) =>
	[personIn(recipient), ...RECIPIENT_DATES.map((field) => toUtc(recipient[field]) ?? '')].join(' ');

/**
 * Who it is, and of which e-mail. Procurios: undocumented whether a recipient may lack a tracking code;
 * such ones are told apart by what else names a person.
 */
export function personIn(recipient: Recipient): string {
	const { trackingId, trackingCode, relationId, email } = recipient;
	const person = (): string => {
		if (idOrNull(trackingCode) !== null) return plainText(trackingCode);
		const relation = idOrNull(relationId);
		if (relation !== null) return `relation ${relation}`;
		const address = text(email);
		return address === null ? plainText(recipient) : `address ${address}`;
	};
	return `${plainText(trackingId)} ${person()}`;
}

export const openEvents = (open: Open, ordinal: number): TrackingEvent[] => [
	observed('opened', open, openIdentity(open), ordinal),
];

export const clickEvents = (click: Click, ordinal: number): TrackingEvent[] => [
	observed('clicked', click, clickIdentity(click), ordinal),
];

function observed(
	type: 'opened' | 'clicked',
	record: Open | Click,
	identity: string,
	ordinal: number,
): TrackingEvent {
	const { trackingId, trackingCode, date, location, bot } = record;
	return trackingEvent(procurios.id, {
		id: eventId(procurios.id, type, identity, ordinal),
		type,
		occurredAt: toUtc(date),
		email: { id: trackingId },
		recipient: { id: trackingCode },
		link: type === 'clicked' ? { id: record.linkId } : undefined,
		bot,
		client: { location },
		raw: record,
	});
}

/**
 * What only the list of recipients knows, each with the date of the same name. First opens and clicks
 * are left to their own lists, where each of them stands once.
 */
const RECIPIENT_EVENTS = ['sent', 'bounced', 'unsubscribed'] as const satisfies readonly (
	| TrackingEventType
	| keyof Recipient
)[];

export type RecipientEvent = (typeof RECIPIENT_EVENTS)[number];

/** When it happened to a recipient: null where its date cannot be read, undefined where it did not. */
export const whenOf = (recipient: Recipient, event: RecipientEvent) => happenedOn(recipient[event]);

export function recipientEvents(recipient: Recipient): TrackingEvent[] {
	const { trackingId, trackingCode, relationId, email, name } = recipient;
	return RECIPIENT_EVENTS.flatMap((type) => {
		const occurredAt = whenOf(recipient, type);
		if (occurredAt === undefined) return [];
		return trackingEvent(procurios.id, {
			id: eventId(procurios.id, type, personIn(recipient)),
			type,
			occurredAt,
			email: { id: trackingId },
			recipient: { id: trackingCode, address: email, name, externalId: relationId },
			bounce: type === 'bounced' ? {} : undefined,
			raw: recipient,
		});
	}).sort((a, b) => (a.occurredAt ?? '').localeCompare(b.occurredAt ?? ''));
}
