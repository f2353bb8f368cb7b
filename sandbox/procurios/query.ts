import { refuse } from './body';

/**
 * Reads the query of a list. The only parameter is `after`, at most once.
 *
 * @returns the decoded cursor, undefined when there is none
 * @throws Refusal (400) for anything else, as an API that checks its input does
 */
export function readAfter(url: string): string | undefined {
	return readQuery(url, ['after']).get('after');
}

/** Links take no parameters. @throws Refusal (400) when there is one */
export function readNoParameters(url: string): void {
	readQuery(url, []);
}

function readQuery(url: string, known: readonly string[]): Map<string, string> {
	const values = new Map<string, string>();
	const start = url.indexOf('?');
	if (start < 0) return values;
	for (const pair of url.slice(start + 1).split('&')) {
		if (pair === '') continue;
		const equals = pair.indexOf('=');
		const name = decode(equals < 0 ? pair : pair.slice(0, equals));
		if (!known.includes(name)) throw refuse(400, `Unknown parameter "${name}"`);
		if (values.has(name)) throw refuse(400, `Parameter ${name} is given more than once`);
		values.set(name, decode(equals < 0 ? '' : pair.slice(equals + 1)));
	}
	return values;
}

/** As PHP decodes a query: a `+` is a space, and so a raw `+` in a date does not arrive. */
function decode(text: string): string {
	try {
		return decodeURIComponent(text.replaceAll('+', ' '));
	} catch {
		throw refuse(400, `Malformed percent-encoding in "${text}"`);
	}
}
