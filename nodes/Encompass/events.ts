import { idText } from '../shared/idText';
import { eventId, text, type TrackingEvent, type TrackingEventType } from '../shared/trackingEvent';
import { type Activity, isoTime, rowIdentity } from './records';
import { encompass } from './vendor';

/** Events of one kind. Their address, subject and link are known where they were joined. */
export const eventsOf =
	(type: TrackingEventType) =>
	(row: Activity): TrackingEvent[] => {
		const { messageId, recipientId, recipient, link, message, linkId } = row;
		return [
			{
				// Encompass: undocumented whether IDs are unique beyond their message.
				id: eventId(encompass.id, type, `${idText(messageId)} ${rowIdentity(row)}`),
				provider: encompass.id,
				type,
				occurredAt: isoTime(row.timestamp),
				email: {
					id: idText(messageId) || null,
					name: text(message?.emailName),
					subject: text(message?.subjectLine),
				},
				recipient: {
					id: idText(recipientId) || null,
					address: text(recipient?.emailAddress),
					name: nameOf(recipient),
					externalId: text(recipient?.constituentId),
				},
				link:
					type === 'clicked'
						? { id: idText(linkId) || null, url: text(link?.url), name: text(link?.name) }
						: null,
				bounce:
					type === 'bounced'
						? { type: text(row.type), code: null, reason: text(row.reason) }
						: null,
				bot: null,
				client: {
					ip: text(row.ipAddress),
					userAgent: text(row.userAgent),
					device: null,
					location: null,
				},
				raw: row,
			},
		];
	};

const nameOf = (recipient: Activity['recipient']) =>
	[recipient?.firstName, recipient?.lastName].filter(Boolean).join(' ') || null;
