import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { isObject } from '../shared/values/json';
import { tokenLogin } from '../shared/auth/tokenExchange';
import { baseAddress } from '../shared/values/url';
import type { Vendor } from '../shared/vendor';

/** Where the Email Metric API is. Source: the support article of that name. */
export const REGIONS = {
	us: 'https://emapi.imodules.com',
	ca: 'https://emapi-ca.imodules.com',
} as const;

/** After so many days, what people did is archived, and then gone. */
export const KEPT_DAYS = 180;
/** 1 January 2016: what was sent before is never available. */
export const EARLIEST = 1_451_606_400_000;
/** Encompass: undocumented whether a period has to be given; one client asks for "all" like this. */
export const LATEST = 4_102_444_800_000;

/** Where the API is, from the credential. */
function apiUrl({ region, apiUrl: custom }: ICredentialDataDecryptedObject): string {
	// With its version it is printed in the article, and may be copied.
	return REGIONS[region as keyof typeof REGIONS] ?? baseAddress(custom).replace(/\/v2$/i, '');
}

/** Source: the article "Email Metric API", version 2. */
export const encompass: Vendor = {
	id: 'encompass',
	displayName: 'Anthology Encompass',
	credentialType: 'encompassApi',
	baseUrl: apiUrl,
	baseUrlField: 'Region or API URL',
	account: ({ siteId }) => String(siteId ?? '').trim(),
	login: () => tokenLogin,
	headers: { Accept: 'application/json' },
	// It is slow, and all its known clients ask for one page at a time.
	requestsAtOnce: 4,
	// Encompass: undocumented which status it gives for what; these are the usual meanings.
	advice: {
		400: 'Check the fields of the node. If they are right, look for a newer version of this package.',
		401: 'Check that the Region of the credential is that of your site, and its Site ID and API Key.',
		403: 'Check that the Region of the credential is that of your site, and that your contract includes the web services: your Customer Success Manager knows.',
		404: 'Check that the message exists: its ID is a number, and messages sent before 2016 are never available. Otherwise check Region or API URL of the credential.',
		429: 'Run again later, or set Max Concurrent Requests to 1 in the options.',
		500: 'Run again later. If it persists, ask your Customer Success Manager.',
		502: 'Run again later.',
		503: 'Run again later.',
		504: 'The service did not find the answer in time, also not with small pages. Run again later.',
	},
	// Encompass: undocumented; a client met "Endpoint request timed out", and treats each such body so.
	failureIn: (body, status) =>
		status < 300 &&
		isObject(body) &&
		typeof body.message === 'string' &&
		!('data' in body || 'id' in body)
			? 504
			: undefined,
	loginAdvice:
		'The credential needs the Site URL, the Site ID and the API Key (the web services GUID) of the same Encompass site.',
};
