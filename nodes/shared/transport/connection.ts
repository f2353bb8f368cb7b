import { hash } from 'node:crypto';
import {
	type ICredentialDataDecryptedObject,
	type NodeApiError,
	NodeOperationError,
	sleep,
} from 'n8n-workflow';
import { type Answer, isEmptySuccess, isUsable, effectiveStatus } from './answer';
import { apiError } from './apiError';
import {
	isBusy,
	isLate,
	isTooSlow,
	isTransient,
	mayRetryAfter,
	retryAfterMs,
	TRIES_BEFORE_LESS,
	triesFor,
	waitMs,
} from './retry';
import { unlessCancelled } from './cancel';
import { type RequestContext, runOf } from './context';
import { encoded } from '../values/encoded';
import { type ConnectionOptions, send, type Outgoing } from './send';
import type { PageRequest } from '../feed';
import { firstAlone, type Login } from './firstLogin';
import { type Limiter, limiterOf, type Verdict } from './limiter';
import { detachLists } from '../values/json';
import { parseUrl, withoutEndSlashes } from '../values/url';
import { type Patience, patienceOf } from './patience';
import { Secrets } from './secrets';
import { CredentialCache } from './credentialCache';
import type { Settings, Vendor } from '../vendor';
import type { Transport } from '../paging/walk';

export interface ConnectOptions {
	readonly connection?: ConnectionOptions;
	/** Overrides the vendor's own number of requests at a time. */
	readonly requestsAtOnce?: number | undefined;
	readonly itemIndex?: number;
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
	const remembered = new CredentialCache(context, vendor);
	return new CredentialTransport(remembered, vendor, await remembered.current(), options);
}

/** Sends a vendor's requests through n8n, which adds the login. */
class CredentialTransport implements Connection {
	private readonly base: URL;
	private readonly limiter: Limiter;
	private readonly context: RequestContext;
	private login: Login;
	private readonly patience: Patience;
	private readonly secrets = new Secrets();
	readonly requestsAtOnce: number;
	vendorTime: number | undefined;

	constructor(
		private readonly remembered: CredentialCache,
		private readonly vendor: Vendor,
		credential: ICredentialDataDecryptedObject,
		private readonly options: ConnectOptions,
	) {
		const { context } = remembered;
		this.context = context;
		this.base = this.baseOf(credential);
		this.limiter = limiterOf(this.base.host);
		this.requestsAtOnce = options.requestsAtOnce ?? vendor.requestsAtOnce;
		this.login = loginOf(context, vendor, credential);
		this.patience = patienceOf(runOf(context), this.base.host);
	}

	async get(request: PageRequest, signal?: AbortSignal): Promise<unknown> {
		const url = urlOf(this.base, request);
		const answer = await this.patience.during(
			signal,
			this.requestsAtOnce,
			async (until) => await this.lastAnswer(request, url, until),
		);
		if (!isUsable(answer)) throw await this.failed(answer, url);
		return detachLists(answer.body);
	}

