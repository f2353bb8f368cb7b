import type { INodeProperties } from 'n8n-workflow';

/** The message, picked from the list or by its ID. */
export const messageField: INodeProperties = {
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
};

/** The description of Output. */
export const OUTPUT =
	'The record as Encompass returns it, or an event with the same fields for every service';

export const isoTimesOption: INodeProperties = {
	displayName: 'Add ISO Times',
	name: 'isoTimes',
	type: 'boolean',
	default: false,
	description:
		'Whether to add each time in ISO 8601 beside the epoch milliseconds, such as timestampIso beside timestamp',
};

export const addRecipientOption: INodeProperties = {
	displayName: 'Add Recipient',
	name: 'addRecipient',
	type: 'boolean',
	default: false,
	description:
		"Whether to add the recipient's address, name and constituent ID. For this, the whole list of recipients is read first.",
};

export const addLinkOption: INodeProperties = {
	displayName: 'Add Link',
	name: 'addLink',
	type: 'boolean',
	default: false,
	description: "Whether to add the link's name and URL. For this, the list of links is read first.",
};
