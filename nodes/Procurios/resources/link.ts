import { listResource } from '../../shared/editor/listResource';
import { links } from '../lists';
import { procurios } from '../vendor';
import { email } from './fields';

export const link = listResource({
	vendor: procurios,
	resource: 'link',
	list: links,
	description: 'Get the tracked links of an e-mail; their ID is the link ID of a click',
	fields: [email.property],
});
