import { minAgeOption } from '../../shared/editor/listProperties';
import { listResource } from '../../shared/editor/listResource';
import { opens } from '../lists';
import { procurios } from '../vendor';
import { emailFields, OUTPUT, trafficField } from './fields';

export const open = listResource({
	vendor: procurios,
	resource: 'open',
	list: opens,
	description: 'Get who opened which e-mail and when, oldest first',
	fields: emailFields,
	filters: [trafficField()],
	output: OUTPUT,
	options: [minAgeOption],
});
