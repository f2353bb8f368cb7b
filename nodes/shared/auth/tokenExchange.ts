import { hash } from 'node:crypto';
import type {
	IAuthenticate,
	ICredentialDataDecryptedObject,
	ICredentialType,
	IDataObject,
	IHttpRequestHelper,
	INodeProperties,
} from 'n8n-workflow';
import { isOfTls, isTooSlow, isTransient } from '../values/failures';
import { isObject } from '../values/json';
import { LoginError } from './loginError';
import { parseUrl, webAddress } from '../values/url';
import type { TokenLogin } from '../vendor';

/**
 * How a key is exchanged for a token that is sent with each call, where the vendor's way is none of
 * OAuth2's grants. n8n keeps the token in hidden fields of the credential.
 */
export interface TokenExchange {
	readonly displayName: string;
	/** What may be refused, in a sentence: "the site ID or the API key". */
	readonly key: string;
	/** The name of the credential field with the address, as the user sees it. */
	readonly urlField: string;
	/** All that a token is fetched with. With another of these it is another token. */
	identity(credential: ICredentialDataDecryptedObject): readonly string[];
	/** Where the key is sent to, and the form that is sent. */
	request(credential: ICredentialDataDecryptedObject): {
		url: string;
		form: Record<string, string>;
	};
	/** The token in an answer: parsed JSON, or the text that came; undefined where there is none. */
	tokenIn(body: unknown): string | undefined;
}

/** The hidden fields. n8n fetches a token where the first is empty. */
export const tokenFields: INodeProperties[] = [
	{
		displayName: 'Access Token',
		name: 'accessToken',
		type: 'hidden',
		typeOptions: { expirable: true, password: true },
		default: '',
	},
	{ displayName: 'Fetched At', name: 'fetchedAt', type: 'hidden', default: 0 },
	{ displayName: 'Fetched With', name: 'fetchedWith', type: 'hidden', default: '' },
];

/** A token in JSON, as OAuth2 has it. */
export const accessTokenIn: TokenExchange['tokenIn'] = (body) =>
	isObject(body) ? tokenOrNothing(body.access_token) : undefined;

/** A text without blanks. */
export const tokenOrNothing = (value: unknown): string | undefined =>
	typeof value === 'string' && /^\S+$/.test(value) ? value : undefined;

/** What the shared modules need to know of such a login. */
export const tokenLogin: TokenLogin = {
	tokenOf: ({ accessToken }) => accessToken || undefined,
	tokenFields: tokenFields.map(({ name }) => name),
	authorization: (token) => `Bearer ${String(token)}`,
	isFetchedByN8n: false,
	renewsOn: [401, 403],
	optionsFor: (renewsOn) => ({ preAuthenticationRetryStatusCode: [...renewsOn] }),
};

const HOUR_MS = 60 * 60 * 1_000;
/** What a service says of its tokens is not always what it keeps to: a day is usual. */
const LONGEST_MS = 23 * HOUR_MS;
/** The age up to which a token is new: one that looks outdated then shows that the clocks differ. */
const NEW_MS = 60_000;
const TIMEOUT_MS = 60_000;

type Authenticate = Extract<IAuthenticate, CallableFunction>;

/** The two functions of a credential type that exchanges a key. */
export function tokenExchangeHooks(
	exchange: TokenExchange,
): Required<Pick<ICredentialType, 'preAuthentication'>> & { authenticate: Authenticate } {
	return {
		async authenticate(credential, requestOptions) {
			if (!isCurrent(exchange, credential)) throw new OutdatedToken();
			const authorization = tokenLogin.authorization(credential.accessToken);
			requestOptions.headers = { ...requestOptions.headers, Authorization: authorization };
			return requestOptions;
		},
		async preAuthentication(credential) {
			return await onceFor(
				exchange,
				credential,
				async () => await fetchToken(this, exchange, credential),
			);
		},
	};
}

/** Makes n8n fetch another token before anything is sent with this one. */
class OutdatedToken extends Error {
	readonly response = { status: 401 };

	constructor() {
		super('The access token is outdated');
	}
}

const fingerprintOf = (exchange: TokenExchange, credential: ICredentialDataDecryptedObject) =>
	hash('sha256', JSON.stringify(exchange.identity(credential)));

function isCurrent(exchange: TokenExchange, credential: ICredentialDataDecryptedObject): boolean {
	if (credential.fetchedWith !== fingerprintOf(exchange, credential)) return false;
	const age = Date.now() - Number(credential.fetchedAt);
	if (Math.abs(age) < NEW_MS) return true;
	return age > 0 && age < LONGEST_MS && Date.now() < expiryOf(credential.accessToken);
}

/** The `exp` of a JWT in ms since 1970. A token is opaque: one that cannot be read may be valid. */
function expiryOf(token: unknown): number {
	const [, payload = ''] = String(token).split('.');
	try {
		const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
		const seconds = isObject(claims) ? Number(claims.exp ?? NaN) : NaN;
		return Number.isNaN(seconds) ? Infinity : seconds * 1_000;
	} catch {
		return Infinity;
	}
}

interface Fetched {
	readonly at: number;
	readonly token: Promise<IDataObject>;
}

