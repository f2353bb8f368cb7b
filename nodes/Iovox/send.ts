import type { IDataObject } from 'n8n-workflow';
import type { Call, Files } from '../shared/call';
import type { FieldReader } from '../shared/feed';
import { isObject } from '../shared/json';
import { jsonBuffer } from '../shared/jsonBuffer';
import { attachmentsOf, encoded } from './attachments';
import { htmlOf, textOf } from './bodies';
import { address, required, requiredText, typed } from './typed';

/** Sends one e-mail. Source: "Sending a tracked email". */
export function sendCall(fields: FieldReader, files: Files): Call {
	const mail = mailOf(fields);
	const attachments = attachmentsOf(fields, files);
	return {
		request: {
			path: '/email',
			async body() {
				const parts: IDataObject[] = [];
				for (const each of attachments) parts.push(await encoded(each));
				return jsonBuffer({ ...mail, ...(parts.length > 0 ? { attachments: parts } : {}) });
			},
			inDoubt:
				'It is not known whether the e-mail was sent. Search for it, by Recipient Address and Received After, before you send it again.',
		},
		// An answer without a body is a success as well, see "Requests/Responses".
		read: (body) => [{ accepted: true, ...(isObject(body) ? body : {}) }],
	};
}

function mailOf(fields: FieldReader): IDataObject {
	const senderAddress = address(fields, 'senderAddress', 'Sender Address');
	const recipientAddress = address(fields, 'recipientAddress', 'Recipient Address');
	const proxyDomain = typed(fields, 'options.proxyDomain');
	const proxyName = typed(fields, 'options.proxyName');
	return {
		link_id: required(fields, 'linkId', 'Link'),
		sender_address: senderAddress,
		// iovox wants names; without one, mail programs show the address as well.
		sender_name: typed(fields, 'senderName') || senderAddress,
		recipient_address: recipientAddress,
		recipient_name: typed(fields, 'recipientName') || recipientAddress,
		...(proxyDomain === '' ? {} : { proxy_domain: proxyDomain }),
		...(proxyName === '' ? {} : { proxy_name: proxyName }),
		subject: required(fields, 'subject', 'Subject'),
		...contents(fields),
	};
}

/** iovox wants both; the one that was not written says what the other does. */
function contents(fields: FieldReader): IDataObject {
	const html = String(fields<unknown>('htmlContent', '') ?? '');
	const text = String(fields<unknown>('textContent', '') ?? '');
	requiredText(html.trim() || text, 'HTML Content or Text Content');
	return {
		// HTML that is nothing but an image says nothing as text; iovox does not take an empty one.
		text_content:
			text.trim() === '' ? textOf(html) || required(fields, 'subject', 'Subject') : text,
		html_content: html.trim() === '' ? htmlOf(text) : html,
	};
}
