import type { INodeProperties } from 'n8n-workflow';
import { limitFields, listOptions, outputField } from '../../shared/fields';
import { getMany } from '../../shared/items';
import { bounces } from '../feeds';
import { encompass } from '../vendor';
import { addRecipientOption, isoTimesOption, messageField, operationsOf } from './fields';

const show = { resource: ['bounce'], operation: ['getAll'] };

export const bounce: INodeProperties[] = [
	operationsOf('bounce', [
		{
			name: 'Get Many',
			value: 'getAll',
			action: 'Get many bounces',
			description: 'Get each bounce of a message, with its type and reason',
			routing: getMany(encompass, bounces),
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
