import type { ICredentialDataDecryptedObject, NodeApiError } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';
import type { PageAnswer, PageRequest } from '../feed';
import { isTooSlow, isTransient } from '../values/failures';
import { detachLists } from '../values/json';
import { linkWithin, parseUrl, urlOf } from '../values/url';
import type { Settings, Vendor } from '../vendor';
import { type Answer, isEmptySuccess, isUsable } from './answer';
import { apiError } from './apiError';
import { type AttemptOptions, Attempts } from './attempt';
import { type RequestContext, runOf } from './context';
import { CredentialCache } from './credentialCache';
import { type Patience, patienceOf } from './patience';
import { mayRetryAfter, retryAfterMs, TRIES_BEFORE_LESS, triesFor, waitMs } from './retry';
import { Secrets } from './secrets';
import type { Transport } from './transport';

export interface ConnectOptions extends AttemptOptions {
	/** Overrides the vendor's own number of requests at a time. */
	readonly requestsAtOnce?: number | undefined;
	/** How often a request is tried at most, the first time included. */
	readonly tries?: number;
	/** No try begins after this time, in ms since 1970. */
	readonly deadline?: number;
}

/** One POST. It is sent once: what it does must not be done twice. */
export interface PostRequest {
	readonly path: string;
	/** JSON in UTF-8; made when it is the request's turn, so that files that wait are not in memory. */
	body(): Promise<Buffer>;
	/** What to do where nobody knows whether it was carried out, in whole sentences. */
	readonly inDoubt: string;
}

/** Reaches a vendor with a credential. */
export interface Connection extends Transport {
	/**
	 * Sends once, whatever comes back: it may have been carried out all the same.
	 * @returns the parsed JSON of the answer; undefined where it is empty. @throws NodeApiError
	 */
	post(request: PostRequest, signal?: AbortSignal): Promise<unknown>;
}

/** What of the node's credential the vendor's lists depend on. */
export async function settingsOf(context: RequestContext, vendor: Vendor): Promise<Settings> {
	if (!vendor.settings) return {};
	return vendor.settings(await context.getCredentials(vendor.credentialType));
}

/**
 * Connects to a vendor with the node's credential.
 * @throws NodeOperationError when the credential's URL is no URL
 */
export async function connect(
	context: RequestContext,
	vendor: Vendor,
	options: ConnectOptions = {},
): Promise<Connection> {
	const cache = new CredentialCache(context, vendor);
	return new VendorConnection(cache, vendor, await cache.current(), options);
}

/** Asks a vendor, again where that may help, and says what came where it does not. */
class VendorConnection implements Connection {
	private readonly attempts: Attempts;
	private readonly patience: Patience;
	private readonly secrets = new Secrets();
	readonly requestsAtOnce: number;

	constructor(
		private readonly cache: CredentialCache,
		private readonly vendor: Vendor,
		credential: ICredentialDataDecryptedObject,
		private readonly options: ConnectOptions,
	) {
		this.attempts = new Attempts(cache, vendor, credential, this.secrets, options);
		this.requestsAtOnce = options.requestsAtOnce ?? vendor.requestsAtOnce;
		this.patience = patienceOf(runOf(cache.context), this.attempts.base.host);
	}

	get vendorTime(): number | undefined {
		return this.attempts.vendorTime;
	}

	async get(request: PageRequest, signal?: AbortSignal): Promise<PageAnswer> {
		const url = urlOf(this.attempts.base, request.path, request.query);
		const answer = await this.patience.during(
			signal,
			this.requestsAtOnce,
			async (until) => await this.lastAnswer(request, url, until),
		);
		if (!isUsable(answer)) throw await this.failed(answer, url);
		return { body: detachLists(answer.body), headers: answer.headers };
	}

