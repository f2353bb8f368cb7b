import { HTML_PAGE, jsonAnswer, textAnswer, type Answer } from '../exchange';
import type { EncompassSwitches } from './switches';

/** A refused request. How the vendor words one is unknown. */
export class Refusal extends Error {
	constructor(
		readonly status: number,
		message: string,
		readonly headers: Record<string, string> = {},
	) {
		super(message);
	}
}

export function refuse(status: number, message: string, headers?: Record<string, string>): Refusal {
	return new Refusal(status, message, headers);
}

export function refusalAnswer(switches: EncompassSwitches, refusal: Refusal): Answer {
	const { status, message, headers } = refusal;
	switch (switches.errorBody) {
		case 'json':
			return jsonAnswer(status, { message }, headers);
		case 'html':
			return textAnswer(status, HTML_PAGE, { 'content-type': 'text/html', ...headers });
		case 'empty':
			return textAnswer(status, '', headers);
	}
}

/** What the vendor's gateway says when the service behind it takes too long. */
export function timeoutAnswer(switches: EncompassSwitches): Answer {
	return jsonAnswer(switches.timeout, { message: 'Endpoint request timed out' });
}
