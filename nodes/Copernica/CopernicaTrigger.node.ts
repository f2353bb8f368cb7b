import { type INodeType, type INodeTypeDescription, NodeConnectionTypes } from 'n8n-workflow';
import { outputField } from '../shared/editor/listProperties';
import { pollOf } from '../shared/poll/trigger';
import { goesOn, startFields, triggerOptions } from '../shared/poll/triggerProperties';
import { SUBJECTS } from './messageEvents';
import {
	emailingField,
	OUTPUT,
	pathNamesOption,
	productOptions,
	timeZoneOption,
} from './resources/fields';
import { subjectFields, taggedSubjects, tagsFilter } from './resources/subjects';
import { searchEmailings } from './search';
import { followed, SWEEP_HOURS } from './sources';
import { copernica } from './vendor';

const subjects = Object.entries(SUBJECTS);
const OF_PRODUCTS = ['account', 'emailing'];
const scopes = [...OF_PRODUCTS, ...subjects.map(([value]) => value)];

const product = {
	displayName: 'Product',
	name: 'product',
	type: 'options' as const,
	noDataExpression: true,
	default: 'ms',
	description: 'The part of Copernica that the e-mails are made and sent with',
};

export class CopernicaTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Copernica Trigger',
		name: 'copernicaTrigger',
		icon: { light: 'file:copernica.svg', dark: 'file:copernica.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["events"].join(", ") }}',
		description:
			'Starts the workflow when an e-mail sent with Copernica is opened, clicked, delivered, bounced or reported, or someone unsubscribes',
		eventTriggerDescription: '',
		activationMessage:
			'The workflow starts with what happens in Copernica from now on, unless Start From says otherwise.',
		defaults: { name: 'Copernica Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: copernica.credentialType, required: true }],
		properties: [
			{
				displayName:
					'Copernica bills API calls: each poll takes one for each event of each product, and once an hour more where a list has more than 1,000 events a day. Every 5 minutes is a good Poll Time.',
				name: 'callsNotice',
				type: 'notice',
				default: '',
			},
			goesOn({
				displayName: 'Events',
				name: 'events',
				type: 'multiOptions',
				options: [
					{
						name: 'Complaint',
						value: 'complaint',
						description: 'A recipient reported an e-mail as spam (abuse)',
						action: 'On complaint',
					},
					{
						name: 'E-Mail Bounced',
						value: 'bounce',
						description: 'A mail server refused an e-mail (error), also later',
						action: 'On e-mail bounced',
					},
					{
						name: 'E-Mail Delivered',
						value: 'delivery',
						description: 'A mail server accepted an e-mail',
						action: 'On e-mail delivered',
					},
					{
						name: 'E-Mail Opened',
						value: 'open',
						description: 'A recipient opened an e-mail (impression); each time',
						action: 'On e-mail opened',
					},
					{
						name: 'Link Clicked',
						value: 'click',
						description: 'A recipient clicked a link; each time',
						action: 'On link clicked',
					},
					{
						name: 'New Emailing',
						value: 'emailing',
						description: 'An emailing was sent, also to one person; of all emailings only',
						action: 'On new emailing',
					},
					{
						name: 'Unsubscribed',
						value: 'unsubscribe',
						description: 'A recipient unsubscribed; of Marketing Suite from API v3 on',
						action: 'On unsubscribed',
					},
				],
				required: true,
				default: ['click'],
				description:
					'What to report. Each costs a call per poll and product; with API v1, all together cost one. One that is added starts as Start From says; the others go on.',
			}),
			{
				displayName: 'From',
				name: 'scope',
				type: 'options',
				noDataExpression: true,
				options: [
					{ name: 'All Emailings', value: 'account' },
					{ name: 'One Emailing', value: 'emailing' },
					...subjects.map(([value, { name }]) => ({ name: `${name} (API V1)`, value })),
				],
				default: 'account',
				description:
					'Which e-mails to look at. Those of API v1 need a credential with that version, the others a later one.',
			},
			goesOn({
				...product,
				options: [
					{ name: 'Both', value: 'both', description: 'Twice as many calls' },
					...productOptions,
				],
				displayOptions: { show: { scope: ['account'] } },
			}),
			goesOn({
				...product,
				options: productOptions,
				displayOptions: { show: { scope: ['emailing'] } },
			}),
			{ ...emailingField, displayOptions: { show: { scope: ['emailing'] } } },
			...subjectFields('scope', {}),
			{
				displayName: 'Filters',
				name: 'filters',
				type: 'collection',
				placeholder: 'Add filter',
				default: {},
				options: [tagsFilter],
				displayOptions: { show: { scope: taggedSubjects } },
			},
			...startFields({ scope: scopes }),
			goesOn(outputField({ scope: scopes }, OUTPUT)),
			triggerOptions(copernica, [
				{
					displayName: 'Hours Between Sweeps',
					name: 'sweepHours',
					type: 'number',
					typeOptions: { minValue: 1, maxValue: 24 },
					default: SWEEP_HOURS,
					description:
						'How often to look for what was recorded late: each sweep reads the events of 26 hours again, of bounces and complaints those of 7 days',
				},
				pathNamesOption,
				timeZoneOption,
			]),
		],
	};

	methods = { listSearch: { searchEmailings } };

	poll = pollOf(copernica, this.description.properties, followed);
}
