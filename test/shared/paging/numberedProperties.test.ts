import fc from 'fast-check';
import {
	type Behaviour,
	type Change,
	idsOf,
	NumberedVendor,
	type Row,
	walked,
} from './numberedVendor';

const row: fc.Arbitrary<Row> = fc.record({
	id: fc.integer({ min: 0, max: 500 }),
	// So few that many share one, and with gaps.
	place: fc.integer({ min: 1, max: 14 }).map((place) => place + (place > 7 ? 20 : 0)),
});
const rows = fc.array(row, { maxLength: 60 });

const add: fc.Arbitrary<Change> = fc.record({ add: row });
const leave: fc.Arbitrary<Change> = fc.oneof(
	fc.record({ remove: fc.nat({ max: 60 }) }),
	fc.record({ remove: fc.constant(0) }),
);
/** Nothing, a few things, or now and then a lot at once. */
const happening = (change: fc.Arbitrary<Change>) =>
	fc.array(
		fc.oneof(
			{ weight: 4, arbitrary: fc.constant([]) },
			{ weight: 4, arbitrary: fc.array(change, { maxLength: 3 }) },
			{ weight: 1, arbitrary: fc.array(change, { minLength: 4, maxLength: 25 }) },
		),
		{ maxLength: 30 },
	);
const joining = happening(add);
const moving = happening(fc.oneof(add, leave));

const behaviour: fc.Arbitrary<Behaviour> = fc
	.record({
		size: fc.integer({ min: 1, max: 30 }),
		down: fc.boolean(),
		totals: fc.constantFrom('all', 'all', 'call', 'none'),
		pages: fc.constantFrom('all', 'all', 'left', 'none'),
		cap: fc.constantFrom(Infinity, Infinity, 3, 8),
		lastFirst: fc.boolean(),
	} as const)
	// If pages are cut, and both numbers are of the answer, the first of two is like an only one.
	.filter(({ totals, pages, cap }) => !(totals === 'call' && pages === 'left' && cap < Infinity))
	.map((how) => ({ ...how, isUnsteady: false }));

/** Of the records that were there at first, those that stayed. */
const stayed = (atFirst: readonly Row[], { removed }: NumberedVendor) =>
	idsOf(atFirst).filter((id) => !removed.has(id));

const once = (ids: readonly number[]) => [...new Set(ids)];

/**
 * One answer has to hold all of a place, and of the one before it: pages of what moves are pictures
 * of different moments.
 */
function fits(all: readonly Row[], { cap = Infinity }: Behaviour): boolean {
	const at = (place: number) => all.filter((each) => each.place === place).length;
	return all.every(({ place }) => at(place) + Math.max(at(place - 1), at(place + 1)) < cap);
}

const added = (changes: ReadonlyArray<readonly Change[]>) =>
	changes.flat().flatMap((change) => ('add' in change ? [change.add] : []));

