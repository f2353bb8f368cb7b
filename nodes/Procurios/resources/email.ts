import type { INodeProperties } from 'n8n-workflow';
import { limitFields, listOptions } from '../../shared/fields';
import { getMany } from '../../shared/items';
import { emails } from '../feeds';
import { procurios } from '../vendor';
import { getManyOperation } from './fields';

const show = { resource: ['email'], operation: ['getAll'] };

export const email: INodeProperties[] = [
	getManyOperation('email', {
		action: 'Get many e-mails',
		description: 'Get the tracked e-mails: mailings and steps of journeys, oldest first',
		routing: getMany(procurios, emails),
	}),
	...limitFields(show),
	listOptions(show, procurios, { cursor: true }),
];
