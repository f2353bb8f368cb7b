import { OnceBounds } from '../../../nodes/shared/poll/window/onceBounds';

const HOUR = 3_600_000;
/** Read to its end at hour 10; begun again at hour 20; all until hour 15 was forgotten meanwhile. */
const bounds = () => new OnceBounds({ complete: 10 * HOUR, forgotten: 15 * HOUR }, HOUR, 20 * HOUR);

it.each([
	['told from its own place, however long ago', 2, 2, true],
	['told by a record that has not changed since the reading began', 12, 19, true],
	['told by one that changed meanwhile, and may have been forgotten', 12, 21, false],
	['after what was forgotten', 16, 21, true],
	['told in time before the list was last read to its end', 5, 19, false],
])('what is %s', (_, at, order, mayBeNew) => {
	expect(bounds().mayBeNew(at * HOUR, order * HOUR)).toBe(mayBeNew);
});

it('what is late by less than it may be, is new', () => {
	const ended = new OnceBounds({ complete: 10 * HOUR }, HOUR, 20 * HOUR);
	expect(ended.mayBeNew(9.5 * HOUR, 19 * HOUR)).toBe(true);
	expect(ended.mayBeNew(8.9 * HOUR, 19 * HOUR)).toBe(false);
});

it('keeps when a reading began until it reaches the end of the list', () => {
	const one = bounds();
	one.end(undefined);
	expect(one.state).toMatchObject({ complete: 10 * HOUR, reading: 20 * HOUR });
	one.end(21 * HOUR);
	expect(one.state).toEqual({ complete: 21 * HOUR, forgotten: 15 * HOUR });
});
