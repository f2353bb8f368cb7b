import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

const SECRET_FIELD = /secret|token|password|key/i;
/** Named like secrets, and none. */
const OPEN_FIELD = /url$|^token_?type$/i;
const SECRET_TEXT = [
	/((?:bearer|basic)\s+)[\w.~+/=-]+/gi,
	/((?:access_token|refresh_token|client_secret)["']?\s*[=:]\s*["']?)[^&\s"',}]+/gi,
];

/** The secrets of one credential, those of tokens that it had before included. */
export class Secrets {
	private readonly values = new Set<string>();

	/** Adds what a credential holds now. */
	add(credential: ICredentialDataDecryptedObject): void {
		for (const [name, value] of Object.entries(credential)) this.collect(name, value);
	}

	/** Blacks them out in a text, in every spelling in which a service may echo them. */
	redact(text: string): string {
		let shown = text;
		for (const value of this.values) {
			for (const spelling of spellings(value)) shown = shown.replaceAll(spelling, '***');
		}
		for (const pattern of SECRET_TEXT) shown = shown.replace(pattern, '$1***');
		return shown;
	}

	private collect(name: string, value: unknown): void {
		if (typeof value === 'string') {
			// A short value would black out prose.
			const isSecret = SECRET_FIELD.test(name) && !OPEN_FIELD.test(name);
			// It may have been pasted with blanks, and is sent without.
			for (const secret of [value, value.trim()]) {
				if (isSecret && secret.length >= 4) this.values.add(secret);
			}
		} else if (typeof value === 'object' && value !== null) {
			for (const [key, inner] of Object.entries(value)) this.collect(key, inner);
		}
	}
}

/** As it is; in JSON; in HTML; in a URL and in a form, with large and small hexadecimal digits. */
function spellings(secret: string): Set<string> {
	const json = JSON.stringify(secret).slice(1, -1);
	const html = secret
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replaceAll('"', '&quot;');
	const form = new URLSearchParams({ x: secret }).toString().slice(2);
	const encoded = [encodeURIComponent(secret), form];
	return new Set([
		secret,
		json,
		json.replaceAll('/', '\\/'),
		html,
		html.replaceAll("'", '&#39;'),
		html.replaceAll("'", '&#039;'),
		...encoded,
		...encoded.map((text) => text.replace(/%../g, (code) => code.toLowerCase())),
	]);
}
