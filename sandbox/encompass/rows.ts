/**
 * The vendor's records, with the names that public clients read. All times are milliseconds since
 * 1970; `dateAdded` is the moment of the database write, `timestamp` that of the action.
 */

export interface MessageRow {
	id: number;
	/** 1 is the main community. */
	subCommunityId: number;
	/** Can be empty, as `subjectLine` can. */
	emailName: string;
	fromName: string;
	fromAddress: string;
	subjectLine: string;
	preHeader: string | null;
	/** The subscription category at the time of sending. */
	categoryName: string;
	/** Intended recipients less exceptions; not the length of the list of recipients. */
	sentCount: number;
	scheduledDateTimestamp: number;
	/** `null` while it is only scheduled; answers show that as the switch `unsent` says. */
	actualSendTimestamp: number | null;
	dateAdded: number;
}

export interface RecipientRow {
	id: number;
	/** Can be empty. */
	emailAddress: string;
	firstName: string | null;
	lastName: string | null;
	classYear: number | null;
	memberId: number | null;
	/** Text: leading zeros and letters occur. */
	constituentId: string | null;
	dateAdded: number;
	lastUpdated: number;
}

export interface DeliveryRow {
	id: number;
	recipientId: number;
	timestamp: number;
	dateAdded: number;
}

export interface OpenRow extends DeliveryRow {
	ipAddress: string | null;
	userAgent: string | null;
}

export interface ClickRow extends DeliveryRow {
	linkId: number;
	ipAddress: string | null;
	userAgent: string | null;
}

export interface BounceRow extends DeliveryRow {
	/** The literals are a guess after the vendor's portal. */
	type: string | null;
	reason: string | null;
}

export interface LinkRow {
	id: number;
	name: string | null;
	url: string;
}

/** The rows of a message's growing lists, by the sandbox's word for one of them. */
export interface RowOf {
	recipient: RecipientRow;
	delivery: DeliveryRow;
	open: OpenRow;
	click: ClickRow;
	bounce: BounceRow;
}

export type ListKind = keyof RowOf;
