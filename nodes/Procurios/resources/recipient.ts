import { listResource } from '../../shared/editor/listResource';
import { minAge } from '../../shared/run/fields';
import { recipients } from '../lists';
import { procurios } from '../vendor';
import { emailFields, OUTPUT } from './fields';

export const recipient = listResource({
	vendor: procurios,
	resource: 'recipient',
	list: recipients,
	description:
		'Get the recipients with the times of sending, first open, first click, unsubscribe and bounce; the latest changed come last',
	fields: emailFields,
	output: `${OUTPUT}: one for sending, and one each for a bounce and an unsubscribe`,
	options: [minAge],
});
