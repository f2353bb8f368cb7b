import type { IDataObject } from 'n8n-workflow';
import type { Call, Files } from '../shared/run/post';
import type { FieldReader } from '../shared/feed';
import { isObject } from '../shared/values/json';
import { jsonBuffer } from '../shared/run/jsonBuffer';
import { attachmentsOf, encoded } from './attachments';
import { htmlOf } from './htmlOf';
import {
	htmlContent,
	link,
	proxyDomain,
	proxyName,
	recipientAddress,
	recipientName,
	senderAddress,
	senderName,
	subject,
	textContent,
} from './resources/sendFields';
import { requiredText } from './typed';

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
	const sender = senderAddress.in(fields);
	const recipient = recipientAddress.in(fields);
	const domain = proxyDomain.in(fields);
	const name = proxyName.in(fields);
	const text = textContent.in(fields);
	const html = htmlContent.in(fields);
	return {
		link_id: link.in(fields),
		sender_address: sender,
		// iovox wants names; without one, mail programs show the address as well.
		sender_name: senderName.in(fields) || sender,
		recipient_address: recipient,
		recipient_name: recipientName.in(fields) || recipient,
		...(domain === '' ? {} : { proxy_domain: domain }),
		...(name === '' ? {} : { proxy_name: name }),
		subject: subject.in(fields),
		text_content: requiredText(text, textContent.displayName, NO_TEXT),
		html_content: html.trim() === '' ? htmlOf(text) : html,
	};
}

const NO_TEXT =
	'iovox takes no e-mail without a text for mail programs that show no HTML. Write in Text Content what the HTML says.';
