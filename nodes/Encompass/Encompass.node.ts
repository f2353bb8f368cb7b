import { type INodeType, type INodeTypeDescription, NodeConnectionTypes } from 'n8n-workflow';
import { bounce } from './resources/bounce';
import { click } from './resources/click';
import { delivery } from './resources/delivery';
import { link } from './resources/link';
import { message } from './resources/message';
import { open } from './resources/open';
import { recipient } from './resources/recipient';
import { searchMessages } from './search';
import { encompass } from './vendor';

export class Encompass implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Anthology Encompass',
		name: 'encompass',
		icon: { light: 'file:encompass.svg', dark: 'file:encompass.dark.svg' },
		group: ['input'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description:
			'Get deliveries, opens, clicks and bounces of e-mails sent with Anthology Encompass (iModules)',
		defaults: { name: 'Anthology Encompass' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		credentials: [{ name: encompass.credentialType, required: true }],
		requestDefaults: { headers: { ...encompass.headers } },
		hints: [
			{
				message:
					'Encompass has no messages from before 1 January 2016: Sent After is taken as that day.',
				displayCondition:
					'={{ $parameter["filters"]?.sentAfter && String($parameter["filters"].sentAfter) < "2016" }}',
				whenToDisplay: 'always',
				location: 'outputPane',
			},
		],
		properties: [
			{
				displayName: 'Resource',
				name: 'resource',
				type: 'options',
				noDataExpression: true,
				options: [
					{ name: 'Bounce', value: 'bounce' },
					{ name: 'Click', value: 'click' },
					{ name: 'Delivery', value: 'delivery' },
					{ name: 'Link', value: 'link' },
					{ name: 'Message', value: 'message' },
					{ name: 'Open', value: 'open' },
					{ name: 'Recipient', value: 'recipient' },
				],
				default: 'message',
			},
			...message,
			...recipient,
			...delivery,
			...open,
			...click,
			...bounce,
			...link,
		],
	};

	methods = { listSearch: { searchMessages } };
}
