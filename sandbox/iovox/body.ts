import { HTML_PAGE, jsonAnswer, textAnswer, type Answer } from '../exchange';
import type { IovoxSwitches } from './switches';

/** A refused request, with a text for each thing that is wrong with it. */
export class Refusal extends Error {
	constructor(
		/** `invalid` and `login` are answered as the switches say. */
		readonly kind: 'invalid' | 'login' | 'other',
		readonly errors: readonly string[],
		readonly status = 400,
		readonly headers: Record<string, string> = {},
	) {
		super(errors.join('; '));
	}
}

export function invalid(errors: readonly string[]): Refusal {
	return new Refusal('invalid', errors);
}

export function refuse(status: number, error: string, headers?: Record<string, string>): Refusal {
	return new Refusal('other', [error], status, headers);
}

export function refusalAnswer(switches: IovoxSwitches, refusal: Refusal): Answer {
	const { kind, errors, status, headers } = refusal;
	switch (kind) {
		case 'other':
			return jsonAnswer(status, { errors }, headers);
		case 'login':
			return loginAnswer(switches, errors);
		case 'invalid':
			return errorAnswer(switches.errorBody, switches.validationStatus, errors);
	}
}

function loginAnswer(switches: IovoxSwitches, errors: readonly string[]): Answer {
	switch (switches.refusedLogin) {
		case 'xml401':
			return errorAnswer('xml', 401, errors);
		case 'json401':
			return errorAnswer('json', 401, errors);
		case 'empty401':
			return errorAnswer('empty', 401, errors);
		case 'xml403':
			return errorAnswer('xml', 403, errors);
		case 'xml200':
			return { ...errorAnswer('xml', 401, errors), status: 200 };
	}
}

function errorAnswer(
	body: IovoxSwitches['errorBody'],
	status: number,
	errors: readonly string[],
): Answer {
	switch (body) {
		case 'json':
			return jsonAnswer(status, { errors });
		case 'xml':
			return textAnswer(status, xml(status, errors), { 'content-type': 'application/xml' });
		case 'html':
			return textAnswer(status, HTML_PAGE, { 'content-type': 'text/html' });
		case 'empty':
			return textAnswer(status, '');
	}
}

/** As the older API writes errors. */
function xml(status: number, errors: readonly string[]): string {
	const lines = errors.map((error) => `<error status="${status}">${escaped(error)}</error>`);
	return `<?xml version="1.0" encoding="UTF-8"?>\n<errors>${lines.join('')}</errors>`;
}

function escaped(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
