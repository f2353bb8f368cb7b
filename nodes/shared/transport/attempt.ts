import { hash } from 'node:crypto';
import { type ICredentialDataDecryptedObject, NodeOperationError } from 'n8n-workflow';
import { isBusy, isLate } from '../values/failures';
import { parseUrl } from '../values/url';
import type { Vendor } from '../vendor';
import { type Answer, effectiveStatus } from './answer';
import { unlessCancelled } from './cancel';
import { type RequestContext, runOf } from './context';
import type { CredentialCache } from './credentialCache';
import { firstAlone, type Login } from './firstLogin';
import { type Limiter, limiterOf, type Verdict } from './limiter';
import { mayRetryAfter, retryAfterMs } from './retry';
import type { Secrets } from './secrets';
import { type ConnectionOptions, type Outgoing, send } from './send';

export interface AttemptOptions {
	readonly connection?: ConnectionOptions;
	readonly itemIndex?: number;
}

/**
 * One try of a request: it waits for its place in the limiter, and for the first login of the process,
 * is sent with the credential as it is then, and asks with another token where an answer is a refusal
 * in disguise.
 */
export class Attempts {
	/** The vendor's address, as the credential has it. */
	readonly base: URL;
	readonly limiter: Limiter;
	private login: Login;
	/** The vendor's clock when it last answered, in ms since 1970. */
	vendorTime: number | undefined;

	constructor(
		private readonly cache: CredentialCache,
		private readonly vendor: Vendor,
		credential: ICredentialDataDecryptedObject,
		private readonly secrets: Secrets,
		private readonly options: AttemptOptions,
	) {
		this.base = this.baseOf(credential);
		this.limiter = limiterOf(this.base.host);
		this.login = loginOf(cache.context, vendor, credential);
	}

	/**
	 * @param ceiling how many of the run's requests may be under way at once
	 * @param waiting ends the waiting for the login and the limiter
	 */
	async make(
		outgoing: Outgoing,
		ceiling: number,
		waiting: AbortSignal | undefined = outgoing.signal,
	): Promise<Answer> {
		const { limiter, cache } = this;
		const of = runOf(cache.context);
		const place = { of, ceiling, judge, restAfter, signal: waiting };
		const send = async () => await unlessCancelled(this.send(outgoing), outgoing.signal);
		const answer = await firstAlone(
			this.login,
			async () => await limiter.run(send, place),
			wasAccepted,
			waiting,
		);
		if (wasAccepted(answer)) this.login = { ...this.login, hasToken: true };
		this.vendorTime = timeIn(answer) ?? this.vendorTime;
		return answer;
	}

	/** An error of the node's settings, or of what the vendor answers to them. */
	invalid(message: string, description: string): NodeOperationError {
		const { itemIndex } = this.options;
		return new NodeOperationError(this.cache.context.getNode(), message, {
			itemIndex,
			description,
		});
	}

	private async send(outgoing: Outgoing): Promise<Answer> {
		const { vendor, cache, secrets } = this;
		const credential = await cache.current();
		secrets.add(credential);
		if (this.baseOf(credential).href !== this.base.href) {
			throw this.invalid(
				`The credential of ${vendor.displayName} was changed during the run`,
				`Its ${vendor.baseUrlField} is another now. Run the workflow again.`,
			);
		}
		const login = vendor.login?.(credential);
		const renewsOn = login?.renewsOn ?? [];
		const { connection = {} } = this.options;
		const ask = async (statuses: readonly number[]) => {
			const answer = await send(outgoing, { vendor, cache, login, connection }, statuses);
			// The token may have been fetched for this request, and the answer repeat it.
			secrets.add(await cache.current());
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

	private baseOf(credential: ICredentialDataDecryptedObject): URL {
		const text = this.vendor.baseUrl(credential);
		const base = parseUrl(text);
		if (base && /^https?:$/.test(base.protocol)) return base;
		throw this.invalid(
			`The ${this.vendor.baseUrlField} of the ${this.vendor.displayName} credential is no web address`,
			'Enter it with the protocol, such as https://www.example.org.',
		);
	}
}

/** The Date header of the API's answer, to the second. */
function timeIn({ origin, headers }: Answer): number | undefined {
	const time = origin === 'api' ? Date.parse(String(headers.date)) : NaN;
	return Number.isNaN(time) ? undefined : time;
}

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
