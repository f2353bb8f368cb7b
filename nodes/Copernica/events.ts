import type { IDataObject } from 'n8n-workflow';
import { isObject } from '../shared/values/json';
import { eventId, idOrNull, trackingEvent, type TrackingEvent } from '../shared/event';
import { KINDS, type Kind, type Product } from './products';
import { codeIn, identityOf, isoTime } from './records';
import { copernica } from './vendor';

/** Rows of one kind as tracking events. The address is known where it was added. */
export const eventsOf =
	(product: Product, kind: Kind, zone: string) =>
	(row: IDataObject): TrackingEvent[] => {
		const { type } = KINDS[kind];
		const recipient = isObject(row.recipient) ? row.recipient : {};
		return [
			trackingEvent(copernica.id, {
				// Copernica: undocumented whether IDs are unique beyond their product and kind.
				id: eventId(copernica.id, type, `${product} ${kind} ${identityOf(withoutAdded(row))}`),
				type,
				occurredAt: isoTime(row.timestamp, zone),
				// Marketing Suite calls it a mailing, Publisher an emailing.
				email: { id: row.mailing ?? row.emailing },
				recipient: {
					id: idOrNull(row.profile) ?? recipient.profile,
					address: recipient.email,
				},
				// The template's link: it may hold code in place of what was inserted for each person.
				link:
					kind === 'click' ? { id: row.link_id, url: row.link, name: row.link_title } : undefined,
				bounce:
					kind === 'bounce'
						? {
								type: row.errortype,
								code: codeIn(row.errorcode, row.status),
								reason: row.description,
							}
						: undefined,
				client: {
					ip: row.ip,
					// Copernica: the Dutch lists of fields have a hyphen, which no sample has.
					userAgent: row.useragent ?? row['user-agent'],
					device: row.device,
				},
				raw: row,
			}),
		];
	};

const withoutAdded = (row: IDataObject): IDataObject =>
	Object.fromEntries(Object.entries(row).filter(([name]) => name !== 'recipient'));
