import type { Allowed, ChangesOf } from '../switches';

/**
 * What is not known about the vendor's service, as switches with the possible readings, so that a
 * client can be shown right under each. They can be changed while the sandbox runs.
 */
export interface IovoxSwitches {
	/** What does a wrong user name or key get? The older API answers 401 with XML. */
	refusedLogin: 'xml401' | 'json401' | 'empty401' | 'xml403' | 'xml200';
	/** May this caller's address use the key? If not, it is refused like a wrong key. */
	addressAllowed: boolean;
	/** Body of a refused request: the documented list of texts, the older API's XML, or neither. */
	errorBody: 'json' | 'xml' | 'html' | 'empty';
	/** Which status does a request get that has something wrong in it? */
	validationStatus: 400 | 422 | 200;
	/**
	 * What does an accepted mail answer? The documented details, or nothing, as any POST may; or
	 * a gateway says 504 although the mail is on its way.
	 */
	sendAnswer: 'json' | 'empty' | 'timeout';
	/** Which status do new proxy addresses come with? */
	proxyStatus: 201 | 200;
	/** Are new proxy addresses answered in the order in which they were asked for? */
	proxyOrder: 'asAsked' | 'shuffled';
	/** Does a new proxy address come with the link and the addresses it was asked for with? */
	proxyEcho: boolean;
	/** What does one wrong entry among several do: spoil the call, or only not get an address? */
	invalidEntry: 'refusesAll' | 'leavesOut';
	/** Is `total_pages` the number of all pages, or of those that are left after this one? */
	totalPages: 'all' | 'left';
	/** Is `total_results` the number of all matches, or of the rows in this answer? */
	totalResults: 'all' | 'call';
	/** Are the three numbers beside the results numbers, or texts? */
	totalsAs: 'numbers' | 'texts';
	/** Are mails of the very second of `start_date` or `end_date` among the results? */
	bounds: 'inclusive' | 'exclusive';
	/** Do the default dates also apply where something else is searched for? */
	dateDefaults: 'always' | 'withoutFilters';
	/** Rows that are equal in the order asked for: as they came in, or each time otherwise? */
	ties: 'insertion' | 'random';
	/** Where are rows without the field sorted by? As if it was empty, or at one end always. */
	missing: 'low' | 'first' | 'last';
	/** Does `order` have an effect? If not, it is always by `receive_date`, up. */
	obeysOrder: boolean;
	/** Does `fields` have an effect? If not, rows always have all. */
	obeysFields: boolean;
	/** The service gives at most so many rows on a page, and pages are of that size. */
	pageCap: number | null;
	/** Does a mail that was read have a `read_first_date`? */
	readDates: 'always' | 'never';
	/** Does a mail that bounced afterwards keep its `delivery_date`? */
	deliveryDateOfBounced: boolean;
	/** Milliseconds after its `receive_date` before a mail can be found. */
	lateVisible: number;
	/** Do answers name their charset? Those of the older API do not. */
	charset: boolean;
	/** Answers say what time it is at the service. */
	dateHeader: boolean;
	/** Milliseconds added to each API answer. */
	latency: number;
}

/** Part of the switches, as given to change them. */
export type SwitchChanges = ChangesOf<IovoxSwitches>;

export function defaultSwitches(): IovoxSwitches {
	return {
		refusedLogin: 'xml401',
		addressAllowed: true,
		errorBody: 'json',
		validationStatus: 400,
		sendAnswer: 'json',
		proxyStatus: 201,
		proxyOrder: 'asAsked',
		proxyEcho: true,
		invalidEntry: 'refusesAll',
		totalPages: 'all',
		totalResults: 'all',
		totalsAs: 'numbers',
		bounds: 'inclusive',
		dateDefaults: 'always',
		ties: 'insertion',
		missing: 'low',
		obeysOrder: true,
		obeysFields: true,
		pageCap: null,
		readDates: 'always',
		deliveryDateOfBounced: true,
		lateVisible: 0,
		charset: true,
		dateHeader: true,
		latency: 0,
	};
}

export const ALLOWED: Allowed = {
	numbersOrNull: ['pageCap'],
	choices: {
		refusedLogin: ['xml401', 'json401', 'empty401', 'xml403', 'xml200'],
		errorBody: ['json', 'xml', 'html', 'empty'],
		validationStatus: [400, 422, 200],
		sendAnswer: ['json', 'empty', 'timeout'],
		proxyStatus: [201, 200],
		proxyOrder: ['asAsked', 'shuffled'],
		invalidEntry: ['refusesAll', 'leavesOut'],
		totalPages: ['all', 'left'],
		totalResults: ['all', 'call'],
		totalsAs: ['numbers', 'texts'],
		bounds: ['inclusive', 'exclusive'],
		dateDefaults: ['always', 'withoutFilters'],
		ties: ['insertion', 'random'],
		missing: ['low', 'first', 'last'],
		readDates: ['always', 'never'],
	},
};
