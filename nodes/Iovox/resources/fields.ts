import { UserError } from 'n8n-workflow';
import {
	addedChoiceField,
	choiceField,
	dateField,
	type Field,
	propertiesOf,
	rowsField,
	textField,
	textsField,
	wholeNumberField,
} from '../../shared/field';
import { quoted } from '../../shared/values/typedValue';
import { type Disposition, DISPOSITIONS, FIELDS } from '../records';
import { required } from '../typed';

/** Source: the default of `limit`; the older API names it as the maximum. */
export const MOST_PER_PAGE = 20_000;

const fieldOptions = [...FIELDS]
	.map((value) => ({ name: titled(value), value }))
	.sort((a, b) => a.name.localeCompare(b.name));

/** Each with what it means. */
export const dispositionOptions = (Object.keys(DISPOSITIONS) as Disposition[])
	.map((value) => ({ name: titled(value), value, description: DISPOSITIONS[value] }))
	.sort((a, b) => a.name.localeCompare(b.name));

/** `noMxRecord` and `read_first_date` as they stand in a menu. */
function titled(name: string): string {
	return name
		.replace(/([a-z])([A-Z])/g, '$1 $2')
		.split(/[_ ]/)
		.map((word) => (word === 'id' ? 'ID' : word[0]!.toUpperCase() + word.slice(1)))
		.join(' ')
		.replace('No Mx', 'No MX');
}

const textFilter = (
	displayName: string,
	name: string,
	description: string,
	placeholder: string,
): Field<string> =>
	textField({
		displayName,
		name,
		within: 'filters',
		type: 'string',
		default: '',
		placeholder: `e.g. ${placeholder}`,
		description,
	});

export const LINK_ID =
	'The ID of a link (in the portal: item), as in the iovox portal or the traditional API';

const WHERE_IDS_ARE = 'iovox gives it for each e-mail that it accepts; a search shows it, too.';

export const messageId = required(
	textField({
		displayName: 'Message ID',
		name: 'messageId',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. 3d6b0c52-9a57-4f0e-8c11-5a7f0e2d9b34',
		description: 'As Send gave it, or a search',
	}),
	WHERE_IDS_ARE,
);

export const conversationId = required(
	textField({
		displayName: 'Conversation ID',
		name: 'conversationId',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. 7be41f0a-2f6b-4a0c-b1d9-0c8e6a5d4f21',
		description: 'As Send gave it, or the creation of a proxy address, or a search',
	}),
	WHERE_IDS_ARE,
);

/** Filters that are sent as they are, by the parameter of the search. */
export const textFilters = {
	conversation_id: textFilter(
		'Conversation ID',
		'conversationId',
		'The conversation that the e-mail belongs to',
		'7be41f0a-2f6b-4a0c-b1d9-0c8e6a5d4f21',
	),
	link_id: textFilter('Link ID', 'linkId', LINK_ID, 'garage-17'),
	link_name: textFilter('Link Name', 'linkName', 'The whole name of a link', 'Roadster'),
	link_type: textFilter('Link Type', 'linkType', 'The whole type of a link', 'Vehicle'),
	message_id: textFilter(
		'Message ID',
		'messageId',
		'As Send gave it',
		'3d6b0c52-9a57-4f0e-8c11-5a7f0e2d9b34',
	),
	node_id: textFilter(
		'Node ID',
		'nodeId',
		'The ID of a node (in the portal: group), which holds links',
		'n-12',
	),
	node_name: textFilter('Node Name', 'nodeName', 'The whole name of a node', 'Example Cars'),
	node_type: textFilter('Node Type', 'nodeType', 'The whole type of a node', 'Dealer'),
	proxy_address: textFilter(
		'Proxy Address',
		'proxyAddress',
		'The generated address that the e-mail went through',
		'k3x9q2v7hd@example.net',
	),
	recipient_address: textFilter(
		'Recipient Address',
		'recipientAddress',
		'The address that the e-mail was delivered to',
		'kim@example.org',
	),
	sender_address: textFilter(
		'Sender Address',
		'senderAddress',
		'The sender as iovox received it',
		'sales@example.com',
	),
};

