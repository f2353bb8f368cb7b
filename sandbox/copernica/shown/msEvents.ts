import type { ProductCall } from '../call';
import type { DestinationRecord, EventOf, Kind } from '../rows';
import { vendorTime } from '../time';
import { keyed, textOrNull } from './keys';

/** Where events are asked for: of the account, of an emailing, of a destination. */
export type Level = 'account' | 'emailing' | 'destination';

type Shown<Name extends Kind> = (row: EventOf[Name], level: Level) => object;

const OWN: { [Name in Kind]: Shown<Name> } = {
	click: ({ link, ip, useragent }) => ({ link: link.url, ip, useragent }),
	impression: ({ ip, useragent, device }) => ({ ip, useragent, device }),
	delivery: ({ attempts }) => ({ attempts }),
	error: ({ status, errorcode, description, errortype }) => ({
		status,
		errorcode,
		description,
		errortype,
	}),
	abuse: ({ report }) => ({ report }),
	unsubscribe: ({ source, success }, level) =>
		level === 'emailing' ? { source, success } : { source },
};

/** An event of Marketing Suite, with the fields of its kind, its level and the version. */
export function msEvent<Name extends Kind>(
	kind: Name,
	level: Level,
	{ version, switches, own }: ProductCall,
): (row: EventOf[Name]) => object {
	const fields = OWN[kind] as Shown<Name>;
	return (row) => ({
		...keyed('ID', row.id, switches),
		mailing: String(row.emailing),
		timestamp: vendorTime(row.timestamp, switches.zone),
		...fields(row, level),
		destination: String(row.destination),
		...person(own.destination(row.destination), { kind, level, version }),
	});
}

interface Place {
	kind: Kind;
	level: Level;
	version: number;
}

/** The lists of an account have named nobody since v3, and its unsubscribes never did. */
function person(row: DestinationRecord | undefined, { kind, level, version }: Place): object {
	if (level === 'account' && (version > 2 || kind === 'unsubscribe')) return {};
	if (level === 'destination' && kind === 'unsubscribe') return {};
	// The documents have a number, a text or null here: an emailing's lists show numbers.
	const profile = level === 'emailing' ? (row?.profile ?? null) : textOrNull(row?.profile);
	return { profile, subprofile: textOrNull(row?.subprofile) };
}
