import type { Allowed, ChangesOf } from '../switches';
import { ZONES, type Zone } from './time';

/**
 * What is not known about the vendor's service, as switches with the possible readings, so that a
 * client can be shown right under each. They can be changed while the sandbox runs.
 */
export interface CopernicaSwitches {
	/** In which zone are times without one, in replies and in parameters? */
	zone: Zone;
	/** Are events of the very second of `begintime`, `endtime` or `todate`, the day of `to`, in? */
	bounds: 'inclusive' | 'exclusive';
	/** Does `>=` (or `<=`) on a time in `fields[]` mean that, or what `>` does? */
	fieldBounds: 'asWritten' | 'exclusive';
	/** Is `id` only filtered by where it is documented, or in every list of events? */
	idFilter: 'documented' | 'everywhere';
	/** How are events and destinations listed? By ID up or down, by time, or in no order at all. */
	order: 'ascending' | 'descending' | 'byTime' | 'unsorted';
	/** How are emailings listed? By their time. */
	emailingOrder: 'ascending' | 'descending';
	/** Which product names does v4 take: `ms` and `publisher`, `draganddrop` and `html`, or all? */
	prefixes: 'both' | 'old' | 'new';
	/** How is an ID spelt? The documents do it either way, from list to list. */
	idKey: 'documented' | 'ID' | 'id';
	/** Is one emailing the bare object, as other single ones are, or in `data`? */
	emailingInData: boolean;
	/** Can a Publisher destination also be asked for by the number that events name? */
	publisherDestinationByInternal: boolean;
	/** Must `{P}/destinations` be asked for with `from` and `to`? */
	destinationsPeriod: 'required' | 'optional';
	/** What do the fields of a profile look like that was removed: all empty texts, or no fields? */
	removedFields: 'blank' | 'none';
	/** Are the `unique` clicks of statistics counted per destination, or per destination and link? */
	uniqueClicks: 'perDestination' | 'perLink';
	/** Is the path of v1 events written with a slash at its end, without one, or either way? */
	eventsSlash: 'either' | 'with' | 'without';
	/** Does `total=false` have an effect? */
	totalHonoured: boolean;
	/** Which limit does a reply name: the one it kept to, or the one asked for? */
	limitShown: 'kept' | 'asked';
	/** The service gives at most so many rows, whatever the limit. */
	pageCap: number | null;
	/** Seconds after a row is written before lists and v1 events have it. */
	lateSeconds: number;
	/** What names the sort of a v1 event: one of both, or the one and the other in turn? */
	eventKey: 'event' | 'type' | 'mixed';
	/** Is the rest of a v1 event in `data`, or beside its sort? */
	eventData: 'nested' | 'flat';
	/** What is a bad delivery called in v1? */
	errorEvent: 'failure' | 'error';
	/** What do v1 events of a message, profile or template that there is not answer? */
	unknownSubject: 'error' | 'empty';
	/** The longest period of v1 events in days; null for a month, as documented. */
	maxPeriodDays: number | null;
	/** What does the authentication host answer: the token itself, with a line end, or JSON? */
	jwtBody: 'text' | 'line' | 'jsonString' | 'object';
	/** As what does it come? */
	jwtType: 'text/plain' | 'text/html' | 'application/json' | 'none';
	/** How long does a token given out from now on work? Its `exp` says so. */
	tokenLifetimeSeconds: number;
	/** Which status does a missing, wrong, revoked or expired JSON web token get in v4? */
	expiredJwt: 400 | 401 | 403;
	/** Which status does the authentication host give to a wrong access token? */
	refusedToken: 400 | 401 | 403;
	/** Was the access token made for v4 only? Then v1 to v3 refuse it. */
	v4Only: boolean;
	/** Body of refused requests: as documented, a page, or nothing. */
	errorBody: 'json' | 'html' | 'empty';
	/** Are messages of v3 led in by the name of the API, as one client saw them in 2022? */
	errorPrefix: 'none' | 'v3';
	/** Every so many API requests, one gets the page of a load balancer. */
	overload: number | null;
	/** Which status does that page come with? */
	overloadStatus: 503 | 504;
	/** Answers say what time it is at the service. */
	dateHeader: boolean;
	/** Milliseconds added to each API answer. */
	latency: number;
}

/** Part of the switches, as given to change them. */
export type SwitchChanges = ChangesOf<CopernicaSwitches>;

export function defaultSwitches(): CopernicaSwitches {
	return {
		zone: 'Europe/Amsterdam',
		bounds: 'inclusive',
		fieldBounds: 'asWritten',
		idFilter: 'documented',
		order: 'ascending',
		emailingOrder: 'ascending',
		prefixes: 'both',
		idKey: 'documented',
		emailingInData: false,
		publisherDestinationByInternal: true,
		destinationsPeriod: 'required',
		removedFields: 'blank',
		uniqueClicks: 'perDestination',
		eventsSlash: 'either',
		totalHonoured: true,
		limitShown: 'kept',
		pageCap: null,
		lateSeconds: 0,
		eventKey: 'event',
		eventData: 'nested',
		errorEvent: 'failure',
		unknownSubject: 'error',
		maxPeriodDays: null,
		jwtBody: 'text',
		jwtType: 'text/plain',
		tokenLifetimeSeconds: 86_400,
		expiredJwt: 400,
		refusedToken: 400,
		v4Only: false,
		errorBody: 'json',
		errorPrefix: 'none',
		overload: null,
		overloadStatus: 503,
		dateHeader: true,
		latency: 0,
	};
}

export const ALLOWED: Allowed = {
	numbersOrNull: ['pageCap', 'maxPeriodDays', 'overload'],
	choices: {
		zone: ZONES,
		bounds: ['inclusive', 'exclusive'],
		fieldBounds: ['asWritten', 'exclusive'],
		idFilter: ['documented', 'everywhere'],
		order: ['ascending', 'descending', 'byTime', 'unsorted'],
		emailingOrder: ['ascending', 'descending'],
		prefixes: ['both', 'old', 'new'],
		idKey: ['documented', 'ID', 'id'],
		destinationsPeriod: ['required', 'optional'],
		removedFields: ['blank', 'none'],
		uniqueClicks: ['perDestination', 'perLink'],
		eventsSlash: ['either', 'with', 'without'],
		limitShown: ['kept', 'asked'],
		eventKey: ['event', 'type', 'mixed'],
		eventData: ['nested', 'flat'],
		errorEvent: ['failure', 'error'],
		unknownSubject: ['error', 'empty'],
		jwtBody: ['text', 'line', 'jsonString', 'object'],
		jwtType: ['text/plain', 'text/html', 'application/json', 'none'],
		expiredJwt: [400, 401, 403],
		refusedToken: [400, 401, 403],
		errorBody: ['json', 'html', 'empty'],
		errorPrefix: ['none', 'v3'],
		overloadStatus: [503, 504],
	},
};
