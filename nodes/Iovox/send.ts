import type { IDataObject } from 'n8n-workflow';
import type { Call, Files } from '../shared/run/post';
import type { FieldReader } from '../shared/feed';
import { textField } from '../shared/params';
import { isObject } from '../shared/values/json';
import { jsonBuffer } from '../shared/run/jsonBuffer';
import { typedText } from '../shared/values/typedValue';
import { attachmentsOf, encoded } from './attachments';
import { htmlOf } from './htmlOf';
import { addressIn, requiredText } from './typed';

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
	const senderAddress = addressIn(fields<unknown>('senderAddress', ''), 'Sender Address');
	const recipientAddress = addressIn(fields<unknown>('recipientAddress', ''), 'Recipient Address');
	const proxyDomain = textField(fields, 'options.proxyDomain', 'Proxy Domain');
	const proxyName = textField(fields, 'options.proxyName', 'Proxy Name');
	const text = typedText(fields<unknown>('textContent', ''), 'Text Content');
	const html = typedText(fields<unknown>('htmlContent', ''), 'HTML Content');
	return {
		link_id: requiredText(fields<unknown>('linkId', ''), 'Link'),
		sender_address: senderAddress,
		// iovox wants names; without one, mail programs show the address as well.
		sender_name: textField(fields, 'senderName', 'Sender Name') || senderAddress,
		recipient_address: recipientAddress,
		recipient_name: textField(fields, 'recipientName', 'Recipient Name') || recipientAddress,
		...(proxyDomain === '' ? {} : { proxy_domain: proxyDomain }),
		...(proxyName === '' ? {} : { proxy_name: proxyName }),
		subject: requiredText(fields<unknown>('subject', ''), 'Subject'),
		text_content: requiredText(text, 'Text Content', NO_TEXT) && text,
		html_content: html.trim() === '' ? htmlOf(text) : html,
	};
}

const NO_TEXT =
	'iovox takes no e-mail without a text for mail programs that show no HTML. Write in Text Content what the HTML says.';
