import type { CredentialData } from '../n8n/client';
import type { SandboxFacts } from '../../sandbox';

/** What is shown of a service. */
export interface Vendor {
	displayName: string;
	/** The name of its node in the package. */
	node: string;
	credentialType: string;
	pull: {
		/** A workflow of examples/. */
		example: string;
		/** What it gives one item for each of. */
		records: string;
	};
	/** A workflow of examples/ that starts by itself, once it is published. */
	onOpen: string;
	/** A workflow of examples/ that sends an e-mail. */
	send?: string;
	/** How it stands in the sandbox. */
	in(sandbox: SandboxFacts): { siteUrl: string; login: CredentialData; count: number };
}

export const VENDORS: readonly Vendor[] = [
	{
		displayName: 'Procurios',
		node: 'procurios',
		credentialType: 'procuriosOAuth2Api',
		pull: { example: 'procurios-pull-all-opens', records: 'opens' },
		onOpen: 'procurios-on-open',
		in: ({ procurios: { siteUrl, clientId, clientSecret, counts } }) => ({
			siteUrl,
			login: { grantType: 'clientCredentials', siteUrl, clientId, clientSecret },
			count: counts.opens,
		}),
	},
	{
		displayName: 'Anthology Encompass',
		node: 'encompass',
		credentialType: 'encompassApi',
		pull: { example: 'encompass-message-activity', records: 'recipients' },
		onOpen: 'encompass-on-open',
		in: ({ encompass: { siteUrl, apiUrl, siteId, apiKey, counts } }) => ({
			siteUrl,
			login: { siteUrl, siteId, apiKey, region: 'custom', apiUrl },
			count: counts.recipients,
		}),
	},
	{
		displayName: 'iovox',
		node: 'iovox',
		credentialType: 'iovoxApi',
		pull: { example: 'iovox-search', records: 'e-mails' },
		onOpen: 'iovox-on-read',
		send: 'iovox-send',
		in: ({ iovox: { apiUrl, username, secureKey, counts } }) => ({
			siteUrl: apiUrl,
			login: { environment: 'custom', apiUrl, username, apiKey: secureKey },
			count: counts.mails,
		}),
	},
	{
		displayName: 'Copernica',
		node: 'copernica',
		credentialType: 'copernicaApi',
		pull: { example: 'copernica-clicks-with-address', records: 'clicks of Marketing Suite' },
		onOpen: 'copernica-on-click',
		in: ({ copernica: { apiUrl, authUrl, accessToken, counts } }) => ({
			siteUrl: apiUrl,
			login: { apiToken: accessToken, version: 'v4', apiUrl, authUrl },
			count: counts.ms.clicks ?? 0,
		}),
	},
];
