import type { IDataObject } from 'n8n-workflow';
import { flagOf } from '../values/flag';
import { isObject } from '../values/json';
import { LoginError } from '../auth/loginError';
import { MOST_READ } from './secrets';
import type { Vendor } from '../vendor';

/** How a request ended, whether n8n's helper returned it or threw it. */
export interface Answer {
	/** What answered, or failed to: the API, or the endpoint that n8n fetches a token from. */
	readonly origin: 'api' | 'login';
	/** Undefined where no answer came. */
	readonly status: number | undefined;
	readonly headers: IDataObject;
	/** Parsed JSON, or the text as it came. */
	readonly body: unknown;
	/** The network's code where no answer came, such as ECONNRESET. */
	readonly code: string | undefined;
	/** What n8n or the network says where no answer came. */
	readonly message: string;
	/** Whether the message is a whole sentence of ours, to be shown as it is. */
	readonly isSentence?: boolean;
	/** How often it is tried at most, where that is seldom. */
	readonly tries?: number;
}

/** Reads what `httpRequestWithAuthentication` returns when asked for the full response. */
export function answerOf(response: {
	statusCode: number;
	headers: IDataObject;
	body: unknown;
}): Answer {
	const { statusCode: status, headers, body } = response;
	return { origin: 'api', status, headers, body, code: undefined, message: '' };
}

/**
 * A request that was given up for its time, as n8n's own timeout ends only one of which nothing comes.
 * @param origin what it waited for
 * @param tries how often it is worth it
 */
export const noAnswerInTime = (origin: Answer['origin'], tries: number): Answer => ({
	...{ origin, tries, status: undefined, headers: {}, body: undefined },
	...{ code: 'ETIMEDOUT', message: 'timeout exceeded' },
});

/** The codes of n8n's OAuth2 client, and what n8n says around it. */
const LOGIN_CODES = new Set(['ESTATUS', 'EAUTH']);
const LOGIN_TEXT =
	/OAuth2 access token|OAuth2 token endpoint|credentials not connected|without access token|reconnect|^Expected "client/i;

const QUOTE = ' but received: ';

/**
 * Reads what n8n threw: a NodeApiError, with axios' or the OAuth2 client's own as its cause.
 * @param asked the address of our own request: an answer from another is one to n8n's login
 */
export function answerOfThrown(thrown: unknown, asked: string): Answer {
	let origin: Answer['origin'] = 'api';
	let status: number | undefined;
	let code: string | undefined;
	let headers: IDataObject = {};
	let body: unknown;
	const messages: string[] = [];
	for (let error = thrown, depth = 0; isObject(error) && depth < 6; error = error.cause, depth++) {
		if (error instanceof LoginError) return answerOfLogin(error);
		const response = isObject(error.response) ? error.response : undefined;
		const url = isObject(error.config) ? error.config.url : undefined;
		const login =
			(url !== undefined && url !== asked) ||
			LOGIN_CODES.has(String(error.code)) ||
			LOGIN_TEXT.test(String(error.message));
		if (login) origin = 'login';
		status ??= toStatus(response?.status ?? error.status ?? error.httpCode);
		if (isObject(response?.headers)) headers = response.headers;
		body ??= response?.data ?? error.body;
		if (typeof error.code === 'string' && !LOGIN_CODES.has(error.code)) code ??= error.code;
		for (const text of [error.message, error.description]) {
			// What n8n quotes of an answer is cut anywhere, in mid-token also.
			const said = typeof text === 'string' ? text.split(QUOTE, 1)[0]! : '';
			if (said !== '' && !messages.includes(said)) messages.push(said);
		}
	}
	// A good status that was thrown is an answer that broke off, or one that gave no token.
	if (status !== undefined && status < 300) status = undefined;
	return { origin, status, headers, body, code, message: messages.join(': ') };
}

const answerOfLogin = ({ message, failure: { status, code } }: LoginError): Answer => ({
	...{ origin: 'login', status, code, headers: {}, body: undefined },
	...{ message, isSentence: true },
});

function toStatus(value: unknown): number | undefined {
	const status = Number(value);
	return Number.isInteger(status) && status >= 100 && status < 600 ? status : undefined;
}

/** An answer that reports a failure with another status, as one with the status that it means. */
export function effectiveStatus(answer: Answer, failureIn: Vendor['failureIn']): Answer {
	const { origin, status, body } = answer;
	const asked = origin === 'api' && status !== undefined;
	const start = typeof body === 'string' ? body.slice(0, MOST_READ) : body;
	const meant = asked ? failureIn?.(start, status) : undefined;
	return meant === undefined ? answer : { ...answer, status: meant };
}

/** Whether an answer can be read on: JSON that does not report an error in place of its status. */
export function isUsable({ status, body }: Answer): boolean {
	if (status === undefined || status < 200 || status >= 300) return false;
	if (Array.isArray(body)) return true;
	return (
		isObject(body) && saysNothing(body.error) && (saysNothing(body.errors) || isCount(body.errors))
	);
}

/** Whether all is well although the answer has no body, as one to a POST may have none. */
export const isEmptySuccess = ({ origin, status = 0, body }: Answer) =>
	origin === 'api' && status >= 200 && status < 300 && (body === '' || isNothing(body));

const isNothing = (value: unknown) => value === undefined || value === null;

const saysNothing = (value: unknown) =>
	!value ||
	flagOf(value) === false ||
	(typeof value === 'object' && Object.keys(value).length === 0);

/** Whether it is how many errors there were, of which a service may tell as of anything else. */
const isCount = (value: unknown): boolean =>
	isObject(value)
		? Object.values(value).every((each) => !isObject(each) && isCount(each))
		: /^\d+$/.test(String(value)) && !Array.isArray(value);
