import { type INode, NodeApiError } from 'n8n-workflow';
import type { Answer } from './answer';
import { isLate, isOfTls, isTooSlow, isTransient } from '../values/failures';
import { retryAfterMs } from './retry';
import { parseUrl } from '../values/url';
import type { Secrets } from './secrets';
import type { Vendor } from '../vendor';
import { cleanedOf, describeBody, vendorMessage } from './vendorWords';
import { cutAtWord, inOneLine } from '../values/words';

export interface Asked {
	readonly node: INode;
	readonly vendor: Vendor;
	/** The address of the request; its query is never shown. */
	readonly url: URL;
	readonly secrets: Secrets;
	/** Whether it logs in with a token that was fetched. */
	readonly hasToken: boolean;
	/** What of the node's connection does not hold for the login, by the name that the user sees. */
	readonly notForLogin: string | undefined;
	readonly itemIndex: number | undefined;
	/** What to do where nobody knows whether a POST was carried out. */
	readonly inDoubt?: string | undefined;
}

/** Whether a request failed because the vendor did not have the answer in time. */
export const isSlowness = (error: unknown): boolean =>
	error instanceof NodeApiError &&
	isTooSlow(
		error.httpCode === null ? undefined : Number(error.httpCode),
		error.context.code as string | undefined,
	);

/** Whether a request failed since the vendor answered with this status. */
export const hasStatus = (error: unknown, status: number): boolean =>
	error instanceof NodeApiError && error.httpCode === String(status);

/** The most of what n8n says of the network, in characters. */
const MOST_SAID = 300;

const sentence = (text: string) => (/[.!?…]$/.test(text) ? text : `${text}.`);

/** Whether the vendor may have carried out what it was asked for. */
function isInDoubt({ origin, status, code = '' }: Answer): boolean {
	if (origin === 'login') return false;
	if (status === undefined) return !isOfTls(code) && !NEVER_ARRIVED.has(code);
	// A redirect may be the answer to what was done; 408 is a gateway's.
	return status < 400 || status === 408 || status >= 500;
}

const NEVER_ARRIVED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH']);

interface Explanation {
	message: string;
	description: string;
}

/** Says what an unusable answer means and what to do; holds nothing of the request but its path. */
export function apiError(answer: Answer, asked: Asked): NodeApiError {
	const { vendor, node, itemIndex, secrets, inDoubt } = asked;
	const { origin, status } = answer;
	const { message, description } = explain(answer, asked);
	const ofVendor = origin === 'api' && status !== undefined;
	const clean = cleanedOf(secrets);
	const words = answer.isSentence ? '' : cutAtWord(inOneLine(clean(answer.message)), MOST_SAID);
	const said = ofVendor ? vendorMessage(answer.body, clean) : words;
	const who = ofVendor ? vendor.displayName : 'n8n';
	const details = said ? `${who} says: ${sentence(said)}` : '';
	const error = new NodeApiError(
		node,
		{},
		{
			message: secrets.redact(message),
			description: secrets.redact(
				[description, details, isInDoubt(answer) && inDoubt].filter(Boolean).join(' '),
			),
			httpCode: ofVendor ? String(status) : undefined,
			itemIndex,
			failure: failureOf(answer),
		},
	);
	error.context.code = answer.code;
	return error;
}

function explain(answer: Answer, asked: Asked): Explanation {
	const { status } = answer;
	if (answer.origin === 'login') return explainLogin(answer, asked);
	if (status === undefined) return explainNetwork(answer, asked);
	if (status >= 300 && status < 400) return explainRedirect(answer, asked);
	return explainStatus(answer, status, asked);
}

const RECONNECT = /reconnect|not connected/i;

