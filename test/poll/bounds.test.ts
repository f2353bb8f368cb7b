import { isInDoubt, KnownStates, storeState, VERSION } from '../../nodes/shared/poll/storedState';
import { MOST_ODD, OddKeys } from '../../nodes/shared/poll/seen/oddKeys';
import { timeUpTo } from '../../nodes/shared/poll/stateCheck';
import { cursorIn, storedCursor } from '../../nodes/shared/poll/storedCursor';
import { digestOf, formatCursor, parseCursor } from '../../nodes/shared/paging/resumeCursor';

const stateOf = (revision: number, place: unknown = {}) => ({
	version: VERSION as 1,
	feed: '',
	revision,
	lists: { list: { place } },
});

describe('what a process remembers', () => {
	it('of 300 deleted workflows is bounded, and those polled last are there', () => {
		const known = new KnownStates();
		const place = 'x'.repeat(240_000);
		for (let trigger = 0; trigger < 300; trigger++) {
			known.set(String(trigger), { state: stateOf(1, place), stored: 1 });
			known.set('live', { state: stateOf(2), stored: 1 });
		}
		expect(known.size).toBeLessThan(16_000_001);
		expect(known.get('0')).toBeUndefined();
		expect(known.get('299')).toBeDefined();
		expect(known.get('live')!.state.revision).toBe(2);
	});

	it('of small ones is bounded, too', () => {
		const known = new KnownStates();
		for (let trigger = 0; trigger < 10_001; trigger++) {
			known.set(String(trigger), { state: stateOf(1), stored: 1 });
		}
		expect([known.get('0'), known.get('1')!.stored]).toEqual([undefined, 1]);
	});

	it.each([
		['of large ones', 300, 240_000],
		['of many', 12_000, 0],
	])('%s, what n8n has stored is forgotten before what lives here alone', (_of, many, size) => {
		const known = new KnownStates();
		known.set('here alone', { state: stateOf(2), stored: 1 });
		const place = 'x'.repeat(size);
		for (let trigger = 0; trigger < many; trigger++) {
			known.set(String(trigger), { state: stateOf(1, place), stored: 1 });
		}
		expect(known.get('here alone')!.state.revision).toBe(2);
		expect(known.get('0')).toBeUndefined();
		expect(known.get(String(many - 1))).toBeDefined();
	});

	it('in this process alone is bounded, too', () => {
		const known = new KnownStates();
		for (let trigger = 0; trigger < 10_001; trigger++) {
			known.set(String(trigger), { state: stateOf(2), stored: 1 });
		}
		expect([known.get('0'), known.get('1')!.stored]).toEqual([undefined, 1]);
	});

	it('is one state, however large', () => {
		const known = new KnownStates();
		known.set('a', { state: stateOf(1), stored: 1 });
		known.set('b', { state: stateOf(1, 'x'.repeat(17_000_000)), stored: 1 });
		expect([known.get('a'), known.get('b')!.stored]).toEqual([undefined, 1]);
	});
});

describe('a poll whose state was read before another one gave out items', () => {
	it('is in doubt once', () => {
		storeState('doubt', { poll: stateOf(3) }, stateOf(4), true);
		expect(isInDoubt('doubt', { poll: stateOf(3) })).toBe(true);
		// n8n has dropped it.
		expect(isInDoubt('doubt', { poll: stateOf(3) })).toBe(false);
	});

	it('is not, where n8n has stored it', () => {
		storeState('stored', { poll: stateOf(3) }, stateOf(4), true);
		expect(isInDoubt('stored', { poll: stateOf(4) })).toBe(false);
	});

	it('is not, where nothing was given out', () => {
		storeState('nothing', { poll: stateOf(3) }, stateOf(4), false);
		expect(isInDoubt('nothing', { poll: stateOf(3) })).toBe(false);
	});
});

describe('odd keys', () => {
	const keys = Array.from({ length: MOST_ODD + 5 }, (_, index) => `key ${index}`);

	it('are told apart by what they are, and how many are equal', () => {
		const odd = new OddKeys();
		expect([odd.isNew('a'), odd.note('a'), odd.isNew('a'), odd.isNew('a', 2)]).toEqual([
			...[true, true, false, true],
		]);
		const later = new OddKeys(odd.pack());
		expect([later.isNew('a'), later.isNew('b')]).toEqual([false, true]);
	});

	it('have a bound, and what is beyond it is said', () => {
		const odd = new OddKeys();
		const noted = keys.filter((key) => odd.note(key));
		expect(noted).toHaveLength(MOST_ODD);
		expect(odd.passed).toBe(5);
		expect(odd.pack().length).toBeLessThan(7_000);
	});

	it('that were met last are forgotten last', () => {
		let odd = new OddKeys();
		for (const key of keys.slice(0, MOST_ODD)) odd.note(key);
		odd = new OddKeys(odd.pack());
		odd.note(keys[0]!);
		for (const key of keys.slice(MOST_ODD)) odd.note(key);
		odd = new OddKeys(odd.pack());
		expect(odd.isNew(keys[0]!)).toBe(false);
		expect(odd.isNew(keys.at(-1)!)).toBe(false);
		expect(odd.isNew(keys[1]!)).toBe(true);
	});

	it('that are no news change nothing that is stored', () => {
		const first = new OddKeys();
		for (const key of ['a', 'b', 'c']) first.note(key);
		const second = new OddKeys(first.pack());
		for (const key of ['c', 'a']) second.note(key);
		expect(second.pack()).toBe(first.pack());
	});
});

describe('a stored cursor', () => {
	it('is the same where it is short', () => {
		expect(storedCursor('a~12345678')).toBe('a~12345678');
	});

	it.each([500, 50_000])(
		'of %i rows at one place has them all, in about half of the room',
		(rows) => {
			const digests = Array.from({ length: rows }, (_, row) => digestOf(String(row % (rows - 9))));
			const cursor = formatCursor('2026-03-02 08:14:05', digests);
			const stored = storedCursor(cursor);
			expect(stored.length).toBeLessThan(cursor.length / 1.9);
			const { cursor: place, delivered } = parseCursor(cursorIn(stored));
			expect(place).toBe('2026-03-02 08:14:05');
			expect(delivered).toEqual([...digests].sort());
		},
	);
});

describe('a stored time', () => {
	const now = Date.UTC(2026, 1, 3);
	const days = (count: number) => now + count * 24 * 60 * 60 * 1_000;

	it.each([
		[days(0), true],
		[days(-7_000), true],
		[days(399), true],
		[days(402), false],
		[days(400_000), false],
		[1e300, false],
	])('of %d is one: %s', (time, isOne) => {
		expect(timeUpTo(now)(time)).toBe(isOne);
	});
});
