import type { Allowed, ChangesOf } from '../switches';

/**
 * What is not known about the vendor's service, as switches with the possible readings, so that a
 * client can be shown right under each. They can be changed while the sandbox runs.
 */
export interface EncompassSwitches {
	/**
	 * In which order are recipients and events listed? By `dateAdded` up or down, or by recipient,
	 * so that new rows land in the middle.
	 */
	order: 'ascending' | 'descending' | 'byRecipient';
	/** In which order are messages listed? By the time of sending; unsent ones by `dateAdded`. */
	messageOrder: 'ascending' | 'descending';
	/** Which time do `fromTimestamp` and `toTimestamp` (both included) filter messages by? */
	timestampFilter: 'actualSend' | 'scheduled' | 'dateAdded';
	/** What happens to a `maxResults` above 1000: taken for 1000, or refused (400)? */
	aboveMaximum: 'clamp' | 'refuse';
	/** Are links a bare array, as clients found, or in an envelope, as the documentation says? */
	linksBody: 'bare' | 'envelope';
	/** Does a bare array honour `startAt` and `maxResults`, or is it always the whole list? */
	bareObeysPaging: boolean;
	/** Is one message the bare object, or `{"data": [message]}`? */
	messageBody: 'bare' | 'envelope';
	/** Do all other lists have an envelope with a summary, or are they bare arrays? */
	listBody: 'envelope' | 'bare';
	/** Is a delivery named like the other events, or `deliverId` where they have `id`? */
	deliverNames: 'analogous' | 'own';
	/** Is a recipient's ID unique in the site, or in its message? Holds for rows made afterwards. */
	recipientIds: 'siteWide' | 'perMessage';
	/** Are the numbers of the summary numbers, or texts? */
	summaryAs: 'numbers' | 'texts';
	/** How does a message that was not sent yet show its `actualSendTimestamp`? */
	unsent: 'null' | 'zero' | 'absent';
	/** Are scheduled messages, not sent yet, among the messages at all? */
	unsentListed: boolean;
	/** How long does a token given out from now on work, whatever its answer says? */
	tokenLifetimeSeconds: number;
	/** API requests that a token given out from now on is good for; null: any number. */
	tokenLifetimeRequests: number | null;
	/** What does the token say of its own end: two years, the truth, or nothing? */
	expClaim: 'twoYears' | 'real' | 'absent';
	/** What does the answer with the token say of it: as documented, the truth, or nothing? */
	expiresIn: 'sample' | 'real' | 'absent';
	/** Which status does a wrong site ID or API key get? */
	refusedKey: 400 | 401 | 403;
	/** Which status does a missing, unknown or ended token get? */
	refusedToken: 401 | 403;
	/** Body of refused requests: `{"message"}`, a page, or nothing. */
	errorBody: 'json' | 'html' | 'empty';
	/** Which status does a request get that took too long? The body is the gateway's either way. */
	timeout: 504 | 200;
	/** Lists of recipients, events and messages with a higher `maxResults` always take too long. */
	slowAbove: number | null;
	/** Every so many requests for a list, one takes too long. */
	timeoutEvery: number | null;
	/** The service gives at most so many rows, and does not say so in the summary. */
	pageCap: number | null;
	/** Answers say what time it is at the service. */
	dateHeader: boolean;
	/** Milliseconds added to each API answer. */
	latency: number;
}

/** Part of the switches, as given to change them. */
export type SwitchChanges = ChangesOf<EncompassSwitches>;

export function defaultSwitches(): EncompassSwitches {
	return {
		order: 'ascending',
		messageOrder: 'ascending',
		timestampFilter: 'actualSend',
		aboveMaximum: 'clamp',
		linksBody: 'bare',
		bareObeysPaging: true,
		messageBody: 'bare',
		listBody: 'envelope',
		deliverNames: 'analogous',
		recipientIds: 'siteWide',
		summaryAs: 'numbers',
		unsent: 'null',
		unsentListed: true,
		tokenLifetimeSeconds: 86_400,
		tokenLifetimeRequests: null,
		expClaim: 'twoYears',
		expiresIn: 'sample',
		refusedKey: 400,
		refusedToken: 401,
		errorBody: 'json',
		timeout: 504,
		slowAbove: null,
		timeoutEvery: null,
		pageCap: null,
		dateHeader: true,
		latency: 0,
	};
}

export const ALLOWED: Allowed = {
	numbersOrNull: ['tokenLifetimeRequests', 'slowAbove', 'timeoutEvery', 'pageCap'],
	choices: {
		order: ['ascending', 'descending', 'byRecipient'],
		messageOrder: ['ascending', 'descending'],
		timestampFilter: ['actualSend', 'scheduled', 'dateAdded'],
		aboveMaximum: ['clamp', 'refuse'],
		linksBody: ['bare', 'envelope'],
		messageBody: ['bare', 'envelope'],
		listBody: ['envelope', 'bare'],
		deliverNames: ['analogous', 'own'],
		recipientIds: ['siteWide', 'perMessage'],
		summaryAs: ['numbers', 'texts'],
		unsent: ['null', 'zero', 'absent'],
		expClaim: ['twoYears', 'real', 'absent'],
		expiresIn: ['sample', 'real', 'absent'],
		refusedKey: [400, 401, 403],
		refusedToken: [401, 403],
		errorBody: ['json', 'html', 'empty'],
		timeout: [504, 200],
	},
};
