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
		.replace(/[&<>"']/g, (sign) => ESCAPES[sign]!)
		.replace(/^ +| {2,}/gm, (blanks) => '&nbsp;'.repeat(blanks.length))
		.replace(/\r\n|\r|\n/g, '<br>\n');
	return `<!DOCTYPE html>\n<html><body>${escaped}</body></html>`;
}

/** A comment, a tag, a text, or a stray sign: each sign is looked at once, however odd the HTML. */
const TOKEN = /<!--[\s\S]*?(?:-->|$)|<[^<>]*>|[^<]+|</g;
const TAG = /^<(\/?)([a-z][a-z0-9]*)([^>]*)>$/i;
const HREF = /\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/i;
const HIDDEN = new Set(['script', 'style', 'head', 'title', 'template']);
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
	let text = '';
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
			if (!token.startsWith('<!')) text += decoded(token.replace(/\s+/g, ' '));
		} else if (HIDDEN.has(name)) {
			if (!closes) hiddenBy = name;
		} else if (name === 'a') {
			if (link) text += addressOf(link, text);
			const [, one, other, bare] = HREF.exec(attributes) ?? [];
			const href = decoded(one ?? other ?? bare ?? '');
			link = closes ? undefined : { href, start: text.length };
		} else {
			text += (closes ? CLOSING : OPENING)[name] ?? '';
		}
	}
	return text
		.split('\n')
		.map((line) => line.trim())
		.join('\n')
		.replace(/\n{3,}/g, '\n\n')
		.replace(/\n\n(?=- )/g, '\n')
		.replace(/ {2,}/g, ' ')
		.trim();
}

/** Where a link leads, unless its text says so, or it stays on the page. */
function addressOf({ href, start }: { href: string; start: number }, text: string): string {
	const label = text.slice(start).trim();
	if (href === '' || href.startsWith('#') || href === label) return '';
	return label === '' ? href : ` (${href})`;
}

const NAMED: Readonly<Record<string, string>> = {
	amp: '&',
	lt: '<',
	gt: '>',
	quot: '"',
	apos: "'",
	nbsp: ' ',
	euro: '€',
	pound: '£',
	copy: '©',
	reg: '®',
	trade: '™',
	hellip: '…',
	ndash: '–',
	mdash: '—',
	lsquo: '‘',
	rsquo: '’',
	ldquo: '“',
	rdquo: '”',
	laquo: '«',
	raquo: '»',
	bull: '•',
	middot: '·',
};

/** Character references as what they stand for; unknown ones stay. */
const decoded = (text: string) =>
	text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));/gi, (all, decimal, hex, name) => {
		const code = decimal ? Number(decimal) : hex ? parseInt(String(hex), 16) : undefined;
		if (code === undefined) return NAMED[String(name).toLowerCase()] ?? all;
		return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : all;
	});
