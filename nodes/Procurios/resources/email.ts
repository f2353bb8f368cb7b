import { listResource } from '../../shared/editor/listResource';
import { emails } from '../lists';
import { procurios } from '../vendor';

export const email = listResource({
	vendor: procurios,
	resource: 'email',
	list: emails,
	description: 'Get the tracked e-mails: mailings and steps of journeys, oldest first',
});
