/**
 * The account's records, as the sandbox keeps them: IDs are numbers and times milliseconds since
 * 1970 in whole seconds. How the API writes them is said in `shown/`.
 */

/** Marketing Suite (drag and drop templates) and Publisher (HTML templates). */
export const PRODUCTS = ['ms', 'publisher'] as const;
export type Product = (typeof PRODUCTS)[number];

export const KINDS = ['click', 'impression', 'delivery', 'error', 'abuse', 'unsubscribe'] as const;
/** The sorts of events. */
export type Kind = (typeof KINDS)[number];

/** The last element of the path of each kind's lists. */
export const PATH_OF: Readonly<Record<Kind, string>> = {
	click: 'clicks',
	impression: 'impressions',
	delivery: 'deliveries',
	error: 'errors',
	abuse: 'abuses',
	unsubscribe: 'unsubscribes',
};

/** What every list holds. IDs rise with the time of writing. */
export interface Written {
	/** Unique for its product and sort of record, and only there. */
	id: number;
	/** When it happened; what is written late has an older one than its neighbours. */
	timestamp: number;
	/** When it was written. */
	written: number;
}

export interface LinkRecord {
	id: number;
	/** As the template has it: with code for personal data, where there is some. */
	url: string;
	title: string;
}

export interface EmailingRecord extends Written {
	product: Product;
	template: number;
	/** Publisher only. */
	document: number | null;
	subject: string;
	description: string;
	fromName: string;
	fromEmail: string;
	/** mass, individual, splitrun or abtest, unless a test has put in something else. */
	type: string;
	followup: boolean;
	test: boolean;
	contentType: string;
	/** The database or collection that it was sent to. */
	target: { type: string; sources: Array<{ id: string; type: string }> };
	tags: string[];
	links: LinkRecord[];
}

/** A message: one person who gets an emailing. */
export interface DestinationRecord extends Written {
	product: Product;
	/** Marketing Suite's `messageID`; the `ID` at Publisher, where `id` is `internal`. */
	hash: string;
	emailing: number;
	profile: number | null;
	subprofile: number | null;
	/** Where it was sent to; the profile's address can be another one since. */
	email: string;
}

export interface EventBase extends Written {
	emailing: number;
	/** The `id` of its destination. */
	destination: number;
}

export interface ClickDetails {
	link: LinkRecord;
	ip: string;
	useragent: string;
	referer: string | null;
}

export interface ImpressionDetails {
	ip: string;
	useragent: string;
	/** desktop, tablet, mobile, unknown. */
	device: string;
	referer: string | null;
}

export interface DeliveryDetails {
	/** How often it was tried before; the first is 0. */
	attempts: number;
	response: string;
}

export interface ErrorDetails {
	status: string | null;
	errorcode: string;
	description: string;
	errortype: string;
}

export interface AbuseDetails {
	/** What Marketing Suite shows. */
	report: object;
	/** What Publisher shows. */
	recognized_as: string;
	feedback_type: string;
	arf_version: string;
	details: string;
}

export interface UnsubscribeDetails {
	source: string;
	success: boolean;
}

export interface DetailsOf {
	click: ClickDetails;
	impression: ImpressionDetails;
	delivery: DeliveryDetails;
	error: ErrorDetails;
	abuse: AbuseDetails;
	unsubscribe: UnsubscribeDetails;
}

export type EventOf = { [Name in Kind]: EventBase & DetailsOf[Name] };
export type EventRecord = EventOf[Kind];

export interface ProfileRecord {
	id: number;
	/** Which of them holds the address depends on the database. */
	fields: Record<string, string>;
	interests: string[];
	database: number;
	secret: string;
	created: number;
	modified: number;
	removed: number | null;
}

export interface SubprofileRecord {
	id: number;
	fields: Record<string, string>;
	profile: number;
	collection: number;
	secret: string;
	created: number;
	modified: number;
	removed: number | null;
}
