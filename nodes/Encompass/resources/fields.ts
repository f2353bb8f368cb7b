import { UserError } from 'n8n-workflow';
import { dateField, switchField, textField } from '../../shared/field';

/** The message, picked from the list or by its ID. */
export const message = textField({
	displayName: 'Message',
	name: 'messageId',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: 'The e-mail; each send of a recurring one is a message of its own',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Select a message...',
			typeOptions: { searchListMethod: 'searchMessages', searchable: true },
		},
		{ displayName: 'By ID', name: 'id', type: 'string', placeholder: 'e.g. 900123' },
	],
}).refined((id) => {
	if (id !== '') return id;
	throw new UserError('No message is chosen', {
		description: 'Pick one in Message, or enter its ID, such as 900123.',
	});
});

/** A message that was not sent yet counts by its scheduled time. */
export const sentAfter = dateField({
	displayName: 'Sent After',
	name: 'sentAfter',
	within: 'filters',
	type: 'dateTime',
	default: '',
	description:
		"Only messages sent at this time or later; one that was not sent yet counts by its scheduled time. Without a time zone, it is the workflow's. Encompass has nothing from before 2016.",
});

export const sentBefore = dateField({
	displayName: 'Sent Before',
	name: 'sentBefore',
	within: 'filters',
	type: 'dateTime',
	default: '',
	description: 'Only messages sent before this time',
});

/** The description of Output. */
export const OUTPUT =
	'The record as Encompass returns it, or an event with the same fields for every service';

export const isoTimes = switchField({
	displayName: 'Add ISO Times',
	name: 'isoTimes',
	within: 'options',
	type: 'boolean',
	default: false,
	description:
		'Whether to add each time in ISO 8601 beside the epoch milliseconds, such as timestampIso beside timestamp',
});

export const addRecipient = switchField({
	displayName: 'Add Recipient',
	name: 'addRecipient',
	within: 'options',
	type: 'boolean',
	default: false,
	description:
		"Whether to add the recipient's address, name and constituent ID. For this, the whole list of recipients is read first.",
});

export const addLink = switchField({
	displayName: 'Add Link',
	name: 'addLink',
	within: 'options',
	type: 'boolean',
	default: false,
	description: "Whether to add the link's name and URL. For this, the list of links is read first.",
});

export const includeTotals = switchField({
	displayName: 'Include Totals',
	name: 'includeTotals',
	within: 'options',
	type: 'boolean',
	default: false,
	description:
		'Whether to add how many recipients, deliveries, opens, clicks, bounces and links there are, at one request each',
});
