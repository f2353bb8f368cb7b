import { hash } from 'node:crypto';
import {
	type ICredentialDataDecryptedObject,
	type IDataObject,
	type IHttpRequestOptions,
	type NodeApiError,
	NodeOperationError,
	sleep,
} from 'n8n-workflow';
import { type Answer, answerOf, answerOfThrown } from './answer';
import { apiError } from './apiError';
import { isStrain, isTransient, mayRetryAfter, retryAfterMs, TRIES, waitMs } from './backoff';
import { cancelSignal, type RequestContext } from './context';
import type { PageRequest } from './feed';
import { firstAlone, type Login } from './gate';
import { type Limiter, limiterOf } from './limiter';
import { secretsOf } from './redact';
import { RememberedCredential } from './rememberedCredential';
import type { Vendor } from './vendor';
import type { Transport } from './walker';

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

/**
 * Connects to a vendor with the node's credential.
 * @throws NodeOperationError when the credential's URL is no URL
 */
export async function connect(
	context: RequestContext,
	vendor: Vendor,
	options: ConnectOptions = {},
): Promise<Transport> {
	const remembered = new RememberedCredential(context, vendor);
	const credential = await remembered.context.getCredentials(vendor.credentialType);
	return new CredentialTransport(remembered, vendor, credential, options);
}

/** Sends a vendor's requests through n8n, which adds the login. */
class CredentialTransport implements Transport {
	private readonly base: URL;
	private readonly limiter: Limiter;
	private readonly login: Login;
	private readonly signal: AbortSignal | undefined;
	private readonly context: RequestContext;

	constructor(
		private readonly remembered: RememberedCredential,
		private readonly vendor: Vendor,
		credential: ICredentialDataDecryptedObject,
		private readonly options: ConnectOptions,
	) {
		const { context } = remembered;
		this.context = context;
		this.base = this.parseBase(vendor.baseUrl(credential));
		this.limiter = limiterOf(this.base.host);
		this.login = loginOf(context, vendor, credential);
		this.signal = cancelSignal(context);
	}

	async get(request: PageRequest): Promise<unknown> {
		const { limiter, signal, vendor, options } = this;
		const url = urlOf(this.base, request);
		for (let tried = 1; ; tried++) {
			const answer = await firstAlone(
				this.login,
				async () =>
					await limiter.run(async () => await this.send(url.href), {
						ceiling: options.requestsAtOnce ?? vendor.requestsAtOnce,
						isStrain: ({ status }) => isStrain(status),
						signal,
					}),
				({ status }) => status !== undefined && status !== 401,
			);
			signal?.throwIfAborted();
			const { status, headers, body, code } = answer;
			if (status !== undefined && status >= 200 && status < 300 && isJson(body)) return body;
			const wait = retryAfterMs(headers['retry-after'], Date.now());
			if (tried === TRIES || !isTransient(status, code) || !mayRetryAfter(wait)) {
				throw await this.failed(answer, url);
			}
			// The place in the limiter is free meanwhile.
			await sleep(waitMs(tried, wait, Math.random()), signal);
		}
	}

	resolve(link: string): string | undefined {
		const { href, origin } = this.base;
		const target = URL.canParse(link, href) ? new URL(link, href) : undefined;
		return target?.origin === origin ? target.href : undefined;
	}

	checkLink(link: string): void {
		if (this.resolve(link) !== undefined) return;
		const host = URL.canParse(link, this.base.href) ? new URL(link, this.base.href).host : link;
		throw this.invalid(
			`${this.vendor.displayName} links to ${host} for the next page, which is not followed`,
			`The credential must not travel to another address than ${this.base.origin}. If the other is right, enter it as the ${this.vendor.baseUrlField} of the credential.`,
		);
	}

	private async send(url: string): Promise<Answer> {
		const { context, vendor } = this;
		// A new object for each request: n8n writes the access token into it.
		const options: IHttpRequestOptions = {
			timeout: TIMEOUT_MS,
			...this.options.connection,
			method: 'GET',
			url,
			headers: { ...vendor.headers },
			disableFollowRedirect: true,
			returnFullResponse: true,
			// A 401 has to be thrown: it makes n8n renew the token and ask once more.
			ignoreHttpStatusErrors: { ignore: true, except: [401] },
		};
		const request = context.helpers.httpRequestWithAuthentication;
		// Never as a query parameter, whatever type the vendor says that its token is of.
		const login = { oauth2: { tokenType: 'Bearer' } };
		try {
			return answerOf(
				(await request.call(context, vendor.credentialType, options, login)) as FullResponse,
			);
		} catch (thrown) {
			return answerOfThrown(thrown);
		} finally {
			// n8n has written the token that it sent into the options.
			this.remembered.check(options.headers?.Authorization);
		}
	}

	private async failed(answer: Answer, url: URL): Promise<NodeApiError> {
		const { context, vendor, options } = this;
		// Read again: the token may have been renewed, and its present value is a secret too.
		this.remembered.forget();
		const secrets = secretsOf(await context.getCredentials(vendor.credentialType));
		const node = context.getNode();
		return apiError(answer, { node, vendor, url, secrets, itemIndex: options.itemIndex });
	}

	private parseBase(text: string): URL {
		const base = URL.canParse(text) ? new URL(text) : undefined;
		if (base && /^https?:$/.test(base.protocol)) return base;
		throw this.invalid(
			`The ${this.vendor.baseUrlField} of the ${this.vendor.displayName} credential is no web address`,
			'Enter it with the protocol, such as https://www.example.org.',
		);
	}

	private invalid(message: string, description: string): NodeOperationError {
		const { itemIndex } = this.options;
		return new NodeOperationError(this.context.getNode(), message, { itemIndex, description });
	}
}

interface FullResponse {
	statusCode: number;
	headers: IDataObject;
	body: unknown;
}

const isJson = (body: unknown) => typeof body === 'object' && body !== null;

function urlOf(base: URL, { path, query }: PageRequest): URL {
	const url = new URL(base.origin + base.pathname.replace(/\/+$/, '') + path);
	// encodeURIComponent and not URLSearchParams: a `+` must arrive as %2B, a blank as %20.
	url.search = Object.entries(query ?? {})
		.map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
		.join('&');
	return url;
}

/** Tells logins apart by all that the credential holds, so that an edited one goes alone again. */
function loginOf(
	context: RequestContext,
	{ credentialType, tokenOf }: Vendor,
	credential: ICredentialDataDecryptedObject,
): Login {
	const id = context.getNode().credentials?.[credentialType]?.id ?? '';
	const fields = JSON.stringify({ ...credential, oauthTokenData: undefined });
	const digest = hash('sha256', fields);
	return { key: `${credentialType} ${id} ${digest}`, hasToken: Boolean(tokenOf(credential)) };
}
