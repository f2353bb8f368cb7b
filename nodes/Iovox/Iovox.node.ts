import { type INodeType, type INodeTypeDescription, NodeConnectionTypes } from 'n8n-workflow';
import { email } from './resources/email';
import { proxyAddress } from './resources/proxyAddress';
import { searchLinks } from './search';
import { iovox } from './vendor';

export class Iovox implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Iovox',
		name: 'iovox',
		icon: { light: 'file:iovox.svg', dark: 'file:iovox.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description:
			'Send tracked e-mails with iovox, create proxy addresses, and find out what became of each e-mail',
		defaults: { name: 'Iovox' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		credentials: [{ name: iovox.credentialType, required: true }],
		requestDefaults: { headers: { ...iovox.headers } },
		properties: [
			{
				displayName: 'Resource',
				name: 'resource',
				type: 'options',
				noDataExpression: true,
				options: [
					{ name: 'E-Mail', value: 'email' },
					{ name: 'Proxy Address', value: 'proxyAddress' },
				],
				default: 'email',
			},
			...email,
			...proxyAddress,
		],
	};

	methods = { listSearch: { searchLinks } };
}
