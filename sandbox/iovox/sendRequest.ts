import { invalid } from './body';
import { checkReferences, checkTexts, isObject, isText, type Body, type Known } from './fields';

export interface AttachmentRequest {
	disposition: 'inline' | 'attachment';
	/** A MIME type. */
	type: string;
	/** Of an attachment. */
	filename?: string;
	/** The Content-ID of what is inline. */
	id?: string;
}

/** A mail to be sent, as it was asked for. */
export interface SendRequest {
	link_id: string;
	sender_address: string;
	sender_name: string;
	recipient_address: string;
	recipient_name: string;
	subject: string;
	text_content: string;
	html_content: string;
	proxy_domain?: string;
	proxy_name?: string;
	/** Without the bodies. */
	attachments?: AttachmentRequest[];
}

export interface SentAttachment extends AttachmentRequest {
	content: Buffer;
}

const TEXTS = {
	required: [
		'link_id',
		'sender_address',
		'sender_name',
		'recipient_address',
		'recipient_name',
		'subject',
		'text_content',
		'html_content',
	],
	optional: ['proxy_domain', 'proxy_name'],
};

const ATTACHMENT_TEXTS = ['disposition', 'type', 'body'];

/** The field that one disposition needs, and the other can do without. */
const NEEDED: Record<string, AttachmentRequest['disposition']> = {
	filename: 'attachment',
	id: 'inline',
};

const MIME_TYPE = /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+( *;.*)?$/;

/**
 * Reads the body of a call that sends a mail.
 *
 * @throws Refusal (invalid) with a text for each thing that is wrong
 */
export function readSend(
	body: unknown,
	known: Known,
): { request: SendRequest; attachments: SentAttachment[] } {
	if (!isObject(body)) throw invalid(['The body must be a JSON object']);
	const { attachments: listed, ...texts } = body;
	const errors: string[] = [];
	checkTexts(texts, TEXTS, errors);
	checkReferences(texts, known, errors);
	const attachments = listed === undefined ? [] : readAttachments(listed, errors);
	if (errors.length > 0) throw invalid(errors);
	const request = texts as unknown as SendRequest;
	if (listed === undefined) return { request, attachments };
	return { request: { ...request, attachments: attachments.map(withoutContent) }, attachments };
}

function readAttachments(listed: unknown, errors: string[]): SentAttachment[] {
	if (!Array.isArray(listed)) {
		errors.push('attachments must be an array');
		return [];
	}
	return listed.flatMap((entry: unknown, index) => {
		const prefix = `attachments[${index}]`;
		if (isObject(entry)) return readAttachment(entry, `${prefix}.`, errors);
		errors.push(`${prefix} must be an object`);
		return [];
	});
}

function readAttachment(entry: Body, prefix: string, errors: string[]): SentAttachment {
	const { disposition, type, body } = entry;
	// The vendor asks for the one or the other, and does not say that there must not be both.
	const needed = Object.keys(NEEDED).filter((name) => NEEDED[name] === disposition);
	const required = [...ATTACHMENT_TEXTS, ...needed];
	checkTexts(entry, { required, optional: Object.keys(NEEDED), prefix }, errors);
	if (isText(disposition) && needed.length === 0) {
		errors.push(`${prefix}disposition must be inline or attachment`);
	}
	if (isText(type) && !MIME_TYPE.test(type)) errors.push(`${prefix}type is not a MIME type`);
	const content = Buffer.from(typeof body === 'string' ? body : '', 'base64');
	// What Node skips, such as line breaks, does not come back.
	if (isText(body) && content.toString('base64') !== body) {
		errors.push(`${prefix}body is not valid base64`);
	}
	return { ...withoutContent(entry as unknown as AttachmentRequest), content };
}

function withoutContent({ disposition, type, filename, id }: AttachmentRequest): AttachmentRequest {
	return {
		disposition,
		type,
		...(filename === undefined ? {} : { filename }),
		...(id === undefined ? {} : { id }),
	};
}
