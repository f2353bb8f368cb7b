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
import { opens } from '../lists';
import { procurios } from '../vendor';
import { emailFields, trafficField } from './fields';

const show = { resource: ['open'], operation: LIST_OPERATIONS };

export const open: INodeProperties[] = [
	operationField('open', [
		exportOption(procurios, opens),
		getManyOption(procurios, opens, 'Get who opened which e-mail and when, oldest first'),
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
