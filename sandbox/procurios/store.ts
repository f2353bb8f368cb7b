import { RepeatedRows } from '../repeatedRows';
import { SortedList, type Rows } from '../sortedList';
import { secondsOf, vendorDate } from './dates';
import type { Orders } from './orders';
import type { ClickRow, EmailRow, LinkRow, OpenRow, RecipientRow } from './rows';

/** Everything that a site holds, as it is made by the generator. */
export interface SiteData {
	emails: EmailRow[];
	recipients: RecipientRow[];
	opens: OpenRow[];
	clicks: ClickRow[];
	/** The links of each mail, by trackingId. */
	links: Map<number, LinkRow[]>;
}

/** A list over all mails that can also be read for one mail. */
export interface ServedList<Row> {
	readonly all: Rows<Row>;
	ofMail(trackingId: number): Rows<Row>;
}

/** A list over all mails that can also be read for one mail. */
export class MailList<Row extends { trackingId: number }> implements ServedList<Row> {
	readonly all: SortedList<Row>;
	// Grouping a million rows takes a moment, and most clients never ask for it.
	private byMail: Map<number, SortedList<Row>> | undefined;

	constructor(
		private readonly compare: (a: Row, b: Row) => number,
		rows: Row[],
	) {
		this.all = new SortedList(compare, rows);
	}

	ofMail(trackingId: number): SortedList<Row> {
		this.byMail ??= this.group();
		return this.byMail.get(trackingId) ?? new SortedList(this.compare);
	}

	insert(row: Row): void {
		this.all.insert(row);
		if (this.byMail === undefined) return;
		const list = this.byMail.get(row.trackingId);
		if (list) list.insert(row);
		else this.byMail.set(row.trackingId, new SortedList(this.compare, [row]));
	}

	insertAll(rows: readonly Row[]): void {
		this.all.insertAll(rows);
		this.byMail = undefined;
	}

	remove(row: Row): void {
		this.all.remove(row);
		this.byMail?.get(row.trackingId)?.remove(row);
	}

	private group(): Map<number, SortedList<Row>> {
		const groups = new Map<number, Row[]>();
		for (const row of this.all.rows) {
			const group = groups.get(row.trackingId);
			if (group) group.push(row);
			else groups.set(row.trackingId, [row]);
		}
		const lists = new Map<number, SortedList<Row>>();
		for (const [trackingId, rows] of groups) {
			lists.set(trackingId, new SortedList(this.compare, rows));
		}
		return lists;
	}
}

/** How often the opens are repeated, and how many seconds later each time. */
export interface Repetition {
	times: number;
	seconds: number;
}

/** The site's records in the vendor's order. Only `Changes` writes to it. */
export class Store {
	readonly emails: SortedList<EmailRow>;
	readonly recipients: MailList<RecipientRow>;
	readonly opens: MailList<OpenRow>;
	/** The opens as the API gives them. */
	readonly servedOpens: ServedList<OpenRow>;
	readonly clicks: MailList<ClickRow>;
	readonly links: Map<number, LinkRow[]>;
	private byCode?: Map<string, RecipientRow>;

	constructor(
		data: SiteData,
		readonly orders: Orders,
		repetition: Repetition,
	) {
		this.emails = new SortedList(orders.emails.compare, data.emails);
		this.recipients = new MailList(orders.recipients.compare, data.recipients);
		this.opens = new MailList(orders.opens.compare, data.opens);
		this.servedOpens = repeated(this.opens, repetition);
		this.clicks = new MailList(orders.clicks.compare, data.clicks);
		this.links = data.links;
	}

	email(trackingId: number): EmailRow | undefined {
		const index = this.emails.firstIndex((row) => row.trackingId >= trackingId);
		const row = this.emails.rows[index];
		return row?.trackingId === trackingId ? row : undefined;
	}

	recipient(trackingCode: string): RecipientRow | undefined {
		return this.recipientsByCode().get(trackingCode);
	}

	insertRecipient(row: RecipientRow): void {
		this.recipientsByCode().set(row.trackingCode, row);
		this.recipients.insert(row);
	}

	insertRecipients(rows: readonly RecipientRow[]): void {
		for (const row of rows) this.recipientsByCode().set(row.trackingCode, row);
		this.recipients.insertAll(rows);
	}

	/** Puts the new state of a recipient at its new place in the list. */
	replaceRecipient(before: RecipientRow, after: RecipientRow): void {
		this.recipients.remove(before);
		this.insertRecipient(after);
	}

	private recipientsByCode(): Map<string, RecipientRow> {
		this.byCode ??= new Map(this.recipients.all.rows.map((row) => [row.trackingCode, row]));
		return this.byCode;
	}
}

function repeated(opens: MailList<OpenRow>, { times, seconds }: Repetition): ServedList<OpenRow> {
	if (times === 1) return opens;
	const later = (row: OpenRow, round: number) => ({
		...row,
		date: vendorDate(secondsOf(row.date) + round * seconds),
	});
	return {
		all: new RepeatedRows(opens.all, times, later),
		ofMail: (trackingId) => new RepeatedRows(opens.ofMail(trackingId), times, later),
	};
}
