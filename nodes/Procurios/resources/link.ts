import type { INodeProperties } from 'n8n-workflow';
import {
	limitFields,
	LIST_OPERATIONS,
	listOptions,
	operationField,
} from '../../shared/editor/listProperties';
import { exportOption, getManyOption } from '../../shared/editor/operationMenu';
import { links } from '../lists';
import { procurios } from '../vendor';
import { emailField } from './fields';

const show = { resource: ['link'], operation: LIST_OPERATIONS };

export const link: INodeProperties[] = [
	operationField('link', [
		exportOption(procurios, links),
		getManyOption(
			procurios,
			links,
			'Get the tracked links of an e-mail; their ID is the link ID of a click',
		),
	]),
	emailField(show),
	...limitFields(show),
	...listOptions(show, procurios, { cursor: false }),
];
