import { type INodeType, type INodeTypeDescription, NodeConnectionTypes } from 'n8n-workflow';
import { outputField, shown } from '../shared/editor/listProperties';
import { pollOf } from '../shared/poll/trigger';
import { goesOn, startFields, triggerOptions } from '../shared/poll/triggerProperties';
import { OUTPUT } from './resources/fields';
import { event, messageIds, messageScope, watchedDays } from './resources/trigger';
import { getMessages, searchMessages } from './search';
import { followed } from './sources';
import { encompass } from './vendor';

const ACTIVITY = ['delivered', 'opened', 'clicked', 'bounced'] as const;
const ofActivity = event.is(...ACTIVITY);

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
			event.property,
			...shown(ofActivity, [
				messageScope.property,
				...shown(messageScope.is('chosen'), [messageIds.property]),
			]),
			...shown({ ...ofActivity, ...messageScope.is('all') }, [watchedDays.property]).map(goesOn),
			...startFields(event.is(...ACTIVITY, 'newMessage')),
			...outputField(ofActivity, OUTPUT).map(goesOn),
			triggerOptions(encompass),
		],
	};

	methods = { listSearch: { searchMessages }, loadOptions: { getMessages } };

	poll = pollOf(encompass, this.description.properties, followed);
}
