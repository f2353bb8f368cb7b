import { deliveries } from '../lists';
import { addRecipient } from './fields';
import { listOfMessage } from './listOfMessage';

export const delivery = listOfMessage(
	'delivery',
	deliveries,
	"Get each time that a recipient's server accepted a message",
	[addRecipient],
);
