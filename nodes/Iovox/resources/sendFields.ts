import type { INodeProperties } from 'n8n-workflow';
import { shown, singleOptions } from '../../shared/editor/listProperties';
import {
	anyField,
	choiceField,
	longTextField,
	propertiesOf,
	rowsField,
	type ShowWhen,
	textField,
} from '../../shared/field';
import { addressOf, required } from '../typed';
import { iovox } from '../vendor';

// The domain and the name of a generated address.
export const proxyDomain = textField({
	displayName: 'Proxy Domain',
	name: 'proxyDomain',
	within: 'options',
	type: 'string',
	default: '',
	placeholder: 'e.g. example.net',
	description:
		'The domain of the address that both parties write to, so that replies are tracked, too. The support of iovox has to set it up for your account.',
});
export const proxyName = textField({
	displayName: 'Proxy Name',
	name: 'proxyName',
	within: 'options',
	type: 'string',
	default: '',
	placeholder: 'e.g. Example Cars',
	description: 'The name shown for that address. Empty: the name of the sender.',
});

/** A link, picked from those of the newest e-mails or by its ID. */
export const link = required(
	textField({
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
	}),
);

export const senderAddress = addressOf(
	textField({
		displayName: 'Sender Address',
		name: 'senderAddress',
		type: 'string',
		default: '',
		placeholder: 'e.g. sales@example.com',
		description: 'The From address',
		required: true,
	}),
);

export const senderName = textField({
	displayName: 'Sender Name',
	name: 'senderName',
	type: 'string',
	default: '',
	placeholder: 'e.g. Sales Desk',
	description: 'The name shown with it. Empty: the address.',
});

export const recipientAddress = addressOf(
	textField({
		displayName: 'Recipient Address',
		name: 'recipientAddress',
		type: 'string',
		default: '',
		placeholder: 'e.g. kim@example.org',
		description: 'The To address: one',
		required: true,
	}),
);

export const recipientName = textField({
	displayName: 'Recipient Name',
	name: 'recipientName',
	type: 'string',
	default: '',
	placeholder: 'e.g. Kim Buyer',
	description: 'The name shown with it. Empty: the address.',
});

export const subject = required(
	textField({
		displayName: 'Subject',
		name: 'subject',
		type: 'string',
		default: '',
		placeholder: 'e.g. Your test drive',
		required: true,
	}),
);

export const htmlContent = longTextField({
	displayName: 'HTML Content',
	name: 'htmlContent',
	type: 'string',
	typeOptions: { rows: 5 },
	default: '',
	description:
		'The e-mail as HTML. Empty: made from Text Content; write it where clicks are to count.',
});

export const textContent = longTextField({
	displayName: 'Text Content',
	name: 'textContent',
	type: 'string',
	typeOptions: { rows: 5 },
	default: '',
	required: true,
	description: 'The same for mail programs without HTML. iovox takes no e-mail without it.',
});

export const source = choiceField({
	displayName: 'Source',
	name: 'source',
	type: 'options',
	options: [
		{ name: 'Base64 Text', value: 'base64', description: 'From a field of an earlier node' },
		{ name: 'Binary Data', value: 'binary', description: 'A file of the input item' },
	],
	default: 'binary',
});

/** The name of a file's field, or the file itself, which n8n's helpers take as well. */
export const binaryProperty = anyField({
	displayName: 'Input Binary Field',
	name: 'binaryProperty',
	type: 'string',
	default: 'data',
	required: true,
	hint: 'The name of the field of the input item that holds the file',
});

export const content = required(
	textField({
		displayName: 'Content',
		name: 'content',
		type: 'string',
		default: '',
		required: true,
		description: 'The bytes of the file in base64',
	}),
);

export const disposition = choiceField({
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
});

const CONTENT_ID_SHOWS =
	'What the HTML has after "cid:": &lt;img src="cid:logo"&gt; shows the part "logo"';

export const contentId = textField({
	displayName: 'Content-ID',
	name: 'contentId',
	type: 'string',
	default: '',
	placeholder: 'e.g. logo',
	description: `${CONTENT_ID_SHOWS}. Empty: none.`,
});

export const fileName = textField({
	displayName: 'File Name',
	name: 'fileName',
	type: 'string',
	default: '',
	placeholder: 'e.g. route.pdf',
	description:
		'The name that the recipient sees. Empty: that of the binary data; an inline file may have none.',
});

export const mimeType = textField({
	displayName: 'MIME Type',
	name: 'mimeType',
	type: 'string',
	default: '',
	placeholder: 'e.g. application/pdf',
	description: 'Empty: that of the binary data, else application/octet-stream',
});

const ofInline = {
	...contentId.property,
	required: true,
	description: `${CONTENT_ID_SHOWS}. Each has its own.`,
};

export const attachments = rowsField({
	displayName: 'Attachments',
	name: 'attachments',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add attachment',
	default: {},
	options: [
		{
			displayName: 'Files',
			name: 'files',
			values: [
				source.property,
				...shown(source.is('binary'), [binaryProperty.property]),
				...shown(source.is('base64'), [content.property]),
				disposition.property,
				...shown(disposition.is('inline'), [ofInline]),
				fileName.property,
				...shown(disposition.is('attachment'), [contentId.property]),
				mimeType.property,
			],
		},
	],
});

/** The fields of Send. */
export const sendFields = (show: ShowWhen): INodeProperties[] => [
	...shown(
		show,
		propertiesOf([
			link,
			senderAddress,
			senderName,
			recipientAddress,
			recipientName,
			subject,
			htmlContent,
			textContent,
			attachments,
		]),
	),
	singleOptions(show, iovox, [proxyDomain, proxyName]),
];
