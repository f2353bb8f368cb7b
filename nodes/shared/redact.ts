import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

const SECRET_FIELD = /secret|token|password|key/i;
/** Named like secrets, and none. */
const OPEN_FIELD = /url$|^token_?type$/i;
const SECRET_TEXT = [
	/(bearer\s+)[\w.~+/=-]+/gi,
	/((?:access_token|refresh_token|client_secret)["']?\s*[=:]\s*["']?)[^&\s"',}]+/gi,
];

/** The values of a credential that must never be shown, those of a stored token included. */
export function secretsOf(credential: ICredentialDataDecryptedObject): string[] {
	const secrets: string[] = [];
	const collect = (name: string, value: unknown): void => {
		if (typeof value === 'string') {
			// A short value would black out prose.
			const secret = SECRET_FIELD.test(name) && !OPEN_FIELD.test(name) && value.length >= 4;
			if (secret) secrets.push(value);
		} else if (typeof value === 'object' && value !== null) {
			for (const [key, inner] of Object.entries(value)) collect(key, inner);
		}
	};
	for (const [name, value] of Object.entries(credential)) collect(name, value);
	return secrets;
}

/** Blacks out a credential's secrets in a text, also in the spelling of a URL. */
export function redact(text: string, secrets: readonly string[]): string {
	let shown = text;
	for (const secret of secrets) {
		for (const spelling of [secret, encodeURIComponent(secret)]) {
			shown = shown.split(spelling).join('***');
		}
	}
	for (const pattern of SECRET_TEXT) shown = shown.replace(pattern, '$1***');
	return shown;
}
