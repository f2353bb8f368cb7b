import fc from 'fast-check';
import { type Behaviour, type Change, idsOf, IndexedVendor, walked } from './indexedVendor';

/** So many IDs that rows can come at either end and anywhere in between. */
const id = fc.integer({ min: 0, max: 200 });
const listed = fc.uniqueArray(fc.integer({ min: 40, max: 160 }), { maxLength: 60 });

const change: fc.Arbitrary<Change> = fc.oneof(
	fc.record({ add: id }),
	// At the end that new rows come to, at the other one, in the middle.
	fc.record({ add: fc.integer({ min: 161, max: 200 }) }),
	fc.record({ add: fc.integer({ min: 0, max: 39 }) }),
	fc.record({ remove: fc.nat({ max: 60 }) }),
	fc.record({ remove: fc.constant(0) }),
);
/** Now and then a lot at once: a mailing goes out, old rows are archived. */
const burst: fc.Arbitrary<Change[]> = fc.oneof(
	fc.array(fc.record({ add: fc.integer({ min: 0, max: 39 }) }), { minLength: 4, maxLength: 25 }),
	fc.array(fc.record({ remove: fc.constant(0) }), { minLength: 4, maxLength: 40 }),
	fc.array(fc.record({ remove: fc.nat({ max: 20 }) }), { minLength: 4, maxLength: 25 }),
);
const changes = fc.array(
	fc.oneof(
		{ weight: 4, arbitrary: fc.constant([]) },
		{ weight: 3, arbitrary: fc.array(change, { maxLength: 3 }) },
		{ weight: 1, arbitrary: burst },
	),
	{ maxLength: 25 },
);

const behaviour: fc.Arbitrary<Behaviour> = fc.record({
	size: fc.integer({ min: 4, max: 12 }),
	cap: fc.constantFrom(Infinity, Infinity, 4, 5),
	lastFirst: fc.boolean(),
	total: fc.boolean(),
});

/**
 * Where the answers say no total, exactly as many new rows as a page moves on by make the next page
 * the same as the one before it: an error, as of a vendor that stands still.
 */
const mayStandStill = ({ total }: Behaviour, { message }: Error): undefined =>
	void expect([total, message]).toEqual([false, 'The list of rows does not move on']);

const ascending = (ids: readonly number[]) => [...ids].sort((a, b) => a - b);
const once = (ids: readonly number[]) => [...new Set(ids)];

/** Of the rows that were there at first, those that nobody removed. */
const throughout = (atFirst: readonly number[], { removed }: IndexedVendor) =>
	atFirst.filter((each) => !removed.has(each));

/** What a walk behind a cursor gives, unless its row was removed. */
const rowsBehind = async (vendor: IndexedVendor, after: string) =>
	await walked(vendor, { after }).then(idsOf, (error: Error) => {
		if (error.message.endsWith('does not move on')) return mayStandStill(vendor.behaviour, error);
		expect(error.message).toBe('The place to continue after is no longer in the list of rows');
		return 'gone' as const;
	});

