import { encoded } from './encoded';

/**
 * The address, undefined where it is none.
 * By `new URL` and not `URL.canParse`, which in Node 20 answers false for a text with an umlaut once
 * it was called a few thousand times.
 */
export function parseUrl(text: string, base?: string): URL | undefined {
	try {
		return new URL(text, base);
	} catch {
		return undefined;
	}
}

/** Without the slashes at its end, with which an address may have been copied. */
export function withoutEndSlashes(text: string): string {
	let end = text.length;
	while (text.endsWith('/', end) && end > 0) end--;
	return text.slice(0, end);
}

/**
 * A web address that a user typed, without a name and a password in it, which would be sent along, and
 * shown; undefined where it is none.
 */
export function webAddress(typed: unknown): URL | undefined {
	const url = typeof typed === 'string' ? parseUrl(typed.trim()) : undefined;
	if (!url || !/^https?:$/.test(url.protocol)) return undefined;
	url.username = '';
	url.password = '';
	url.hash = '';
	return url;
}

/**
 * The address of an API or a site as a user typed it, without what may have been copied with it: a
 * query, and slashes at its end. What is no web address stays as it is, for the one who asks to say so.
 */
export function baseAddress(typed: unknown): string {
	const url = webAddress(typed);
	return url ? withoutEndSlashes(url.origin + url.pathname) : String(typed ?? '').trim();
}

/** The query of a request by its parameters; one with several values is sent several times. */
export type Query = Readonly<Record<string, string | readonly string[]>>;

/** The address of a path, with a query, below the address that a user typed. */
export function urlOf(base: URL, path: string, query: Query = {}): URL {
	const url = new URL(base.origin + withoutEndSlashes(base.pathname) + path);
	// `encoded` and not URLSearchParams: a `+` must arrive as %2B, a blank as %20.
	url.search = Object.entries(query)
		.flatMap(([name, value]) => [value].flat().map((each) => [name, each] as const))
		.map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
		.join('&');
	return url;
}

/** The whole address of a link; undefined where it leaves the host that it was found on. */
export function linkWithin(base: URL, link: string): URL | undefined {
	const target = parseUrl(link, base.href);
	return target?.origin === base.origin ? target : undefined;
}
