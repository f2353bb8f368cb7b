import { recipients } from '../lists';
import { listOfMessage } from './listOfMessage';

export const recipient = listOfMessage(
	'recipient',
	recipients,
	'Get the people whose server accepted or bounced a message, each once',
);
