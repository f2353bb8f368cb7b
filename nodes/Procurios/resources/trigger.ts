import { choiceField } from '../../shared/field';
import { traffic } from './fields';

export const event = choiceField({
	displayName: 'Event',
	name: 'event',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'E-Mail Bounced',
			value: 'bounced',
			description: 'An e-mail could not be delivered to a person; once per person and e-mail',
			action: 'On e-mail bounced',
		},
		{
			name: 'E-Mail Opened',
			value: 'opened',
			description: 'Someone opened an e-mail; each time',
			action: 'On e-mail opened',
		},
		{
			name: 'E-Mail Sent',
			value: 'sent',
			description: 'An e-mail was sent to a person; once per person and e-mail',
			action: 'On e-mail sent',
		},
		{
			name: 'Link Clicked',
			value: 'clicked',
			description: 'Someone clicked a link in an e-mail; each time',
			action: 'On link clicked',
		},
		{
			name: 'New E-Mail',
			value: 'newEmail',
			description: 'A mailing, or a step of a journey, is tracked for the first time',
			action: 'On new e-mail',
		},
		{
			name: 'Recipient Updated',
			value: 'recipientUpdated',
			description:
				'Anything changed in the record of a recipient: sent, first open, first click, bounce, unsubscribe',
			action: 'On recipient updated',
		},
		{
			name: 'Unsubscribed',
			value: 'unsubscribed',
			description: 'Someone unsubscribed through an e-mail; once per person and e-mail',
			action: 'On unsubscribed',
		},
	],
	default: 'opened',
});

/** A trigger leaves machines out, unless the user says otherwise. */
export const followedTraffic = choiceField({ ...traffic.property, default: 'human' });
