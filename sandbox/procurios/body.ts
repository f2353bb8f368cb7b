import type { Answer } from '../exchange';
import type { ProcuriosSwitches } from './switches';

/** JSON as PHP writes it by default: slashes escaped, and what is not ASCII as \uXXXX. */
export function phpJson(value: unknown, unicode: ProcuriosSwitches['unicode']): string {
	const json = JSON.stringify(value).replaceAll('/', '\\/');
	if (unicode === 'utf8') return json;
	return json.replace(/[\u0080-\uffff]/g, escapeCharacter);
}

function escapeCharacter(character: string): string {
	return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

export function apiAnswer(switches: ProcuriosSwitches, value: unknown): Answer {
	return {
		status: 200,
		headers: { 'content-type': switches.contentType },
		body: phpJson(value, switches.unicode),
	};
}

/** A refused request. How the vendor words one is unknown; `payload` is used for JSON bodies. */
export class Refusal extends Error {
	constructor(
		readonly status: number,
		readonly payload: { message: string } | { error: string; error_description: string },
		readonly headers: Record<string, string> = {},
	) {
		super('message' in payload ? payload.message : payload.error_description);
	}
}

/** Refuses an API request. */
export function refuse(status: number, message: string, headers?: Record<string, string>): Refusal {
	return new Refusal(status, { message }, headers);
}

/** Refuses a request to the OAuth2 endpoints, in the words of RFC 6749. */
export function refuseOAuth(status: number, error: string, description: string): Refusal {
	return new Refusal(status, { error, error_description: description });
}

export function refusalAnswer(switches: ProcuriosSwitches, refusal: Refusal): Answer {
	const { status, headers, payload, message } = refusal;
	switch (switches.errorBody) {
		case 'empty':
			return { status, headers, body: '' };
		case 'html':
			return {
				status,
				headers: { 'content-type': 'text/html; charset=utf-8', ...headers },
				body: htmlPage(`Error ${status}`, `<p>${escapeHtml(message)}</p>`),
			};
		case 'json':
			return {
				status,
				headers: { 'content-type': 'application/json', ...headers },
				body: phpJson(payload, switches.unicode),
			};
	}
}

export function htmlPage(title: string, content: string): string {
	return `<!DOCTYPE html><html><head><meta charset="utf-8"><title>${title}</title></head><body><h1>${title}</h1>${content}</body></html>`;
}

export function escapeHtml(text: string): string {
	return text
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replaceAll('"', '&quot;');
}
