import type { Call, ProductCall } from '../call';
import {
	PATH_OF,
	type DestinationRecord,
	type EmailingRecord,
	type ProfileRecord,
	type SubprofileRecord,
} from '../rows';
import { vendorTime } from '../time';
import { keyed, textOrNull } from './keys';

/** @param level whether it is one of many or asked for alone, which shows other fields */
export function shownEmailing(
	call: ProductCall,
	level: 'list' | 'single',
): (row: EmailingRecord) => object {
	const { own, switches, product } = call;
	return (row) => {
		const { events, destinations } = own.mailingOf({ emailing: row.id });
		const numbers = (kinds: ReadonlyArray<keyof typeof events>) =>
			kinds.map((kind) => [PATH_OF[kind], String(events[kind].length)] as const);
		const from_address = { name: row.fromName, email: row.fromEmail };
		const common = {
			...keyed('id', row.id, switches),
			timestamp: vendorTime(row.timestamp, switches.zone),
		};
		if (product === 'ms') {
			return {
				...common,
				template: String(row.template),
				subject: row.subject,
				from_address,
				destinations: destinations.length,
				type: row.type,
				target: row.target,
				...(level === 'single' ? { tags: row.tags } : {}),
			};
		}
		return {
			...common,
			document: textOrNull(row.document),
			template: String(row.template),
			subject: row.subject,
			description: row.description,
			from_address,
			destinations: String(destinations.length),
			testgroups: 0,
			finalgroup: null,
			type: row.type,
			...Object.fromEntries(numbers(['click', 'impression'])),
			...(level === 'list' ? Object.fromEntries(numbers(['error', 'unsubscribe', 'abuse'])) : {}),
			contenttype: row.contentType,
			target: row.target,
		};
	};
}

/** @param place where the document of the list has more, or another key, than others */
export function shownDestination(
	call: ProductCall,
	place: 'account' | 'single' | 'others',
): (row: DestinationRecord) => object {
	const { product, switches } = call;
	const isMs = product === 'ms';
	const unsubscribed = place === 'account' && isMs ? unsubscribedOf(call) : new Set<number>();
	return (row) => ({
		...keyed(place === 'account' ? 'id' : 'ID', isMs ? row.id : row.hash, switches),
		...(isMs && place !== 'others' ? { messageID: row.hash } : {}),
		timestampsent: vendorTime(row.timestamp, switches.zone),
		...(isMs ? {} : { internal: String(row.id) }),
		profile: textOrNull(row.profile),
		subprofile: textOrNull(row.subprofile),
		mailing: String(row.emailing),
		...(place === 'account'
			? isMs
				? { unsubscribed: unsubscribed.has(row.id) }
				: { 'mailing-group': null }
			: {}),
	});
}

/** The destinations that have unsubscribed, by `id`. */
export function unsubscribedOf({ own }: ProductCall): Set<number> {
	return new Set(own.events.unsubscribe.rows.map((row) => row.destination));
}

export function shownProfile(row: ProfileRecord, { switches }: Call): object {
	return {
		...keyed('ID', row.id, switches),
		fields: fieldsOf(row, switches.removedFields === 'none'),
		interests: row.removed === null ? row.interests : [],
		database: String(row.database),
		secret: row.secret,
		created: vendorTime(row.created, switches.zone),
		modified: vendorTime(row.modified, switches.zone),
		removed: row.removed === null ? false : vendorTime(row.removed, switches.zone),
	};
}

export function shownSubprofile(row: SubprofileRecord, { switches }: Call): object {
	return {
		...keyed('ID', row.id, switches),
		secret: row.secret,
		fields: fieldsOf(row, switches.removedFields === 'none'),
		profile: String(row.profile),
		collection: String(row.collection),
		created: vendorTime(row.created, switches.zone),
		modified: vendorTime(row.modified, switches.zone),
		removed: row.removed === null ? false : vendorTime(row.removed, switches.zone),
	};
}

/** What was known of somebody is gone when they are removed. */
function fieldsOf(
	{ fields, removed }: Pick<ProfileRecord, 'fields' | 'removed'>,
	none: boolean,
): Record<string, string> {
	if (removed === null) return fields;
	return none ? {} : Object.fromEntries(Object.keys(fields).map((name) => [name, '']));
}
