import { plainText } from '../shared/plainText';
import {
	eventId,
	text,
	toUtc,
	type TrackingEvent,
	type TrackingEventType,
} from '../shared/trackingEvent';
import { type Click, type Open, type Recipient, RECIPIENT_DATES } from './records';
import { procurios } from './vendor';

/**
 * What identifies an open: it has no ID of its own, and two may still be equal in all of this.
 * Procurios: undocumented whether `bot` ever changes afterwards; such an event would be a new one.
 */
export const openIdentity = ({ trackingId, trackingCode, date, location, bot }: Open) =>
	[trackingId, trackingCode, toUtc(date) ?? date, location, bot].map(plainText).join(' ');

/** As an open, and the link: bots click every link of an e-mail in one second. */
export const clickIdentity = (click: Click) => `${openIdentity(click)} ${plainText(click.linkId)}`;

/**
 * A state of a recipient, with all its dates: an open and an unsubscribe in one second share the
 * code and lastUpdate.
 */
export const recipientIdentity = (recipient: Recipient) =>
	[personIn(recipient), ...RECIPIENT_DATES.map((field) => toUtc(recipient[field]) ?? '')].join(' ');

/** Who it is, and of which e-mail. */
export const personIn = ({ trackingId, trackingCode }: Recipient): string =>
	`${plainText(trackingId)} ${plainText(trackingCode)}`;

export const openEvents = (open: Open, ordinal: number): TrackingEvent[] => [
	{ ...eventOf('opened', open, open.date, openIdentity(open), ordinal), ...observed(open) },
];

export const clickEvents = (click: Click, ordinal: number): TrackingEvent[] => [
	{
		...eventOf('clicked', click, click.date, clickIdentity(click), ordinal),
		...observed(click),
		link: { id: text(click.linkId), url: null, name: null },
	},
];

/**
 * What only the list of recipients knows: sent, unsubscribed, bounced. First opens and clicks are
 * left to their own lists, where each of them stands once.
 */
export function recipientEvents(recipient: Recipient): TrackingEvent[] {
	const { sent, unsubscribed, bounced } = recipient;
	const happened: Array<[TrackingEventType, string | null]> = [
		['sent', sent],
		['bounced', bounced],
		['unsubscribed', unsubscribed],
	];
	return happened
		.filter((each): each is [TrackingEventType, string] => Boolean(each[1]))
		.map(([type, time]) => ({
			...eventOf(type, recipient, time, personIn(recipient)),
			recipient: {
				id: text(recipient.trackingCode),
				address: text(recipient.email),
				name: text(recipient.name),
				externalId: text(recipient.relationId),
			},
			bounce: type === 'bounced' ? { type: null, code: null, reason: null } : null,
		}))
		.sort((a, b) => (a.occurredAt ?? '').localeCompare(b.occurredAt ?? ''));
}

function eventOf(
	type: TrackingEventType,
	record: Open | Recipient,
	time: string,
	identity: string,
	ordinal = 1,
): TrackingEvent {
	return {
		id: eventId(procurios.id, type, identity, ordinal),
		provider: procurios.id,
		type,
		occurredAt: toUtc(time),
		email: { id: text(record.trackingId), name: null, subject: null },
		recipient: { id: text(record.trackingCode), address: null, name: null, externalId: null },
		link: null,
		bounce: null,
		bot: null,
		client: { ip: null, userAgent: null, device: null, location: null },
		raw: record,
	};
}

const observed = ({ bot, location }: Open) => ({
	bot: typeof bot === 'boolean' ? bot : null,
	client: { ip: null, userAgent: null, device: null, location: text(location) },
});
