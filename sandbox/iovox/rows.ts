/** The vendor's records, with its names. All times are UTC texts, `YYYY-MM-DD HH:MM:SS`. */

export interface LinkRow {
	/** The customer's own reference: text, also where it is made of digits. */
	link_id: string;
	link_name: string;
	link_type: string;
	/** What the link belongs to. */
	node_id: string;
	node_name: string;
	node_type: string;
}

/** A mail as the search gives it; a field that it does not have is left out. */
export interface MailRow extends Partial<LinkRow> {
	message_id: string;
	/** When the vendor accepted it. */
	receive_date: string;
	/** When the recipient's server accepted it. */
	delivery_date?: string;
	sender_address?: string;
	sender_name?: string;
	recipient_address?: string;
	recipient_name?: string;
	proxy_address?: string;
	proxy_name?: string;
	conversation_id?: string;
	/** One of `DISPOSITIONS`, unless a test has put in something else. */
	disposition: string;
	/** `read` or `unread`. */
	read_disposition: string;
	read_first_date?: string;
}

export type Field = keyof MailRow;

/** All fields, in the order of the documentation. */
export const FIELDS: readonly Field[] = [
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
];

export const DISPOSITIONS = [
	'noMxRecord',
	'sent',
	'undeliverable',
	'queued',
	'no_rules',
	'rule_error',
	'received',
	'received_bounced',
	'expired',
] as const;

export const READ_DISPOSITIONS = ['read', 'unread'] as const;

export type Disposition = (typeof DISPOSITIONS)[number];

/** An address that was made for two parties, with what was asked for. */
export interface ProxyRow {
	link_id: string;
	sender_address: string;
	recipient_address: string;
	proxy_address: string;
	conversation_id: string;
	proxy_name?: string;
}

export function isField(name: string): name is Field {
	return FIELDS.some((field) => field === name);
}

/** The fields that have a value, in the vendor's order. */
export function tidied(row: MailRow): MailRow {
	const tidy: Partial<MailRow> = {};
	for (const field of FIELDS) {
		const value = row[field];
		if (value !== undefined) tidy[field] = value;
	}
	return tidy as MailRow;
}
