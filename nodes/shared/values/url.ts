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
