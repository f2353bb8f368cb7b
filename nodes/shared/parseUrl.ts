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
