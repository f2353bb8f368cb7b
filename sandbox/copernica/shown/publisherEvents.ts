import type { ProductCall } from '../call';
import type { EventOf, Kind } from '../rows';
import { vendorTime } from '../time';
import { keyed, textOrNull } from './keys';

type Shown<Name extends Kind> = (row: EventOf[Name], timestamp: string) => object;

/** What the vendor says of its sorts of errors. */
export const ERROR_TYPES: Readonly<Record<string, string>> = {
	nocontent: 'The message has no content',
	nohost: 'The domain of the address does not exist',
	unreachable: 'The mail server cannot be reached',
	unexpected: 'The mail server gave an unexpected answer',
	error: 'The mail server refused the message',
	mailerror: 'The message was refused afterwards',
	mailmessage: 'An automatic reply',
	nodata: 'The mail server did not take the message',
	privateiprange: 'The mail server is in a private network',
	other: 'Another reason',
};

const OWN: { [Name in Kind]: Shown<Name> } = {
	click: ({ link, ip, useragent, referer }, timestamp) => ({
		link_id: String(link.id),
		link: link.url,
		link_title: link.title,
		timestamp,
		ip,
		useragent,
		referer,
	}),
	impression: ({ ip, useragent, device, referer }, timestamp) => ({
		timestamp,
		ip,
		useragent,
		device,
		referer,
	}),
	delivery: ({ attempts, response }, timestamp) => ({
		timestamp,
		attempt: String(attempts),
		'smtp-response': response,
	}),
	error: ({ errorcode, description, errortype }, timestamp) => ({
		timestamp,
		errorcode,
		description,
		errortype,
		errortypedescription: ERROR_TYPES[errortype] ?? '',
	}),
	abuse: ({ recognized_as, feedback_type, arf_version, details }, timestamp) => ({
		timestamp,
		recognized_as,
		feedback_type,
		arf_version,
		details,
	}),
	unsubscribe: ({ source, success }, timestamp) => ({ timestamp, source, success }),
};

/** An event of Publisher, which has the same fields wherever it is listed. */
export function publisherEvent<Name extends Kind>(
	kind: Name,
	{ switches, own }: ProductCall,
): (row: EventOf[Name]) => object {
	const fields = OWN[kind] as Shown<Name>;
	return (row) => {
		const destination = own.destination(row.destination);
		return {
			...keyed('ID', row.id, switches),
			...fields(row, vendorTime(row.timestamp, switches.zone)),
			emailing: String(row.emailing),
			destination: String(row.destination),
			profile: textOrNull(destination?.profile),
			subprofile: textOrNull(destination?.subprofile),
		};
	};
}
