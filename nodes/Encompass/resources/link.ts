import { links } from '../lists';
import { listOfMessage } from './listOfMessage';

export const link = listOfMessage(
	'link',
	links,
	'Get the links in a message; their ID is the link ID of a click',
);
