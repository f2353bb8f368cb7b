import { type IDataObject, UserError } from 'n8n-workflow';
import { flagOf } from '../shared/values/flag';
import { idText } from '../shared/values/idText';
import { countIn, isObject, namesIn, strayIn } from '../shared/values/json';
import { isNever, toMs, toUtc } from '../shared/values/moment';
import type { NumberedList } from '../shared/paging/numbered/numberedList';
import { plainText } from '../shared/values/plainText';

/**
 * A mail as the search gives it: what it does not have is left out. Times are UTC, `YYYY-MM-DD
 * HH:MM:SS`. Source: "Available fields".
 */
export interface Mail extends IDataObject {
	/** What has none is told apart by all that does not change. */
	message_id: string;
	/** When iovox accepted it for processing. */
	receive_date: string;
	/** When it was handed to the destination's mail server. */
	delivery_date?: string;
	node_id?: string;
	node_name?: string;
	node_type?: string;
	link_id?: string;
	link_name?: string;
	link_type?: string;
	sender_address?: string;
	sender_name?: string;
	recipient_address?: string;
	recipient_name?: string;
	proxy_address?: string;
	proxy_name?: string;
	conversation_id?: string;
	disposition?: string;
	read_disposition?: string;
	read_first_date?: string;
}

/** All fields, in the vendor's order. */
export const FIELDS = [
	'message_id',
	'receive_date',
	'delivery_date',
	'node_id',
	'node_name',
	'node_type',
	'link_id',
	'link_name',
	'link_type',
	'sender_address',
	'sender_name',
	'recipient_address',
	'recipient_name',
	'proxy_address',
	'proxy_name',
	'conversation_id',
	'disposition',
	'read_disposition',
	'read_first_date',
] as const;

/** Those that change after a mail was received. */
export const CHANGING_FIELDS = [
	'delivery_date',
	'disposition',
	'read_disposition',
	'read_first_date',
];

/** The delivery states, and what they mean. Source: "Dispositions". */
export const DISPOSITIONS = {
	expired: 'It was queued, and given up after many attempts',
	no_rules: 'No rules are configured for it; it is not sent',
	noMxRecord: "The recipient's domain takes no mail; no further attempt",
	queued: 'It could not be sent yet, and will be tried again',
	received: 'iovox has it and is processing it',
	received_bounced: 'It was sent, and a bounce came back later',
	rule_error: 'Its rules could not be processed; it is not sent',
	sent: "The recipient's server has accepted it",
	undeliverable: "The recipient's server has refused it for good",
} as const;

export type Disposition = keyof typeof DISPOSITIONS;

/** iovox mixes spellings, so case says nothing; what is not known stays as it is. */
export function dispositionOf({ disposition }: Mail): string {
	const given = plainText(disposition ?? '');
	const known = Object.keys(DISPOSITIONS).find(
		(each) => each.toLowerCase() === given.toLowerCase(),
	);
	return known ?? given;
}

export const isRead = ({ read_disposition }: Mail) =>
	plainText(read_disposition).trim().toLowerCase() === 'read' || flagOf(read_disposition) === true;

/** A time of a mail in ms since 1970; undefined where it has none. */
export function timeOf(text: unknown): number | undefined {
	if (typeof text !== 'string' || isNever(text)) return undefined;
	const time = toMs(text.replace(' ', 'T'));
	return Number.isNaN(time) ? undefined : time;
}

/** ISO 8601, UTC; null where there is no time. */
export const isoTime = (text: unknown): string | null =>
	typeof text === 'string' ? toUtc(text.replace(' ', 'T')) : null;

/** A time as iovox writes and takes it, to the second: `YYYY-MM-DD HH:MM:SS`, UTC. */
export const iovoxTime = (ms: number) => new Date(ms).toISOString().slice(0, 19).replace('T', ' ');

/**
 * Reads an answer of the search.
 * iovox: undocumented whether totals are texts, and what they count: all, or what is left.
 */
export function readMails(body: unknown): NumberedList<Mail> {
	const { results, total_pages, total_results } = isObject(body) ? body : {};
	const list: unknown[] | undefined = Array.isArray(results) ? results : undefined;
	const areMails = list?.every(isObject) && (list.length === 0 || list.some(isMail));
	if (!areMails) throw noMails(body, list);
	return {
		records: list as Mail[],
		pages: countIn(total_pages),
		total: countIn(total_results),
	};
}

/** What has none of the fields is something else than a list of mails, at least where all are so. */
const isMail = (value: unknown) => isObject(value) && FIELDS.some((name) => name in value);

/** By its ID; of one that has none, by all that does not change. */
export function identityOf(mail: Mail): string {
	const id = idText(mail.message_id);
	if (id !== '') return id;
	return JSON.stringify(Object.entries(mail).filter(([name]) => !CHANGING_FIELDS.includes(name)));
}

function noMails(body: unknown, list: readonly unknown[] | undefined): UserError {
	const odd = list ? list.find((each) => !isMail(each)) : body;
	const has = isObject(odd) ? namesIn(odd) : typeof odd;
	return new UserError('iovox answered with something other than a list of e-mails', {
		description: `What came has ${has}.${strayIn(list)} Check Environment or API URL of the credential; if they are right, look for a newer version of this package.`,
	});
}
