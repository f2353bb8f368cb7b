import {
	eventId,
	text,
	toUtc,
	type TrackingEvent,
	type TrackingEventType,
} from '../shared/trackingEvent';
import { dispositionOf, identityOf, isRead, type Mail, timeOf } from './mails';
import { iovox } from './vendor';

/** Something that a mail's record proves to have happened. */
export interface MailEvent {
	/** `received`, `sent`, `read`, or the disposition that the mail has come to. */
	readonly name: string;
	/** In ms since 1970; undefined where iovox does not say when. */
	readonly at: number | undefined;
}

/** All that a record proves, oldest first. */
export function mailEvents(mail: Mail): MailEvent[] {
	const { receive_date, delivery_date, read_first_date } = mail;
	const disposition = dispositionOf(mail);
	const read = isRead(mail);
	const delivered = timeOf(delivery_date);
	// What bounced later, or was read, was sent before.
	const wasSent =
		delivered !== undefined || read || ['sent', 'received_bounced'].includes(disposition);
	return [
		{ name: 'received', at: timeOf(receive_date) },
		...(wasSent ? [{ name: 'sent', at: delivered }] : []),
		...(read ? [{ name: 'read', at: timeOf(read_first_date) }] : []),
		...(['received', 'sent', ''].includes(disposition)
			? []
			: [{ name: disposition, at: undefined }]),
	];
}

/** A mail that is queued is none of these yet; a disposition that is not known says nothing. */
const TYPES: Readonly<Record<string, TrackingEventType>> = {
	received: 'sent',
	sent: 'delivered',
	read: 'opened',
	received_bounced: 'bounced',
	undeliverable: 'bounced',
	noMxRecord: 'bounced',
	expired: 'failed',
	no_rules: 'failed',
	rule_error: 'failed',
};

/** @param only of the event of this name; absent: of all that the record proves */
export const trackingEvents = (mail: Mail, only?: string): TrackingEvent[] =>
	mailEvents(mail).flatMap(({ name, at }) => {
		const type = TYPES[name];
		if (!type || (only !== undefined && name !== only)) return [];
		const isFailure = type === 'bounced' || type === 'failed';
		return [
			{
				id: eventId(iovox.id, type, `${identityOf(mail)} ${name}`),
				provider: iovox.id,
				type,
				occurredAt: at === undefined ? null : toUtc(new Date(at).toISOString()),
				email: { id: text(mail.message_id), name: null, subject: null },
				recipient: {
					id: null,
					address: text(mail.recipient_address),
					name: text(mail.recipient_name),
					externalId: null,
				},
				// iovox does not tell a click from an open, nor which link it was.
				link: null,
				bounce: isFailure ? { type: name, code: null, reason: null } : null,
				bot: null,
				client: { ip: null, userAgent: null, device: null, location: null },
				raw: mail,
			},
		];
	});
