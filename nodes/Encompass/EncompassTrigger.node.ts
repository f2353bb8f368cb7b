import { type INodeType, type INodeTypeDescription, NodeConnectionTypes } from 'n8n-workflow';
import { outputField } from '../shared/editor/listProperties';
import { pollOf } from '../shared/poll/trigger';
import { goesOn, startFields, triggerOptions } from '../shared/poll/triggerProperties';
import { OUTPUT } from './resources/fields';
import { getMessages, searchMessages } from './search';
import { followed, WATCHED_DAYS } from './sources';
import { encompass, KEPT_DAYS } from './vendor';

const ACTIVITY = ['delivered', 'opened', 'clicked', 'bounced'];

export class EncompassTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Anthology Encompass Trigger',
		name: 'encompassTrigger',
		icon: { light: 'file:encompass.svg', dark: 'file:encompass.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["event"] }}',
		description:
			'Starts the workflow when an e-mail sent with Anthology Encompass (iModules) is delivered, opened, clicked or bounced',
		eventTriggerDescription: '',
		activationMessage:
			'The workflow starts with what happens in Encompass from now on, unless Start From says otherwise.',
		defaults: { name: 'Anthology Encompass Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: encompass.credentialType, required: true }],
		properties: [
			{
				displayName: 'Event',
				name: 'event',
				type: 'options',
				noDataExpression: true,
				options: [
					{
						name: 'Link Clicked',
						value: 'clicked',
						description: 'A recipient clicked a link in a message; each time',
						action: 'On link clicked',
					},
					{
						name: 'Message Bounced',
						value: 'bounced',
						description: "A recipient's server refused a message; each time",
						action: 'On message bounced',
					},
					{
						name: 'Message Delivered',
						value: 'delivered',
						description: "A recipient's server accepted a message; each time",
						action: 'On message delivered',
					},
					{
						name: 'Message Opened',
						value: 'opened',
						description: 'A recipient opened a message; each time',
						action: 'On message opened',
					},
					{
						name: 'New Message',
						value: 'newMessage',
						description:
							'A message was sent; each send of a recurring e-mail is a message of its own',
						action: 'On new message',
					},
				],
				default: 'opened',
			},
			{
				displayName: 'From',
				name: 'messageScope',
				type: 'options',
				noDataExpression: true,
				options: [
					{ name: 'All Messages', value: 'all' },
					{ name: 'Chosen Messages', value: 'chosen' },
				],
				default: 'all',
				description:
					'Which messages to watch: all, for some days after they were sent, or chosen ones, for 180 days',
				displayOptions: { show: { event: ACTIVITY } },
			},
			{
				displayName: 'Message Names or IDs',
				name: 'messageIds',
				type: 'multiOptions',
				typeOptions: { loadOptionsMethod: 'getMessages' },
				required: true,
				default: [],
				description:
					'Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
				displayOptions: { show: { event: ACTIVITY, messageScope: ['chosen'] } },
			},
			goesOn({
				displayName: 'Days to Watch',
				name: 'watchedDays',
				type: 'number',
				typeOptions: { minValue: 1, maxValue: KEPT_DAYS },
				default: WATCHED_DAYS,
				description:
					'For how many days after it was sent a message is watched. A pause of the workflow does not count. Each watched message is one request per poll.',
				displayOptions: { show: { event: ACTIVITY, messageScope: ['all'] } },
			}),
			...startFields({ event: [...ACTIVITY, 'newMessage'] }),
			goesOn(outputField({ event: ACTIVITY }, OUTPUT)),
			triggerOptions(encompass),
		],
	};

	methods = { listSearch: { searchMessages }, loadOptions: { getMessages } };

	poll = pollOf(encompass, this.description.properties, followed);
}
