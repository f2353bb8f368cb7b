import type { History } from '../history';
import type { Random } from '../random';
import { showAs } from '../shownAs';
import type { EventDraft, Makers } from './data/makers';
import { filled } from './filled';
import type { HistoryEntry } from './history';
import type {
	BounceRow,
	ClickRow,
	DeliveryRow,
	LinkRow,
	ListKind,
	MessageRow,
	OpenRow,
	RecipientRow,
	RowOf,
} from './rows';
import { emptyLists, isSent, type Mail, type Store } from './store';

/**
 * Fields of a row that are not to be made up, and which message it belongs to; `shown` are those that
 * answers have in place of its own, of any type.
 */
export type Given<Row> = Partial<Row> & { messageId?: number; shown?: object };

export interface ChangesParts {
	store: Store;
	history: History<HistoryEntry>;
	makers: Makers;
	random: Random;
	now(): number;
}

const LINKS_PER_MESSAGE = 5;
const BOUNCE_SHARE = 0.04;

/**
 * Writes to the site now. What is not said is made up; a `dateAdded` that is given puts the row at
 * its place. Every method returns the row as it is in the list.
 */
export class Changes {
	constructor(private readonly parts: ChangesParts) {}

	/**
	 * Sends a new message now. With `actualSendTimestamp: null` it is only scheduled, in an hour
	 * unless something else is given.
	 *
	 * @param recipients how many people it is delivered to, if it is sent; it bounces at a few
	 * @throws Error when there is already a message with that ID
	 */
	message(given: Partial<MessageRow> = {}, recipients = 0): MessageRow {
		const { store, makers, history, now } = this.parts;
		if (given.id !== undefined && store.mail(given.id)) {
			throw new Error(`There is already a message ${given.id}`);
		}
		const made = makers.message(now(), recipients, given.id);
		const scheduled = given.actualSendTimestamp === null ? now() + 3_600_000 : now();
		const row = filled({ ...made, scheduledDateTimestamp: scheduled }, given);
		store.put({ row, lists: emptyLists(), links: makers.links(LINKS_PER_MESSAGE) });
		history.note({ kind: 'message', messageId: row.id, row });
		if (isSent(row)) this.deliver(row.id, recipients);
		return row;
	}

	/** The time of a scheduled message has come. @throws Error when it is not one */
	send(messageId: number, recipients = 0): MessageRow {
		const mail = this.mail(messageId);
		if (isSent(mail.row)) throw new Error(`Message ${messageId} was sent before`);
		const row = {
			...mail.row,
			actualSendTimestamp: this.parts.now(),
			sentCount: Math.max(mail.row.sentCount, recipients),
		};
		this.parts.store.put({ ...mail, row });
		this.parts.history.note({ kind: 'message', messageId, row });
		this.deliver(messageId, recipients);
		return row;
	}

	recipient(given: Given<RecipientRow> = {}): RecipientRow {
		const mail = this.mail(given.messageId);
		const made = this.parts.makers.recipient(
			mail.row.id,
			given.dateAdded ?? this.parts.now(),
			given.id,
		);
		return this.insert(mail, 'recipient', filled(made, given), given.shown);
	}

	delivery(given: Given<DeliveryRow> = {}): DeliveryRow {
		return this.event('delivery', given, (draft) => this.parts.makers.delivery(draft, given.id));
	}

	open(given: Given<OpenRow> = {}): OpenRow {
		return this.event('open', given, (draft) => this.parts.makers.open(draft, given.id));
	}

	click(given: Given<ClickRow> = {}): ClickRow {
		return this.event('click', given, (draft, links) =>
			this.parts.makers.click(draft, links, given.id),
		);
	}

	bounce(given: Given<BounceRow> = {}): BounceRow {
		return this.event('bounce', given, (draft) => this.parts.makers.bounce(draft, given.id));
	}

	private event<Kind extends Exclude<ListKind, 'recipient'>>(
		kind: Kind,
		given: Given<RowOf[Kind]>,
		make: (draft: EventDraft, links: readonly LinkRow[]) => RowOf[Kind],
	): RowOf[Kind] {
		const mail = this.mail(given.messageId);
		const now = this.parts.now();
		const recipientId = given.recipientId ?? this.anyRecipient(mail).id;
		const made = make({ recipientId, timestamp: now, dateAdded: now }, mail.links);
		return this.insert(mail, kind, filled(made, given), given.shown);
	}

	private insert<Kind extends ListKind>(
		mail: Mail,
		kind: Kind,
		row: RowOf[Kind],
		shown?: object,
	): RowOf[Kind] {
		showAs(row, shown);
		mail.lists[kind].insert(row);
		this.parts.history.note({ kind, messageId: mail.row.id, row } as HistoryEntry);
		return row;
	}

	private deliver(messageId: number, recipients: number): void {
		for (let i = 0; i < recipients; i++) {
			const recipientId = this.recipient({ messageId }).id;
			if (this.parts.random.chance(BOUNCE_SHARE)) this.bounce({ messageId, recipientId });
			else this.delivery({ messageId, recipientId });
		}
	}

	private anyRecipient(mail: Mail): RecipientRow {
		const { anyOrder } = mail.lists.recipient;
		if (anyOrder.length === 0) return this.recipient({ messageId: mail.row.id });
		return this.parts.random.pick(anyOrder);
	}

	/** @throws Error when there is no such message, or none at all that was sent */
	private mail(messageId: number | undefined): Mail {
		const { store, random } = this.parts;
		if (messageId === undefined) {
			const sent = store.messages('ascending').filter(isSent);
			if (sent.length === 0) throw new Error('There is no message that was sent');
			return this.mail(random.pick(sent).id);
		}
		const mail = store.mail(messageId);
		if (mail === undefined) throw new Error(`There is no message ${messageId}`);
		return mail;
	}
}
