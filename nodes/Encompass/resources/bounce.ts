import { bounces } from '../lists';
import { addRecipient } from './fields';
import { listOfMessage } from './listOfMessage';

export const bounce = listOfMessage(
	'bounce',
	bounces,
	'Get each bounce of a message, with its type and reason',
	[addRecipient],
);
