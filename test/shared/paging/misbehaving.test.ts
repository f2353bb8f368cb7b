import fc from 'fast-check';
import { lies, type Misbehaviour, MisbehavingVendor, walkedIds, WAYS } from './misbehaving';

const misbehaviour: fc.Arbitrary<Misbehaviour> = fc.record({
	lie: lies,
	at: fc.nat({ max: 6 }),
	times: fc.constantFrom(1, Infinity),
});

describe.each(WAYS)('a list that is read by $name', (way) => {
	it('comes whole and once, or ends in an error, whatever the vendor answers wrongly', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.uniqueArray(fc.nat({ max: 80 }), { maxLength: 60 }),
				fc.integer({ min: 5, max: 12 }),
				fc.boolean(),
				misbehaviour,
				async (some, size, total, wrong) => {
					// An answer of days is all that there is of them; so is a last page by number, unless it is counted,
					// and longer when it is asked for again.
					const isHidden =
						way.name === 'date windows' ||
						(way.name === 'page number' && (!total || wrong.times > 1));
					fc.pre(!isHidden || wrong.lie.do !== 'short');
					const ids = some.sort((a, b) => a - b);
					const vendor = new MisbehavingVendor(way, ids, size, total && way.hasTotals, wrong);
					const given = await walkedIds(vendor, way.feed(size)).catch((error: Error) => {
						expect(error.message).toMatch(
							/^The list of rows (?:does not move on|came with a gap)$/,
						);
						return undefined;
					});
					if (given) expect([...given].sort((a, b) => a - b)).toEqual(ids);
				},
			),
			{ numRuns: 1_500 },
		);
	});
});

it('a page that came short once is read whole, where nothing is counted and a longer one shows it', async () => {
	const way = WAYS.find(({ name }) => name === 'page number')!;
	const ids = Array.from({ length: 18 }, (_, id) => id);
	const once = { lie: { do: 'short', keep: 3 }, at: 1, times: 1 } as const;
	const vendor = new MisbehavingVendor(way, ids, 5, false, once);
	expect(await walkedIds(vendor, way.feed(5))).toEqual(ids);
	// Four pages with records, an empty one, and the second and the third once more.
	expect(vendor.requests).toBe(7);
});
