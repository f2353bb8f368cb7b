/** What nobody sees and no address needs: zero widths, marks of direction, soft hyphens. */
const UNSEEN = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;
/** Joiners tell words of some languages apart, and may belong to an address that is not in ASCII. */
const JOINER = /[\u200c\u200d]/;
const NOT_ASCII = /[^\0-\x7f]/;

const LOCAL = /^[^\s\p{C}@<>()[\]\\",:;]+$/u;
const DOMAIN = /^[\p{L}\p{M}\p{N}_-]+(?:\.[\p{L}\p{M}\p{N}_-]+)*$/u;

/**
 * The one e-mail address that a text is, less what cannot belong to it: signs that nobody sees, `mailto:`,
 * blanks around it, a dot at the end. Undefined where it is none, several, or in doubt.
 */
export function bareAddress(text: string): string | undefined {
	const seen = text.replace(UNSEEN, '').trim();
	if (JOINER.test(text) && NOT_ASCII.test(seen)) return undefined;
	const isLink = /^mailto:/i.test(seen);
	const bare = (isLink ? seen.slice('mailto:'.length).trim() : seen).replace(/\.$/, '');
	// In a link, other signs may be written as `%` and digits.
	if (isLink && bare.includes('%')) return undefined;
	const at = bare.indexOf('@');
	return at > 0 && LOCAL.test(bare.slice(0, at)) && DOMAIN.test(bare.slice(at + 1))
		? bare
		: undefined;
}

const QUOTED_NAME = /^"(?:[^"\\]|\\.)*"/;

/** The address in what a mail program takes: `Ann <ann@example.com>`, `ann@example.com (Ann)`. */
export function mailboxAddress(text: string): string | undefined {
	const trimmed = text.trim();
	if (!trimmed.endsWith('>')) return bareAddress(withoutComment(trimmed));
	const unquoted = trimmed.replace(QUOTED_NAME, '');
	const start = unquoted.indexOf('<');
	// A second address would be in the name.
	return /[,;:@<>]/.test(unquoted.slice(0, Math.max(start, 0)))
		? undefined
		: bareAddress(unquoted.slice(start + 1, -1));
}

function withoutComment(text: string): string {
	const start = text.endsWith(')') ? text.lastIndexOf('(') : -1;
	return start < 0 ? text : text.slice(0, start);
}
