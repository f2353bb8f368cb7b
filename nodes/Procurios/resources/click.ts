import { listResource } from '../../shared/editor/listResource';
import { minAge } from '../../shared/run/fields';
import { clicks } from '../lists';
import { procurios } from '../vendor';
import { emailFields, OUTPUT, traffic } from './fields';

export const click = listResource({
	vendor: procurios,
	resource: 'click',
	list: clicks,
	description: 'Get who clicked which link of which e-mail and when, oldest first',
	fields: emailFields,
	filters: [traffic.property],
	output: OUTPUT,
	options: [minAge],
});
