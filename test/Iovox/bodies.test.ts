import fc from 'fast-check';
import { htmlOf, textOf } from '../../nodes/Iovox/bodies';

/** Texts as people write them, with what HTML would take for its own. */
const text = fc
	.array(
		fc.oneof(
			fc.string({ unit: 'grapheme' }),
			fc.constantFrom('\n', '\r\n', '\r', '\t', '   ', '\n\n\n', '- ', '\n\n- a', '&amp;', '&#39;'),
			fc.constantFrom('<br>', '<p>', '</a>', '<!--', '-->', '<script>', '&', '<', '>', '"', "'"),
			fc.constantFrom('&nbsp;', '&uuml;', '&notso;', '&#0;', '\u00a0', '\u2028', '軽', '🚗'),
		),
		{ maxLength: 12 },
	)
	.map((parts) => parts.join(''));

/** Less what HTML does not tell apart: how many blanks there are, and empty lines. */
const plain = (given: string) =>
	given
		.split(/\r\n|\r|\n/)
		.map((line) => line.replace(/\s+/g, ' ').trim())
		.join('\n')
		.replace(/\n{3,}/g, '\n\n')
		.replace(/\n\n(?=- )/g, '\n')
		.trim();

describe('the HTML of a text', () => {
	it('says the same as the text', () => {
		fc.assert(
			fc.property(text, (given) => {
				expect(textOf(htmlOf(given))).toBe(plain(given));
			}),
			{ numRuns: 3_000 },
		);
	});

	it('holds nothing of the text as HTML', () => {
		fc.assert(
			fc.property(text, (given) => {
				const [, body] = /^<!DOCTYPE html>\n<html><body>([^]*)<\/body><\/html>$/.exec(
					htmlOf(given),
				)!;
				const rest = body!.replaceAll('<br>\n', '').replace(/&(?:amp|lt|gt|quot|#39|nbsp);/g, '');
				expect(rest).not.toMatch(/[<>"'&]/);
			}),
		);
	});

	it('keeps lines and indentation', () => {
		const body = (given: string) => htmlOf(given).slice(28, -14);
		expect(body('a\r\nb\rc\n\nd')).toBe('a<br>\nb<br>\nc<br>\n<br>\nd');
		expect(body(' a\n  b\tc   d')).toBe(
			'&nbsp;a<br>\n&nbsp;&nbsp;b&nbsp;&nbsp;&nbsp;&nbsp;c&nbsp;&nbsp;&nbsp;d',
		);
		expect(body('a b')).toBe('a b');
	});
});

describe('the text of HTML', () => {
	it.each<[string, string, string]>([
		['paragraphs', '<p>One</p><p>Two</p>', 'One\n\nTwo'],
		['lines', 'a<br>b<br/>c<BR />d', 'a\nb\nc\nd'],
		['lines of the source', '<p>one\n   two</p>', 'one two'],
		['headings', '<h1>Title</h1>text', 'Title\n\ntext'],
		['blocks', '<div>a</div><div><div>b</div></div>', 'a\n\nb'],
		['a list', '<p>Buy</p><ul>\n <li>one\n <li>two</li></ul>now', 'Buy\n- one\n- two\n\nnow'],
		['a table', '<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>', 'a\tb\n\nc'],
		[
			'a link',
			'<a href="https://x.example/?a=1&amp;b=2">Go</a>!',
			'Go (https://x.example/?a=1&b=2)!',
		],
		[
			'a link in other quotes',
			"<a class=b href = 'https://x.example'>Go</a>",
			'Go (https://x.example)',
		],
		['a link without quotes', '<A HREF=https://x.example>Go</A>', 'Go (https://x.example)'],
		[
			'a link that says its address',
			'<a href="https://x.example">https://x.example</a>',
			'https://x.example',
		],
		[
			'a link of an image',
			'<a href="https://x.example"><img src="cid:a"></a>',
			'https://x.example',
		],
		['a link within the page', '<a href="#top">Up</a> <a name="x">here</a>', 'Up here'],
		[
			'a link that is not closed',
			'<a href="https://x.example">a <a href="https://y.example">b</a>',
			'a (https://x.example)b (https://y.example)',
		],
		['marks', 'a <b>b</b><i>c</i><span>d</span>', 'a bcd'],
		[
			'what is hidden',
			'<title>t</title><style>p{}</style>a<script>if (a<b) {}</script><template>x</template>b',
			'ab',
		],
		['a head', '<html><head><meta charset="utf-8"><title>t</title><body>Hi', 'Hi'],
		['a declaration', '<?xml version="1.0"?><!DOCTYPE html><![if !mso]>Hi<![endif]>', 'Hi'],
		['comments', 'a<!-- b <p> -->c<!--[if mso]>d<![endif]-->e<!-- never', 'ace'],
		['tags of Office', '<o:p>a</o:p><w:wrap/>b', 'ab'],
		['references', '&lt;b&gt; &amp; &quot;&apos;&#39;&#x41;&#8364;&hellip;', `<b> & "''A€…`],
		[
			'references of languages',
			'Gr&ouml;&szlig;e &Uuml;ber caf&eacute; &Eacute;t&eacute; &frac12;',
			'Größe Über café Été ½',
		],
		['references in capitals', '&AMP;&NBSP;&Lt;', '& <'],
		['blanks that stay', 'a&nbsp;&nbsp;b&#160;c', 'a b\u00a0c'],
		[
			'what is no reference',
			'&unknown; &valueOf; &toString; & &; &#; &#0; &#x110000; AT&T',
			'&unknown; &valueOf; &toString; & &; &#; &#0; &#x110000; AT&T',
		],
		['what is no tag', '1 < 2 and 3 > 2 <3', '1 < 2 and 3 > 2 <3'],
		['nothing', '', ''],
		['an image', '<p><img src="cid:logo" alt=""></p>', ''],
	])('says %s', (_what, html, expected) => {
		expect(textOf(html)).toBe(expected);
	});

	it('is a text for everything, and has no blank at an end', () => {
		fc.assert(
			fc.property(text, (html) => {
				const given = textOf(html);
				expect(given).toBe(given.trim());
				for (const line of given.split('\n')) expect(line).toBe(line.trim());
				expect(given).not.toMatch(/\n{3}/);
			}),
			{ numRuns: 1_000 },
		);
	});
});
