import { OrderedList } from './orderedList';
import type { LinkRow, ListKind, MessageRow, RowOf } from './rows';
import type { EncompassSwitches } from './switches';

export type Lists = { [Kind in ListKind]: OrderedList<RowOf[Kind]> };

/** A message with all that belongs to it. */
export interface Mail {
	row: MessageRow;
	lists: Lists;
	links: LinkRow[];
}

export function emptyLists(): Lists {
	return {
		recipient: new OrderedList(),
		delivery: new OrderedList(),
		open: new OrderedList(),
		click: new OrderedList(),
		bounce: new OrderedList(),
	};
}

/** The API never has messages that were sent before 2016. */
const FIRST_SEND = Date.UTC(2016, 0, 1);

/** The site's records. */
export class Store {
	private readonly mails = new Map<number, Mail>();
	private sorted?: MessageRow[];

	get all(): Iterable<Mail> {
		return this.mails.values();
	}

	mail(messageId: number): Mail | undefined {
		return this.mails.get(messageId);
	}

	/** The message as the API has it: none that was sent too long ago. */
	served(messageId: number): Mail | undefined {
		const mail = this.mails.get(messageId);
		return mail !== undefined && isServed(mail.row) ? mail : undefined;
	}

	/** Also puts the new state of a message in place of the old one. */
	put(mail: Mail): void {
		this.mails.set(mail.row.id, mail);
		this.sorted = undefined;
	}

	/** @throws Error when there is no such message or list */
	removeOldest(messageId: number, kind: ListKind | 'link', count: number): object[] {
		const mail = this.mails.get(messageId);
		if (mail === undefined) throw new Error(`There is no message ${messageId}`);
		if (kind === 'link') return mail.links.splice(0, count);
		if (!Object.hasOwn(mail.lists, kind)) throw new Error(`There is no list of "${kind}"`);
		return mail.lists[kind].removeOldest(count);
	}

	messages(order: EncompassSwitches['messageOrder']): readonly MessageRow[] {
		this.sorted ??= [...this.mails.values()].map((mail) => mail.row).sort(bySending);
		return order === 'ascending' ? this.sorted : [...this.sorted].reverse();
	}

	servedMessages(order: EncompassSwitches['messageOrder']): MessageRow[] {
		return this.messages(order).filter(isServed);
	}
}

export function isSent(row: MessageRow): row is MessageRow & { actualSendTimestamp: number } {
	return row.actualSendTimestamp !== null;
}

function isServed(row: MessageRow): boolean {
	return !isSent(row) || row.actualSendTimestamp >= FIRST_SEND;
}

function bySending(a: MessageRow, b: MessageRow): number {
	const at = (row: MessageRow) => row.actualSendTimestamp ?? row.dateAdded;
	return at(a) - at(b) || a.id - b.id;
}
