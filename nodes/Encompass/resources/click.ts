import type { INodeProperties } from 'n8n-workflow';
import { limitFields, listOptions, outputField } from '../../shared/fields';
import { getMany } from '../../shared/items';
import { clicks } from '../feeds';
import { encompass } from '../vendor';
import {
	addLinkOption,
	addRecipientOption,
	isoTimesOption,
	messageField,
	operationsOf,
} from './fields';

const show = { resource: ['click'], operation: ['getAll'] };

export const click: INodeProperties[] = [
	operationsOf('click', [
		{
			name: 'Get Many',
			value: 'getAll',
			action: 'Get many clicks',
			description: 'Get each time that a recipient clicked a link of a message',
			routing: getMany(encompass, clicks),
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
		own: [isoTimesOption, addLinkOption, addRecipientOption],
	}),
];
