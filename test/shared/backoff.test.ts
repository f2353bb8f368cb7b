import fc from 'fast-check';
import { isTransient, mayRetryAfter, retryAfterMs, waitMs } from '../../nodes/shared/backoff';

const now = Date.UTC(2026, 1, 3, 9, 0, 0);

it.each([
	['7', 7_000],
	['0', 0],
	[' 1.5 ', 1_500],
	['Tue, 03 Feb 2026 09:00:30 GMT', 30_000],
	['Tue, 03 Feb 2026 08:00:00 GMT', undefined],
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
			fc.nat({ max: 120_000 }),
			fc.double({ min: 0, max: 1, noNaN: true }),
			(asked, random) => {
				const wait = waitMs(1, asked, random);
				expect(wait).toBeGreaterThanOrEqual(asked);
				expect(wait).toBeLessThanOrEqual(asked + 250);
			},
		),
	);
});

it('sits out two minutes, not more', () => {
	expect([undefined, 0, 120_000, 120_001].map(mayRetryAfter)).toEqual([true, true, true, false]);
});

it.each([
	[429, undefined, true],
	[503, undefined, true],
	[500, undefined, false],
	[404, 'ECONNRESET', false],
	[undefined, 'ECONNRESET', true],
	[undefined, 'ENOTFOUND', false],
	[undefined, undefined, false],
])('status %s with code %s is worth another try: %s', (status, code, expected) => {
	expect(isTransient(status, code)).toBe(expected);
});
