import { type INodeType, type INodeTypeDescription, NodeConnectionTypes } from 'n8n-workflow';
import { filtersField, outputField, shown } from '../shared/editor/listProperties';
import { pollOf } from '../shared/poll/trigger';
import { goesOn, startFields, triggerOptions } from '../shared/poll/triggerProperties';
import { conversationId } from './resources/fields';
import { dispositions, event, followedFilters, lookBackDays } from './resources/trigger';
import { followed } from './sources';
import { iovox } from './vendor';

/** What happens to e-mails after they were received. */
const LATER = ['conversation', 'dispositionChanged', 'failed', 'read', 'sent'] as const;

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
			event.property,
			...shown(event.is('failed'), [dispositions.property]),
			...shown(event.is('conversation'), [conversationId.property]),
			filtersField(followedFilters),
			...shown(event.is(...LATER), [lookBackDays.property]),
			...startFields(event.is(...LATER, 'newEmail')),
			...outputField(
				event.is(...LATER, 'newEmail'),
				'The record as iovox returns it, or an event with the same fields for every service',
			).map(goesOn),
			triggerOptions(iovox),
		],
	};

	poll = pollOf(iovox, this.description.properties, followed);
}
