import fc from 'fast-check';
import {
	beforeChange,
	firstFrom,
	isWallTime,
	pastBefore,
	shifted,
	timeOfWall,
	wallTimeOf,
} from '../../nodes/shared/values/wallTime';

const ZONE = 'Europe/Amsterdam';
const SECOND = 1_000;
const HOUR = 3_600 * SECOND;
/** The clock goes from 3:00 back to 2:00 at the first, and from 2:00 on to 3:00 at the second. */
const BACK = Date.parse('2026-10-25T01:00:00Z');
const ON = Date.parse('2026-03-29T01:00:00Z');

const times = fc.oneof(
	...[BACK, ON, Date.parse('2027-10-31T01:00:00Z')].map((change) =>
		fc.integer({ min: -5 * 3_600, max: 5 * 3_600 }).map((seconds) => change + seconds * SECOND),
	),
	fc.integer({ min: 1_000_000_000, max: 2_000_000_000 }).map((seconds) => seconds * SECOND),
);
const zones = fc.constantFrom(ZONE, 'UTC');

it.each([
	['2026-03-10T09:00:00Z', '2026-03-10 10:00:00'],
	['2026-07-10T22:30:00.999Z', '2026-07-11 00:30:00'],
	['2026-10-25T00:59:59Z', '2026-10-25 02:59:59'],
	['2026-10-25T01:00:00Z', '2026-10-25 02:00:00'],
	['2026-10-25T02:00:00Z', '2026-10-25 03:00:00'],
	['2026-03-29T00:59:59Z', '2026-03-29 01:59:59'],
	['2026-03-29T01:00:00Z', '2026-03-29 03:00:00'],
	['2026-12-31T23:00:00Z', '2027-01-01 00:00:00'],
])('a clock in Amsterdam shows %s as %s', (time, wall) => {
	expect(wallTimeOf(Date.parse(time), ZONE)).toBe(wall);
	expect(wallTimeOf(Date.parse(time), 'UTC')).toBe(time.slice(0, 19).replace('T', ' '));
});

it.each([
	['2026-03-10 10:00:00', true],
	['0000-00-00 00:00:00', false],
	['2026-13-01 00:00:00', false],
	['2026-03-10', false],
	['2026-03-10T10:00:00', false],
	['2026-03-10 10:00:00.5', false],
	[' 2026-03-10 10:00:00', false],
	['', false],
	[1_772_445_000_000, false],
	[null, false],
	[undefined, false],
])('whether %p is such a time: %p', (value, is) => {
	expect(isWallTime(value)).toBe(is);
});

it('the time that a clock shows is read back, one of both where it shows it twice', () => {
	fc.assert(
		fc.property(times, zones, (time, zone) => {
			const back = timeOfWall(wallTimeOf(time, zone), zone);
			const isTwice = zone === ZONE && wallTimeOf(back, zone) === wallTimeOf(time, zone);
			expect(back === time || (isTwice && Math.abs(back - time) === HOUR)).toBe(true);
		}),
		{ numRuns: 2_000 },
	);
});

it('what is no time is none', () => {
	expect(timeOfWall('0000-00-00 00:00:00', 'UTC')).toBeNaN();
	expect(timeOfWall('', ZONE)).toBeNaN();
});

it('times move on one clock as if it were never set', () => {
	expect(shifted('2026-10-25 01:59:59', SECOND)).toBe('2026-10-25 02:00:00');
	expect(shifted('2026-03-29 01:59:59', SECOND)).toBe('2026-03-29 02:00:00');
	expect(shifted('2026-01-01 00:00:00', -SECOND)).toBe('2025-12-31 23:59:59');
});

