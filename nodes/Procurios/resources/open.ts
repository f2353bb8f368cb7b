import type { INodeProperties } from 'n8n-workflow';
import {
	getManyOption,
	limitFields,
	listOptions,
	operationField,
	outputField,
} from '../../shared/fields';
import { getMany } from '../../shared/items';
import { opens } from '../feeds';
import { procurios } from '../vendor';
import { emailFields, trafficField } from './fields';

const show = { resource: ['open'], operation: ['getAll'] };

export const open: INodeProperties[] = [
	operationField('open', [
		getManyOption({
			action: 'Get many opens',
			description: 'Get who opened which e-mail and when, oldest first',
			routing: getMany(procurios, opens),
		}),
	]),
	...emailFields(show),
	...limitFields(show),
	trafficField(show),
	outputField(
		show,
		'The record as Procurios returns it, or an event with the same fields for every service',
	),
	listOptions(show, procurios, { cursor: true }),
];
