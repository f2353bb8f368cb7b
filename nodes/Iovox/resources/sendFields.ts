import type { INodeProperties } from 'n8n-workflow';
import { type ShowWhen, singleOptions } from '../../shared/editor/listProperties';
import { iovox } from '../vendor';

/** The domain and the name of a generated address. */
export const proxyFields: INodeProperties[] = [
	{
		displayName: 'Proxy Domain',
		name: 'proxyDomain',
		type: 'string',
		default: '',
		placeholder: 'e.g. example.net',
		description:
			'The domain of the address that both parties write to, so that replies are tracked, too. The support of iovox has to set it up for your account.',
	},
	{
		displayName: 'Proxy Name',
		name: 'proxyName',
		type: 'string',
		default: '',
		placeholder: 'e.g. Example Cars',
		description: 'The name shown for that address. Empty: the name of the sender.',
	},
];

/** A link, picked from those of the newest e-mails or by its ID. */
const linkField: INodeProperties = {
	displayName: 'Link',
	name: 'linkId',
	type: 'resourceLocator',
	required: true,
	default: { mode: 'list', value: '' },
	description: 'The link (in the portal: item) that the e-mail is booked on. It must exist.',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Select a link...',
			typeOptions: { searchListMethod: 'searchLinks', searchable: true },
		},
		{ displayName: 'By ID', name: 'id', type: 'string', placeholder: 'e.g. garage-17' },
	],
};

const CONTENT_ID: INodeProperties = {
	displayName: 'Content-ID',
	name: 'contentId',
	type: 'string',
	default: '',
	placeholder: 'e.g. logo',
};
const CONTENT_ID_SHOWS =
	'What the HTML has after "cid:": &lt;img src="cid:logo"&gt; shows the part "logo"';

const ATTACHMENT_FIELDS: INodeProperties[] = [
	{
		displayName: 'Source',
		name: 'source',
		type: 'options',
		options: [
			{ name: 'Base64 Text', value: 'base64', description: 'From a field of an earlier node' },
			{ name: 'Binary Data', value: 'binary', description: 'A file of the input item' },
		],
		default: 'binary',
	},
	{
		displayName: 'Input Binary Field',
		name: 'binaryProperty',
		type: 'string',
		default: 'data',
		required: true,
		hint: 'The name of the field of the input item that holds the file',
		displayOptions: { show: { source: ['binary'] } },
	},
	{
		displayName: 'Content',
		name: 'content',
		type: 'string',
		default: '',
		required: true,
		description: 'The bytes of the file in base64',
		displayOptions: { show: { source: ['base64'] } },
	},
	{
		displayName: 'Disposition',
		name: 'disposition',
		type: 'options',
		options: [
			{ name: 'Attachment', value: 'attachment', description: 'Shown as a file' },
			{
				name: 'Inline',
				value: 'inline',
				description: 'Shown where the HTML names it, such as an image',
			},
		],
		default: 'attachment',
	},
	{
		...CONTENT_ID,
		required: true,
		description: `${CONTENT_ID_SHOWS}. Each has its own.`,
		displayOptions: { show: { disposition: ['inline'] } },
	},
	{
		displayName: 'File Name',
		name: 'fileName',
		type: 'string',
		default: '',
		placeholder: 'e.g. route.pdf',
		description:
			'The name that the recipient sees. Empty: that of the binary data; an inline file may have none.',
	},
	{
		...CONTENT_ID,
		description: `${CONTENT_ID_SHOWS}. Empty: none.`,
		displayOptions: { show: { disposition: ['attachment'] } },
	},
	{
		displayName: 'MIME Type',
		name: 'mimeType',
		type: 'string',
		default: '',
		placeholder: 'e.g. application/pdf',
		description: 'Empty: that of the binary data, else application/octet-stream',
	},
];

/** The fields of Send. */
export const sendFields = (show: ShowWhen): INodeProperties[] => [
	{ ...linkField, displayOptions: { show: { ...show } } },
	...[
		{
			displayName: 'Sender Address',
			name: 'senderAddress',
			placeholder: 'e.g. sales@example.com',
			description: 'The From address',
			required: true,
		},
		{
			displayName: 'Sender Name',
			name: 'senderName',
			placeholder: 'e.g. Sales Desk',
			description: 'The name shown with it. Empty: the address.',
		},
		{
			displayName: 'Recipient Address',
			name: 'recipientAddress',
			placeholder: 'e.g. kim@example.org',
			description: 'The To address: one',
			required: true,
		},
		{
			displayName: 'Recipient Name',
			name: 'recipientName',
			placeholder: 'e.g. Kim Buyer',
			description: 'The name shown with it. Empty: the address.',
		},
		{
			displayName: 'Subject',
			name: 'subject',
			placeholder: 'e.g. Your test drive',
			required: true,
		},
	].map(
		(field): INodeProperties => ({
			...field,
			type: 'string',
			default: '',
			displayOptions: { show: { ...show } },
		}),
	),
	{
		displayName: 'HTML Content',
		name: 'htmlContent',
		type: 'string',
		typeOptions: { rows: 5 },
		default: '',
		description:
			'The e-mail as HTML. Empty: made from Text Content; write it where clicks are to count.',
		displayOptions: { show: { ...show } },
	},
	{
		displayName: 'Text Content',
		name: 'textContent',
		type: 'string',
		typeOptions: { rows: 5 },
		default: '',
		required: true,
		description: 'The same for mail programs without HTML. iovox takes no e-mail without it.',
		displayOptions: { show: { ...show } },
	},
	{
		displayName: 'Attachments',
		name: 'attachments',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add attachment',
		default: {},
		options: [{ displayName: 'Files', name: 'files', values: ATTACHMENT_FIELDS }],
		displayOptions: { show: { ...show } },
	},
	singleOptions(show, iovox, proxyFields),
];
