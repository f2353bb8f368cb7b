import type { IDataObject } from 'n8n-workflow';

/** A tracked e-mail. Source: "Tracked Emails GET". Keys of `attributes` vary with `type`. */
export interface Email extends IDataObject {
	trackingId: number;
	subject: string;
	/** `mailing`, `journeyStep`, and what else the vendor may add. */
	type: string;
	title: string;
	url: string;
	attributes: IDataObject;
}

/** One person's copy of an e-mail; times are ISO 8601 with offset. Source: "Email Recipients GET". */
export interface Recipient extends IDataObject {
	trackingCode: string;
	trackingId: number;
	relationId: number;
	name: string;
	email: string;
	sent: string;
	firstOpen: string | null;
	firstBotOpen: string | null;
	firstClick: string | null;
	firstBotClick: string | null;
	unsubscribed: string | null;
	bounced: string | null;
	lastUpdate: string;
}

/** In the order of a row. */
export const RECIPIENT_DATES = [
	'sent',
	'firstOpen',
	'firstBotOpen',
	'firstClick',
	'firstBotClick',
	'unsubscribed',
	'bounced',
	'lastUpdate',
] as const;

export const RECIPIENT_COLUMNS = [
	'trackingCode',
	'trackingId',
	'relationId',
	'name',
	'email',
	...RECIPIENT_DATES,
];

/** Source: "Email Opens GET". */
export interface Open extends IDataObject {
	trackingCode: string;
	trackingId: number;
	date: string;
	/** A hash that tells the recipient's IP addresses apart; it names no place. */
	location: string;
	bot: boolean;
}

/** Source: "Email Clicks GET". */
export interface Click extends Open {
	linkId: number;
}

export const OPEN_COLUMNS = ['trackingCode', 'trackingId', 'date', 'location', 'bot'];
export const CLICK_COLUMNS = ['trackingCode', 'linkId', 'trackingId', 'date', 'location', 'bot'];
