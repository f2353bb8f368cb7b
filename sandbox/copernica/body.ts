import { HTML_PAGE, jsonAnswer, textAnswer, type Answer } from '../exchange';
import type { CopernicaSwitches } from './switches';

/** A refused request: a 400 for nearly everything, in the vendor's texts where they are known. */
export class Refusal extends Error {
	constructor(
		message: string,
		readonly status = 400,
	) {
		super(message);
	}
}

export function refuse(message: string, status?: number): Refusal {
	return new Refusal(message, status);
}

export const INVALID_TOKEN = 'Invalid access token';

/** An unknown path, or a version that does not have it. */
export function invalidMethod(): Refusal {
	return refuse('Invalid method');
}

export function noEntity(): Refusal {
	return refuse('No entity with supplied ID');
}

/** @param index of the missing element, the first being 0 */
export function missingElement(index: number): Refusal {
	return refuse(`Invalid request, element ${index} is missing in 'directory' path`);
}

/** How the vendor words this is unknown; it never repeats a value, which may be a secret. */
export function invalidValue(name: string): Refusal {
	return refuse(`Invalid value for parameter '${name}'`);
}

export function refusalAnswer(
	switches: CopernicaSwitches,
	{ status, message }: Refusal,
	version?: number,
): Answer {
	switch (switches.errorBody) {
		case 'json': {
			const prefix =
				switches.errorPrefix === 'v3' && version === 3 ? 'Copernica REST API Error 400: ' : '';
			return jsonAnswer(status, { error: { message: prefix + message } });
		}
		case 'html':
			return textAnswer(status, HTML_PAGE, { 'content-type': 'text/html' });
		case 'empty':
			return textAnswer(status, '');
	}
}

const OVERLOAD_PAGE =
	'<!DOCTYPE html><html><head><title>Load balancer error</title></head>' +
	'<body><h1>Service unavailable</h1><p>There are too many requests at the moment.</p></body></html>';

export function overloadAnswer({ overloadStatus }: CopernicaSwitches): Answer {
	return textAnswer(overloadStatus, OVERLOAD_PAGE, { 'content-type': 'text/html' });
}
