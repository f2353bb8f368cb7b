import { type INodeType, type INodeTypeDescription, NodeConnectionTypes } from 'n8n-workflow';
import { emailing } from './resources/emailing';
import { events } from './resources/events';
import { messageEvent } from './resources/messageEvent';
import { people } from './resources/people';
import { searchEmailings } from './search';
import { copernica } from './vendor';

export class Copernica implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Copernica',
		name: 'copernica',
		icon: { light: 'file:copernica.svg', dark: 'file:copernica.dark.svg' },
		group: ['input'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description:
			'Get emailings, clicks, opens, deliveries, bounces, unsubscribes and complaints from Copernica Marketing Suite and Publisher',
		defaults: { name: 'Copernica' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		credentials: [{ name: copernica.credentialType, required: true }],
		requestDefaults: { headers: { ...copernica.headers } },
		properties: [
			{
				displayName: 'Resource',
				name: 'resource',
				type: 'options',
				noDataExpression: true,
				options: [
					{ name: 'Account', value: 'account' },
					{ name: 'Bounce', value: 'bounce' },
					{ name: 'Click', value: 'click' },
					{ name: 'Complaint', value: 'complaint' },
					{ name: 'Delivery', value: 'delivery' },
					{ name: 'Destination', value: 'destination' },
					{ name: 'Emailing', value: 'emailing' },
					{ name: 'Message Event', value: 'messageEvent', description: 'With API v1 only' },
					{ name: 'Open', value: 'open' },
					{ name: 'Profile', value: 'profile' },
					{ name: 'Unsubscribe', value: 'unsubscribe' },
				],
				default: 'emailing',
			},
			...emailing,
			...events,
			...people,
			...messageEvent,
		],
	};

	methods = { listSearch: { searchEmailings } };
}
