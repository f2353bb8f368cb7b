import type { Random } from '../../random';
import type { LinkRow, MailRow } from '../rows';
import {
	FAMILY_NAMES,
	GIVEN_NAMES,
	LINK_IDS,
	LINK_NAMES,
	LINK_TYPES,
	NODES,
	SENDERS,
} from './words';

/** A mail of which only its parties are known: received, not yet delivered or read. */
export type Parties = Omit<MailRow, 'receive_date'>;

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** Makes rows. */
export class Makers {
	/** What mails are booked on. */
	readonly links: LinkRow[] = [];
	private made = { link: 0, person: 0 };

	constructor(
		private readonly random: Random,
		private readonly proxyDomains: readonly string[],
		private readonly conversationShare: number,
	) {}

	id(): string {
		return this.random.uuid();
	}

	link(): LinkRow {
		const number = this.made.link++;
		const [node_id, node_name, node_type] = of(NODES, Math.floor(number / 3));
		return {
			link_id: LINK_IDS[number] ?? `link-${number}`,
			link_name: of(LINK_NAMES, number),
			link_type: of(LINK_TYPES, number),
			node_id,
			node_name,
			node_type,
		};
	}

	/** Someone writes to someone; now and then a conversation begins. */
	mail(): Parties {
		const { random } = this;
		const [sender_name, sender_address] = random.pick(SENDERS);
		const number = this.made.person++;
		const domain = this.random.chance(this.conversationShare) ? this.proxyDomains[0] : undefined;
		return {
			message_id: this.id(),
			...(this.links.length > 0 ? random.pick(this.links) : {}),
			sender_address,
			sender_name,
			recipient_address: `buyer+${number}@people.example`,
			recipient_name: `${random.pick(GIVEN_NAMES)} ${random.pick(FAMILY_NAMES)}`,
			...(domain === undefined ? {} : this.conversation(domain, sender_name)),
			disposition: 'received',
			read_disposition: 'unread',
		};
	}

	/** The other party of a conversation answers. */
	reply(row: MailRow): Parties {
		return {
			...row,
			delivery_date: undefined,
			read_first_date: undefined,
			message_id: this.id(),
			sender_address: row.recipient_address,
			sender_name: row.recipient_name,
			recipient_address: row.sender_address,
			recipient_name: row.sender_name,
			disposition: 'received',
			read_disposition: 'unread',
		};
	}

	proxyAddress(domain: string): string {
		const letters = Array.from({ length: 14 }, () => LETTERS[this.random.int(0, 35)]);
		return `${letters.join('')}@${domain}`;
	}

	private conversation(domain: string, proxy_name: string): Partial<MailRow> {
		return { proxy_address: this.proxyAddress(domain), proxy_name, conversation_id: this.id() };
	}
}

/** The entry of that number, from the start again behind the last. */
function of<Entry>(entries: readonly Entry[], number: number): Entry {
	return entries[number % entries.length] as Entry;
}
