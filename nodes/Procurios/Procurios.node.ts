import { type INodeType, type INodeTypeDescription, NodeConnectionTypes } from 'n8n-workflow';
import { click } from './resources/click';
import { email } from './resources/email';
import { link } from './resources/link';
import { open } from './resources/open';
import { recipient } from './resources/recipient';
import { searchEmails } from './search';
import { procurios } from './vendor';

export class Procurios implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Procurios',
		name: 'procurios',
		icon: { light: 'file:procurios.svg', dark: 'file:procurios.dark.svg' },
		group: ['input'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Get opens, clicks, bounces and unsubscribes of e-mails sent with Procurios',
		defaults: { name: 'Procurios' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		credentials: [{ name: procurios.credentialType, required: true }],
		requestDefaults: {
			baseURL: '={{$credentials.siteUrl}}',
			headers: { ...procurios.headers },
		},
		properties: [
			{
				displayName: 'Resource',
				name: 'resource',
				type: 'options',
				noDataExpression: true,
				options: [
					{ name: 'Click', value: 'click' },
					{ name: 'E-Mail', value: 'email' },
					{ name: 'Link', value: 'link' },
					{ name: 'Open', value: 'open' },
					{ name: 'Recipient', value: 'recipient' },
				],
				default: 'open',
			},
			...email,
			...recipient,
			...open,
			...click,
			...link,
		],
	};

	methods = { listSearch: { searchEmails } };
}
