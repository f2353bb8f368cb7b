import type {
	Icon,
	IAuthenticate,
	ICredentialTestRequest,
	ICredentialType,
	INodeProperties,
} from 'n8n-workflow';
import { ENVIRONMENTS, FOUR_CAUSES, iovox } from '../nodes/Iovox/vendor';
import {
	addressIn,
	lacking,
	refused,
	requireAddress,
	rules,
} from '../nodes/shared/auth/credentialTest';

/** The API's address, as `iovox.baseUrl` finds it; a test takes an expression only. */
const API_URL = `={{ ${JSON.stringify(ENVIRONMENTS)}[$credentials.environment] || ${addressIn('$credentials.apiUrl')} }}`;

/** A time as iovox writes it, UTC. */
const NOW = '={{ $now.toUTC().toFormat("yyyy-MM-dd HH:mm:ss") }}';

const text = (value: unknown) => String(value ?? '').trim();

const notLetIn = (status: number) =>
	refused(status, `iovox refuses the login (status ${status}). ${FOUR_CAUSES}`);

/** Source: "E-Mail Tracking", sections "REST endpoints" and "Authentication". */
export class IovoxApi implements ICredentialType {
	name = 'iovoxApi';

	displayName = 'Iovox API';

	icon: Icon = {
		light: 'file:../nodes/Iovox/iovox.svg',
		dark: 'file:../nodes/Iovox/iovox.dark.svg',
	};

	documentationUrl = 'https://github.com/n8n-nodes-email-tracking/n8n-nodes-email-tracking#iovox';

	properties: INodeProperties[] = [
		{
			displayName: 'Environment',
			name: 'environment',
			type: 'options',
			options: [
				{ name: 'Custom URL', value: 'custom', description: 'A gateway, or a new address' },
				{ name: 'Production', value: 'production', description: ENVIRONMENTS.production },
				{
					name: 'Sandbox',
					value: 'sandbox',
					description: `A playground without costs: ${ENVIRONMENTS.sandbox}`,
				},
			],
			default: 'production',
			description: 'Each environment has data, users and keys of its own',
		},
		{
			displayName: 'API URL',
			name: 'apiUrl',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://rest.iovox.com/rest/v1',
			description: 'The address of the REST API, with /rest/v1',
			displayOptions: { show: { environment: ['custom'] } },
		},
		{
			displayName: 'User Name',
			name: 'username',
			type: 'string',
			default: '',
			required: true,
			description: 'The customer user name of your iovox account',
		},
		{
			displayName: 'Secure Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description:
				'The API secure key of this environment, not the access key of the JavaScript API',
			hint: 'It works only from IP addresses that are allowed for it in the iovox portal: Settings, API Settings',
		},
	];

	authenticate: IAuthenticate = async (credential, requestOptions) => {
		requireAddress(iovox, credential);
		const { username, apiKey } = credential;
		requestOptions.headers = {
			...requestOptions.headers,
			username: text(username),
			secureKey: text(apiKey),
		};
		return requestOptions;
	};

	test: ICredentialTestRequest = {
		request: {
			baseURL: API_URL,
			url: '/email/search',
			qs: { start_date: NOW, end_date: NOW, page: 1, limit: 1 },
			headers: { ...iovox.headers },
			disableFollowRedirect: true,
		},
		rules: rules(
			notLetIn(401),
			notLetIn(403),
			refused(404, 'There is no iovox REST API at this address: check Environment or API URL'),
			// iovox: undocumented whether a refusal may come as XML with a good status.
			lacking('results', `iovox answered with something other than e-mails. ${FOUR_CAUSES}`),
		),
	};
}
