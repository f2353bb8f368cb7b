import { shownAs } from '../../shownAs';
import type { Call } from '../call';
import type { DestinationRecord, EventOf, EventRecord, Kind, Product } from '../rows';
import { textOrNull } from '../shown/keys';
import type { Mailing } from '../store';
import type { CopernicaSwitches } from '../switches';
import { vendorTime } from '../time';

/** An event with all that v1 says of it. */
export interface Found {
	kind: Kind;
	row: EventRecord;
	product: Product;
	mailing: Mailing;
	destination: DestinationRecord;
}

/** Invented places; which one a row has depends on its IP address alone. */
const PLACES = [
	{ countrycode: 'NL', countryname: 'Netherlands', regioncode: 'NH', city: 'Amsterdam' },
	{ countrycode: 'BE', countryname: 'Belgium', regioncode: 'LG', city: 'Liège' },
	{ countrycode: '', countryname: '', regioncode: '', city: '' },
] as const;

type Own = { [Name in Kind]: (row: EventOf[Name], product: Product) => object };

const OWN: Own = {
	click: ({ ip, link, useragent }) => ({
		ip,
		linkinfo: String(link.id),
		header: `User-Agent: ${useragent}`,
		...placeOf(ip),
	}),
	impression: ({ ip, useragent }) => ({ ip, header: `User-Agent: ${useragent}`, ...placeOf(ip) }),
	delivery: ({ attempts }) => ({ attempts: String(attempts) }),
	error: ({ errortype, status, description, errorcode }, product) => ({
		type: errortype,
		status,
		description,
		code: errorcode,
		...(product === 'publisher' ? { content: '' } : {}),
	}),
	abuse: ({ details }) => ({ mail: details }),
	unsubscribe: () => ({}),
};

/** @param number of the row among those of its answer, by which `mixed` keys take turns */
export function shownEvent(found: Found, { switches }: Call, number: number): object {
	const { kind, row, product, mailing, destination } = found;
	const own = OWN[kind] as (row: EventRecord, product: Product) => object;
	const usual = {
		id: destination.hash,
		time: vendorTime(row.timestamp, switches.zone),
		...own(row, product),
		email: destination.email,
		tags: mailing.row.tags.join(';'),
		senderdomain: mailing.row.fromEmail.split('@')[1] ?? '',
		profile: textOrNull(destination.profile),
		subprofile: textOrNull(destination.subprofile),
		template: String(mailing.row.template),
		...(product === 'publisher'
			? { groupid: null, document: textOrNull(mailing.row.document) }
			: {}),
	};
	const fields = shownAs(row, usual);
	const key = keyOf(switches, number);
	const sort = sortOf(kind, switches);
	if (switches.eventData === 'nested') return { [key]: sort, data: fields };
	// The sort comes last, too: an error has a field `type` of its own, which must not win.
	return { [key]: sort, ...fields, [key]: sort };
}

function keyOf({ eventKey }: CopernicaSwitches, number: number): 'event' | 'type' {
	if (eventKey !== 'mixed') return eventKey;
	return number % 2 === 0 ? 'event' : 'type';
}

function sortOf(kind: Kind, { errorEvent }: CopernicaSwitches): string {
	if (kind === 'error') return errorEvent;
	return kind === 'impression' ? 'open' : kind;
}

function placeOf(ip: string): object {
	const sum = [...ip].reduce((total, letter) => total + letter.charCodeAt(0), 0);
	return PLACES[sum % PLACES.length] ?? PLACES[0];
}
