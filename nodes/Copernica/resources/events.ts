import type { INodeProperties } from 'n8n-workflow';
import { eventList } from './eventList';

/** What happened to e-mails. */
export const events: INodeProperties[] = [
	...eventList('bounce', 'Get each time that a mail server refused an e-mail (errors), also later'),
	...eventList('click', 'Get each time that a recipient clicked a link'),
	...eventList('complaint', 'Get each time that a recipient reported an e-mail as spam (abuses)'),
	...eventList('delivery', 'Get each time that a mail server accepted an e-mail'),
	...eventList('open', 'Get each time that a recipient opened an e-mail (impressions)'),
	...eventList('unsubscribe', 'Get each time that a recipient unsubscribed'),
];
