import { clicks } from '../lists';
import { addLink, addRecipient } from './fields';
import { listOfMessage } from './listOfMessage';

export const click = listOfMessage(
	'click',
	clicks,
	'Get each time that a recipient clicked a link of a message',
	[addLink, addRecipient],
);
