import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IHttpRequestOptions,
} from 'n8n-workflow';
import { type Answer, answerOf, answerOfThrown, noAnswerInTime } from './answer';
import { sendingBy } from './context';
import type { CredentialCache } from './credentialCache';
import { Stages } from './stages';
import type { TokenLogin, Vendor } from '../vendor';

/** What the user set for the connection: timeout, proxy, TLS, allowed domains. */
export type ConnectionOptions = Pick<
	IHttpRequestOptions,
	'timeout' | 'proxy' | 'skipSslCertificateValidation' | 'allowedDomains'
>;

/** One request as it goes out. */
export interface Outgoing {
	readonly url: URL;
	/** Absent for a GET; asked for when it is sent, so that what waits takes no memory. */
	readonly body?: () => Promise<Buffer>;
	/** Closes the connection when it fires. */
	readonly signal: AbortSignal | undefined;
}

export interface Sender {
	readonly vendor: Vendor;
	readonly cache: CredentialCache;
	/** Undefined where the credential itself is sent. */
	readonly login: TokenLogin | undefined;
	readonly connection: ConnectionOptions;
}

const TIMEOUT_MS = 60_000;
/** Large files take their time, and one that is given up may have been taken all the same. */
const POST_TIMEOUT_MS = 300_000;

/**
 * Sends a request through n8n, which adds the login.
 * @param renewsOn the statuses on which n8n fetches another token and asks once more
 */
export async function send(
	{ url: { href: url }, body, signal }: Outgoing,
	{ vendor, cache, login, connection }: Sender,
	renewsOn: readonly number[],
): Promise<Answer> {
	const timeout = connection.timeout ?? (body ? POST_TIMEOUT_MS : TIMEOUT_MS);
	const sent = body
		? {
				method: 'POST' as const,
				headers: { ...vendor.headers, 'Content-Type': 'application/json' },
				body: await body(),
			}
		: { method: 'GET' as const, headers: { ...vendor.headers } };
	// A new object for each request: n8n writes the login into it.
	const options: IHttpRequestOptions = {
		...connection,
		...sent,
		timeout,
		url,
		disableFollowRedirect: true,
		returnFullResponse: true,
		// These have to be thrown: they make n8n renew the token and ask once more.
		ignoreHttpStatusErrors: { ignore: true, except: [...renewsOn] },
	};
	signal?.throwIfAborted();
	const stages = new Stages(timeout, signal, login);
	const context = sendingBy(cache.context, {
		signal: stages.signal,
		httpRequest: stages.watching(cache.context.helpers.httpRequest, url, connection),
		credential: forLoginOfN8n(login, connection),
	});
	const request = context.helpers.httpRequestWithAuthentication;
	const answer = request
		.call(context, vendor.credentialType, options, login?.optionsFor(renewsOn))
		.then(
			(response) => answerOf(response as FullResponse),
			(thrown: unknown) => answerOfThrown(thrown, url),
		)
		.finally(() => cache.check(options.headers?.Authorization));
	const late = stages.late.then(({ origin, tries }) => noAnswerInTime(origin, tries));
	return await Promise.race([answer, late]).finally(() => stages.leave());
}

/** What n8n's own client goes by when it fetches a token: a proxy is not among it. */
const forLoginOfN8n = (
	login: TokenLogin | undefined,
	{ skipSslCertificateValidation }: ConnectionOptions,
): ICredentialDataDecryptedObject =>
	login?.isFetchedByN8n && skipSslCertificateValidation ? { ignoreSSLIssues: true } : {};

interface FullResponse {
	statusCode: number;
	headers: IDataObject;
	body: unknown;
}
