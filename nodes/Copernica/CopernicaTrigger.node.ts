import { type INodeType, type INodeTypeDescription, NodeConnectionTypes } from 'n8n-workflow';
import { filtersField, outputField, shown } from '../shared/editor/listProperties';
import { pollOf } from '../shared/poll/trigger';
import { goesOn, startFields, triggerOptions } from '../shared/poll/triggerProperties';
import { emailingField, OUTPUT, pathNames, productField, timeZone } from './resources/fields';
import { subjectFields, taggedSubjects, tagsFilter } from './resources/subjects';
import { searchEmailings } from './search';
import { events, followedProduct, followedScope, sweepHours } from './resources/trigger';
import { followed } from './sources';
import { SUBJECT_NAMES } from './subjects';
import { copernica } from './vendor';

const always = followedScope.is('account', 'emailing', ...SUBJECT_NAMES);

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
			goesOn(events.property),
			followedScope.property,
			...shown(followedScope.is('account'), [followedProduct.property]).map(goesOn),
			...shown(followedScope.is('emailing'), [
				{ ...followedProduct.property, options: productField.property.options },
			]).map(goesOn),
			...shown(followedScope.is('emailing'), [emailingField.property]),
			...subjectFields(followedScope),
			...shown(followedScope.is(...taggedSubjects), [filtersField([tagsFilter])]),
			...startFields(always),
			...outputField(always, OUTPUT).map(goesOn),
			triggerOptions(copernica, [sweepHours, pathNames, timeZone]),
		],
	};

	methods = { listSearch: { searchEmailings } };

	poll = pollOf(copernica, this.description.properties, followed);
}
