import type { IDataObject } from 'n8n-workflow';
import type { Call, Files } from '../shared/call';
import type { FieldReader } from '../shared/feed';
import { isObject } from '../shared/json';
import { jsonBuffer } from '../shared/jsonBuffer';
import { attachmentsOf, encoded } from './attachments';
import { htmlOf } from './htmlOf';
import { addressIn, idField, requiredText, textIn } from './typed';

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
	const textOf = (name: string, displayName: string) =>
		textIn(fields<unknown>(name, ''), displayName);
	const senderAddress = addressIn(fields<unknown>('senderAddress', ''), 'Sender Address');
	const recipientAddress = addressIn(fields<unknown>('recipientAddress', ''), 'Recipient Address');
	const proxyDomain = textOf('options.proxyDomain', 'Proxy Domain').trim();
	const proxyName = textOf('options.proxyName', 'Proxy Name').trim();
	const text = textOf('textContent', 'Text Content');
	const html = textOf('htmlContent', 'HTML Content');
	return {
		link_id: idField(fields, 'linkId', 'Link'),
		sender_address: senderAddress,
		// iovox wants names; without one, mail programs show the address as well.
		sender_name: textOf('senderName', 'Sender Name').trim() || senderAddress,
		recipient_address: recipientAddress,
		recipient_name: textOf('recipientName', 'Recipient Name').trim() || recipientAddress,
		...(proxyDomain === '' ? {} : { proxy_domain: proxyDomain }),
		...(proxyName === '' ? {} : { proxy_name: proxyName }),
		subject: requiredText(textOf('subject', 'Subject'), 'Subject'),
		text_content: requiredText(text, 'Text Content', NO_TEXT) && text,
		html_content: html.trim() === '' ? htmlOf(text) : html,
	};
}

const NO_TEXT =
	'iovox takes no e-mail without a text for mail programs that show no HTML. Write in Text Content what the HTML says.';
