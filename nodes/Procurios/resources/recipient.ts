import type { INodeProperties } from 'n8n-workflow';
import {
	getManyOption,
	limitFields,
	listOptions,
	operationField,
	outputField,
} from '../../shared/fields';
import { getMany } from '../../shared/items';
import { recipients } from '../feeds';
import { procurios } from '../vendor';
import { emailFields } from './fields';

const show = { resource: ['recipient'], operation: ['getAll'] };

export const recipient: INodeProperties[] = [
	operationField('recipient', [
		getManyOption({
			action: 'Get many recipients',
			description:
				'Get the recipients with the times of sending, first open, first click, unsubscribe and bounce; the latest changed come last',
			routing: getMany(procurios, recipients),
		}),
	]),
	...emailFields(show),
	...limitFields(show),
	outputField(
		show,
		'The record as Procurios returns it, or an event with the same fields for every service: one for sending, and one each for a bounce and an unsubscribe',
	),
	listOptions(show, procurios, { cursor: true }),
];