/** Tokens fetched, or on their way, by what they are fetched with and the token that they replace. */
const fetches = new Map<string, Fetched>();

/**
 * Lets all that wait for a token share one. n8n fetches one for each request that finds none, and for
 * each that is refused, also where a newer token came meanwhile.
 */
async function onceFor(
	exchange: TokenExchange,
	credential: ICredentialDataDecryptedObject,
	fetch: () => Promise<IDataObject>,
): Promise<IDataObject> {
	const now = Date.now();
	for (const [key, { at }] of fetches) if (Math.abs(now - at) > NEW_MS) fetches.delete(key);
	const fingerprint = fingerprintOf(exchange, credential);
	const keyOf = (token: unknown) => `${fingerprint} ${hash('sha256', String(token ?? ''))}`;
	const key = keyOf(credential.accessToken);
	let known = fetches.get(key);
	if (!known) {
		const token = fetch();
		fetches.set(key, { at: now, token });
		token.catch(() => fetches.delete(key));
		return await token;
	}
	// A token that was replaced in its turn is not given to anyone.
	const passed = new Set<Fetched>();
	for (;;) {
		const other: Fetched = known;
		const newest = await other.token.catch(async (error: unknown) => {
			// The other's run was cancelled, or its connection is another: that says nothing of this one.
			if (!isOfConnection(error)) throw error;
			return await onceFor(exchange, credential, fetch);
		});
		passed.add(known);
		known = fetches.get(keyOf(newest.accessToken));
		if (!known || passed.has(known)) return newest;
	}
}

/** Whether a fetch failed before anything could be answered, and would so again. */
const isOfConnection = (error: unknown) => {
	const code = error instanceof LoginError ? error.failure.code : undefined;
	return code !== undefined && !isTransient(undefined, code);
};

interface TokenAnswer {
	readonly statusCode: number;
	readonly headers: IDataObject;
	readonly body: unknown;
}

async function fetchToken(
	{ helpers }: IHttpRequestHelper,
	exchange: TokenExchange,
	credential: ICredentialDataDecryptedObject,
): Promise<IDataObject> {
	const { displayName, urlField } = exchange;
	const { url, form } = exchange.request(credential);
	const address = webAddress(url);
	if (!address) {
		throw new LoginError(`The ${urlField} of the ${displayName} credential is no web address`);
	}
	// Ends an answer that never ends, too, unless the node's own signal does.
	const abortSignal = AbortSignal.timeout(TIMEOUT_MS);
	const answer = (await helpers
		.httpRequest({
			method: 'POST',
			url,
			headers: {
				'Content-Type': 'application/x-www-form-urlencoded',
				Accept: 'application/json, text/plain, */*',
			},
			body: new URLSearchParams(form).toString(),
			timeout: TIMEOUT_MS,
			abortSignal,
			disableFollowRedirect: true,
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
		})
		.catch((error: { code?: unknown }) => {
			// Nothing else of it: it holds the request with the key.
			const given = typeof error.code === 'string' ? error.code : 'ERR_NETWORK';
			const code = abortSignal.aborted ? 'ETIMEDOUT' : given;
			throw new LoginError(unreached(code, exchange, address), { code });
		})) as TokenAnswer;
	const { statusCode, body } = answer;
	const token = exchange.tokenIn(body);
	if (statusCode < 300 && token !== undefined) {
		const fetchedWith = fingerprintOf(exchange, credential);
		return { accessToken: token, fetchedAt: Date.now(), fetchedWith };
	}
	throw refusalIn(answer, exchange, address);
}

/** Without the code: n8n shows its own words in place of a sentence that names one. */
function unreached(code: string, { displayName, urlField }: TokenExchange, { host }: URL): string {
	if (isTooSlow(undefined, code)) {
		return `${displayName} did not answer in time at ${host}, where access tokens come from: try again later, or check the ${urlField}`;
	}
	if (isOfTls(code)) {
		return `The host ${host} could not be trusted, where access tokens come from: check the ${urlField}, have n8n trust its certificate (NODE_EXTRA_CA_CERTS), or set Ignore SSL Issues under Request Options of the node`;
	}
	return `${displayName} cannot be reached at ${host}: check the ${urlField}`;
}

function refusalIn(
	{ statusCode: status, headers, body }: TokenAnswer,
	{ displayName, key, urlField }: TokenExchange,
	{ host, href }: URL,
): LoginError {
	if (isTransient(status, undefined) || status >= 500) {
		const message = `${displayName} at ${host} is busy (status ${status}): try again later`;
		return new LoginError(message, { status });
	}
	if (status >= 300 && status < 400) {
		const target = parseUrl(String(headers.location ?? ''), href)?.origin ?? 'another address';
		return new LoginError(
			`${host} redirects to ${target}, where the key is not sent: enter that address as the ${urlField}, if it is yours`,
		);
	}
	if (isObject(body) && [400, 401, 403].includes(status)) {
		const message = `${displayName} refuses ${key} (status ${status}): check what you entered, and the ${urlField}`;
		return new LoginError(message, { status });
	}
	return new LoginError(
		`${host} gives no access token (status ${status}): check the ${urlField}, and ${key}`,
	);
}
