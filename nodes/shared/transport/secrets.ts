import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

const SECRET_FIELD = /secret|token|password|key/i;
/** Named like secrets, and none. */
const OPEN_FIELD = /url$|^token_?type$/i;
const SECRET_TEXT = [
	/((?:bearer|basic)\s+)[\w.~+/=-]+/gi,
	/((?:access_token|refresh_token|client_secret)["']?\s*[=:]\s*["']?)[^&\s"',}]+/gi,
];
/** Several in a row say no more than one. */
const SHOWN = /\*{3,}/g;

/** The most of a service's text that is looked at for what it says, in characters. */
export const MOST_READ = 20_000;

/** The secrets of one credential, those of tokens that it had before included. */
export class Secrets {
	/** How each is found, in whatever spelling. */
	private readonly patterns = new Map<string, RegExp>();
	/** How long a spelling may be. */
	private longest = 0;

	/** Adds what a credential holds now. */
	add(credential: ICredentialDataDecryptedObject): void {
		for (const [name, value] of Object.entries(credential)) this.collect(name, value);
	}

	/** Blacks them out in a text, in every spelling in which a service may echo them. */
	redact(text: string): string {
		let shown = text;
		for (const pattern of this.patterns.values()) shown = shown.replace(pattern, '***');
		for (const pattern of SECRET_TEXT) shown = shown.replace(pattern, '$1***');
		return shown.replace(SHOWN, '***');
	}

	/**
	 * The beginning of a text that may have any length, blacked out before anything else is done with
	 * it. Where it had to be cut, what may be the first half of a secret goes, too.
	 */
	redactStart(text: string): string {
		if (text.length <= MOST_READ) return this.redact(text);
		const start = this.redact(text.slice(0, MOST_READ));
		return start.slice(0, Math.max(0, start.length - this.longest));
	}

	private collect(name: string, value: unknown): void {
		if (typeof value === 'string') {
			const isSecret = SECRET_FIELD.test(name) && !OPEN_FIELD.test(name);
			// It may have been pasted with blanks, and is sent without.
			for (const secret of [value, value.trim()]) if (isSecret) this.remember(secret);
		} else if (typeof value === 'object' && value !== null) {
			for (const [key, inner] of Object.entries(value)) this.collect(key, inner);
		}
	}

	private remember(secret: string): void {
		// A short value would black out prose.
		if (secret.length < 4 || this.patterns.has(secret)) return;
		this.patterns.set(secret, new RegExp(signsOf(secret).map(spellingsOf).join(''), 'g'));
		this.longest = Math.max(this.longest, secret.length * LONGEST_SPELLING);
	}
}

/** The most characters that one sign takes, as `&#x0000F0;` does. */
const LONGEST_SPELLING = 12;
/** In HTML. */
const NAMED: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&apos;',
};

/** Its signs, and its runs of backslashes: each may be twice as long where it was escaped. */
const signsOf = (secret: string) => secret.match(/\\+|[^\\]/gu) ?? [];

/**
 * A pattern of all that one sign may have become: itself; escaped in JSON, once or twice; an entity of
 * HTML; percent-encoded, once or twice; a blank of a form.
 */
function spellingsOf(sign: string): string {
	if (/^\w$/.test(sign)) return sign;
	if (sign.startsWith('\\')) return backslashes(sign);
	const units = sign.split('').map((unit) => hexOf(unit.charCodeAt(0), 4));
	const point = sign.codePointAt(0)!;
	const spellings = [
		`\\\\{0,3}${sign.replace(/[\^$.*+?()[\]{}|/-]/, '\\$&')}`,
		units.map((unit) => `\\\\{1,3}u${unit}`).join(''),
		`&#0{0,3}${point};`,
		`&#[xX]0{0,3}${hexOf(point)};`,
		...(NAMED[sign] ? [NAMED[sign]] : []),
		encoded(sign),
		...(sign === ' ' ? ['\\+'] : []),
	];
	return `(?:${spellings.join('|')})`;
}

/** A run of them may be longer, each being escaped by others: so it is one thing. */
function backslashes({ length }: string): string {
	const each = ['\\\\{1,3}u005[cC]', '&#0{0,3}92;', '&#[xX]0{0,3}5[cC];', encoded('\\')];
	return `(?:\\\\{${length},${length * 4}}|(?:${each.join('|')}){${length}})`;
}

/** A pattern of its bytes as an address has them. */
const encoded = (text: string) =>
	[...Buffer.from(text, 'utf8')].map((byte) => `%(?:25)?${hexOf(byte, 2)}`).join('');

/** A pattern of a number in hexadecimal digits, large and small ones. */
const hexOf = (value: number, digits = 0) =>
	value
		.toString(16)
		.padStart(digits, '0')
		.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
