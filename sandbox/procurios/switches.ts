import type { Allowed, ChangesOf } from '../switches';

/**
 * What the vendor's documentation leaves open, as switches with both readings, so that a client can
 * be shown right under each. They can be changed while the sandbox runs.
 */
export interface ProcuriosSwitches {
	/** Body of a mail's links: `{"links": […]}`, `{"trackedLinks": […]}` or `[…]`. */
	linksBody: 'links' | 'other' | 'bare';
	/** What a token answer holds besides `access_token`. */
	token: {
		expiresIn: boolean;
		tokenType: boolean;
		/** For which grants a refresh token is given: none, authorization code, all. */
		refreshToken: 'none' | 'code' | 'all';
	};
	/** Lifetime of access tokens given out from now on. */
	tokenLifetimeSeconds: number;
	/** API requests that an access token given out from now on is good for; null: any number. */
	tokenLifetimeRequests: number | null;
	/** On: a refresh gives a new refresh token and ends the old one. Off: the old one stays. */
	refreshTokenRotation: boolean;
	/** On: client credentials without `scope` give a token without scope, which gets 403. */
	scopeRequired: boolean;
	/** A cursor whose row does not exist: compared with the rows, or looked up and refused (400). */
	unknownCursor: 'compare' | 'lookup';
	/**
	 * `always`: every page has a next link, the empty page repeats the cursor it was asked for.
	 * `untilEmpty`: the empty page has none. `onlyWhenMore`: the last page with rows has none either.
	 */
	nextOnLastPage: 'always' | 'untilEmpty' | 'onlyWhenMore';
	/** `_links` without a next link; an empty array is what PHP makes of an empty list of links. */
	emptyLinks: 'object' | 'array';
	/** Pages are shorter than the maximum although more follows, depending on the cursor alone. */
	shortPages: boolean;
	/** The next link of clicks carries the linkId as a fourth part, and the service honours it. */
	nextCursorHasLinkId: boolean;
	/** The order of rows that are equal in the sort key: always the same, or another each time. */
	tieOrder: 'stable' | 'shuffled';
	/** Whether `firstBotOpen` and `firstBotClick` count for `lastUpdate`. */
	botEventsMoveLastUpdate: boolean;
	/**
	 * `lastUpdate` after an event that is written late, with an older date: the moment of writing,
	 * or the latest date in the record (then the record can change without moving in the list).
	 */
	lateLastUpdate: 'written' | 'latestEvent';
	/** Body of refused requests. */
	errorBody: 'json' | 'html' | 'empty';
	/** Cursors in next links: `+` and `:` as they are, or `%2B` and `%3A`. */
	hrefs: 'raw' | 'encoded';
	/** Characters beyond ASCII: `\u00e9`, as PHP writes by default, or as UTF-8. */
	unicode: 'escaped' | 'utf8';
	/** Content type of the API's answers. */
	contentType: string;
	/** The authorization page approves at once, without a click. */
	autoApprove: boolean;
	/** Answers say what time it is at the service. */
	dateHeader: boolean;
	/** Milliseconds added to each API answer. */
	latency: number;
}

/** Part of the switches, as given to change them. */
export type SwitchChanges = ChangesOf<ProcuriosSwitches>;

export function defaultSwitches(): ProcuriosSwitches {
	return {
		linksBody: 'links',
		token: { expiresIn: true, tokenType: true, refreshToken: 'code' },
		tokenLifetimeSeconds: 3600,
		tokenLifetimeRequests: null,
		refreshTokenRotation: false,
		scopeRequired: true,
		unknownCursor: 'compare',
		nextOnLastPage: 'always',
		emptyLinks: 'object',
		shortPages: false,
		nextCursorHasLinkId: false,
		tieOrder: 'stable',
		botEventsMoveLastUpdate: false,
		lateLastUpdate: 'written',
		errorBody: 'json',
		hrefs: 'raw',
		unicode: 'escaped',
		contentType: 'application/json',
		autoApprove: false,
		dateHeader: true,
		latency: 0,
	};
}

export const ALLOWED: Allowed = {
	numbersOrNull: ['tokenLifetimeRequests'],
	choices: {
		linksBody: ['links', 'other', 'bare'],
		'token.refreshToken': ['none', 'code', 'all'],
		unknownCursor: ['compare', 'lookup'],
		nextOnLastPage: ['always', 'untilEmpty', 'onlyWhenMore'],
		emptyLinks: ['object', 'array'],
		tieOrder: ['stable', 'shuffled'],
		lateLastUpdate: ['written', 'latestEvent'],
		errorBody: ['json', 'html', 'empty'],
		hrefs: ['raw', 'encoded'],
		unicode: ['escaped', 'utf8'],
	},
};
