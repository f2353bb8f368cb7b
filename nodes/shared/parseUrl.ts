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
