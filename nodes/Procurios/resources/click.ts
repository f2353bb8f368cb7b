import type { INodeProperties } from 'n8n-workflow';
import {
	limitFields,
	LIST_OPERATIONS,
	listOptions,
	minAgeOption,
	operationField,
	outputField,
} from '../../shared/editor/listProperties';
import { exportOption, getManyOption } from '../../shared/editor/operationMenu';
import { clicks } from '../lists';
import { procurios } from '../vendor';
import { emailFields, trafficField } from './fields';

const show = { resource: ['click'], operation: LIST_OPERATIONS };

export const click: INodeProperties[] = [
	operationField('click', [
		exportOption(procurios, clicks),
		getManyOption(
			procurios,
			clicks,
			'Get who clicked which link of which e-mail and when, oldest first',
		),
	]),
	...emailFields(show),
	...limitFields(show),
	trafficField(show),
	outputField(
		show,
		'The record as Procurios returns it, or an event with the same fields for every service',
	),
	...listOptions(show, procurios, { cursor: true, own: [minAgeOption] }),
];
