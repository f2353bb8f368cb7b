import type { INodeProperties } from 'n8n-workflow';
import { limitFields, listOptions } from '../../shared/fields';
import { getMany } from '../../shared/items';
import { recipients } from '../feeds';
import { encompass } from '../vendor';
import { isoTimesOption, messageField, operationsOf } from './fields';

const show = { resource: ['recipient'], operation: ['getAll'] };

export const recipient: INodeProperties[] = [
	operationsOf('recipient', [
		{
			name: 'Get Many',
			value: 'getAll',
			action: 'Get many recipients',
			description: 'Get the people whose server accepted or bounced a message, each once',
			routing: getMany(encompass, recipients),
		},
	]),
	messageField(show),
	...limitFields(show),
	listOptions(show, encompass, { cursor: true, own: [isoTimesOption] }),
];
