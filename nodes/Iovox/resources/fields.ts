import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { outputField, type ShowWhen } from '../../shared/editor/listProperties';
import { PAGE_SIZE, MOST_PER_PAGE } from '../lists';
import { DISPOSITIONS, FIELDS } from '../records';

const fieldOptions: INodePropertyOptions[] = [...FIELDS]
	.map((value) => ({ name: titled(value), value }))
	.sort((a, b) => a.name.localeCompare(b.name));

/** Each with what it means. */
export const dispositionOptions: INodePropertyOptions[] = Object.entries(DISPOSITIONS)
	.map(([value, description]) => ({ name: titled(value), value, description }))
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
): INodeProperties => ({
	displayName,
	name,
	type: 'string',
	default: '',
	placeholder: `e.g. ${placeholder}`,
	description,
});

export const LINK_ID =
	'The ID of a link (in the portal: item), as in the iovox portal or the traditional API';

const linkId = textFilter('Link ID', 'linkId', LINK_ID, 'garage-17');
const nodeId = textFilter(
	'Node ID',
	'nodeId',
	'The ID of a node (in the portal: group), which holds links',
	'n-12',
);
const recipientAddress = textFilter(
	'Recipient Address',
	'recipientAddress',
	'The address that the e-mail was delivered to',
	'kim@example.org',
);
const senderAddress = textFilter(
	'Sender Address',
	'senderAddress',
	'The sender as iovox received it',
	'sales@example.com',
);

/** Fields of the trigger. */
export const followedFilters = [linkId, nodeId, recipientAddress, senderAddress];

export const filtersField = (show: ShowWhen): INodeProperties => ({
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add filter',
	default: {},
	options: [
		textFilter(
			'Conversation ID',
			'conversationId',
			'The conversation that the e-mail belongs to',
			'7be41f0a-2f6b-4a0c-b1d9-0c8e6a5d4f21',
		),
		{
			displayName: 'Disposition',
			name: 'disposition',
			type: 'options',
			options: dispositionOptions,
			default: 'sent',
			description: 'How far the delivery has come',
		},
		linkId,
		textFilter('Link Name', 'linkName', 'The whole name of a link', 'Roadster'),
		textFilter('Link Type', 'linkType', 'The whole type of a link', 'Vehicle'),
		textFilter(
			'Message ID',
			'messageId',
			'As Send gave it',
			'3d6b0c52-9a57-4f0e-8c11-5a7f0e2d9b34',
		),
		nodeId,
		textFilter('Node Name', 'nodeName', 'The whole name of a node', 'Example Cars'),
		textFilter('Node Type', 'nodeType', 'The whole type of a node', 'Dealer'),
		textFilter(
			'Proxy Address',
			'proxyAddress',
			'The generated address that the e-mail went through',
			'k3x9q2v7hd@example.net',
		),
		{
			displayName: 'Read Disposition',
			name: 'readDisposition',
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
		},
		{
			displayName: 'Received After',
			name: 'startDate',
			type: 'dateTime',
			default: '',
			description:
				"Only e-mails that iovox received at this time or later. Without a time zone, it is the workflow's. Empty: from the first one on.",
		},
		{
			displayName: 'Received Before',
			name: 'endDate',
			type: 'dateTime',
			default: '',
			description: 'Only e-mails that iovox received before this time. Empty: up to now.',
		},
		recipientAddress,
		senderAddress,
	],
	displayOptions: { show: { ...show } },
});

export const sortField = (show: ShowWhen): INodeProperties => ({
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
			values: [
				{
					displayName: 'Field',
					name: 'field',
					type: 'options',
					options: fieldOptions,
					default: 'receive_date',
				},
				{
					displayName: 'Direction',
					name: 'direction',
					type: 'options',
					options: [
						{ name: 'Ascending', value: 'ASC' },
						{ name: 'Descending', value: 'DESC' },
					],
					default: 'ASC',
				},
			],
		},
	],
	displayOptions: { show: { ...show } },
});

export const outputOf = (show: ShowWhen) =>
	outputField(
		show,
		'The record as iovox returns it, or events with the same fields for every service: one for each thing that happened to the e-mail',
	);

export const returnedFieldsOption: INodeProperties = {
	displayName: 'Fields to Return',
	name: 'fields',
	type: 'multiOptions',
	options: fieldOptions,
	default: [],
	description: 'Only these fields of each record; empty: all. Tracking events have all of theirs.',
};

export const pageSizeOption: INodeProperties = {
	displayName: 'Page Size',
	name: 'pageSize',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: MOST_PER_PAGE },
	default: PAGE_SIZE,
	description: 'How many e-mails to ask for at once, up to 20,000',
};
