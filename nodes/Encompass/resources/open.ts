import { opens } from '../lists';
import { addRecipient } from './fields';
import { listOfMessage } from './listOfMessage';

export const open = listOfMessage(
	'open',
	opens,
	'Get each time that a recipient opened a message',
	[addRecipient],
);
