import type {
	Icon,
	IAuthenticate,
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	INodeProperties,
} from 'n8n-workflow';
import { EARLIEST, encompass, LATEST, REGIONS } from '../nodes/Encompass/vendor';
import {
	addressIn,
	lacking,
	refused,
	requireAddress,
	rules,
} from '../nodes/shared/auth/credentialTest';
import {
	accessTokenIn,
	tokenExchangeHooks,
	type TokenExchange,
	tokenFields,
} from '../nodes/shared/auth/tokenExchange';
import { webAddress, withoutEndSlashes } from '../nodes/shared/values/url';

/** The API's address, as `encompass.baseUrl` finds it; a test takes an expression only. */
const API_URL = `={{ ${JSON.stringify(REGIONS)}[$credentials.region] || ${addressIn('$credentials.apiUrl')}.replace(/\\/v2$/i, "") }}`;

const LOGIN_PATH = '/apiservices/authenticate';

/**
 * The address that tokens are fetched from: at the root of the host, whichever page of the site was
 * copied. The article prints it with http: a redirect to https would lose the form, and the key would
 * travel in clear text. Hosts inside a network, which stand for the site, stay as typed, less a page.
 */
function tokenUrl({ siteUrl }: ICredentialDataDecryptedObject): string {
	const typed = text(siteUrl);
	const site = webAddress(/^[a-z][a-z\d+.-]*:\/\//i.test(typed) ? typed : `https://${typed}`);
	if (!site) return typed;
	const { origin, host, hostname, pathname } = site;
	const isInternal = /^(?:[^.]+|[\d.]+|\[.*\])$/.test(hostname);
	const folder = withoutEndSlashes(withoutEndSlashes(pathname).replace(PAGE, ''));
	return (isInternal ? origin + folder : `https://${host}`) + LOGIN_PATH;
}

/** What follows the root of a site: `/s/1234` and all behind it, a page, or the login itself. */
const PAGE = /\/(?:s\/\d+(?:\/.*)?|[^/]*\.aspx|apiservices\/authenticate)$/i;

const text = (value: unknown) => String(value ?? '').trim();

/** Source: "Access and Authentication" of the article "Email Metric API". */
const exchange: TokenExchange = {
	displayName: encompass.displayName,
	key: 'the Site ID or the API Key',
	urlField: 'Site URL',
	identity: (credential) => [
		tokenUrl(credential),
		text(credential.siteId),
		text(credential.apiKey),
	],
	request: (credential) => ({
		url: tokenUrl(credential),
		form: {
			client_id: text(credential.siteId),
			client_secret: text(credential.apiKey),
			grant_type: 'email_api_auth_key',
		},
	}),
	tokenIn: accessTokenIn,
};

const exchanged = tokenExchangeHooks(exchange);

const refusedInRegion = (status: number) =>
	refused(
		status,
		`The key is right, but the API of this region refuses it (status ${status}): choose the Region of your site`,
	);

const RULES = rules(
	refusedInRegion(401),
	refusedInRegion(403),
	refused(404, 'There is no Email Metric API at this address: check Region or API URL'),
	lacking('data', 'The API answered with something other than messages: check Region or API URL'),
);

/** Source: the article "Email Metric API", version 2. */
export class EncompassApi implements ICredentialType {
	name = 'encompassApi';

	displayName = 'Anthology Encompass API';

	icon: Icon = {
		light: 'file:../nodes/Encompass/encompass.svg',
		dark: 'file:../nodes/Encompass/encompass.dark.svg',
	};

	documentationUrl =
		'https://github.com/n8n-nodes-email-tracking/n8n-nodes-email-tracking#anthology-encompass';

	properties: INodeProperties[] = [
		{
			displayName: 'Site URL',
			name: 'siteUrl',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://alumni.example.edu',
			description:
				'The address of your Encompass site, such as its home page; it gives out the access tokens',
		},
		{
			displayName: 'Site ID',
			name: 'siteId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 1234',
			description: 'The number of your site in Encompass; your Customer Success Manager knows it',
		},
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description:
				'The web services GUID, also called secret key or API GUID. It comes with a web services contract, from your Customer Success Manager.',
		},
		{
			displayName: 'Region',
			name: 'region',
			type: 'options',
			options: [
				{ name: 'Canada', value: 'ca', description: REGIONS.ca },
				{ name: 'Custom URL', value: 'custom', description: 'A gateway, or a new address' },
				{ name: 'United States', value: 'us', description: REGIONS.us },
			],
			default: 'us',
			description: 'Where your site is hosted: each region has an API of its own',
		},
		{
			displayName: 'API URL',
			name: 'apiUrl',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://emapi.imodules.com',
			description: 'The address of the Email Metric API, without /v2',
			displayOptions: { show: { region: ['custom'] } },
		},
		...tokenFields,
	];

	authenticate: IAuthenticate = async (credential, requestOptions) => {
		requireAddress(encompass, credential);
		return await exchanged.authenticate(credential, requestOptions);
	};

	preAuthentication = exchanged.preAuthentication;

	test: ICredentialTestRequest = {
		request: {
			baseURL: API_URL,
			url: '/v2/messages',
			qs: { fromTimestamp: EARLIEST, toTimestamp: LATEST, startAt: 0, maxResults: 1 },
			headers: { ...encompass.headers },
			disableFollowRedirect: true,
		},
		rules: RULES,
	};
}
