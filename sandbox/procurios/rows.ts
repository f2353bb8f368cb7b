/** The vendor's records: the names, types and order of fields are those of its documentation. */

export interface EmailRow {
	trackingId: number;
	subject: string;
	/** Seen in the documentation: `mailing`, `journeyStep`. */
	type: string;
	title: string;
	/** The page for the people who run the site, root-relative; not an API resource. */
	url: string;
	/** `mailingId` for a mailing; `journeyId` and `stepId` for a journey step. */
	attributes: Record<string, number | string>;
	_links: Record<'self' | 'links' | 'recipients' | 'opens' | 'clicks', { href: string }>;
}

/** Dates are ISO 8601 with the offset +00:00 and whole seconds. */
export interface RecipientRow {
	/** A UUID; a person gets a new one for every tracked mail. */
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

export interface OpenRow {
	trackingCode: string;
	trackingId: number;
	date: string;
	/** 40 hexadecimal digits that stand for an IP address. */
	location: string;
	bot: boolean;
}

export interface ClickRow {
	trackingCode: string;
	linkId: number;
	trackingId: number;
	date: string;
	location: string;
	bot: boolean;
}

/** A tracked link: it has either the position of its anchor or the anchor's own UUID. */
export interface LinkRow {
	id: number;
	url: string;
	number?: number;
	uuid?: string;
}

/** Where a mail's own lists are, root-relative. */
export function emailLinks(trackingId: number): EmailRow['_links'] {
	const api = `/l/email_api/tracking/${trackingId}`;
	return {
		self: { href: `/mailing2/${trackingId}/edit#statistics` },
		links: { href: `${api}/links` },
		recipients: { href: `${api}/recipients` },
		opens: { href: `${api}/opens` },
		clicks: { href: `${api}/clicks` },
	};
}
