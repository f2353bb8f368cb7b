import type { INodeProperties } from 'n8n-workflow';
import {
	getManyOption,
	limitFields,
	listOptions,
	operationField,
	outputField,
} from '../../shared/fields';
import { getMany } from '../../shared/items';
import { clicks } from '../feeds';
import { procurios } from '../vendor';
import { emailFields, trafficField } from './fields';

const show = { resource: ['click'], operation: ['getAll'] };

export const click: INodeProperties[] = [
	operationField('click', [
		getManyOption({
			action: 'Get many clicks',
			description: 'Get who clicked which link of which e-mail and when, oldest first',
			routing: getMany(procurios, clicks),
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
