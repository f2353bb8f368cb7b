import type { History } from '../history';
import { showAs } from '../shownAs';
import { readVendorDate, vendorDate } from './dates';
import type { Makers } from './data/makers';
import type { HistoryEntry } from './history';
import { isField, tidied, type LinkRow, type MailRow } from './rows';
import type { Mail, Store } from './store';

/**
 * Fields of a mail that are not to be made up: texts, for dates also milliseconds since 1970, or
 * null for a field that the mail is not to have. `shown` are those that answers have in place of its
 * own, of any type.
 */
export type Given = { [Name in keyof MailRow]?: MailRow[Name] | number | null } & {
	shown?: object;
};

export interface Change {
	/** One of the vendor's dispositions, or any other text. */
	disposition?: string;
	read?: boolean;
	/** When it happened, in milliseconds since 1970; default now. */
	at?: number;
}

export interface ChangesParts {
	store: Store;
	history: History<HistoryEntry>;
	makers: Makers;
	now(): number;
}

const DELIVERED = ['sent', 'received_bounced'];

/** Writes to the account now. Every method returns the row as it is afterwards. */
export class Changes {
	constructor(private readonly parts: ChangesParts) {}

	/**
	 * A new mail, `received` now and unread unless something else is given; what is not said is
	 * made up. A known `link_id` brings the names of its link along, an unknown one brings none.
	 *
	 * @throws Error when there is already such a mail, or for a field or value that cannot be
	 */
	mail(given: Given = {}): MailRow {
		const { makers, now } = this.parts;
		return this.write({ ...makers.mail(), receive_date: vendorDate(now()) }, given);
	}

	/** A mail the other way, in the same conversation. @throws Error when there is none */
	reply(messageId: string, given: Given = {}): MailRow {
		const { makers, now } = this.parts;
		const { row } = this.stored(messageId);
		if (row.conversation_id === undefined) {
			throw new Error(`Mail ${messageId} is not part of a conversation`);
		}
		return this.write({ ...makers.reply(row), receive_date: vendorDate(now()) }, given);
	}

	/**
	 * Something happens to a mail. The first `sent` sets its `delivery_date`, and the first reading
	 * its `read_first_date`; a change with an earlier `at` is one that is written late.
	 *
	 * @throws Error when there is no such mail
	 */
	change(messageId: string, { disposition, read, at = this.parts.now() }: Change = {}): MailRow {
		const mail = this.stored(messageId);
		const row = { ...mail.row };
		if (disposition !== undefined) {
			row.disposition = disposition;
			if (disposition === 'sent') row.delivery_date ??= vendorDate(at);
			this.parts.history.note({ message_id: messageId, event: disposition, happened: at });
		}
		if (read !== undefined) {
			row.read_disposition = read ? 'read' : 'unread';
			row.read_first_date = read ? (row.read_first_date ?? vendorDate(at)) : undefined;
			this.parts.history.note({ message_id: messageId, event: row.read_disposition, happened: at });
		}
		mail.row = tidied(row);
		return mail.row;
	}

	/** One more link, with all that is not said made up. @throws Error when there is already one */
	link(given: Partial<LinkRow> = {}): LinkRow {
		const { store, makers } = this.parts;
		const row = { ...makers.link(), ...given };
		if (store.links.has(row.link_id)) throw new Error(`There is already a link ${row.link_id}`);
		store.links.set(row.link_id, row);
		makers.links.push(row);
		return row;
	}

	private write(made: MailRow, { shown, ...given }: Given): MailRow {
		const row = this.filled(made, given);
		this.parts.store.insert(row);
		showAs(this.stored(row.message_id), shown);
		const { history } = this.parts;
		const { message_id } = row;
		const received = readVendorDate(row.receive_date) ?? 0;
		history.note({ message_id, event: 'received', happened: received });
		if (row.disposition !== 'received') {
			const delivered = readVendorDate(row.delivery_date ?? '');
			history.note({ message_id, event: row.disposition, happened: delivered ?? received });
		}
		if (row.read_disposition === 'read') {
			history.note({
				message_id,
				event: 'read',
				happened: readVendorDate(row.read_first_date ?? '') ?? received,
			});
		}
		return row;
	}

	private filled(made: MailRow, given: Given): MailRow {
		const values = valuesOf(given);
		const link =
			values.link_id === undefined ? {} : linkFields(this.parts.store.links, values.link_id);
		const row = { ...made, ...link, ...values };
		if (DELIVERED.includes(row.disposition) && !('delivery_date' in values)) {
			row.delivery_date = row.receive_date;
		}
		if (row.read_disposition === 'read' && !('read_first_date' in values)) {
			row.read_first_date = row.delivery_date ?? row.receive_date;
		}
		return tidied(row);
	}

	private stored(messageId: string): Mail {
		const mail = this.parts.store.mail(messageId);
		if (mail === undefined) throw new Error(`There is no mail ${messageId}`);
		return mail;
	}
}

const NO_LINK: Partial<Record<keyof LinkRow, undefined>> = {
	link_id: undefined,
	link_name: undefined,
	link_type: undefined,
	node_id: undefined,
	node_name: undefined,
	node_type: undefined,
};

function linkFields(links: ReadonlyMap<string, LinkRow>, linkId: string): Partial<LinkRow> {
	return links.get(linkId) ?? NO_LINK;
}

const DATES = ['receive_date', 'delivery_date', 'read_first_date'];

const NEEDED = ['message_id', 'receive_date', 'disposition', 'read_disposition'];

/** The fields that are given, as texts; undefined for one that the mail is not to have. */
function valuesOf(given: Given): Partial<MailRow> {
	const values: Partial<MailRow> = {};
	for (const [name, value] of Object.entries(given as Omit<Given, 'shown'>)) {
		if (value === undefined) continue;
		if (!isField(name)) throw new Error(`There is no field "${name}"`);
		if (value === null && NEEDED.includes(name)) throw new Error(`A mail must have a ${name}`);
		values[name] = value === null ? undefined : textOf(name, value);
	}
	return values;
}

function textOf(name: string, value: string | number): string {
	const isDate = DATES.includes(name);
	const text = isDate && typeof value === 'number' ? vendorDate(value) : value;
	if (typeof text !== 'string') throw new Error(`${name} must be a text`);
	if (isDate && readVendorDate(text) === undefined) {
		throw new Error(`${name} must be a date as YYYY-MM-DD HH:MM:SS, got "${text}"`);
	}
	return text;
}
