import type { INodeProperties } from 'n8n-workflow';
import { getManyOption, limitFields, listOptions, operationField } from '../../shared/fields';
import { getMany } from '../../shared/items';
import { emails } from '../feeds';
import { procurios } from '../vendor';

const show = { resource: ['email'], operation: ['getAll'] };

export const email: INodeProperties[] = [
	operationField('email', [
		getManyOption({
			action: 'Get many e-mails',
			description: 'Get the tracked e-mails: mailings and steps of journeys, oldest first',
			routing: getMany(procurios, emails),
		}),
	]),
	...limitFields(show),
	listOptions(show, procurios, { cursor: true }),
];
