import fc from 'fast-check';
import { htmlOf } from '../../nodes/Iovox/htmlOf';

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

const SIGNS: Readonly<Record<string, string>> = {
	...{ amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", nbsp: ' ' },
};

const bodyOf = (given: string): string =>
	/^<!DOCTYPE html>\n<html><body>([^]*)<\/body><\/html>$/.exec(htmlOf(given))![1]!;

describe('the HTML of a text', () => {
	it('says the same as the text', () => {
		fc.assert(
			fc.property(text, (given) => {
				const shown = bodyOf(given)
					.replaceAll('<br>\n', '\n')
					.replace(/&(amp|lt|gt|quot|#39|nbsp);/g, (_all, name: string) => SIGNS[name]!);
				expect(shown).toBe(given.replace(/\t/g, '    ').replace(/\r\n|\r/g, '\n'));
			}),
			{ numRuns: 3_000 },
		);
	});

	it('holds nothing of the text as HTML', () => {
		fc.assert(
			fc.property(text, (given) => {
				const rest = bodyOf(given)
					.replaceAll('<br>\n', '')
					.replace(/&(?:amp|lt|gt|quot|#39|nbsp);/g, '');
				expect(rest).not.toMatch(/[<>"'&]/);
			}),
		);
	});

	it('keeps lines and indentation', () => {
		expect(bodyOf('a\r\nb\rc\n\nd')).toBe('a<br>\nb<br>\nc<br>\n<br>\nd');
		expect(bodyOf(' a\n  b\tc   d')).toBe(
			'&nbsp;a<br>\n&nbsp;&nbsp;b&nbsp;&nbsp;&nbsp;&nbsp;c&nbsp;&nbsp;&nbsp;d',
		);
		expect(bodyOf('a b')).toBe('a b');
	});
});