/** Filters of which one value is chosen, by the parameter of the search. */
export const chosenFilters = {
	disposition: addedChoiceField({
		displayName: 'Disposition',
		name: 'disposition',
		within: 'filters',
		type: 'options',
		options: dispositionOptions,
		default: 'sent',
		description: 'How far the delivery has come',
	}),
	read_disposition: addedChoiceField({
		displayName: 'Read Disposition',
		name: 'readDisposition',
		within: 'filters',
		type: 'options',
		options: [
			{
				name: 'Read',
				value: 'read',
				description: 'An image was loaded or a tracked link clicked; iovox does not tell which',
			},
			{ name: 'Unread', value: 'unread', description: 'Neither happened yet' },
		],
		default: 'read',
		description: 'Whether it was read',
	}),
};

export const receivedAfter = dateField({
	displayName: 'Received After',
	name: 'startDate',
	within: 'filters',
	type: 'dateTime',
	default: '',
	description:
		"Only e-mails that iovox received at this time or later. Without a time zone, it is the workflow's. Empty: from the first one on.",
});

export const receivedBefore = dateField({
	displayName: 'Received Before',
	name: 'endDate',
	within: 'filters',
	type: 'dateTime',
	default: '',
	description: 'Only e-mails that iovox received before this time. Empty: up to now.',
});

/** The filters of a search, in alphabetical order. */
export const filters: ReadonlyArray<Field<unknown>> = [
	...Object.values(textFilters),
	...Object.values(chosenFilters),
	receivedAfter,
	receivedBefore,
].sort((a, b) => a.displayName.localeCompare(b.displayName));

/** @throws UserError where it is no name of a field */
function knownField(name: string, displayName: string): string {
	if ((FIELDS as readonly string[]).includes(name)) return name;
	throw new UserError(`${displayName} has ${quoted(name)}, which is no field of an e-mail`, {
		description: `The fields are ${FIELDS.join(', ')}.`,
	});
}

const sortBy = textField({
	displayName: 'Field',
	name: 'field',
	type: 'options',
	options: fieldOptions,
	default: 'receive_date',
});

const direction = choiceField({
	displayName: 'Direction',
	name: 'direction',
	type: 'options',
	options: [
		{ name: 'Ascending', value: 'ASC' },
		{ name: 'Descending', value: 'DESC' },
	],
	default: 'ASC',
});

export interface Sort {
	field: string;
	direction: 'ASC' | 'DESC';
}

export const sort = rowsField({
	displayName: 'Sort',
	name: 'sort',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true, sortable: true },
	placeholder: 'Add field',
	default: {},
	description: 'What to sort by, first things first; by default the oldest e-mail comes first',
	options: [
		{
			displayName: 'Fields',
			name: 'fields',
			values: propertiesOf([sortBy, direction]),
		},
	],
}).refined((rows, displayName) =>
	rows.map(
		(row): Sort => ({
			field: knownField(sortBy.inRow(row, displayName), displayName),
			direction: direction.inRow(row, displayName),
		}),
	),
);

/** The description of Output. */
export const OUTPUT =
	'The record as iovox returns it, or events with the same fields for every service: one for each thing that happened to the e-mail';

/** The fields to return; none: all. */
export const returnedFields = textsField({
	displayName: 'Fields to Return',
	name: 'fields',
	within: 'options',
	type: 'multiOptions',
	options: fieldOptions,
	default: [],
	description: 'Only these fields of each record; empty: all. Tracking events have all of theirs.',
}).refined((names, displayName) => names.map((name) => knownField(name, displayName)));

export const pageSize = wholeNumberField({
	displayName: 'Page Size',
	name: 'pageSize',
	within: 'options',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: MOST_PER_PAGE },
	default: 1_000,
	description: 'How many e-mails to ask for at once, up to 20,000',
});
