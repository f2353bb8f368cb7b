import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { isObject } from '../shared/values/json';
import { baseAddress } from '../shared/values/url';
import type { Vendor } from '../shared/vendor';

/** Where the REST API is. Source: "E-Mail Tracking", section "REST endpoints". */
export const ENVIRONMENTS = {
	production: 'https://rest.iovox.com/rest/v1',
	sandbox: 'https://sandbox-rest.iovox.com/rest/v1',
} as const;

/** iovox: undocumented how long mails are kept; none is older than the service. */
export const EARLIEST = Date.UTC(2000, 0, 1);

/** What may be wrong when iovox does not let a call in; it does not say which. */
export const FOUR_CAUSES =
	'Check the User Name, the Secure Key, the Environment (Sandbox and Production have keys of their own), and that the IP address of n8n is allowed for this key: in the iovox portal, under Settings, API Settings, or by api@iovox.com.';

/** Where the API is, from the credential. */
function apiUrl({ environment, apiUrl: custom }: ICredentialDataDecryptedObject): string {
	return ENVIRONMENTS[environment as keyof typeof ENVIRONMENTS] ?? baseAddress(custom);
}

/** Source: "E-Mail Tracking"; the older API's pages for what it leaves open. */
export const iovox: Vendor = {
	id: 'iovox',
	displayName: 'iovox',
	credentialType: 'iovoxApi',
	baseUrl: apiUrl,
	baseUrlField: 'Environment or API URL',
	account: ({ username }) => String(username ?? '').trim(),
	headers: { Accept: 'application/json' },
	requestsAtOnce: 4,
	// iovox: undocumented which status it gives for what; these are the usual meanings.
	advice: {
		400: 'Check the fields of the node.',
		401: FOUR_CAUSES,
		403: FOUR_CAUSES,
		404: 'Check Environment or API URL of the credential: the address ends with /rest/v1.',
		413: 'Send smaller attachments.',
		422: 'Check the fields of the node.',
		429: 'Run again later, or set Max Concurrent Requests to 1 in the options.',
		500: 'If it persists, ask iovox.',
		502: 'The service is not available at the moment.',
		503: 'The service is not available at the moment.',
		504: 'The service did not find the answer in time.',
	},
	failureIn,
	loginAdvice: FOUR_CAUSES,
};

/** A list of errors and nothing else, and the status that the first of them names, if it is one. */
const XML_ERRORS =
	/^\s*(?:<\?xml[^>]*>\s*)?<errors?(?=[\s>])[^>]*>(?:\s*<error\s[^>]*\bstatus="([45]\d\d)")?/i;

/**
 * iovox: undocumented with which status it lists what is wrong with a request, and whether an XML
 * body, as the older API has it, may come with a good one.
 */
function failureIn(body: unknown, came: number): number | undefined {
	if (came >= 300) return undefined;
	if (typeof body === 'string') {
		const [listed, status] = XML_ERRORS.exec(body) ?? [];
		return listed === undefined ? undefined : Number(status ?? 400);
	}
	return isObject(body) && Array.isArray(body.errors) && body.errors.length > 0 ? 400 : undefined;
}