describe('a walk over a list by index', () => {
	it('gives a list that rests as it is, whatever a page holds and the answers say', async () => {
		await fc.assert(
			fc.asyncProperty(listed, behaviour, fc.boolean(), async (ids, how, indexed) => {
				// Of a list without pages, as many as were asked for may be a page that comes twice.
				fc.pre(indexed || ids.length !== how.size);
				const vendor = new IndexedVendor(ids, { ...how, indexed });
				expect(idsOf(await walked(vendor))).toEqual(ascending(ids));
			}),
			{ numRuns: 500 },
		);
	});

	it('gives each row that is there throughout exactly once, while others come and go', async () => {
		await fc.assert(
			fc.asyncProperty(listed, behaviour, changes, async (ids, how, happening) => {
				const vendor = new IndexedVendor(ids, {
					...how,
					changes: happening,
				});
				const atFirst = vendor.ids;
				const given = await walked(vendor).then(idsOf, (error: Error) => mayStandStill(how, error));
				if (!given) return;
				expect(once(given)).toEqual(given);
				expect(given).toEqual(expect.arrayContaining(throughout(atFirst, vendor)));
			}),
			{ numRuns: 3_000 },
		);
	});

	it('reads on behind any row, losing and repeating nothing', async () => {
		await fc.assert(
			fc.asyncProperty(
				listed.filter(({ length }) => length > 0),
				behaviour,
				fc.nat(),
				async (ids, how, pick) => {
					const whole = await walked(new IndexedVendor(ids, how));
					const index = pick % whole.length;
					const rest = new IndexedVendor(ids, how);
					const after = whole[index]!.cursor;
					expect(idsOf(await walked(rest, { after }))).toEqual(idsOf(whole).slice(index + 1));
					expect(rest.requests[0]!.query!.from).toBe(String(index));
				},
			),
			{ numRuns: 500 },
		);
	});

	it('loses nothing between runs with a limit, while rows come and go', async () => {
		await fc.assert(
			fc.asyncProperty(
				listed.filter(({ length }) => length > 0),
				behaviour,
				changes,
				fc.integer({ min: 1, max: 30 }),
				async (ids, how, happening, limit) => {
					const first = new IndexedVendor(ids, {
						...how,
						changes: happening,
					});
					const atFirst = first.ids;
					const given = await walked(first, { limit }).catch((error: Error) =>
						mayStandStill(how, error),
					);
					if (!given || given.length === 0) return;
					const second = new IndexedVendor(first.ids, how);
					const rest = await rowsBehind(second, given.at(-1)!.cursor);
					if (!rest) return;
					if (rest === 'gone') return expect(first.removed.size).toBeGreaterThan(0);
					const all = [...idsOf(given), ...rest];
					expect(all).toEqual(expect.arrayContaining(throughout(atFirst, first)));
					expect(once(rest)).toEqual(rest);
				},
			),
			{ numRuns: 2_000 },
		);
	});

	it('finds the place of an earlier run, wherever it has moved to meanwhile', async () => {
		await fc.assert(
			fc.asyncProperty(
				listed.filter(({ length }) => length > 0),
				behaviour,
				fc.array(fc.oneof(fc.array(change), burst), { maxLength: 4 }),
				changes,
				fc.nat(),
				async (ids, how, between, happening, pick) => {
					const before = await walked(new IndexedVendor(ids, how));
					const { id: place, cursor } = before[pick % before.length]!;
					const vendor = new IndexedVendor(ids, { ...how, changes: [between.flat()] });
					await vendor.get({ path: '', query: { from: '0', most: '1' } });
					if (!vendor.ids.includes(place)) return;
					const moving = new IndexedVendor(vendor.ids, {
						...how,
						changes: happening,
					});
					const given = await rowsBehind(moving, cursor);
					if (!given) return;
					if (given === 'gone') return expect(moving.removed.size).toBeGreaterThan(0);
					const behind = throughout(vendor.ids, moving).filter((each) => each > place);
					expect(once(given)).toEqual(given);
					expect(given).toEqual(expect.arrayContaining(behind));
					expect(
						given.filter((each) => each <= place && before.some((b) => b.id === each)),
					).toEqual([]);
				},
			),
			{
				numRuns: 1_500,
				// A step back from 1 to 0, when one row was removed in front, shows the same rows again.
				examples: [
					[
						[40, 41, 42, 43, 44, 45, 46, 47],
						{ size: 5, cap: Infinity, lastFirst: false, total: false },
						[[0, 1, 2, 3, 4].map((add) => ({ add }))],
						[[], [], [0, 0, 0, 0].map((remove) => ({ remove })), [], [{ remove: 0 }]],
						12,
					],
					// A page that was asked for before rows came in before it follows the others no longer.
					[
						[40, 41, 42, 43, 44, 45, 46],
						{ size: 5, cap: Infinity, lastFirst: true, total: true },
						[[5, 6, 7, 47, 48, 161, 162].map((add) => ({ add }))],
						[[], [0, 1, 8, 9].map((add) => ({ add })), [{ add: 10 }, { add: 11 }]],
						4,
					],
				],
			},
		);
	});
});
