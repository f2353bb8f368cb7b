import { type INodeType, type INodeTypeDescription, NodeConnectionTypes } from 'n8n-workflow';
import { outputField, shown } from '../shared/editor/listProperties';
import { pollOf } from '../shared/poll/trigger';
import {
	goesOn,
	startFields,
	startFieldsWithoutDate,
	triggerOptions,
} from '../shared/poll/triggerProperties';
import { emailFields, OUTPUT } from './resources/fields';
import { event, followedTraffic } from './resources/trigger';
import { searchEmails } from './search';
import { followed } from './sources';
import { procurios } from './vendor';

const TRACKING = ['opened', 'clicked', 'sent', 'unsubscribed', 'bounced'] as const;
const ofTracking = event.is(...TRACKING);
const ofEmails = event.is(...TRACKING, 'recipientUpdated');

export class ProcuriosTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Procurios Trigger',
		name: 'procuriosTrigger',
		icon: { light: 'file:procurios.svg', dark: 'file:procurios.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["event"] }}',
		description:
			'Starts the workflow when someone opens, clicks, bounces or unsubscribes from an e-mail sent with Procurios',
		eventTriggerDescription: '',
		activationMessage:
			'The workflow starts with what happens in Procurios from now on, unless Start From says otherwise.',
		defaults: { name: 'Procurios Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: procurios.credentialType, required: true }],
		properties: [
			event.property,
			...shown(ofEmails, emailFields),
			...shown(event.is('opened', 'clicked'), [followedTraffic.property]).map(goesOn),
			...startFields(ofEmails),
			...startFieldsWithoutDate(event.is('newEmail')),
			...outputField(ofTracking, OUTPUT).map(goesOn),
			triggerOptions(procurios),
		],
	};

	methods = { listSearch: { searchEmails } };

	poll = pollOf(procurios, this.description.properties, followed);
}