describe('a walk over numbered pages', () => {
	it('gives a list that rests as it is, whatever a page holds and the answers say', async () => {
		await fc.assert(
			fc.asyncProperty(rows, behaviour, fc.boolean(), async (all, how, isUnsteady) => {
				const vendor = new NumberedVendor(all, { ...how, isUnsteady });
				expect(idsOf(await walked(vendor))).toEqual(idsOf(vendor.listed));
			}),
			{ numRuns: 2_000 },
		);
	});

	it('gives all that was there at first once, while more comes in anywhere', async () => {
		await fc.assert(
			fc.asyncProperty(rows, behaviour, joining, async (all, how, changes) => {
				const vendor = new NumberedVendor(all, { ...how, changes });
				const atFirst = idsOf(vendor.rows);
				const given = await walked(vendor).then(idsOf, (error: Error) => {
					// Where no total grows, records that move on page by page are a page that stays the same.
					expect([how.totals === 'all', error.message]).toEqual([
						...[false, 'The list of rows does not move on'],
					]);
				});
				if (!given) return;
				expect(once(given)).toEqual(given);
				expect(given).toEqual(expect.arrayContaining(atFirst));
			}),
			{ numRuns: 3_000 },
		);
	});

	it('gives all that stays once, in its order, while others leave and come in', async () => {
		await fc.assert(
			fc.asyncProperty(rows, behaviour, moving, async (all, how, changes) => {
				fc.pre(fits([...all, ...added(changes)], how));
				const vendor = new NumberedVendor(all, { ...how, changes, isUnsteady: true });
				const atFirst = vendor.listed;
				const given = await walked(vendor);
				expect(once(idsOf(given))).toEqual(idsOf(given));
				const ids = stayed(atFirst, vendor);
				expect(idsOf(given).filter((id) => ids.includes(id))).toEqual(ids);
				const places = given.map(({ place }) => (how.down ? -place : place));
				expect(places).toEqual([...places].sort((a, b) => a - b));
			}),
			{ numRuns: 3_000 },
		);
	});

	it('reads on behind any record, losing and repeating nothing', async () => {
		await fc.assert(
			fc.asyncProperty(
				rows.filter(({ length }) => length > 0),
				...([behaviour, fc.boolean(), fc.nat()] as const),
				async (all, how, isUnsteady, pick) => {
					const whole = await walked(new NumberedVendor(all, { ...how, isUnsteady }));
					const index = pick % whole.length;
					const vendor = new NumberedVendor(all, { ...how, isUnsteady });
					const rest = await walked(vendor, { after: whole[index]!.cursor });
					expect(idsOf(rest)).toEqual(idsOf(whole).slice(index + 1));
				},
			),
			{ numRuns: 1_500 },
		);
	});

	it('loses nothing that stays between runs with a limit, while others leave and come in', async () => {
		await fc.assert(
			fc.asyncProperty(
				...([rows, behaviour, moving, fc.integer({ min: 1, max: 25 })] as const),
				async (all, how, changes, limit) => {
					fc.pre(fits([...all, ...added(changes)], how));
					let vendor = new NumberedVendor(all, { ...how, isUnsteady: true });
					const atFirst = vendor.listed;
					const gone = new Set<number>();
					const given: number[] = [];
					let after = '';
					for (let part = 0; ; part++) {
						const some = changes.slice(part * 3, part * 3 + 3);
						vendor = new NumberedVendor(vendor.rows, {
							...{ ...how, isUnsteady: true },
							changes: some.map((each) =>
								each.filter((one) => !('add' in one && gone.has(one.add.id))),
							),
						});
						const part1 = await walked(vendor, { after, limit });
						for (const id of vendor.removed) gone.add(id);
						given.push(...idsOf(part1));
						if (part1.length === 0) break;
						after = part1.at(-1)!.cursor;
					}
					expect(once(given)).toEqual(given);
					const ids = idsOf(atFirst).filter((id) => !gone.has(id));
					expect(given.filter((id) => ids.includes(id))).toEqual(ids);
				},
			),
			{ numRuns: 1_500 },
		);
	});

	it('ends also where large pages are too slow, and gives all of it', async () => {
		const slow = fc.constantFrom(50, 99, 120, 260);
		const size = fc.constantFrom(100, 150, 400);
		const many = fc.array(fc.record({ id: fc.nat(5_000), place: fc.integer({ min: 1, max: 4 }) }), {
			minLength: 100,
			maxLength: 600,
		});
		await fc.assert(
			fc.asyncProperty(
				many,
				size,
				slow,
				fc.boolean(),
				fc.boolean(),
				async (all, most, slowAbove, down, isUnsteady) => {
					const vendor = new NumberedVendor(all, { size: most, slowAbove, down, isUnsteady });
					const given = await walked(vendor).then(idsOf, (error: { httpCode?: string }) => {
						// Smaller pages than this are not asked for.
						expect([slowAbove < 100, error.httpCode]).toEqual([true, '504']);
					});
					if (given) expect(given).toEqual(idsOf(vendor.listed));
				},
			),
			{ numRuns: 150 },
		);
	});
});
