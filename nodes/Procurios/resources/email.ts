import type { INodeProperties } from 'n8n-workflow';
import { limitFields, LISTED, listOptions, operationField } from '../../shared/listFields';
import { exportOption, getManyOption } from '../../shared/listOperations';
import { emails } from '../feeds';
import { procurios } from '../vendor';

const show = { resource: ['email'], operation: LISTED };

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
