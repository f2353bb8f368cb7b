import type { INodeProperties } from 'n8n-workflow';
import { limitFields, listOptions, outputField } from '../../shared/fields';
import { getMany } from '../../shared/items';
import { clicks } from '../feeds';
import { procurios } from '../vendor';
import { emailFields, getManyOperation, trafficField } from './fields';

const show = { resource: ['click'], operation: ['getAll'] };

export const click: INodeProperties[] = [
	getManyOperation('click', {
		action: 'Get many clicks',
		description: 'Get who clicked which link of which e-mail and when, oldest first',
		routing: getMany(procurios, clicks),
	}),
	...emailFields(show),
	...limitFields(show),
	trafficField(show),
	outputField(
		show,
		'The record as Procurios returns it, or an event with the same fields for every service',
	),
	listOptions(show, procurios, { cursor: true }),
];
