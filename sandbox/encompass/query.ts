import { refuse } from './body';
import type { EncompassSwitches } from './switches';

export interface Paging {
	startAt: number;
	maxResults: number;
}

export interface Window {
	from: number;
	to: number;
}

const MAX_RESULTS = 1000;

/** The parameters that a list takes. */
const PAGING = ['startAt', 'maxResults'];
const WINDOW = ['fromTimestamp', 'toTimestamp'];

/** @throws Refusal (400) for a parameter that is unknown, given twice, or malformed */
export function readPaging(url: string, switches: EncompassSwitches): Paging {
	return pagingOf(parametersOf(url, PAGING), switches);
}

/** As `readPaging`, and the time that messages are asked for. */
export function readWindow(url: string, switches: EncompassSwitches): Paging & Window {
	const parameters = parametersOf(url, [...PAGING, ...WINDOW]);
	return {
		...pagingOf(parameters, switches),
		from: notNegative(parameters, 'fromTimestamp') ?? 0,
		to: notNegative(parameters, 'toTimestamp') ?? Infinity,
	};
}

/** @throws Refusal (400) when there is any parameter */
export function readNoParameters(url: string): void {
	parametersOf(url, []);
}

function pagingOf(parameters: URLSearchParams, switches: EncompassSwitches): Paging {
	const asked = whole(parameters, 'maxResults') ?? MAX_RESULTS;
	if (asked > MAX_RESULTS && switches.aboveMaximum === 'refuse') {
		throw refuse(400, `maxResults cannot exceed ${MAX_RESULTS}, got ${asked}`);
	}
	return {
		startAt: notNegative(parameters, 'startAt') ?? 0,
		maxResults: Math.min(Math.max(asked, 1), MAX_RESULTS),
	};
}

function parametersOf(url: string, known: readonly string[]): URLSearchParams {
	const start = url.indexOf('?');
	const parameters = new URLSearchParams(start < 0 ? '' : url.slice(start));
	for (const name of parameters.keys()) {
		if (!known.includes(name)) throw refuse(400, `Unknown parameter "${name}"`);
		if (parameters.getAll(name).length > 1) {
			throw refuse(400, `Parameter ${name} is given more than once`);
		}
	}
	return parameters;
}

function notNegative(parameters: URLSearchParams, name: string): number | undefined {
	const value = whole(parameters, name);
	if (value !== undefined && value < 0) throw refuse(400, `${name} cannot be negative`);
	return value;
}

function whole(parameters: URLSearchParams, name: string): number | undefined {
	const text = parameters.get(name);
	if (text === null) return undefined;
	if (!/^-?\d{1,15}$/.test(text))
		throw refuse(400, `${name} must be a whole number, got "${text}"`);
	return Number(text);
}
