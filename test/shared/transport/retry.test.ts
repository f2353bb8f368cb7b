import fc from 'fast-check';
import { mayRetryAfter, retryAfterMs, waitMs } from '../../../nodes/shared/transport/retry';
import { isBusy, isTooSlow, isTransient } from '../../../nodes/shared/values/failures';

const now = Date.UTC(2026, 1, 3, 9, 0, 0);

it.each([
	['7', 7_000],
	['0', undefined],
	['0.5', undefined],
	['1', 1_000],
	[' 1.5 ', 1_500],
	['Tue, 03 Feb 2026 09:00:30 GMT', 30_000],
	['Tue, 03 Feb 2026 08:00:00 GMT', undefined],
	['Tue, 03 Feb 2026 09:00:00 GMT', undefined],
	['-1', undefined],
	['3 , 4', undefined],
	['9'.repeat(400), 86_400_000],
	['soon', undefined],
	['', undefined],
	[undefined, undefined],
])('Retry-After "%s" is %s ms', (header, expected) => {
	expect(retryAfterMs(header, now)).toBe(expected);
});

it('waits exponentially longer, at most half a minute, never at once', () => {
	fc.assert(
		fc.property(
			fc.integer({ min: 1, max: 60 }),
			fc.double({ min: 0, max: 1, noNaN: true }),
			(tried, random) => {
				const wait = waitMs(tried, undefined, random);
				expect(wait).toBeGreaterThanOrEqual(Math.min(30_000, 500 * 2 ** (tried - 1)) / 2);
				expect(wait).toBeLessThanOrEqual(30_000);
				expect(waitMs(tried + 1, undefined, random)).toBeGreaterThanOrEqual(wait);
			},
		),
	);
});

it('waits at least as long as the vendor asks', () => {
	fc.assert(
		fc.property(
			fc.integer({ min: 1_000, max: 120_000 }),
			fc.double({ min: 0, max: 1, noNaN: true }),
			(asked, random) => {
				const wait = waitMs(1, asked, random);
				expect(wait).toBeGreaterThanOrEqual(asked);
				expect(wait).toBeLessThanOrEqual(asked + 250);
			},
		),
	);
});

it.each([undefined, 1_000, 5_000])(
	'waits longer and longer where the vendor refuses each time, and says %s ms',
	(asked) => {
		const waits = Array.from({ length: 9 }, (_, tried) => waitMs(tried + 1, asked, 0.5));
		expect([...waits].sort((a, b) => a - b)).toEqual(waits);
		// Together more than a minute, the usual span of a limit.
		expect(waits.reduce((sum, wait) => sum + wait)).toBeGreaterThan(60_000);
	},
);

it('sits out two minutes, not more', () => {
	expect([undefined, 0, 120_000, 120_001].map(mayRetryAfter)).toEqual([true, true, true, false]);
});

it.each<[number | undefined, string | undefined, boolean]>([
	...[408, 425, 429, 502, 503, 504, 520, 521, 522, 523, 524, 529].map(
		(status): [number, undefined, boolean] => [status, undefined, true],
	),
	...[400, 401, 403, 404, 409, 410, 422, 501, 505, 525, 526, 530].map(
		(status): [number, undefined, boolean] => [status, undefined, false],
	),
	[500, undefined, false],
	[404, 'ECONNRESET', false],
	[undefined, 'ECONNRESET', true],
	[undefined, 'ENOTFOUND', false],
	[undefined, undefined, false],
])('status %s with code %s is worth another try: %s', (status, code, expected) => {
	expect(isTransient(status, code)).toBe(expected);
});

it.each([
	[504, true, false],
	[524, true, false],
	[429, false, true],
	[503, false, true],
	[529, false, true],
	[502, false, false],
	[522, false, false],
])('status %s is too slow: %s, and too busy: %s', (status, slow, busy) => {
	expect([isTooSlow(status, undefined), isBusy(status)]).toEqual([slow, busy]);
});
