import fc from 'fast-check';
import { Base64, jsonBuffer } from '../../../nodes/shared/run/jsonBuffer';

/** The same with the text in place of the bytes, for JSON.stringify. */
function spelt(value: unknown): unknown {
	if (value instanceof Base64) return value.bytes.toString('base64');
	if (Array.isArray(value)) return value.map(spelt);
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, spelt(each)]));
}

const expectEqual = (value: unknown) => {
	const given = jsonBuffer(value);
	expect(given.equals(Buffer.from(JSON.stringify(spelt(value))))).toBe(true);
};

const bytes = fc
	.uint8Array({ maxLength: 40 })
	.map((some) => new Base64(Buffer.from(some)) as unknown);
const json = fc.letrec<{ value: unknown }>((tie) => ({
	value: fc.oneof(
		{ maxDepth: 4 },
		bytes,
		fc.string({ unit: 'binary' }),
		fc.constantFrom('', '"', '\\', '\u2028', '</script>', '\ud83d', null, undefined, NaN, -0),
		fc.double(),
		fc.boolean(),
		fc.array(tie('value'), { maxLength: 5 }),
		fc.dictionary(fc.string({ unit: 'binary' }), tie('value'), { maxKeys: 5 }),
	),
})).value;

it('is what JSON.stringify gives, for every value and all bytes', () => {
	fc.assert(
		fc.property(json, (value) => {
			fc.pre(value !== undefined);
			expectEqual(value);
		}),
		{ numRuns: 3_000 },
	);
});

it.each([0, 1, 2, 3, 196_607, 196_608, 196_609, 196_610, 393_215, 393_216, 393_217, 1_000_001])(
	'%s bytes stand in it whole, alone and among others',
	(length) => {
		const file = new Base64(Buffer.from(Array.from({ length }, (_, index) => (index * 7) % 256)));
		expectEqual(file);
		expectEqual({ a: 'ä', files: [file, { body: file }, file], 'é"': '軽' });
	},
);

it('takes bytes that are part of a larger buffer', () => {
	const whole = Buffer.from('0123456789');
	expectEqual([new Base64(whole.subarray(3, 7))]);
});

it('has nothing of what it is made with in it', () => {
	const given = jsonBuffer({ a: new Base64(Buffer.from('x')), b: new Base64(Buffer.alloc(0)) });
	expect(given.toString()).toBe('{"a":"eA==","b":""}');
});
