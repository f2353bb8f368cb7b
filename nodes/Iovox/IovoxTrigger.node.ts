import { type INodeType, type INodeTypeDescription, NodeConnectionTypes } from 'n8n-workflow';
import { outputField } from '../shared/editor/listProperties';
import { pollOf } from '../shared/poll/trigger';
import { goesOn, startFields, triggerOptions } from '../shared/poll/triggerProperties';
import { dispositionOptions, followedFilters } from './resources/fields';
import { FAILURES, followed, LOOK_BACK_DAYS, MOST_LOOK_BACK_DAYS } from './sources';
import { iovox } from './vendor';

/** What happens to e-mails after they were received. */
const LATER = ['conversation', 'dispositionChanged', 'failed', 'read', 'sent'];

export class IovoxTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Iovox Trigger',
		name: 'iovoxTrigger',
		icon: { light: 'file:iovox.svg', dark: 'file:iovox.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["event"] }}',
		description:
			'Starts the workflow when an e-mail that went through iovox is received, sent, read, or fails',
		eventTriggerDescription: '',
		activationMessage:
			'The workflow starts with what happens in iovox from now on, unless Start From says otherwise.',
		defaults: { name: 'Iovox Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: iovox.credentialType, required: true }],
		properties: [
			{
				displayName: 'Event',
				name: 'event',
				type: 'options',
				noDataExpression: true,
				options: [
					{
						name: 'Conversation Activity',
						value: 'conversation',
						description: 'Anything that happens to the e-mails of one conversation',
						action: 'On conversation activity',
					},
					{
						name: 'Disposition Changed',
						value: 'dispositionChanged',
						description: 'An e-mail came to another delivery state, whichever but Received',
						action: 'On disposition changed',
					},
					{
						name: 'E-Mail Bounced or Failed',
						value: 'failed',
						description: 'An e-mail came to one of the dispositions that you choose',
						action: 'On e-mail bounced or failed',
					},
					{
						name: 'E-Mail Read',
						value: 'read',
						description:
							'An image of an e-mail was loaded, or a tracked link clicked, for the first time; iovox does not tell which',
						action: 'On e-mail read',
					},
					{
						name: 'E-Mail Sent',
						value: 'sent',
						description: "The recipient's server has accepted an e-mail",
						action: 'On e-mail sent',
					},
					{
						name: 'New E-Mail',
						value: 'newEmail',
						description: 'An e-mail was received by iovox for processing, also a reply',
						action: 'On new e-mail',
					},
				],
				default: 'read',
			},
			{
				displayName: 'Dispositions',
				name: 'dispositions',
				type: 'multiOptions',
				options: dispositionOptions,
				required: true,
				default: [...FAILURES],
				description:
					'Which delivery states to report, each once for an e-mail. Queued is none of the types of tracking events.',
				displayOptions: { show: { event: ['failed'] } },
			},
			{
				displayName: 'Conversation ID',
				name: 'conversationId',
				type: 'string',
				required: true,
				default: '',
				placeholder: 'e.g. 7be41f0a-2f6b-4a0c-b1d9-0c8e6a5d4f21',
				description: 'As Send gave it, or the creation of a proxy address, or a search',
				displayOptions: { show: { event: ['conversation'] } },
			},
			{
				displayName: 'Filters',
				name: 'filters',
				type: 'collection',
				placeholder: 'Add filter',
				default: {},
				options: followedFilters,
			},
			{
				displayName: 'Days to Look Back',
				name: 'lookBackDays',
				type: 'number',
				typeOptions: { minValue: 1, maxValue: MOST_LOOK_BACK_DAYS },
				default: LOOK_BACK_DAYS,
				description:
					'For how many days after it was received an e-mail is looked at again. A pause of the workflow does not count. More days take longer with each poll; another number begins anew as Start From says.',
				displayOptions: { show: { event: LATER } },
			},
			...startFields({ event: [...LATER, 'newEmail'] }),
			goesOn(
				outputField(
					{ event: [...LATER, 'newEmail'] },
					'The record as iovox returns it, or an event with the same fields for every service',
				),
			),
			triggerOptions(iovox),
		],
	};

	poll = pollOf(iovox, this.description.properties, followed);
}
