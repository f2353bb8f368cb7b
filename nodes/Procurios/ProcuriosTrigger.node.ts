import {
	type INodeType,
	type INodeTypeDescription,
	NodeConnectionTypes,
	updateDisplayOptions,
} from 'n8n-workflow';
import { outputField } from '../shared/editor/listProperties';
import { pollOf } from '../shared/poll/trigger';
import {
	goesOn,
	startFields,
	startFieldsWithoutDate,
	triggerOptions,
} from '../shared/poll/triggerProperties';
import { emailFields, OUTPUT, trafficField } from './resources/fields';
import { searchEmails } from './search';
import { followed } from './sources';
import { procurios } from './vendor';

const ACTIVITY = ['opened', 'clicked'];
const EVENTS_OF_TRACKING = [...ACTIVITY, 'sent', 'unsubscribed', 'bounced'];
const EVENTS_OF_EMAILS = [...EVENTS_OF_TRACKING, 'recipientUpdated'];

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
			{
				displayName: 'Event',
				name: 'event',
				type: 'options',
				noDataExpression: true,
				options: [
					{
						name: 'E-Mail Bounced',
						value: 'bounced',
						description: 'An e-mail could not be delivered to a person; once per person and e-mail',
						action: 'On e-mail bounced',
					},
					{
						name: 'E-Mail Opened',
						value: 'opened',
						description: 'Someone opened an e-mail; each time',
						action: 'On e-mail opened',
					},
					{
						name: 'E-Mail Sent',
						value: 'sent',
						description: 'An e-mail was sent to a person; once per person and e-mail',
						action: 'On e-mail sent',
					},
					{
						name: 'Link Clicked',
						value: 'clicked',
						description: 'Someone clicked a link in an e-mail; each time',
						action: 'On link clicked',
					},
					{
						name: 'New E-Mail',
						value: 'newEmail',
						description: 'A mailing, or a step of a journey, is tracked for the first time',
						action: 'On new e-mail',
					},
					{
						name: 'Recipient Updated',
						value: 'recipientUpdated',
						description:
							'Anything changed in the record of a recipient: sent, first open, first click, bounce, unsubscribe',
						action: 'On recipient updated',
					},
					{
						name: 'Unsubscribed',
						value: 'unsubscribed',
						description: 'Someone unsubscribed through an e-mail; once per person and e-mail',
						action: 'On unsubscribed',
					},
				],
				default: 'opened',
			},
			...updateDisplayOptions({ show: { event: EVENTS_OF_EMAILS } }, emailFields),
			...updateDisplayOptions({ show: { event: ACTIVITY } }, [trafficField('human')]).map(goesOn),
			...startFields({ event: EVENTS_OF_EMAILS }),
			...startFieldsWithoutDate({ event: ['newEmail'] }),
			goesOn(outputField({ event: EVENTS_OF_TRACKING }, OUTPUT)),
			triggerOptions(procurios),
		],
	};

	methods = { listSearch: { searchEmails } };

	poll = pollOf(procurios, this.description.properties, followed);
}
