import { oauth2Login } from '../shared/auth/oauth2';
import { baseAddress } from '../shared/values/url';
import type { Vendor } from '../shared/vendor';

export const ACCEPT = 'application/vnd.procurios.emailtracking+json; version=1';
export const SCOPE = 'email/tracking';

/** Source: the Email Tracking page and the "get started" page of the Procurios API documentation. */
export const procurios: Vendor = {
	id: 'procurios',
	displayName: 'Procurios',
	credentialType: 'procuriosOAuth2Api',
	baseUrl: ({ siteUrl }) => baseAddress(siteUrl),
	baseUrlField: 'Site URL',
	login: () => oauth2Login,
	headers: { Accept: ACCEPT },
	requestsAtOnce: 8,
	// Procurios: undocumented which status it gives for what; these are the usual meanings.
	advice: {
		400: 'If Continue After is set, its cursor must be one that an earlier run gave for the same resource and the same e-mail.',
		401: 'Check Client ID and Client Secret, and that the client still exists in Procurios. With the grant type Authorization Code, connect the credential again.',
		403: `The client needs the scope ${SCOPE}, and with the grant type Authorization Code the user needs the right to see the statistics. An administrator of the site grants both.`,
		404: 'If one e-mail was chosen, check that it exists and that its ID is the tracking ID. Otherwise check the Site URL of the credential: it is the address of your own Procurios site, or of its API host.',
		406: 'The site does not offer version 1 of the Email Tracking API. It came with Procurios 2025.03.',
		429: 'Run again later, or set Max Concurrent Requests to 1 in the options.',
		500: 'Run again later. If it persists, ask the administrator of the site.',
		502: 'Run again later.',
		503: 'Run again later.',
		504: 'Run again later.',
	},
	loginAdvice: `Check Client ID, Client Secret, Access Token URL and Site URL of the credential, and that the client may use the scope ${SCOPE}.`,
};
