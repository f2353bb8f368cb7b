import type { IDataObject } from 'n8n-workflow';
import { isObject } from '../shared/json';
import { eventId, text, type TrackingEvent } from '../shared/trackingEvent';
import { KINDS, type Kind, type Product } from './products';
import { identityOf, idOrNull, isoTime } from './records';
import { copernica } from './vendor';

/** Rows of one kind as tracking events. The address is known where it was added. */
export const eventsOf =
	(product: Product, kind: Kind, zone: string) =>
	(row: IDataObject): TrackingEvent[] => {
		const { type } = KINDS[kind];
		const recipient = isObject(row.recipient) ? row.recipient : {};
		return [
			{
				// Copernica: undocumented whether IDs are unique beyond their product and kind.
				id: eventId(copernica.id, type, `${product} ${kind} ${identityOf(withoutAdded(row))}`),
				provider: copernica.id,
				type,
				occurredAt: isoTime(row.timestamp, zone),
				// Marketing Suite calls it a mailing, Publisher an emailing.
				email: { id: idOrNull(row.mailing ?? row.emailing), name: null, subject: null },
				recipient: {
					id: idOrNull(row.profile) ?? idOrNull(recipient.profile),
					address: text(recipient.email) || null,
					name: null,
					externalId: null,
				},
				// The template's link: it may hold code in place of what was inserted for each person.
				link:
					kind === 'click'
						? {
								id: idOrNull(row.link_id),
								url: text(row.link) || null,
								name: text(row.link_title) || null,
							}
						: null,
				bounce:
					kind === 'bounce'
						? {
								type: text(row.errortype) || null,
								code: text(row.errorcode) || text(row.status) || null,
								reason: text(row.description) || null,
							}
						: null,
				bot: null,
				client: {
					ip: text(row.ip) || null,
					// Copernica: the Dutch lists of fields have a hyphen, which no sample has.
					userAgent: text(row.useragent ?? row['user-agent']) || null,
					device: text(row.device) || null,
					location: null,
				},
				raw: row,
			},
		];
	};

const withoutAdded = (row: IDataObject): IDataObject =>
	Object.fromEntries(Object.entries(row).filter(([name]) => name !== 'recipient'));
