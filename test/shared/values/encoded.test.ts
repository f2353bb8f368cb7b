import { encoded, isEncodable } from '../../../nodes/shared/values/encoded';

it.each([
	['a_b/c', 'a_b%2Fc', true],
	['a👍', 'a%F0%9F%91%8D', true],
	['a\ud83d', 'a%EF%BF%BD', false],
	['\udc4da', '%EF%BF%BDa', false],
	['\udc4d\ud83d', '%EF%BF%BD%EF%BF%BD', false],
])('%j stands in a URL as %s', (text, url, isWhole) => {
	expect(encoded(text)).toBe(url);
	expect(isEncodable(text)).toBe(isWhole);
});