	/** The good answer, or that of the last try. */
	private async lastAnswer(
		{ reducible }: PageRequest,
		url: URL,
		signal: AbortSignal,
	): Promise<Answer> {
		const { limiter, patience } = this;
		const { deadline = Infinity } = this.options;
		for (let tried = 1; ; tried++) {
			const { rest } = limiter;
			const isTooLong = rest > 0 && Date.now() + rest > deadline;
			if (isTooLong) return refusedFor(rest);
			const foreseen = patience.foreseen(reducible);
			if (foreseen) return foreseen;
			const answer = await this.inTurn({ url, signal });
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
		const { patience } = this;
		const url = urlOf(this.base, request);
		let isSent = false;
		const send = async () => {
			isSent = true;
			return await request.body();
		};
		const answer = await patience.during(signal, this.requestsAtOnce, async (until) => {
			// What is on its way may be carried out: only a cancelled run gives it up.
			const answer = await this.inTurn({ url, body: send, signal }, until);
			if (isUsable(answer) || isEmptySuccess(answer)) patience.restore();
			else if (isLoss(answer)) patience.lose(answer);
			return answer;
		});
		if (isUsable(answer)) return answer.body;
		if (isEmptySuccess(answer)) return undefined;
		throw await this.failed(answer, url, isSent ? request.inDoubt : '');
	}

	/** When the login and the limiter let it. @param waiting ends the waiting for that */
	private async inTurn(outgoing: Outgoing, waiting = outgoing.signal): Promise<Answer> {
		const { signal } = outgoing;
		const turn = {
			of: runOf(this.context),
			ceiling: this.requestsAtOnce,
			judge,
			restAfter,
			signal: waiting,
		};
		const send = async () => await unlessCancelled(this.send(outgoing), signal);
		const answer = await firstAlone(
			this.login,
			async () => await this.limiter.run(send, turn),
			wasAccepted,
			waiting,
		);
		if (wasAccepted(answer)) this.login = { ...this.login, hasToken: true };
		this.vendorTime = timeIn(answer) ?? this.vendorTime;
		return answer;
	}

	redact(text: string): string {
		return this.secrets.redact(text);
	}

	resolve(link: string): string | undefined {
		const target = parseUrl(link, this.base.href);
		return target?.origin === this.base.origin ? target.href : undefined;
	}

	checkLink(link: string): void {
		if (this.resolve(link) !== undefined) return;
		const target = parseUrl(link, this.base.href)?.origin;
		const where = target === undefined || target === 'null' ? 'another address' : target;
		throw this.invalid(
			`${this.vendor.displayName} links to ${where} for the next page, which is not followed`,
			`The credential must not travel to another address than ${this.base.origin}. If the other is right, enter it as the ${this.vendor.baseUrlField} of the credential.`,
		);
	}

	private async send(outgoing: Outgoing): Promise<Answer> {
		const { vendor, remembered } = this;
		const credential = await remembered.current();
		this.secrets.add(credential);
		if (this.baseOf(credential).href !== this.base.href) {
			throw this.invalid(
				`The credential of ${vendor.displayName} was changed during the run`,
				`Its ${vendor.baseUrlField} is another now. Run the workflow again.`,
			);
		}
		const login = vendor.login?.(credential);
		const renewsOn = login?.renewsOn ?? [];
		const { connection = {} } = this.options;
		const sender = { vendor, remembered, login, connection };
		const ask = async (statuses: readonly number[]) => {
			const answer = await send(outgoing, sender, statuses);
			// The token may have been fetched for this request, and the answer repeat it.
			this.secrets.add(await remembered.current());
			return answer;
		};
		const came = await ask(renewsOn);
		const answer = effectiveStatus(came, vendor.failureIn);
		const { status } = answer;
		const isRefusal = came.status !== status && renewsOn.includes(status!);
		// A POST may have been carried out, whatever its answer means.
		if (!isRefusal || outgoing.body) return answer;
		// n8n knows the token to be refused by the status alone.
		const again = await ask([...renewsOn, came.status!]);
		return effectiveStatus(again, vendor.failureIn);
	}

	private async failed(answer: Answer, url: URL, inDoubt?: string): Promise<NodeApiError> {
		const { context, vendor, options, secrets, remembered } = this;
		// The token may have been renewed: its present value is a secret too.
		remembered.forget();
		const credential = await remembered.current();
		secrets.add(credential);
		const login = vendor.login?.(credential);
		const hasToken = login !== undefined;
		const notForLogin = login?.isFetchedByN8n && options.connection?.proxy ? NO_PROXY : undefined;
		const { itemIndex } = options;
		const node = context.getNode();
		const asked = { node, vendor, url, secrets, hasToken, notForLogin, itemIndex, inDoubt };
		return apiError(answer, asked);
	}

	private baseOf(credential: ICredentialDataDecryptedObject): URL {
		const text = this.vendor.baseUrl(credential);
		const base = parseUrl(text);
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

/** The Date header of the API's answer, to the second. */
function timeIn({ origin, headers }: Answer): number | undefined {
	const time = origin === 'api' ? Date.parse(String(headers.date)) : NaN;
	return Number.isNaN(time) ? undefined : time;
}

/** n8n's OAuth2 takes a proxy from its environment only. */
const NO_PROXY =
	'The Proxy of the node does not hold for the access token, which n8n fetches itself: where it needs one, set HTTPS_PROXY for n8n.';

/** Whether the next request most likely ends like this one, which has had all its tries. */
const isLoss = ({ origin, status, code }: Answer) =>
	origin === 'login' || isTransient(status, code);

/** An API that does not answer was asked with a token all the same. */
const wasAccepted = ({ origin, status }: Answer) => origin === 'api' && status !== 401;

function judge({ origin, status }: Answer): Verdict {
	if (origin === 'login' || status === undefined) return 'neither';
	if (isBusy(status)) return 'busy';
	if (isLate(status)) return 'strained';
	return status < 300 ? 'good' : 'neither';
}

function restAfter({ headers }: Answer): number | undefined {
	const asked = retryAfterMs(headers['retry-after'], Date.now());
	return mayRetryAfter(asked) ? asked : undefined;
}

/** What the vendor would answer for so long, as it did to another request. */
const refusedFor = (ms: number): Answer => ({
	...{ origin: 'api', status: 429, headers: { 'retry-after': String(Math.ceil(ms / 1_000)) } },
	...{ body: undefined, code: undefined, message: '' },
});

function urlOf(base: URL, { path, query }: Pick<PageRequest, 'path' | 'query'>): URL {
	const url = new URL(base.origin + withoutEndSlashes(base.pathname) + path);
	// `encoded` and not URLSearchParams: a `+` must arrive as %2B, a blank as %20.
	url.search = Object.entries(query ?? {})
		.flatMap(([name, value]) => [value].flat().map((each) => [name, each] as const))
		.map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
		.join('&');
	return url;
}

/** Tells logins apart by all that the credential holds, so that an edited one goes alone again. */
function loginOf(
	context: RequestContext,
	vendor: Vendor,
	credential: ICredentialDataDecryptedObject,
): Login {
	const { credentialType } = vendor;
	const login = vendor.login?.(credential);
	const id = context.getNode().credentials?.[credentialType]?.id ?? '';
	const token = (login?.tokenFields ?? []).map((name) => [name, undefined] as const);
	const fields = { ...credential, ...Object.fromEntries(token) };
	return {
		key: `${credentialType} ${id} ${hash('sha256', JSON.stringify(fields))}`,
		hasToken: !login || Boolean(login.tokenOf(credential)),
	};
}
