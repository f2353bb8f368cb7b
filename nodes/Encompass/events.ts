import { idText } from '../shared/values/idText';
import {
	eventId,
	text,
	trackingEvent,
	type TrackingEvent,
	type TrackingEventType,
} from '../shared/event';
import { type Activity, isoTime, rowIdentity } from './records';
import { encompass } from './vendor';

/** Events of one kind. Their address, subject and link are known where they were joined. */
export const eventsOf =
	(type: TrackingEventType) =>
	(row: Activity): TrackingEvent[] => {
		const { messageId, recipientId, recipient, link, message, linkId } = row;
		return [
			trackingEvent(encompass.id, {
				// Encompass: undocumented whether IDs are unique beyond their message.
				id: eventId(encompass.id, type, `${idText(messageId)} ${rowIdentity(row)}`),
				type,
				occurredAt: isoTime(row.timestamp),
				email: { id: messageId, name: message?.emailName, subject: message?.subjectLine },
				recipient: {
					id: recipientId,
					address: recipient?.emailAddress,
					name: nameOf(recipient),
					externalId: recipient?.constituentId,
				},
				link: type === 'clicked' ? { id: linkId, url: link?.url, name: link?.name } : undefined,
				bounce: type === 'bounced' ? { type: row.type, reason: row.reason } : undefined,
				client: { ip: row.ipAddress, userAgent: row.userAgent },
				raw: row,
			}),
		];
	};

const nameOf = (recipient: Activity['recipient']) =>
	[text(recipient?.firstName), text(recipient?.lastName)].filter(Boolean).join(' ');
