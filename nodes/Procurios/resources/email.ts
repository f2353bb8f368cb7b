import type { INodeProperties } from 'n8n-workflow';
import {
	limitFields,
	LIST_OPERATIONS,
	listOptions,
	operationField,
} from '../../shared/editor/listProperties';
import { exportOption, getManyOption } from '../../shared/editor/operationMenu';
import { emails } from '../lists';
import { procurios } from '../vendor';

const show = { resource: ['email'], operation: LIST_OPERATIONS };

export const email: INodeProperties[] = [
	operationField('email', [
		exportOption(procurios, emails),
		getManyOption(
			procurios,
			emails,
			'Get the tracked e-mails: mailings and steps of journeys, oldest first',
		),
	]),
	...limitFields(show),
	...listOptions(show, procurios, { cursor: true }),
];