describe('from a time on', () => {
	it('nothing is shown that is earlier', () => {
		fc.assert(
			fc.property(times, fc.integer({ min: 0, max: 8 * 3_600 }), zones, (time, later, zone) => {
				const shown = wallTimeOf(time + later * SECOND, zone);
				expect(firstFrom(time, zone) <= shown).toBe(true);
			}),
			{ numRuns: 5_000 },
		);
	});

	it.each([
		['2026-03-10T09:00:00Z', '2026-03-10 10:00:00'],
		['2026-10-24T23:59:59Z', '2026-10-25 01:59:59'],
		['2026-10-25T00:00:00Z', '2026-10-25 02:00:00'],
		['2026-10-25T00:30:00Z', '2026-10-25 02:00:00'],
		['2026-10-25T01:30:00Z', '2026-10-25 02:30:00'],
		['2026-03-29T00:59:59Z', '2026-03-29 01:59:59'],
		['2026-03-29T01:00:00Z', '2026-03-29 03:00:00'],
	])('%s, it is %s', (time, wall) => {
		expect(firstFrom(Date.parse(time), ZONE)).toBe(wall);
	});
});

describe('before a time', () => {
	it('nothing was shown that is as late', () => {
		fc.assert(
			fc.property(times, fc.integer({ min: 1, max: 8 * 3_600 }), zones, (time, earlier, zone) => {
				const shown = wallTimeOf(time - earlier * SECOND, zone);
				expect(pastBefore(time, zone) > shown).toBe(true);
			}),
			{ numRuns: 5_000 },
		);
	});

	it.each([
		['2026-03-10T09:00:00Z', '2026-03-10 10:00:00'],
		['2026-10-25T00:30:00Z', '2026-10-25 02:30:00'],
		['2026-10-25T01:00:00Z', '2026-10-25 03:00:00'],
		['2026-10-25T01:30:00Z', '2026-10-25 03:00:00'],
		['2026-10-25T02:00:00Z', '2026-10-25 03:00:00'],
		['2026-10-25T02:30:00Z', '2026-10-25 03:30:00'],
		['2026-03-29T01:00:00Z', '2026-03-29 03:00:00'],
	])('%s, it is %s', (time, wall) => {
		expect(pastBefore(Date.parse(time), ZONE)).toBe(wall);
	});

	it('far from a change, a period from one time to another has all of it and no more', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: -600, max: 600 }),
				fc.integer({ min: 1, max: 600 }),
				(from, by) => {
					const noon = Date.parse('2026-06-01T10:00:00Z');
					const [after, before] = [noon + from * SECOND, noon + (from + by) * SECOND];
					const inside = (time: number) => {
						const wall = wallTimeOf(time, ZONE);
						return wall >= firstFrom(after, ZONE) && wall < pastBefore(before, ZONE);
					};
					expect([after - SECOND, after, before - SECOND, before].map(inside)).toEqual([
						...[false, true, true, false],
					]);
				},
			),
		);
	});
});

describe('after a clock has shown a time', () => {
	it('nothing is shown that is before what is kept of a change', () => {
		fc.assert(
			fc.property(times, fc.integer({ min: 0, max: 8 * 3_600 }), zones, (time, later, zone) => {
				const shown = wallTimeOf(time + later * SECOND, zone);
				expect(beforeChange(wallTimeOf(time, zone), zone) <= shown).toBe(true);
			}),
			{ numRuns: 5_000 },
		);
	});

	it.each([
		['2026-10-25 02:30:00', '2026-10-25 00:30:00'],
		['2026-10-25 03:30:00', '2026-10-25 01:30:00'],
		['2026-10-25 01:30:00', '2026-10-24 23:30:00'],
		['2026-10-25 09:00:00', '2026-10-25 09:00:00'],
		['2026-10-24 20:00:00', '2026-10-24 20:00:00'],
		['2026-03-29 03:30:00', '2026-03-29 03:30:00'],
		['2026-06-01 12:00:00', '2026-06-01 12:00:00'],
	])('%s, it may be %s again', (wall, again) => {
		expect(beforeChange(wall, ZONE)).toBe(again);
		expect(beforeChange(wall, 'UTC')).toBe(wall);
	});
});