function explainLogin(
	{ message, status, code, isSentence }: Answer,
	{ vendor, notForLogin }: Asked,
): Explanation {
	const unheld = status === undefined && code !== undefined ? notForLogin : undefined;
	const advice = [vendor.loginAdvice, unheld].filter(Boolean).join(' ');
	if (isSentence) return { message, description: advice };
	if (isOfTls(code)) {
		return {
			message: `n8n could not log in to ${vendor.displayName}: the host that gives access tokens could not be trusted`,
			description: `${vendor.loginAdvice} ${TRUST}`,
		};
	}
	if (isTooSlow(status, code)) {
		return {
			message: `n8n could not log in to ${vendor.displayName}: no access token came in time`,
			description: `Run again later. ${advice}`,
		};
	}
	if (RECONNECT.test(message)) {
		return {
			message: `The access to ${vendor.displayName} has ended: reconnect the credential`,
			description: 'Open the credential, connect it again, and run the workflow once more.',
		};
	}
	const later = isPassing(status) ? `It answered with status ${status}: run again later. ` : '';
	return {
		message: `n8n could not log in to ${vendor.displayName}`,
		description: later + advice,
	};
}

const TRUST =
	'If it is right, have n8n trust its certificate (NODE_EXTRA_CA_CERTS), or set Ignore SSL Issues under Request Options of the node.';

function explainNetwork({ code = '' }: Answer, { vendor, url }: Asked): Explanation {
	const { displayName: name, baseUrlField } = vendor;
	const what: Record<string, string> = {
		'': `n8n could not send the request to ${name}`,
		ENOTFOUND: `The host ${url.host} does not exist`,
		ECONNREFUSED: `The host ${url.host} takes no connections`,
		ETIMEDOUT: `${name} did not answer in time`,
		ECONNABORTED: `${name} did not answer in time`,
	};
	const tls = isOfTls(code) ? `The host ${url.host} could not be trusted` : undefined;
	const check = `Check the ${baseUrlField} of the credential (the host asked was ${url.host}).`;
	return {
		message: tls ?? what[code] ?? `The connection to ${name} broke off`,
		description: tls ? `${check} ${TRUST}` : check,
	};
}

function explainRedirect({ headers }: Answer, { vendor, url }: Asked): Explanation {
	const { location } = headers;
	const target = parseUrl(String(location ?? ''), url.href)?.origin ?? 'another address';
	return {
		message: `${vendor.displayName} redirects to ${target}, which is not followed`,
		description: `The credential must not travel to another address than ${url.origin}. If the other is right, enter it as the ${vendor.baseUrlField} of the credential.`,
	};
}

function explainStatus(
	{ body }: Answer,
	status: number,
	{ vendor, hasToken, url, secrets, inDoubt }: Asked,
): Explanation {
	const { displayName: name, baseUrlField, advice } = vendor;
	const expected = inDoubt === undefined ? 'the list' : 'what was asked for';
	if (status < 300) {
		return {
			message: `${name} answered with ${describeBody(body, cleanedOf(secrets))} instead of ${expected}`,
			description: `Asked was ${url.host}${url.pathname}. Check the ${baseUrlField} of the credential.`,
		};
	}
	const titles: Record<number, string> = {
		400: `${name} rejects the request for ${url.pathname}`,
		401: `${name} refuses the ${hasToken ? 'access token' : 'login'}`,
		403: `${name} denies access to ${url.pathname}`,
		404: `${name} has nothing at ${url.pathname}`,
		429: `${name} receives too many requests`,
	};
	const message = titles[status] ?? `${name} answered with status ${status}`;
	const likewise = advice[isLate(status) ? 504 : status];
	return { message, description: likewise ?? (isPassing(status) ? 'Run again later.' : '') };
}

/** Whether a status is of the moment, and no fault of what was asked. */
const isPassing = (status: number | undefined) =>
	isTransient(status, undefined) || (status ?? 0) >= 500;

function failureOf(answer: Answer): NodeApiError['failure'] {
	const { origin, status, code, headers, message } = answer;
	if (status === 429) {
		const wait = retryAfterMs(headers['retry-after'], Date.now());
		return { cause: 'rate-limited', ...(wait === undefined ? {} : { retryAfterMs: wait }) };
	}
	const unreachable = status === undefined && code !== undefined && !isOfTls(code);
	if ((isPassing(status) || unreachable) && !RECONNECT.test(message)) {
		return { cause: 'temporarily-unavailable' };
	}
	return {
		cause: origin === 'login' || status === 401 ? 'credential-invalid' : 'configuration-invalid',
	};
}
