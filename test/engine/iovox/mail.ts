import type { INodeParameters } from 'n8n-workflow';
import type { IovoxSandbox } from '../../../sandbox';

/** A mail with what there has to be, as a user fills it in. */
export const SEND: INodeParameters = {
	...{ resource: 'email', operation: 'send', linkId: 'garage-17' },
	...{ senderAddress: 'sales@example.com', senderName: 'Sales Desk' },
	...{ recipientAddress: 'kim@example.org', recipientName: 'Kim Buyer' },
	...{ subject: 'Your test drive', htmlContent: '<p>See you on <b>Friday</b></p>' },
	textContent: 'See you on Friday',
};

/** The same as the service wants it. */
export const SENT = {
	...{ link_id: 'garage-17', sender_address: 'sales@example.com', sender_name: 'Sales Desk' },
	...{ recipient_address: 'kim@example.org', recipient_name: 'Kim Buyer' },
	subject: 'Your test drive',
	text_content: 'See you on Friday',
	html_content: '<p>See you on <b>Friday</b></p>',
};

/** What was accepted last. */
export const lastOf = ({ sentMails }: IovoxSandbox) => sentMails.at(-1)!;

export const attached = (...files: INodeParameters[]): INodeParameters => ({
	attachments: { files },
});

/** A file as n8n keeps it where it has no store. */
export const inMemory = (bytes: Buffer, fileName = 'a.bin', mimeType = 'application/x-a') => ({
	...{ data: bytes.toString('base64'), fileName, mimeType },
});
