import type { History } from '../history';
import type { Random } from '../random';
import { showAs } from '../shownAs';
import type { EmailMaker } from './data/emails';
import type { PersonMaker } from './data/people';
import { secondsOf, vendorDate } from './dates';
import type { HistoryEntry } from './history';
import { isByBot, later, latestDate, withVendorDates, type RecipientDate } from './recipientDates';
import type { ClickRow, EmailRow, OpenRow, RecipientRow } from './rows';
import type { Store } from './store';
import type { ProcuriosSwitches } from './switches';

export interface ChangesParts {
	store: Store;
	switches: ProcuriosSwitches;
	history: History<HistoryEntry>;
	emailMaker: EmailMaker;
	personMaker: PersonMaker;
	random: Random;
	now(): number;
}

/** Fields of an event that are not to be made up; `shown` are those that answers have instead. */
export type Given<Row> = Partial<Row> & { shown?: object };

/**
 * Writes to the site now. What is not said is made up; dates may be anything that JavaScript reads
 * as a date, and a past one makes a late write. An open or click fills in the recipient's first
 * date of that sort, as at the vendor. Every method returns the row as it is in the list.
 */
export class Changes {
	constructor(private readonly parts: ChangesParts) {}

	/** @throws Error when neither the recipient nor the e-mail can be known */
	open(wanted: Given<OpenRow> = {}): OpenRow {
		const reader = this.reader(wanted);
		const row: OpenRow = {
			trackingCode: reader.trackingCode,
			trackingId: wanted.trackingId ?? reader.trackingId,
			date: this.date(wanted.date),
			location: wanted.location ?? this.parts.random.hex(20),
			bot: wanted.bot ?? false,
		};
		showAs(row, wanted.shown);
		this.parts.store.opens.insert(row);
		this.parts.history.note({ kind: 'open', row });
		this.noteFirst(row.trackingCode, row.bot ? 'firstBotOpen' : 'firstOpen', row.date);
		return row;
	}

	/** @throws Error when neither the recipient nor the e-mail can be known */
	click(wanted: Given<ClickRow> = {}): ClickRow {
		const reader = this.reader(wanted);
		const trackingId = wanted.trackingId ?? reader.trackingId;
		const links = this.parts.store.links.get(trackingId) ?? [];
		const row: ClickRow = {
			trackingCode: reader.trackingCode,
			linkId: wanted.linkId ?? (links.length > 0 ? this.parts.random.pick(links).id : 1),
			trackingId,
			date: this.date(wanted.date),
			location: wanted.location ?? this.parts.random.hex(20),
			bot: wanted.bot ?? false,
		};
		showAs(row, wanted.shown);
		this.parts.store.clicks.insert(row);
		this.parts.history.note({ kind: 'click', row });
		this.noteFirst(row.trackingCode, row.bot ? 'firstBotClick' : 'firstClick', row.date);
		return row;
	}

	/**
	 * Changes a recipient (any one where no trackingCode is given) and moves it in the list.
	 * Without any change it unsubscribes now. `lastUpdate` follows the switch `lateLastUpdate`
	 * unless it is given.
	 *
	 * @throws Error when there is no recipient with that trackingCode
	 */
	recipientChange(change: Partial<RecipientRow> = {}): RecipientRow {
		const { store, random } = this.parts;
		const before =
			change.trackingCode === undefined
				? random.pick(store.recipients.all.rows)
				: store.recipient(change.trackingCode);
		if (before === undefined) throw new Error(`There is no recipient ${change.trackingCode}`);
		const { lastUpdate, ...changed } = withVendorDates(change);
		delete changed.trackingCode;
		const changes =
			Object.keys(changed).length > 0 ? changed : { unsubscribed: this.date(undefined) };
		const after = { ...before, ...changes };
		after.lastUpdate = lastUpdate ?? this.lastUpdate(before, after);
		store.replaceRecipient(before, after);
		this.parts.history.note({ kind: 'recipient', row: after });
		return after;
	}

