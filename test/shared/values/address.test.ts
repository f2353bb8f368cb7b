import fc from 'fast-check';
import { bareAddress, mailboxAddress } from '../../../nodes/shared/values/address';

const KIM = 'kim@example.org';

it.each([
	['as it is', KIM],
	['with blanks around it', ' \tkim@example.org\u00a0\n'],
	['with a zero width', 'kim@exam\u200bple.org'],
	['with a mark of direction', '\u202akim@example.org\u202c'],
	['with an isolate', '\u2066kim@example.org\u2069'],
	['with a word joiner', 'kim\u2060@example.org'],
	['with a soft hyphen', 'kim@exam\u00adple.org'],
	['with a byte order mark', '\ufeffkim@example.org'],
	['with joiners, which ASCII has no use for', 'kim\u200d@exam\u200cple.org'],
	['as a link', 'mailto:kim@example.org'],
	['as a link in capitals', ' MAILTO: kim@example.org'],
	['as a link with something unseen before it', '\u200bmailto:kim@example.org'],
	['with a dot at the end', 'kim@example.org.'],
	['with a dot and something unseen at the end', 'kim@example.org.\u200b '],
])('an address is taken %s', (_how, text) => {
	expect(bareAddress(text)).toBe(KIM);
});

it.each([
	'KIM@Example.ORG',
	'kim+tag.x_y-z@sub.example.co.uk',
	"o'neil!#$%&*/=?^`{|}~@example.org",
	'a@localhost',
	'kim@exämple.org',
	'用户@例子.广告',
	'kim@xn--exmple-cua.org',
	'a.@docomo.example',
])('%s stays as it is', (address) => {
	expect(bareAddress(address)).toBe(address);
});

it.each([
	'',
	' ',
	'\u200b',
	'kim',
	'kim@',
	'@example.org',
	'kim@@example.org',
	'a@b@example.org',
	'kim @example.org',
	'kim@example org',
	'kim@example..org',
	'kim@.example.org',
	'kim@example.org..',
	'kim@example.org,',
	'kim@example.org;',
	'a@b.example, c@d.example',
	'a@b.example;c@d.example',
	'a@b.example c@d.example',
	'Kim <kim@example.org>',
	'"kim"@example.org',
	"'kim@example.org'",
	'[kim@example.org](mailto:kim@example.org)',
	'mailto:kim@example.org?subject=x',
	'mailto:kim%40example.org',
	'mailto:kim%2Btag@example.org',
	'mailto:mailto:kim@example.org',
	'http://kim@example.org',
	'kim@example.org/path',
	'kim@exam\0ple.org',
	'kim\r\nBcc: x@example.org',
	'kim@ex\ud83dample.org',
	// A joiner tells words apart here, so that it may belong to the address.
	'نامه\u200cای@example.org',
])('%j is no address', (text) => {
	expect(bareAddress(text)).toBeUndefined();
	if (!text.includes('<')) expect(mailboxAddress(text)).toBeUndefined();
});

it('what comes out is taken as it is, and has nothing unseen in it', () => {
	const part = fc.constantFrom(
		'a',
		'B',
		'7',
		'.',
		'-',
		'@',
		' ',
		'\u200b',
		'é',
		'mailto:',
		',',
		'%',
	);
	fc.assert(
		fc.property(fc.array(part, { maxLength: 9 }), (parts) => {
			const address = bareAddress(parts.join(''));
			if (address === undefined) return;
			expect(bareAddress(address)).toBe(address);
			expect(address).toMatch(/^[^\s@\p{Cf}\p{Cc}]+@[^\s@\p{Cf}\p{Cc}]*[^\s.]$/u);
		}),
		{ numRuns: 2_000 },
	);
});
