import { type IHttpRequestOptions, sleep } from 'n8n-workflow';
import type { Answer } from './answer';
import { type Ending, endingWith } from './cancel';
import type { RequestContext } from './context';
import type { ConnectionOptions } from './send';
import type { TokenLogin } from '../vendor';

type Send = RequestContext['helpers']['httpRequest'];

/** What takes too long: nothing comes, or it comes and never ends, or a login. */
interface Late {
	readonly origin: Answer['origin'];
	/** How often it is worth a try. */
	readonly tries: number;
}

/** n8n's own timeout ends what nothing comes of: it is let go first, by so much of the timeout … */
const GRACE = 0.25;
/** … and at most so many ms. */
const MOST_GRACE_MS = 1_000;

/** What still comes when its time is over may never end, and be much. */
const TRIES_OF_ENDLESS = 2;

/** Made once: by default, each signal that fires makes an error of its own, with its stack. */
const LEFT = new Error('The request has ended');
const TOO_LATE = new Error('The request took too long');

const timedOut = () => Object.assign(new Error(TOO_LATE.message), { code: 'ETIMEDOUT' });

/**
 * The stages of one request through n8n: it may have to fetch a token first, and another one when that
 * is refused. Each has the whole timeout, and when one is over, all connections are closed.
 */
export class Stages {
	/** Resolves with the stage that takes too long, and never where none does. */
	readonly late: Promise<Late>;
	private tell!: (late: Late) => void;
	private readonly stop: Ending;
	private clock = new AbortController();

	/** @param timeout in ms */
	constructor(
		private readonly timeout: number,
		signal: AbortSignal | undefined,
		private readonly login: TokenLogin | undefined,
	) {
		this.stop = endingWith(signal);
		this.late = new Promise((resolve) => (this.tell = resolve));
		this.beginOther();
	}

	/** Closes the connections when it fires. */
	get signal(): AbortSignal {
		return this.stop.signal;
	}

	/**
	 * How n8n and a login send what they send by themselves: it tells which stage it is, and what the
	 * user set for the connection holds for tokens as well.
	 * @param url of the request itself, which n8n's OAuth2 sends like that, too
	 */
	watching(send: Send, url: string, connection: ConnectionOptions): Send {
		const { proxy, skipSslCertificateValidation } = connection;
		return async (options: IHttpRequestOptions) => {
			const isRequest = options.url === url;
			this.begin(isRequest ? 'api' : 'login');
			const { timeout, signal: abortSignal } = this;
			const ofLogin = { proxy, skipSslCertificateValidation, timeout, abortSignal };
			const sent = isRequest ? options : { ...options, ...ofLogin };
			const answer = (send(sent) as Promise<unknown>).finally(() => this.beginOther());
			// n8n's client tells of a signal only, and others may wait for the same token.
			return await answer.catch((error: unknown) => {
				throw abortSignal.reason === TOO_LATE ? timedOut() : error;
			});
		};
	}

	/** The request has ended, or is given up. */
	leave(): void {
		this.clock.abort(LEFT);
		this.stop.release();
	}

	/** What is not seen: n8n's own fetching of a token, or else the request. */
	private beginOther(): void {
		this.begin(this.login?.isFetchedByN8n ? 'login' : 'api');
	}

	private begin(origin: Answer['origin']): void {
		this.clock.abort(LEFT);
		this.clock = new AbortController();
		const { timeout, clock } = this;
		const over = () => {
			// What n8n fetches itself goes on: more of it would add up.
			const isClosed = origin === 'api' || !this.login?.isFetchedByN8n;
			this.tell({ origin, tries: isClosed ? TRIES_OF_ENDLESS : 1 });
			this.stop.abort(TOO_LATE);
		};
		const ms = Math.floor(timeout + Math.min(MOST_GRACE_MS, timeout * GRACE));
		sleep(ms, clock.signal).then(over, () => undefined);
	}
}
