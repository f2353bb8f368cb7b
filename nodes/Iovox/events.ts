import { isNever, toUtc } from '../shared/values/moment';
import {
	eventId,
	trackingEvent,
	type TrackingEvent,
	type TrackingEventType,
} from '../shared/event';
import { dispositionOf, identityOf, isRead, type Mail, timeOf } from './records';
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
	// What bounced later, or was read, was sent before.
	const wasSent =
		!isNever(delivery_date) || read || ['sent', 'received_bounced'].includes(disposition);
	return [
		{ name: 'received', at: timeIn(receive_date) },
		...(wasSent ? [{ name: 'sent', at: timeIn(delivery_date) }] : []),
		...(read ? [{ name: 'read', at: timeIn(read_first_date) }] : []),
		...(['received', 'sent', ''].includes(disposition)
			? []
			: [{ name: disposition, at: undefined }]),
	];
}

const timeIn = (date: unknown) => (isNever(date) ? undefined : timeOf(date));

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
		const type = Object.hasOwn(TYPES, name) ? TYPES[name] : undefined;
		if (!type || (only !== undefined && name !== only)) return [];
		const isFailure = type === 'bounced' || type === 'failed';
		return trackingEvent(iovox.id, {
			id: eventId(iovox.id, type, `${identityOf(mail)} ${name}`),
			type,
			occurredAt: at === undefined ? null : toUtc(new Date(at).toISOString()),
			email: { id: mail.message_id },
			recipient: { address: mail.recipient_address, name: mail.recipient_name },
			// iovox does not tell a click from an open, nor which link it was: there is no link.
			bounce: isFailure ? { type: name } : undefined,
			raw: mail,
		});
	});
