import type { INodeProperties } from 'n8n-workflow';
import { limitFields, listOptions, outputField } from '../../shared/fields';
import { getMany } from '../../shared/items';
import { deliveries } from '../feeds';
import { encompass } from '../vendor';
import { addRecipientOption, isoTimesOption, messageField, operationsOf } from './fields';

const show = { resource: ['delivery'], operation: ['getAll'] };

export const delivery: INodeProperties[] = [
	operationsOf('delivery', [
		{
			name: 'Get Many',
			value: 'getAll',
			action: 'Get many deliveries',
			description: "Get each time that a recipient's server accepted a message",
			routing: getMany(encompass, deliveries),
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