	/**
	 * Sends a mail to one more person; without a trackingId a mail of the site's.
	 *
	 * @throws Error when there is already a recipient with that trackingCode
	 */
	recipient(wanted: Partial<RecipientRow> = {}): RecipientRow {
		const row = this.newRecipient(wanted);
		if (this.parts.store.recipient(row.trackingCode)) {
			throw new Error(`There is already a recipient ${row.trackingCode}`);
		}
		this.parts.store.insertRecipient(row);
		this.parts.history.note({ kind: 'recipient', row });
		return row;
	}

	/** Sends a mail to many more people at once. @param wanted what is said of each, by its number */
	recipients(
		count: number,
		wanted: (number: number) => Omit<Partial<RecipientRow>, 'trackingCode'>,
	): RecipientRow[] {
		const rows = Array.from({ length: count }, (_, number) => this.newRecipient(wanted(number)));
		this.parts.store.insertRecipients(rows);
		for (const row of rows) this.parts.history.note({ kind: 'recipient', row });
		return rows;
	}

	/**
	 * Sends a new e-mail, with a higher trackingId than all others unless one is given.
	 *
	 * @param recipients how many people it is sent to, now
	 * @throws Error when there is already an e-mail with that trackingId
	 */
	email(wanted: Partial<EmailRow> = {}, recipients = 0): EmailRow {
		const { store, emailMaker, history } = this.parts;
		const row: EmailRow = { ...emailMaker.email(wanted.trackingId), ...wanted };
		const { trackingId } = row;
		if (store.email(trackingId)) throw new Error(`There is already an e-mail ${trackingId}`);
		store.emails.insert(row);
		store.links.set(trackingId, emailMaker.links());
		history.note({ kind: 'email', row });
		for (let i = 0; i < recipients; i++) this.recipient({ trackingId });
		return row;
	}

	private newRecipient(wanted: Partial<RecipientRow>): RecipientRow {
		const { store, personMaker, random } = this.parts;
		const person = personMaker.person();
		const given = withVendorDates(wanted);
		const sent = given.sent ?? this.date(undefined);
		return {
			trackingCode: given.trackingCode ?? random.uuid(),
			trackingId: given.trackingId ?? random.pick(store.emails.rows).trackingId,
			relationId: given.relationId ?? person.relationId,
			name: given.name ?? person.name,
			email: given.email ?? person.email,
			sent,
			firstOpen: given.firstOpen ?? null,
			firstBotOpen: given.firstBotOpen ?? null,
			firstClick: given.firstClick ?? null,
			firstBotClick: given.firstBotClick ?? null,
			unsubscribed: given.unsubscribed ?? null,
			bounced: given.bounced ?? null,
			lastUpdate: given.lastUpdate ?? sent,
		};
	}

	/** The recipient that an event belongs to; one that is not in the list must name its e-mail. */
	private reader(wanted: { trackingCode?: string; trackingId?: number }): {
		trackingCode: string;
		trackingId: number;
	} {
		const { store, random } = this.parts;
		const { trackingCode, trackingId } = wanted;
		if (trackingCode === undefined) {
			const { all } = store.recipients;
			const rows = trackingId === undefined ? all.rows : store.recipients.ofMail(trackingId).rows;
			return random.pick(rows);
		}
		const known = store.recipient(trackingCode);
		if (known !== undefined) return known;
		if (trackingId === undefined) throw new Error(`There is no recipient ${trackingCode}`);
		return { trackingCode, trackingId };
	}

	private noteFirst(trackingCode: string, field: RecipientDate, date: string): void {
		const recipient = this.parts.store.recipient(trackingCode);
		if (recipient === undefined || recipient[field] !== null) return;
		const stays = isByBot(field) && !this.parts.switches.botEventsMoveLastUpdate;
		this.recipientChange({
			trackingCode,
			[field]: date,
			...(stays ? { lastUpdate: recipient.lastUpdate } : {}),
		});
	}

	private lastUpdate(before: RecipientRow, after: RecipientRow): string {
		const { switches, now } = this.parts;
		return switches.lateLastUpdate === 'written'
			? later(before.lastUpdate, vendorDate(now() / 1000))
			: latestDate(after, before.lastUpdate, switches.botEventsMoveLastUpdate);
	}

	private date(wanted: string | undefined): string {
		return vendorDate(wanted === undefined ? this.parts.now() / 1000 : secondsOf(wanted));
	}
}
