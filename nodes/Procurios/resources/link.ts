import type { INodeProperties } from 'n8n-workflow';
import { getManyOption, limitFields, listOptions, operationField } from '../../shared/fields';
import { getMany } from '../../shared/items';
import { links } from '../feeds';
import { procurios } from '../vendor';
import { emailField } from './fields';

const show = { resource: ['link'], operation: ['getAll'] };

export const link: INodeProperties[] = [
	operationField('link', [
		getManyOption({
			action: 'Get many links',
			description: 'Get the tracked links of an e-mail; their ID is the link ID of a click',
			routing: getMany(procurios, links),
		}),
	]),
	emailField(show),
	...limitFields(show),
	listOptions(show, procurios, { cursor: false }),
];
