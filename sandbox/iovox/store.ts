import { SortedList } from '../sortedList';
import type { LinkRow, MailRow, ProxyRow } from './rows';

/** A mail, and how many were there before it. */
export interface Mail {
	/** Replaced, not changed, when something happens to the mail. */
	row: MailRow;
	number: number;
}

const byTime = ({ row: a }: Mail, { row: b }: Mail) =>
	a.receive_date === b.receive_date ? 0 : a.receive_date < b.receive_date ? -1 : 1;

/** The account's records. */
export class Store {
	/** By the time of receiving; those of one second as they came in. */
	readonly mails: SortedList<Mail>;
	/** As they came in: a mail that is written late is at the end. */
	readonly arrivals: Mail[];
	/** By link_id. */
	readonly links: Map<string, LinkRow>;
	/** Addresses that were asked for, in order of making. */
	readonly proxies: ProxyRow[] = [];
	private readonly byId: Map<string, Mail>;

	constructor(rows: readonly MailRow[], links: readonly LinkRow[]) {
		this.arrivals = rows.map((row, number) => ({ row, number }));
		this.byId = new Map(this.arrivals.map((mail) => [mail.row.message_id, mail]));
		this.mails = new SortedList(byTime, [...this.arrivals]);
		this.links = new Map(links.map((link) => [link.link_id, link]));
	}

	mail(messageId: string): Mail | undefined {
		return this.byId.get(messageId);
	}

	/** @throws Error when there is already a mail with that ID */
	insert(row: MailRow): Mail {
		if (this.byId.has(row.message_id)) throw new Error(`There is already a mail ${row.message_id}`);
		const mail = { row, number: this.arrivals.length };
		this.byId.set(row.message_id, mail);
		this.arrivals.push(mail);
		this.mails.insert(mail);
		return mail;
	}
}
