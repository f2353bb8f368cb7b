import fc from 'fast-check';
import { flagOf } from '../../../nodes/shared/values/flag';
import { happenedOn, isNever, toUtc } from '../../../nodes/shared/values/moment';

describe('a date that stands for none', () => {
	it.each<[unknown]>([
		[null],
		[undefined],
		[''],
		['  '],
		[0],
		[-62_135_596_800_000],
		[false],
		['false'],
		['0'],
		['NULL'],
		['0000-00-00'],
		['0000-00-00 00:00:00'],
		['0000-00-00T00:00:00+00:00'],
		['00-00-0000 00:00'],
		['00/00/0000'],
		['-0001-11-30T00:00:00+00:00'],
		['-0001-11-30 00:00:00'],
		['-000001-11-30T00:00:00Z'],
		['0001-01-01T00:00:00'],
		['1899-12-30 00:00:00'],
		['1900-01-01 00:00:00'],
		['1970-01-01T00:00:00+00:00'],
		['1970-01-01 01:00:00'],
		['1969-12-31T19:00:00-05:00'],
		[' 0000-00-00 '],
	])('%p: it did not happen', (date) => {
		expect(isNever(date)).toBe(true);
		expect(happenedOn(date)).toBeUndefined();
		expect(toUtc(date)).toBeNull();
	});

	it.each<[unknown]>([
		['soon'],
		['2026-00-00 00:00:00'],
		['2026-99-99T99:99:99+00:00'],
		[true],
		[{}],
		[1_772_445_000_000],
	])('is not %p: it happened at some time', (date) => {
		expect(happenedOn(date)).toBeNull();
	});

	it('is none of the time in which e-mails are tracked', () => {
		const [min, max] = [new Date('1971-01-02'), new Date('2999-12-31')];
		fc.assert(
			fc.property(fc.date({ min, max, noInvalidDate: true }), (date) => {
				const iso = date.toISOString();
				expect(isNever(date.getTime())).toBe(false);
				for (const spelt of [iso, iso.replace('T', ' '), iso.slice(0, 19), iso.slice(0, 10)])
					expect(isNever(spelt)).toBe(false);
				expect(happenedOn(iso)).toBe(iso);
			}),
		);
	});
});

it.each<[unknown, boolean | undefined]>([
	...[true, 1, '1', 'true', 'TRUE', ' true ', 'yes', 'Y', 'on'].map(
		(value) => [value, true] as [unknown, boolean],
	),
	...[false, 0, '0', 'false', 'False', 'no', 'N', 'off'].map(
		(value) => [value, false] as [unknown, boolean],
	),
	...[null, undefined, '', ' ', 2, -1, NaN, '2', 'maybe', 'constructor', [], [1], {}].map(
		(value) => [value, undefined] as [unknown, undefined],
	),
])('the flag %p says %p', (value, said) => {
	expect(flagOf(value)).toBe(said);
});
