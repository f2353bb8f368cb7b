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
import { recipients } from '../lists';
import { procurios } from '../vendor';
import { emailFields } from './fields';

const show = { resource: ['recipient'], operation: LIST_OPERATIONS };

export const recipient: INodeProperties[] = [
	operationField('recipient', [
		exportOption(procurios, recipients),
		getManyOption(
			procurios,
			recipients,
			'Get the recipients with the times of sending, first open, first click, unsubscribe and bounce; the latest changed come last',
		),
	]),
	...emailFields(show),
	...limitFields(show),
	outputField(
		show,
		'The record as Procurios returns it, or an event with the same fields for every service: one for sending, and one each for a bounce and an unsubscribe',
	),
	...listOptions(show, procurios, { cursor: true, own: [minAgeOption] }),
];
