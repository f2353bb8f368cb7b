import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { tokenLogin } from '../shared/auth/tokenExchange';
import { baseAddress } from '../shared/values/url';
import type { Vendor } from '../shared/vendor';
import { vendorMessage } from '../shared/transport/vendorWords';

/** Where the API is, without a version. Source: "REST API introduction". */
export const API_URL = 'https://api.copernica.com';
/** Where v4 exchanges the access token. Source: the same page. */
export const AUTHENTICATION_URL = 'https://authenticate.copernica.com';

/** The versions of the API, of which the last is today's. */
export const VERSIONS = ['v1', 'v2', 'v3', 'v4'] as const;
export type Version = (typeof VERSIONS)[number];

/** Where clocks stand that the service goes by; Copernica: undocumented for all but v1's dates. */
export const AMSTERDAM = 'Europe/Amsterdam';

/** Without a version, with which it may have been copied. */
const apiUrl = ({ apiUrl: typed }: ICredentialDataDecryptedObject): string =>
	baseAddress(typed).replace(/\/v[1-4]$/i, '');

const versionIn = ({ version }: ICredentialDataDecryptedObject): Version =>
	VERSIONS.find((each) => each === version) ?? 'v4';

const CHECK_TOKEN =
	'Check the API Access Token of the credential: in Marketing Suite, under Configuration, API access tokens, it must have the right "REST". A token for v4 only does not work with the versions v1 to v3.';

/** Sources: the REST API pages of each version. */
export const copernica: Vendor = {
	id: 'copernica',
	displayName: 'Copernica',
	credentialType: 'copernicaApi',
	baseUrl: apiUrl,
	baseUrlField: 'API URL',
	settings: (credential) => ({ version: versionIn(credential) }),
	login: (credential) => (usesExchange(credential) ? tokenLogin : undefined),
	headers: { Accept: 'application/json' },
	requestsAtOnce: 4,
	advice: {
		400: 'Copernica answers nearly all that it does not take like this: check the IDs in the node, the API Version of the credential, and Path Names in the options.',
		401: CHECK_TOKEN,
		403: CHECK_TOKEN,
		404: 'Check the IDs in the node, and the API URL of the credential.',
		429: 'Run again later, or set Max Concurrent Requests to 1 in the options.',
		500: 'Run again later. If it persists, ask Copernica.',
		502: 'Run again in a few minutes.',
		503: 'It has too many requests at the moment: run again in a few minutes.',
		504: 'It has too many requests at the moment: run again in a few minutes.',
	},
	failureIn,
	loginAdvice: `${CHECK_TOKEN} Authentication URL is the address that it is exchanged at.`,
};

/** Whether the access token is exchanged for one that is sent; else it is sent itself. */
export const usesExchange = (credential: ICredentialDataDecryptedObject): boolean =>
	versionIn(credential) === 'v4';

/** Copernica: 400 for nearly everything; how v4 words that a token has expired is undocumented. */
function failureIn(body: unknown, status: number): number | undefined {
	const said = status === 400 ? vendorMessage(body) : undefined;
	if (said === undefined) return undefined;
	if (REFUSED_TOKEN.test(said)) return 401;
	return MISSING.test(said) ? 404 : undefined;
}

const MISSING = /\bno \w+ with supplied id\b/i;
const REFUSED_TOKEN =
	/\b(?:access[ _]token|json web token|jwt|unauthori[sz]ed|not authenticated)\b/i;
