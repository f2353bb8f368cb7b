import fc from 'fast-check';
import { IdSet } from '../../../nodes/shared/paging/idSet';

const id = fc.oneof(
	// Near each other, so that blocks fill, and at the edges of blocks.
	fc.integer({ min: 0, max: 300 }).map(String),
	fc.constantFrom(4_095, 4_096, 8_191, 8_192, 999_999_999_999_999).map(String),
	fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }).map(String),
	// Texts that a number stands for, too, are other IDs.
	fc.constantFrom('', '01', '1.0', '1e3', '-1', ' 1', '9999999999999999', '9007199254740993'),
	fc.uuid(),
);

it('knows what a set of texts knows', () => {
	fc.assert(
		fc.property(fc.array(id, { maxLength: 400 }), fc.array(id), (added, asked) => {
			const ids = new IdSet();
			const expected = new Set<string>();
			for (const each of added) {
				expect(ids.has(each)).toBe(expected.has(each));
				ids.add(each);
				expected.add(each);
			}
			for (const each of [...added, ...asked]) expect(ids.has(each)).toBe(expected.has(each));
		}),
	);
});

it('knows each of many in a row, and those beside them not', () => {
	const ids = new IdSet();
	for (let number = 10_000; number < 30_000; number += 2) ids.add(String(number));
	for (let number = 9_000; number < 31_000; number++) {
		expect(ids.has(String(number))).toBe(number >= 10_000 && number < 30_000 && number % 2 === 0);
	}
});
