import { UserError } from 'n8n-workflow';
import { choiceField, textsField, wholeNumberField } from '../../shared/field';
import { KEPT_DAYS } from '../vendor';

export const event = choiceField({
	displayName: 'Event',
	name: 'event',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'Link Clicked',
			value: 'clicked',
			description: 'A recipient clicked a link in a message; each time',
			action: 'On link clicked',
		},
		{
			name: 'Message Bounced',
			value: 'bounced',
			description: "A recipient's server refused a message; each time",
			action: 'On message bounced',
		},
		{
			name: 'Message Delivered',
			value: 'delivered',
			description: "A recipient's server accepted a message; each time",
			action: 'On message delivered',
		},
		{
			name: 'Message Opened',
			value: 'opened',
			description: 'A recipient opened a message; each time',
			action: 'On message opened',
		},
		{
			name: 'New Message',
			value: 'newMessage',
			description: 'A message was sent; each send of a recurring e-mail is a message of its own',
			action: 'On new message',
		},
	],
	default: 'opened',
});

export const messageScope = choiceField({
	displayName: 'From',
	name: 'messageScope',
	type: 'options',
	noDataExpression: true,
	options: [
		{ name: 'All Messages', value: 'all' },
		{ name: 'Chosen Messages', value: 'chosen' },
	],
	default: 'all',
	description:
		'Which messages to watch: all, for some days after they were sent, or chosen ones, for 180 days',
});

/** The IDs of the messages that were chosen, each once. */
export const messageIds = textsField({
	displayName: 'Message Names or IDs',
	name: 'messageIds',
	type: 'multiOptions',
	typeOptions: { loadOptionsMethod: 'getMessages' },
	required: true,
	default: [],
	description:
		'Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
}).refined((typed, displayName) => {
	if (typed.length > 0) return [...new Set(typed)];
	throw new UserError('No message is chosen', {
		description: `Choose some in ${displayName}, or set ${messageScope.displayName} to All Messages.`,
	});
});

export const watchedDays = wholeNumberField({
	displayName: 'Days to Watch',
	name: 'watchedDays',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: KEPT_DAYS },
	default: 30,
	because: 'Encompass archives what people did after that time.',
	description:
		'For how many days after it was sent a message is watched. A pause of the workflow does not count. Each watched message is one request per poll.',
});
