import type { ICredentialType } from 'n8n-workflow';

/** The credential of a service that there is not. */
export class PostinoApi implements ICredentialType {
	name = 'postinoApi';
	displayName = 'Postino API';
	properties = [
		{ displayName: 'API URL', name: 'apiUrl', type: 'string' as const, default: '' },
		{ displayName: 'API Key', name: 'apiKey', type: 'string' as const, default: '' },
	];
	authenticate = {
		type: 'generic' as const,
		properties: { headers: { 'X-Api-Key': '={{ $credentials.apiKey.trim() }}' } },
	};
}
