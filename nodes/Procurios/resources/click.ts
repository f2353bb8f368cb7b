import { minAgeOption } from '../../shared/editor/listProperties';
import { listResource } from '../../shared/editor/listResource';
import { clicks } from '../lists';
import { procurios } from '../vendor';
import { emailFields, OUTPUT, trafficField } from './fields';

export const click = listResource({
	vendor: procurios,
	resource: 'click',
	list: clicks,
	description: 'Get who clicked which link of which e-mail and when, oldest first',
	fields: emailFields,
	filters: [trafficField()],
	output: OUTPUT,
	options: [minAgeOption],
});
