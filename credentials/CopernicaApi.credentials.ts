import type {
	Icon,
	IAuthenticate,
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestHelper,
	INodeProperties,
} from 'n8n-workflow';
import { API_URL, AUTHENTICATION_URL, copernica, usesExchange } from '../nodes/Copernica/vendor';
import {
	addressIn,
	lacking,
	refused,
	requireAddress,
	rules,
} from '../nodes/shared/auth/credentialTest';
import { isObject } from '../nodes/shared/values/json';
import { baseAddress } from '../nodes/shared/values/url';
import {
	tokenExchangeHooks,
	type TokenExchange,
	tokenFields,
	tokenOrNothing,
} from '../nodes/shared/auth/tokenExchange';

/** The address of the API, as `copernica.baseUrl` finds it; a test takes an expression only. */
const BASE_URL = `={{ ${addressIn('$credentials.apiUrl')}.replace(/\\/v[1-4]$/i, "") + "/" + $credentials.version }}`;

const text = (value: unknown) => String(value ?? '').trim();

const JWT = /^[\w-]+\.[\w-]+\.[\w-]*$/;

/**
 * Source: "REST API introduction" of v4. Copernica: undocumented as what the token comes; clients read
 * the whole answer, and one of them JSON, too.
 */
function tokenIn(body: unknown): string | undefined {
	if (isObject(body)) return tokenOrNothing(body.token ?? body.access_token ?? body.jwt);
	// A text in JSON may be read already, or not.
	const token = text(body).replace(/^"(.*)"$/, '$1');
	return JWT.test(token) ? token : undefined;
}

const exchange: TokenExchange = {
	displayName: copernica.displayName,
	key: 'the API Access Token',
	urlField: 'Authentication URL',
	identity: ({ authUrl, apiToken }) => [text(authUrl), text(apiToken)],
	request: ({ authUrl, apiToken }) => ({
		url: baseAddress(authUrl),
		form: { access_token: text(apiToken) },
	}),
	tokenIn,
};

const exchanged = tokenExchangeHooks(exchange);

const REFUSED =
	'Copernica refuses the API Access Token: check it and its right "REST", the API Version, and the API URL';

const RULES = rules(
	refused(400, REFUSED),
	refused(401, REFUSED),
	refused(403, REFUSED),
	refused(404, 'There is no Copernica API at this address: check the API URL'),
	lacking('name', 'The API answered with something other than an account: check the API URL'),
);

/** Sources: "REST API introduction" of v1 and v4, "GET identity". */
export class CopernicaApi implements ICredentialType {
	name = 'copernicaApi';

	displayName = 'Copernica API';

	icon: Icon = {
		light: 'file:../nodes/Copernica/copernica.svg',
		dark: 'file:../nodes/Copernica/copernica.dark.svg',
	};

	documentationUrl =
		'https://github.com/n8n-nodes-email-tracking/n8n-nodes-email-tracking#copernica';

	properties: INodeProperties[] = [
		{
			displayName: 'API Access Token',
			name: 'apiToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description:
				'Made in Marketing Suite, under Configuration, API access tokens; it is shown once. It needs the right "REST".',
		},
		{
			displayName: 'API Version',
			name: 'version',
			type: 'options',
			options: [
				{
					name: 'V1',
					value: 'v1',
					description: 'The old API: events of a message, an address, a profile and others',
				},
				{ name: 'V2', value: 'v2', description: 'Without the unsubscribes of Marketing Suite' },
				{ name: 'V3', value: 'v3', description: 'As v4, with the token in the address' },
				{ name: 'V4', value: 'v4', description: "Today's API" },
			],
			default: 'v4',
			description:
				'Which version of the API to use. V1 has other lists than the later versions. With v4 only, the token stays out of the addresses that are asked for.',
		},
		{
			displayName: 'API URL',
			name: 'apiUrl',
			type: 'string',
			default: API_URL,
			required: true,
			description: 'The address of the API, without a version',
		},
		{
			displayName: 'Authentication URL',
			name: 'authUrl',
			type: 'string',
			default: AUTHENTICATION_URL,
			required: true,
			description: 'Where the token is exchanged for one that lasts a day',
			displayOptions: { show: { version: ['v4'] } },
		},
		...tokenFields,
	];

	authenticate: IAuthenticate = async (credential, requestOptions) => {
		requireAddress(copernica, credential);
		if (usesExchange(credential)) return await exchanged.authenticate(credential, requestOptions);
		requestOptions.qs = { ...requestOptions.qs, access_token: text(credential.apiToken) };
		return requestOptions;
	};

	async preAuthentication(this: IHttpRequestHelper, credential: ICredentialDataDecryptedObject) {
		if (!usesExchange(credential)) return {};
		return await exchanged.preAuthentication.call(this, credential);
	}

	test: ICredentialTestRequest = {
		request: {
			baseURL: BASE_URL,
			url: '/identity',
			headers: { ...copernica.headers },
			disableFollowRedirect: true,
		},
		rules: RULES,
	};
}