	/** The good answer, or that of the last try. */
	private async lastAnswer(
		{ reducible }: PageRequest,
		url: URL,
		signal: AbortSignal,
	): Promise<Answer> {
		const { attempts, patience } = this;
		const { deadline = Infinity } = this.options;
		for (let tried = 1; ; tried++) {
			const { rest } = attempts.limiter;
			const isTooLong = rest > 0 && Date.now() + rest > deadline;
			if (isTooLong) return refusedFor(rest);
			const foreseen = patience.foreseen(reducible);
			if (foreseen) return foreseen;
			const answer = await attempts.make({ url, signal }, this.requestsAtOnce);
			if (isUsable(answer)) {
				patience.restore();
				return answer;
			}
			const { status, headers, code } = answer;
			const { tries = triesFor(status) } = this.options;
			const asked = retryAfterMs(headers['retry-after'], Date.now());
			const wait = waitMs(tried, asked, Math.random());
			const lessIsBetter = reducible !== undefined && isTooSlow(status, code);
			const { tries: worth = Infinity } = answer;
			const beforeLess = worth < Infinity ? 1 : TRIES_BEFORE_LESS;
			const most = Math.min(tries, worth, lessIsBetter ? beforeLess : Infinity);
			const isPassing = isTransient(status, code);
			const again = tried < most && isPassing && mayRetryAfter(asked);
			if (!again) {
				if (lessIsBetter) patience.shrink(reducible, answer);
				else if (isLoss(answer)) patience.lose(answer);
				return answer;
			}
			if (Date.now() + wait > deadline) return answer;
			// The place in the limiter is free meanwhile.
			await sleep(wait, signal);
		}
	}

	async post(request: PostRequest, signal?: AbortSignal): Promise<unknown> {
		const { attempts, patience, requestsAtOnce } = this;
		const url = urlOf(attempts.base, request.path);
		let isSent = false;
		const send = async () => {
			isSent = true;
			return await request.body();
		};
		const answer = await patience.during(signal, requestsAtOnce, async (until) => {
			// What is on its way may be carried out: only a cancelled run gives it up.
			const answer = await attempts.make({ url, body: send, signal }, requestsAtOnce, until);
			if (isUsable(answer) || isEmptySuccess(answer)) patience.restore();
			else if (isLoss(answer)) patience.lose(answer);
			return answer;
		});
		if (isUsable(answer)) return answer.body;
		if (isEmptySuccess(answer)) return undefined;
		throw await this.failed(answer, url, isSent ? request.inDoubt : '');
	}

	redact(text: string): string {
		return this.secrets.redact(text);
	}

	resolve(link: string): string | undefined {
		return linkWithin(this.attempts.base, link)?.href;
	}

	checkLink(link: string): void {
		const { vendor, attempts } = this;
		const { base } = attempts;
		if (linkWithin(base, link)) return;
		const target = parseUrl(link, base.href)?.origin;
		const where = target === undefined || target === 'null' ? 'another address' : target;
		throw attempts.invalid(
			`${vendor.displayName} links to ${where} for the next page, which is not followed`,
			`The credential must not travel to another address than ${base.origin}. If the other is right, enter it as the ${vendor.baseUrlField} of the credential.`,
		);
	}

	private async failed(answer: Answer, url: URL, inDoubt?: string): Promise<NodeApiError> {
		const { vendor, options, secrets, cache } = this;
		// The token may have been renewed: its present value is a secret too.
		cache.forget();
		const credential = await cache.current();
		secrets.add(credential);
		const login = vendor.login?.(credential);
		const hasToken = login !== undefined;
		const notForLogin = login?.isFetchedByN8n && options.connection?.proxy ? NO_PROXY : undefined;
		const { itemIndex } = options;
		const node = cache.context.getNode();
		const asked = { node, vendor, url, secrets, hasToken, notForLogin, itemIndex, inDoubt };
		return apiError(answer, asked);
	}
}

/** n8n's OAuth2 takes a proxy from its environment only. */
const NO_PROXY =
	'The Proxy of the node does not hold for the access token, which n8n fetches itself: where it needs one, set HTTPS_PROXY for n8n.';

/** Whether the next request most likely ends like this one, which has had all its tries. */
const isLoss = ({ origin, status, code }: Answer) =>
	origin === 'login' || isTransient(status, code);

/** What the vendor would answer for so long, as it did to another request. */
const refusedFor = (ms: number): Answer => ({
	...{ origin: 'api', status: 429, headers: { 'retry-after': String(Math.ceil(ms / 1_000)) } },
	...{ body: undefined, code: undefined, message: '' },
});
