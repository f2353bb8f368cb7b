/** The text and the HTML of a mail: iovox wants both. */

const ESCAPES: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;',
};

/** HTML that shows a text as it is, its lines and indentation included. */
export function htmlOf(text: string): string {
	const escaped = text
		.replace(/\t/g, '    ')
		.replace(/[&<>"']/g, (sign) => ESCAPES[sign]!)
		.replace(/^ +| {2,}/gm, (blanks) => '&nbsp;'.repeat(blanks.length))
		.replace(/\r\n|\r|\n/g, '<br>\n');
	return `<!DOCTYPE html>\n<html><body>${escaped}</body></html>`;
}

/** A comment, a tag, a text, or a stray sign: each sign is looked at once, however odd the HTML. */
const TOKEN = /<!--[\s\S]*?(?:-->|$)|<[^<>]*>|[^<]+|</g;
const TAG = /^<(\/?)([a-z][a-z0-9]*)([^>]*)>$/i;
const HREF = /\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/i;
const HIDDEN = new Set(['script', 'style', 'title', 'template']);
/** What each tag comes to, by its name; those that are not named come to nothing. */
const OPENING: Readonly<Record<string, string>> = { br: '\n', li: '\n- ', tr: '\n', div: '\n' };
const CLOSING: Readonly<Record<string, string>> = {
	...Object.fromEntries(['div', 'tr', 'li', 'dt', 'dd'].map((name) => [name, '\n'])),
	...Object.fromEntries(
		'p h1 h2 h3 h4 h5 h6 ul ol table blockquote section article header footer'
			.split(' ')
			.map((name) => [name, '\n\n']),
	),
	td: '\t',
	th: '\t',
};

/** What HTML says, as text: links with their addresses, list items with dashes. */
export function textOf(html: string): string {
	const said: string[] = [];
	/** The element that hides what is in it. */
	let hiddenBy: string | undefined;
	let link: { href: string; start: number } | undefined;
	for (const [token] of html.matchAll(TOKEN)) {
		const [, slash, tag = '', attributes = ''] = TAG.exec(token) ?? [];
		const name = tag.toLowerCase();
		const closes = slash === '/';
		if (hiddenBy !== undefined) {
			if (closes && name === hiddenBy) hiddenBy = undefined;
		} else if (slash === undefined) {
			if (!/^<[!?]/.test(token)) said.push(decoded(token.replace(/\s+/g, ' ')));
		} else if (HIDDEN.has(name)) {
			if (!closes) hiddenBy = name;
		} else if (name === 'a') {
			if (link) said.push(addressOf(link.href, said.slice(link.start).join('')));
			const [, one, other, bare] = HREF.exec(attributes) ?? [];
			const href = decoded(one ?? other ?? bare ?? '');
			link = closes ? undefined : { href, start: said.length };
		} else {
			said.push((closes ? CLOSING : OPENING)[name] ?? '');
		}
	}
	return said
		.join('')
		.split('\n')
		.map((line) => line.trim())
		.join('\n')
		.replace(/\n{3,}/g, '\n\n')
		.replace(/\n\n(?=- )/g, '\n')
		.replace(/ {2,}/g, ' ')
		.trim();
}

/** Where a link leads, unless its text says so, or it stays on the page. */
function addressOf(href: string, text: string): string {
	const label = text.trim();
	if (href === '' || href.startsWith('#') || href === label) return '';
	return label === '' ? href : ` (${href})`;
}

/** The characters from U+00A1 on. */
const LATIN =
	'iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml';

const NAMED: ReadonlyMap<string, string> = new Map([
	...LATIN.split(' ').map((name, index) => [name, String.fromCodePoint(0xa1 + index)] as const),
	...Object.entries({ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', shy: '' }),
	...Object.entries({ euro: '€', trade: '™', hellip: '…', ndash: '–', mdash: '—', bull: '•' }),
	...Object.entries({ lsquo: '‘', rsquo: '’', ldquo: '“', rdquo: '”', sbquo: '‚', bdquo: '„' }),
	...Object.entries({ lsaquo: '‹', rsaquo: '›', OElig: 'Œ', oelig: 'œ', Scaron: 'Š', scaron: 'š' }),
]);

/** Character references as what they stand for; unknown ones stay. */
const decoded = (text: string) =>
	text.replace(
		/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z][a-z\d]{1,7}));/gi,
		(all, decimal, hex, name) => {
			const code = decimal ? Number(decimal) : hex ? parseInt(String(hex), 16) : undefined;
			if (code === undefined) {
				return NAMED.get(String(name)) ?? NAMED.get(String(name).toLowerCase()) ?? all;
			}
			return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : all;
		},
	);
