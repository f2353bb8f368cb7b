import type { Icon, ICredentialTestRequest, ICredentialType, INodeProperties } from 'n8n-workflow';
import { ACCEPT, SCOPE } from '../nodes/Procurios/vendor';
import { addressIn, lacking, refused, rules } from '../nodes/shared/auth/credentialTest';

/**
 * The address that a user gave, else the one that Procurios has on every site. n8n's OAuth2 client says
 * "Invalid URL" of one that is none, and repeats only a protocol that it does not know: so that names
 * the field.
 */
const endpoint = (custom: string, customName: string, path: string) =>
	`={{ $self["${custom}"] ? ${webOr(`$self["${custom}"]`, customName)} : ${webOr('$self["siteUrl"]', 'site-url', path)} }}`;

const webOr = (field: string, name: string, path?: string) =>
	`(/^\\s*https?:\\/\\/[^\\s\\/]+/i.test(${field}) ? ${path === undefined ? `${field}.trim()` : `${addressIn(field)} + "${path}"`} : "the-${name}-must-begin-with-https:")`;

const RULES = rules(
	refused(403, `Procurios denies access: the client needs the scope ${SCOPE}`),
	refused(404, 'This site has no Email Tracking API: check the Site URL'),
	refused(406, 'This site does not offer version 1 of the Email Tracking API'),
	lacking('emails', 'The site answered with something other than e-mails: check the Site URL'),
);

/** Source: the "get started" page of the Procurios API documentation. */
export class ProcuriosOAuth2Api implements ICredentialType {
	name = 'procuriosOAuth2Api';

	extends = ['oAuth2Api'];

	displayName = 'Procurios OAuth2 API';

	icon: Icon = {
		light: 'file:../nodes/Procurios/procurios.svg',
		dark: 'file:../nodes/Procurios/procurios.dark.svg',
	};

	documentationUrl =
		'https://github.com/n8n-nodes-email-tracking/n8n-nodes-email-tracking#procurios';

	properties: INodeProperties[] = [
		{
			displayName: 'Site URL',
			name: 'siteUrl',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://www.example.org',
			description:
				'The address of your Procurios site, or of its API host where the documentation portal names one',
		},
		{
			displayName: 'Grant Type',
			name: 'grantType',
			type: 'options',
			options: [
				{
					name: 'Client Credentials',
					value: 'clientCredentials',
					description: 'Server to server, without a user; right for most workflows',
				},
				{
					name: 'Authorization Code',
					value: 'authorizationCode',
					description: 'Acts as the user who connects the credential',
				},
			],
			default: 'clientCredentials',
		},
		{
			displayName: 'Access Token URL',
			name: 'customAccessTokenUrl',
			type: 'string',
			default: '',
			placeholder: 'Site URL + /l/oauth2/token',
			description:
				'Only if the administrator gave you another address for access tokens. The Proxy of a node does not hold for it: n8n asks for tokens itself, through its own HTTPS_PROXY.',
		},
		{
			displayName: 'Authorization URL',
			name: 'customAuthUrl',
			type: 'string',
			default: '',
			placeholder: 'Site URL + /l/oauth2/authorize',
			description: 'Only if the administrator gave you another address for authorization',
			displayOptions: { show: { grantType: ['authorizationCode'] } },
		},
		// The editor cannot evaluate $self and would show these expressions as broken.
		{
			displayName: 'Access Token URL',
			name: 'accessTokenUrl',
			type: 'hidden',
			default: endpoint('customAccessTokenUrl', 'access-token-url', '/l/oauth2/token'),
		},
		{
			displayName: 'Authorization URL',
			name: 'authUrl',
			type: 'hidden',
			default: endpoint('customAuthUrl', 'authorization-url', '/l/oauth2/authorize'),
		},
		{
			displayName: 'Send Additional Body Properties',
			name: 'sendAdditionalBodyProperties',
			type: 'hidden',
			default: false,
		},
		{
			displayName: 'Scope',
			name: 'scope',
			type: 'hidden',
			default: SCOPE,
		},
		{
			displayName: 'Auth URI Query Parameters',
			name: 'authQueryParameters',
			type: 'hidden',
			default: '',
		},
		// Procurios: undocumented whether HTTP Basic is accepted; the one public client sends both in the body.
		{
			displayName: 'Authentication',
			name: 'authentication',
			type: 'hidden',
			default: 'body',
		},
	];

	test: ICredentialTestRequest = {
		request: {
			baseURL: `={{ ${addressIn('$credentials.siteUrl')} }}`,
			url: '/l/email_api/tracking/emails',
			headers: { Accept: ACCEPT },
			disableFollowRedirect: true,
		},
		rules: RULES,
	};
}
