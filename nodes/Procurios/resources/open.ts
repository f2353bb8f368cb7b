import { listResource } from '../../shared/editor/listResource';
import { minAge } from '../../shared/run/fields';
import { opens } from '../lists';
import { procurios } from '../vendor';
import { emailFields, OUTPUT, traffic } from './fields';

export const open = listResource({
	vendor: procurios,
	resource: 'open',
	list: opens,
	description: 'Get who opened which e-mail and when, oldest first',
	fields: emailFields,
	filters: [traffic.property],
	output: OUTPUT,
	options: [minAge],
});
