/** How the fields of a request are checked; every function adds a text for each thing wrong. */

export type Body = Record<string, unknown>;

interface Wanted {
	required: readonly string[];
	optional: readonly string[];
	/** What stands before a field's name in the texts. */
	prefix?: string;
}

/** Every field is text and says something; no field that is unknown. */
export function checkTexts(body: Body, wanted: Wanted, errors: string[]): void {
	const { required, optional, prefix = '' } = wanted;
	const known = [...new Set([...required, ...optional])];
	for (const name of Object.keys(body)) {
		if (!known.includes(name)) errors.push(`${prefix}${name} is not a known field`);
	}
	for (const name of known) {
		const value = Object.hasOwn(body, name) ? body[name] : undefined;
		if (value === undefined && !required.includes(name)) continue;
		if (typeof value === 'string' ? value.trim() === '' : value === undefined || value === null) {
			errors.push(`${prefix}${name} cannot be empty`);
		} else if (typeof value !== 'string') {
			errors.push(`${prefix}${name} must be a string`);
		}
	}
}

const ADDRESS = /^[^\s@<>()[\]:;,"\\]+@[^\s@<>()[\]:;,"\\.]+(\.[^\s@<>()[\]:;,"\\.]+)+$/;

/** What checks of addresses, links and domains need to know of the account. */
export interface Known {
	links: ReadonlyMap<string, unknown>;
	proxyDomains: readonly string[];
}

/** The fields that both calls have: two addresses, a link and a domain. */
export function checkReferences(body: Body, known: Known, errors: string[], prefix = ''): void {
	for (const name of ['sender_address', 'recipient_address']) {
		if (isText(body[name]) && !ADDRESS.test(body[name])) {
			errors.push(`${prefix}${name} is not a valid address`);
		}
	}
	if (isText(body.link_id) && !known.links.has(body.link_id)) {
		errors.push(`${prefix}link_id does not exist`);
	}
	if (isText(body.proxy_domain) && !known.proxyDomains.includes(body.proxy_domain)) {
		errors.push(`${prefix}proxy_domain is not configured`);
	}
}

/** A text that says something; what is wrong with others, `checkTexts` tells. */
export function isText(value: unknown): value is string {
	return typeof value === 'string' && value.trim() !== '';
}

export function isObject(value: unknown): value is Body {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
