import { type INode, NodeApiError } from 'n8n-workflow';
import { type Answer, describeBody, vendorMessage } from './answer';
import { isTransient, retryAfterMs } from './backoff';
import { redact } from './redact';
import type { Vendor } from './vendor';

export interface Asked {
	readonly node: INode;
	readonly vendor: Vendor;
	/** Host and path, without the query. */
	readonly url: URL;
	readonly secrets: readonly string[];
	readonly itemIndex: number | undefined;
}

/** Says what an unusable answer means and what to do; holds nothing of the request but its path. */
export function apiError(answer: Answer, asked: Asked): NodeApiError {
	const { vendor, node, itemIndex } = asked;
	const { message, description } = explain(answer, asked);
	const [who, said] =
		answer.status === undefined
			? ['n8n', answer.message]
			: [vendor.displayName, vendorMessage(answer.body)];
	const details = said ? `${who} says: ${said.slice(0, 300)}` : '';
	return new NodeApiError(
		node,
		{},
		{
			message: redact(message, asked.secrets),
			description: redact([description, details].filter(Boolean).join(' '), asked.secrets),
			httpCode: answer.status === undefined ? undefined : String(answer.status),
			itemIndex,
			failure: failureOf(answer),
		},
	);
}

const LOGIN = /OAuth2 access token|OAuth credentials not connected|access token expired|reconnect/i;

function explain(answer: Answer, { vendor, url }: Asked): { message: string; description: string } {
	const { displayName: name } = vendor;
	const { status, code } = answer;
	const checkUrl = `Check the ${vendor.baseUrlField} of the credential (the host asked was ${url.host}).`;
	if (status === undefined || status === 401) {
		if (/reconnect|not connected/i.test(answer.message)) {
			return {
				message: `The access to ${name} has ended: reconnect the credential`,
				description: 'Open the credential, connect it again, and run the workflow once more.',
			};
		}
		if (LOGIN.test(answer.message)) {
			return { message: `n8n could not log in to ${name}`, description: vendor.loginAdvice };
		}
	}
	if (status === undefined) {
		const what: Record<string, string> = {
			ENOTFOUND: `The host ${url.host} does not exist`,
			ECONNREFUSED: `The host ${url.host} takes no connections`,
			ETIMEDOUT: `${name} did not answer in time`,
			ECONNABORTED: `${name} did not answer in time`,
		};
		return {
			message: what[code ?? ''] ?? `The connection to ${name} broke off`,
			description: checkUrl,
		};
	}
	if (status >= 300 && status < 400) {
		return {
			message: `${name} redirects to ${redirectTarget(answer, url)}, which is not followed`,
			description: `The credential must not travel to another address. If that is the right one, enter it as the ${vendor.baseUrlField} of the credential.`,
		};
	}
	const advice = vendor.advice[status] ?? (status === 404 ? checkUrl : '');
	const titles: Record<number, string> = {
		400: `${name} rejects the request for ${url.pathname}`,
		401: `${name} refuses the access token`,
		403: `${name} denies access to ${url.pathname}`,
		404: `${name} does not know ${url.pathname}`,
		429: `${name} receives too many requests`,
	};
	if (status >= 200 && status < 300) {
		return {
			message: `${name} answered with ${describeBody(answer.body)} instead of the list`,
			description: `Asked was ${url.host}${url.pathname}. ${checkUrl}`,
		};
	}
	return {
		message: titles[status] ?? `${name} answered with status ${status}`,
		description: advice,
	};
}

function redirectTarget(answer: Answer, url: URL): string {
	const { location } = answer.headers;
	if (typeof location !== 'string') return 'another address';
	return URL.canParse(location, url.href) ? new URL(location, url.href).host : 'another address';
}

function failureOf(answer: Answer): NodeApiError['failure'] {
	const { status, code } = answer;
	if (status === 429) {
		const wait = retryAfterMs(answer.headers['retry-after'], Date.now());
		return { cause: 'rate-limited', ...(wait === undefined ? {} : { retryAfterMs: wait }) };
	}
	if (isTransient(status, code) || (status ?? 0) >= 500)
		return { cause: 'temporarily-unavailable' };
	if (status === 401 || LOGIN.test(answer.message)) return { cause: 'credential-invalid' };
	return { cause: 'configuration-invalid' };
}
