import type { Random } from '../../random';
import type { LinkRow, MessageRow, RecipientRow, RowOf } from '../rows';
import { Ids } from './ids';
import {
	BOUNCES,
	CATEGORIES,
	EMAIL_NAMES,
	FAMILY_NAMES,
	GIVEN_NAMES,
	LINKS,
	PRE_HEADERS,
	SENDERS,
	SUBJECTS,
	USER_AGENTS,
} from './words';

/** When something happened, and when it was written to the database. */
export interface Moment {
	timestamp: number;
	dateAdded: number;
}

export interface EventDraft extends Moment {
	recipientId: number;
}

/**
 * Makes rows. What is odd about a row (empty, null, long) goes by its number and not by chance, so
 * that a small site has it all.
 */
export class Makers {
	private readonly ids;
	private readonly recipientIdsOf = new Map<number, Ids>();
	private made = { message: 0, recipient: 0, event: 0, bounce: 0, link: 0 };

	/** @param recipientIds read for each recipient */
	constructor(
		private readonly random: Random,
		private readonly recipientIds: () => 'siteWide' | 'perMessage',
	) {
		this.ids = {
			message: new Ids(900_123, random),
			recipient: new Ids(5_500_001, random),
			delivery: new Ids(70_001, random),
			open: new Ids(80_001, random),
			click: new Ids(40_001, random),
			bounce: new Ids(12, random),
			link: new Ids(88, random),
		};
	}

	message(sentAt: number, sentCount: number, id?: number): MessageRow {
		const number = this.made.message++;
		const [fromName, fromAddress] = this.random.pick(SENDERS);
		return {
			id: this.ids.message.next(id),
			subCommunityId: [1, 1, 17, 1, 2][number % 5] as number,
			emailName: number % 5 === 3 ? '' : this.random.pick(EMAIL_NAMES),
			fromName,
			fromAddress,
			subjectLine: number % 5 === 4 ? '' : this.random.pick(SUBJECTS),
			preHeader: number % 3 === 1 ? null : this.random.pick(PRE_HEADERS),
			categoryName: this.random.pick(CATEGORIES),
			sentCount,
			scheduledDateTimestamp: Math.floor((sentAt - 1000) / 60_000) * 60_000,
			actualSendTimestamp: sentAt,
			dateAdded: sentAt,
		};
	}

	links(count: number): LinkRow[] {
		return Array.from({ length: count }, () => {
			const [name, path] = LINKS[this.made.link++ % LINKS.length] as (typeof LINKS)[number];
			return { id: this.ids.link.next(), name, url: `https://www.university.example/${path}` };
		});
	}

	recipient(messageId: number, dateAdded: number, id?: number): RecipientRow {
		const number = this.made.recipient++;
		const { random } = this;
		const memberId = 420_000 + number;
		return {
			id: this.idsOfRecipients(messageId).next(id),
			emailAddress: number % 31 === 20 ? '' : `grad+${number}@alumni.example`,
			firstName: number % 29 === 11 ? null : random.pick(GIVEN_NAMES),
			lastName: number % 29 === 11 ? null : random.pick(FAMILY_NAMES),
			classYear: number % 7 === 3 ? null : random.int(1958, 2025),
			memberId: number % 13 === 5 ? null : memberId,
			constituentId: constituentId(number),
			dateAdded,
			lastUpdated: dateAdded + (number % 5 === 2 ? random.int(1, 60_000) : 0),
		};
	}

	delivery({ recipientId, timestamp, dateAdded }: EventDraft, id?: number): RowOf['delivery'] {
		return { id: this.ids.delivery.next(id), recipientId, timestamp, dateAdded };
	}

	open({ recipientId, timestamp, dateAdded }: EventDraft, id?: number): RowOf['open'] {
		const reader = this.reader();
		return { id: this.ids.open.next(id), recipientId, timestamp, dateAdded, ...reader };
	}

	click(draft: EventDraft, links: readonly LinkRow[], id?: number): RowOf['click'] {
		const { recipientId, timestamp, dateAdded } = draft;
		const linkId = links.length > 0 ? this.random.pick(links).id : 1;
		const reader = this.reader();
		return { id: this.ids.click.next(id), recipientId, linkId, timestamp, dateAdded, ...reader };
	}

	bounce({ recipientId, timestamp, dateAdded }: EventDraft, id?: number): RowOf['bounce'] {
		const [type, reason] = BOUNCES[this.made.bounce++ % BOUNCES.length] as (typeof BOUNCES)[number];
		return { id: this.ids.bounce.next(id), recipientId, type, reason, timestamp, dateAdded };
	}

	private reader(): { ipAddress: string | null; userAgent: string | null } {
		const number = this.made.event++;
		return {
			ipAddress: number % 17 === 9 ? null : `203.0.113.${this.random.int(1, 254)}`,
			userAgent: USER_AGENTS[number % USER_AGENTS.length] ?? null,
		};
	}

	private idsOfRecipients(messageId: number): Ids {
		if (this.recipientIds() === 'siteWide') return this.ids.recipient;
		const ids = this.recipientIdsOf.get(messageId) ?? new Ids(1, this.random);
		this.recipientIdsOf.set(messageId, ids);
		return ids;
	}
}

/** Leading zeros, and now and then a letter or nothing. */
function constituentId(number: number): string | null {
	if (number % 11 === 7) return null;
	const digits = String(number + 451).padStart(7, '0');
	return number % 6 === 4 ? `${digits}B` : digits;
}
