import fc from 'fast-check';
import { orderOf, OVERLAP_MS } from '../../nodes/shared/poll/counted/order';

const HOUR = 3_600_000;
const times = fc.array(fc.integer({ min: 1, max: 1_000 }), { minLength: 2, maxLength: 60 });

it('shows the end at which an ordered list grows, in spite of writes in another order', () => {
	fc.assert(
		fc.property(times, fc.infiniteStream(fc.nat({ max: OVERLAP_MS / 2 })), (hours, strays) => {
			const sorted = [...hours].sort((a, b) => a - b).map((hour) => hour * HOUR);
			const written = sorted.map((time) => time - (strays.next().value as number));
			const isOne = new Set(sorted).size === 1;
			expect(orderOf(written)).toBe(isOne ? undefined : 'up');
			expect(orderOf(written.reverse())).toBe(isOne ? undefined : 'down');
		}),
	);
});

it('sees no order in what goes up and down, however small the piece', () => {
	expect(orderOf([1, 5, 3].map((hour) => hour * HOUR))).toBe('mixed');
	expect(orderOf([5, 1, 3].map((hour) => hour * HOUR))).toBe('mixed');
});

it('passes over one record in many that is dated wrongly, and records without a date', () => {
	const list: Array<number | undefined> = Array.from({ length: 40 }, (_, hour) => hour * HOUR);
	list[20] = HOUR;
	list[30] = undefined;
	expect(orderOf(list)).toBe('up');
});

it.each([[[]], [[5]], [[undefined, 5]], [[5, 6, 5]]])('says nothing of %j', (few) => {
	expect(orderOf(few)).toBeUndefined();
});
