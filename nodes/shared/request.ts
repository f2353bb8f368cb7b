import { createHash } from 'node:crypto';
import {
	type IDataObject,
	type IExecutePaginationFunctions,
	type IHttpRequestOptions,
	type ILoadOptionsFunctions,
	type IPollFunctions,
	NodeOperationError,
	sleep,
} from 'n8n-workflow';
import { type Answer, answerOf, answerOfThrown } from './answer';
import { apiError } from './apiError';
import {
	isStrain,
	isTransient,
	LONGEST_RETRY_AFTER_MS,
	retryAfterMs,
	TRIES,
	waitMs,
} from './backoff';
import type { PageRequest } from './feed';
import { firstAlone } from './gate';
import { limiterOf } from './limiter';
import { secretsOf } from './redact';
import type { Vendor } from './vendor';
import type { Transport } from './walker';

export type RequestContext = IExecutePaginationFunctions | ILoadOptionsFunctions | IPollFunctions;

/** What the user set for the connection: timeout, proxy, TLS, allowed domains. */
export type ConnectionOptions = Pick<
	IHttpRequestOptions,
	'timeout' | 'proxy' | 'skipSslCertificateValidation' | 'allowedDomains'
>;

export interface ConnectOptions {
	readonly connection?: ConnectionOptions;
	/** Overrides the vendor's own number of requests at a time. */
	readonly requestsAtOnce?: number | undefined;
	readonly itemIndex?: number;
}

const TIMEOUT_MS = 60_000;

/** The signal that fires when the execution is cancelled. */
export const cancelSignal = (context: RequestContext): AbortSignal | undefined =>
	'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;

/**
 * Connects to a vendor with the node's credential.
 * @throws NodeOperationError when the credential's URL is no URL
 */
export async function connect(
	context: RequestContext,
	vendor: Vendor,
	{ connection, requestsAtOnce = vendor.requestsAtOnce, itemIndex }: ConnectOptions = {},
): Promise<Transport> {
	const credential = await context.getCredentials(vendor.credentialType);
	const base = parseBase(context, vendor, vendor.baseUrl(credential));
	const limiter = limiterOf(base.host);
	const signal = cancelSignal(context);
	const login = loginKey(context, vendor, credential);

	const send = async (url: string): Promise<Answer> => {
		// A new object for each request: n8n writes the access token into it.
		const options: IHttpRequestOptions = {
			timeout: TIMEOUT_MS,
			...connection,
			method: 'GET',
			url,
			headers: { ...vendor.headers },
			disableFollowRedirect: true,
			returnFullResponse: true,
			// A 401 has to be thrown: it makes n8n renew the token and ask once more.
			ignoreHttpStatusErrors: { ignore: true, except: [401] },
		};
		try {
			return answerOf(
				(await firstAlone(
					login,
					async () =>
						await context.helpers.httpRequestWithAuthentication.call(
							context,
							vendor.credentialType,
							options,
							// Never as a query parameter, whatever type the token claims to be of.
							{ oauth2: { tokenType: 'Bearer' } },
						),
				)) as { statusCode: number; headers: IDataObject; body: unknown },
			);
		} catch (thrown) {
			return answerOfThrown(thrown);
		}
	};

	const fail = async (answer: Answer, url: URL) => {
		// The token may have been renewed since: its present value is a secret too.
		const secrets = secretsOf(await context.getCredentials(vendor.credentialType));
		return apiError(answer, { node: context.getNode(), vendor, url, secrets, itemIndex });
	};

	return {
		async get(request) {
			const url = urlOf(base, request);
			for (let tried = 1; ; tried++) {
				const answer = await limiter.run(async () => await send(url.href), {
					ceiling: requestsAtOnce,
					isStrain: ({ status }) => isStrain(status),
					signal,
				});
				signal?.throwIfAborted();
				const { status, body } = answer;
				if (status !== undefined && status >= 200 && status < 300 && isJson(body)) return body;
				const wait = retryAfterMs(answer.headers['retry-after'], Date.now());
				const again =
					isTransient(status, answer.code) &&
					tried < TRIES &&
					(wait ?? 0) <= LONGEST_RETRY_AFTER_MS;
				if (!again) throw await fail(answer, url);
				// The place in the limiter is free meanwhile.
				await sleep(waitMs(tried, wait, Math.random()), signal);
			}
		},

		resolve(link) {
			const target = URL.canParse(link, base.href) ? new URL(link, base.href) : undefined;
			return target?.origin === base.origin ? target.href : undefined;
		},

		checkLink(link) {
			if (this.resolve(link) !== undefined) return;
			const host = URL.canParse(link) ? new URL(link).host : 'no valid address';
			throw new NodeOperationError(
				context.getNode(),
				`${vendor.displayName} links to ${host} for the next page, which is not followed`,
				{
					itemIndex,
					description: `The credential must not travel to another host than ${base.host}. If that is the right one, enter it as the ${vendor.baseUrlField} of the credential.`,
				},
			);
		},
	};
}

const isJson = (body: unknown) => typeof body === 'object' && body !== null;

function parseBase(context: RequestContext, vendor: Vendor, text: string): URL {
	const base = URL.canParse(text) ? new URL(text) : undefined;
	if (base && /^https?:$/.test(base.protocol)) return base;
	throw new NodeOperationError(
		context.getNode(),
		`The ${vendor.baseUrlField} of the ${vendor.displayName} credential is no web address`,
		{ description: 'Enter it with the protocol, such as https://www.example.org.' },
	);
}

function urlOf(base: URL, { path, query }: PageRequest): URL {
	const url = new URL(base.href.replace(/\/+$/, '') + path);
	// encodeURIComponent and not URLSearchParams: a `+` must arrive as %2B, a blank as %20.
	url.search = Object.entries(query ?? {})
		.map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
		.join('&');
	return url;
}

/** Tells credentials apart by what they log in with, so that an edited one logs in alone again. */
function loginKey(context: RequestContext, { credentialType }: Vendor, credential: IDataObject) {
	const login = { ...credential, oauthTokenData: undefined };
	const id = context.getNode().credentials?.[credentialType]?.id ?? '';
	const digest = createHash('sha256').update(JSON.stringify(login)).digest('hex');
	return `${credentialType} ${id} ${digest}`;
}
