import type { Random } from '../../random';
import { vendorDate } from '../dates';
import type { EmailRow, RecipientRow } from '../rows';
import type { Person } from './people';

/** An e-mail and when it went out, in seconds since 1970. */
export interface SentEmail {
	row: EmailRow;
	sentAt: number;
}

/** A recipient while its history is being made up; dates in seconds since 1970, 0 for none. */
export interface RecipientDraft {
	trackingCode: string;
	trackingId: number;
	person: Person;
	sent: number;
	firstOpen: number;
	firstBotOpen: number;
	firstClick: number;
	firstBotClick: number;
	unsubscribed: number;
	bounced: number;
}

/** Mails that leave per second; so many recipients are equal in `sent`. */
const MAILS_PER_SECOND = 40;
const PEOPLE_PER_RECIPIENT = 0.25;

/** Recipients spread over the mails, each with a code of its own. */
export function draftRecipients(
	random: Random,
	mails: readonly SentEmail[],
	count: number,
	end: number,
	newPerson: () => Person,
): RecipientDraft[] {
	const people = Array.from({ length: Math.ceil(count * PEOPLE_PER_RECIPIENT) }, newPerson);
	const inTime = (at: number) => Math.min(at, end - 1);
	const sentSoFar = new Map<number, number>();
	return Array.from({ length: count }, () => {
		const mail = random.pick(mails);
		const { trackingId, type } = mail.row;
		const before = sentSoFar.get(trackingId) ?? 0;
		sentSoFar.set(trackingId, before + 1);
		// A mailing leaves at once; a journey reaches each person on the day when their turn comes.
		const sent = inTime(
			type === 'mailing'
				? mail.sentAt + Math.floor(before / MAILS_PER_SECOND)
				: random.int(mail.sentAt, Math.max(mail.sentAt, end - 3600)),
		);
		const bounceDelay = random.int(1, random.chance(0.5) ? 30 : 172_800);
		return {
			trackingCode: random.uuid(),
			trackingId,
			person: random.pick(people),
			sent,
			firstOpen: 0,
			firstBotOpen: 0,
			firstClick: 0,
			firstBotClick: 0,
			unsubscribed: random.chance(0.015) ? inTime(sent + random.int(60, 86_400)) : 0,
			bounced: random.chance(0.025) ? inTime(sent + bounceDelay) : 0,
		};
	});
}

/** @param countBots whether events by bots count for `lastUpdate` */
export function lastUpdateOf(draft: RecipientDraft, countBots: boolean): number {
	const people = Math.max(
		draft.sent,
		draft.firstOpen,
		draft.firstClick,
		draft.unsubscribed,
		draft.bounced,
	);
	const bots = countBots ? Math.max(draft.firstBotOpen, draft.firstBotClick) : 0;
	return Math.max(people, bots);
}

export function recipientRow(draft: RecipientDraft, lastUpdate: number): RecipientRow {
	return {
		trackingCode: draft.trackingCode,
		trackingId: draft.trackingId,
		relationId: draft.person.relationId,
		name: draft.person.name,
		email: draft.person.email,
		sent: vendorDate(draft.sent),
		firstOpen: dateOrNull(draft.firstOpen),
		firstBotOpen: dateOrNull(draft.firstBotOpen),
		firstClick: dateOrNull(draft.firstClick),
		firstBotClick: dateOrNull(draft.firstBotClick),
		unsubscribed: dateOrNull(draft.unsubscribed),
		bounced: dateOrNull(draft.bounced),
		lastUpdate: vendorDate(lastUpdate),
	};
}

function dateOrNull(seconds: number): string | null {
	return seconds === 0 ? null : vendorDate(seconds);
}
