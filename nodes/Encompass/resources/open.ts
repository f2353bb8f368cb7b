import type { INodeProperties } from 'n8n-workflow';
import { limitFields, listOptions, outputField } from '../../shared/fields';
import { getMany } from '../../shared/items';
import { opens } from '../feeds';
import { encompass } from '../vendor';
import { addRecipientOption, isoTimesOption, messageField, operationsOf } from './fields';

const show = { resource: ['open'], operation: ['getAll'] };

export const open: INodeProperties[] = [
	operationsOf('open', [
		{
			name: 'Get Many',
			value: 'getAll',
			action: 'Get many opens',
			description: 'Get each time that a recipient opened a message',
			routing: getMany(encompass, opens),
		},
	]),
	messageField(show),
	...limitFields(show),
	outputField(
		show,
		'The record as Encompass returns it, or an event with the same fields for every service',
	),
	listOptions(show, encompass, {
		cursor: true,
		own: [isoTimesOption, addRecipientOption],
	}),
];
