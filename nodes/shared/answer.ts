import type { IDataObject } from 'n8n-workflow';

/** How a request ended, whether n8n's helper returned it or threw it. */
export interface Answer {
	/** Undefined where no answer came. */
	readonly status: number | undefined;
	readonly headers: IDataObject;
	/** Parsed JSON, or the text as it came. */
	readonly body: unknown;
	/** The network's code where no answer came, such as ECONNRESET. */
	readonly code: string | undefined;
	/** What n8n or the network says where no answer came. */
	readonly message: string;
}

const isObject = (value: unknown): value is IDataObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads what `httpRequestWithAuthentication` returns when asked for the full response. */
export function answerOf(response: {
	statusCode: number;
	headers: IDataObject;
	body: unknown;
}): Answer {
	const { statusCode, headers, body } = response;
	return { status: statusCode, headers, body, code: undefined, message: '' };
}

/** Reads what n8n threw: a NodeApiError, with axios' or the OAuth2 client's own as its cause. */
export function answerOfThrown(thrown: unknown): Answer {
	let status: number | undefined;
	let code: string | undefined;
	let headers: IDataObject = {};
	let body: unknown;
	const messages: string[] = [];
	for (let error = thrown, depth = 0; isObject(error) && depth < 6; error = error.cause, depth++) {
		const response = isObject(error.response) ? error.response : undefined;
		status ??= toStatus(response?.status ?? error.httpCode);
		if (isObject(response?.headers)) headers = response.headers;
		body ??= response?.data ?? error.body;
		if (typeof error.code === 'string') code ??= error.code;
		for (const text of [error.message, error.description]) {
			if (typeof text === 'string' && text !== '' && !messages.includes(text)) messages.push(text);
		}
	}
	// A good status that was thrown is an answer that broke off.
	if (status !== undefined && status < 300) status = undefined;
	return { status, headers, body, code, message: messages.join(': ') };
}

function toStatus(value: unknown): number | undefined {
	const status = Number(value);
	return Number.isInteger(status) && status >= 100 && status < 600 ? status : undefined;
}

const MESSAGE_KEYS = ['error_description', 'message', 'detail', 'title', 'error', 'errors'];

/** The vendor's own words in a JSON body, whichever of the usual keys they stand under. */
export function vendorMessage(body: unknown): string | undefined {
	if (!isObject(body)) return undefined;
	for (const key of MESSAGE_KEYS) {
		const value = body[key];
		if (typeof value === 'string' && value.trim() !== '') return value.trim();
		const nested = Array.isArray(value) ? value[0] : value;
		const message = typeof nested === 'string' ? nested : vendorMessage(nested);
		if (message) return message;
	}
	return undefined;
}

/** What came, for someone who expected JSON. */
export function describeBody(body: unknown): string {
	if (body === undefined || body === null || body === '') return 'an empty answer';
	if (typeof body !== 'string') {
		const said = vendorMessage(body);
		return said ? `"${said}"` : `JSON that begins with ${start(JSON.stringify(body))}`;
	}
	const text = body.trim();
	if (/^<(!doctype html|html|head|body)\b/i.test(text)) {
		const title = /<title[^>]*>([^<]*)<\/title>/i.exec(text)?.[1]?.trim();
		return title ? `a web page with the title "${title.slice(0, 80)}"` : 'a web page';
	}
	if (text.startsWith('<')) return 'XML';
	if (/^[[{]/.test(text)) return 'JSON that breaks off, or is damaged';
	return `text that begins with ${start(text)}`;
}

const start = (text: string) => `"${text.slice(0, 80).replace(/\s+/g, ' ')}"`;
