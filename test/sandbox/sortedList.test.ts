import fc from 'fast-check';

import { SortedList } from '../../sandbox/sortedList';

interface Numbered {
	key: number;
	name: number;
}

const byKey = (a: Numbered, b: Numbered) => a.key - b.key;
const items = fc.array(fc.record({ key: fc.integer({ min: 0, max: 9 }), name: fc.nat() }));

it('is sorted, with equal rows in order of arrival', () => {
	fc.assert(
		fc.property(items, items, (first, later) => {
			const list = new SortedList(byKey, [...first]);
			for (const row of later) list.insert(row);
			const atOnce = new SortedList(byKey, [...first]);
			atOnce.insertAll(later);
			expect(list.rows).toEqual([...first, ...later].sort(byKey));
			expect(atOnce.rows).toEqual(list.rows);
		}),
	);
});

it('removes the very row and no equal one', () => {
	fc.assert(
		fc.property(items, fc.nat(), (rows, choice) => {
			fc.pre(rows.length > 0);
			const list = new SortedList(byKey, [...rows]);
			const row = list.rows[choice % rows.length] as Numbered;
			expect(list.remove({ ...row })).toBe(false);
			expect(list.remove(row)).toBe(true);
			expect(list.rows.includes(row)).toBe(false);
			expect(list).toHaveLength(rows.length - 1);
		}),
	);
});

it('finds the first row behind a key', () => {
	fc.assert(
		fc.property(items, fc.integer({ min: -1, max: 10 }), (rows, key) => {
			const list = new SortedList(byKey, rows);
			const expected = list.rows.filter((row) => row.key <= key).length;
			expect(list.firstIndex((row) => row.key > key)).toBe(expected);
		}),
	);
});
