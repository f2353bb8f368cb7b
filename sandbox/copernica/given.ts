import type {
	ClickDetails,
	DestinationRecord,
	DetailsOf,
	EmailingRecord,
	Kind,
	LinkRecord,
	Product,
	ProfileRecord,
	SubprofileRecord,
} from './rows';

/** A time: milliseconds since 1970, or a text of the vendor's form in the zone of the switch. */
export type Time = number | string;

interface Timed {
	/** Default ms. */
	product?: Product;
	/** Above all earlier ones of its sort. */
	id?: number;
	/** When it happened, default now; with an earlier one the row is written late. */
	timestamp?: Time;
	/** Fields that answers have in place of the row's own, of any type. */
	shown?: object;
}

type Untimed<Row> = Partial<Omit<Row, keyof Timed | 'written'>>;

export interface GivenEmailing extends Timed, Omit<Untimed<EmailingRecord>, 'links'> {
	/** URLs of its links, or the links themselves. */
	links?: Array<string | LinkRecord>;
}

/** Without an emailing it belongs to the newest one, and without a profile to any. */
export type GivenDestination = Timed & Untimed<DestinationRecord>;

interface OfDestination extends Timed {
	/** Any of its destinations; without it one of the newest ones. */
	emailing?: number;
	/** Its number or hash; undefined for any. */
	destination?: number | string;
}

export type GivenEvent<Name extends Kind> = OfDestination & GivenDetails[Name];

type GivenDetails = {
	[Name in Kind]: Name extends 'click'
		? Partial<Omit<ClickDetails, 'link'>> & { link?: string | LinkRecord }
		: Partial<DetailsOf[Name]>;
};

interface TimedPerson {
	id?: number;
	created?: Time;
	modified?: Time;
	/** When they were removed; null for one that is there. */
	removed?: Time | null;
}

export interface GivenProfile extends TimedPerson, Partial<Omit<ProfileRecord, keyof TimedPerson>> {
	/** The address, which goes into the field that the database has for it. */
	email?: string;
}

export type GivenSubprofile = TimedPerson & Partial<Omit<SubprofileRecord, keyof TimedPerson>>;
