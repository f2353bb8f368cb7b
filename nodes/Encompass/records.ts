import type { IDataObject } from 'n8n-workflow';
import { idText } from '../shared/values/idText';
import { isNever } from '../shared/values/moment';

/** An ID: a number as far as is known; one that is text stays text. */
export type Id = number | string;

// Field names are those that public clients read; the article names none. Times are epoch ms, UTC.

/** One sent e-mail; each send of a recurring one is a message of its own. */
export interface Message extends IDataObject {
	id: Id;
	emailName?: string | null;
	subjectLine?: string | null;
	fromName?: string | null;
	fromAddress?: string | null;
	/** Intended recipients less exceptions. */
	sentCount?: number;
	scheduledDateTimestamp?: number | null;
	/** Encompass: undocumented what an unsent message has here; empty or 0 is expected. */
	actualSendTimestamp?: number | null;
	dateAdded?: number | null;
}

/** What rows of the lists of one message have; the node adds the message's ID. */
export interface MessageRow extends IDataObject {
	id?: Id;
	messageId?: Id;
	dateAdded?: number | null;
}

/** Someone whose server accepted or bounced the message. */
export interface Recipient extends MessageRow {
	emailAddress?: string | null;
	firstName?: string | null;
	lastName?: string | null;
	constituentId?: string | null;
}

/** Something that a recipient, or the recipient's server, did. */
export interface Activity extends MessageRow {
	recipientId?: Id;
	timestamp?: number | null;
	/** Opens and clicks. */
	ipAddress?: string | null;
	userAgent?: string | null;
	/** Clicks. */
	linkId?: Id;
	/** Bounces. */
	type?: string | null;
	reason?: string | null;
	/** Added on request. */
	recipient?: Recipient;
	link?: Link;
	/** Added by the trigger. */
	message?: Partial<Message>;
}

export interface Link extends MessageRow {
	name?: string | null;
	url?: string | null;
}

/**
 * What tells the rows of a list apart.
 * Encompass: undocumented what the ID of a deliver is called; without an `id`, it is the whole row.
 */
export const rowIdentity = (row: IDataObject) =>
	idText(row.id) || JSON.stringify(Object.entries(row).filter(([name]) => !ADDED_FIELDS.has(name)));

/** What a row has from the node, not from the vendor. */
const ADDED_FIELDS = new Set(['messageId', 'recipient', 'link', 'message']);

/** A time in ms since 1970; undefined where there is none. */
export function timeIn(value: unknown): number | undefined {
	const time = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	return typeof time === 'number' && !isNever(time) && time < 8.64e15 ? time : undefined;
}

/** Whether something is given as a time that is none: neither a number nor nothing. */
export const isUnreadableTime = (value: unknown): boolean =>
	!isNever(value) && timeIn(value) === undefined;

/** ISO 8601, UTC; null where there is no time. */
export function isoTime(value: unknown): string | null {
	const time = timeIn(value);
	return time === undefined ? null : new Date(time).toISOString();
}

const TIME_FIELD = /^(?:timestamp|dateAdded|lastUpdated|.+Timestamp)$/;
export const isTimeField = (name: string) => TIME_FIELD.test(name);
/** What a time is called in ISO 8601. */
export const isoName = (name: string) => `${name}Iso`;

/** The record with its times in ISO 8601 beside them: `timestampIso` beside `timestamp`. */
export function withIsoTimes(record: IDataObject): IDataObject {
	const whole: IDataObject = {};
	for (const [name, value] of Object.entries(record)) {
		whole[name] = value;
		if (isTimeField(name)) whole[isoName(name)] = isoTime(value);
	}
	return whole;
}
