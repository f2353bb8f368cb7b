import fc from 'fast-check';
import { Random } from '../../../sandbox/random';
import { surplus } from '../../surplus';
import { onlyTheClockIsFake } from '../../time';
import { DAY, Follower, HOUR, MINUTE } from './follower';
import { countedListOf, GrowingVendor, listOf, type Order, type Written } from './growingVendor';

onlyTheClockIsFake();

const RUNS = Number(process.env.SCHEDULES ?? 0);
const SEED = Number(process.env.SEED ?? 1);

/** Before the clock is set back in this zone, and after. */
const STARTS = ['2026-10-23T20:00:00Z', '2026-11-10T08:00:00Z'].map((each) => Date.parse(each));
const LATEST_MS = 24 * HOUR;

const world = fc.record({
	seed: fc.nat(),
	order: fc.constantFrom<Order>('ascending', 'descending', 'byTime', 'unsorted'),
	start: fc.constantFrom(...STARTS),
	startFrom: fc.constantFrom('now' as const, 'now' as const, 'date' as const, 'all' as const),
	zone: fc.constantFrom('UTC', 'Europe/Amsterdam'),
	isMistaken: fc.boolean(),
	pageSize: fc.integer({ min: 3, max: 8 }),
	cap: fc.constantFrom(Infinity, 3),
	lists: fc.integer({ min: 1, max: 3 }),
	isCounted: fc.boolean(),
	/** One request of so many fails; and one poll of so many runs out of time. */
	failures: fc.constantFrom(3, 12, 1_000),
	timeouts: fc.constantFrom(4, 1_000),
	/** One pause of so many is of days. */
	pauses: fc.constantFrom(10, 1_000),
	ahead: fc.constantFrom(undefined, 0, -9 * MINUTE, 9 * MINUTE),
});
type World = typeof world extends fc.Arbitrary<infer W> ? W : never;

/** Plays some days, then polls until all must be told. */
async function play(plan: World): Promise<void> {
	const random = new Random(plan.seed);
	const vendor = new GrowingVendor(plan.zone, plan.order, plan.cap);
	vendor.ahead = plan.ahead;
	let clock = plan.start;
	jest.setSystemTime(clock);
	const keys = ['a', 'b', 'c'].slice(0, plan.lists);
	const lists = keys.map((key, place) =>
		place === 1 && plan.isCounted ? countedListOf(key) : listOf(key, plan.pageSize),
	);
	const write = (most = LATEST_MS) => {
		const key = random.pick(keys);
		const ago = random.chance(0.7) ? random.int(0, 2 * MINUTE) : random.int(0, most);
		const isEqual = plan.isCounted && key === 'b' && random.chance(0.5);
		const times = isEqual ? 2 : 1;
		const id = isEqual ? String(random.int(1, 3)) : undefined;
		for (let each = 0; each < times; each++) vendor.write(key, ago, id);
	};
	const writeSome = (most: number) => {
		for (let left = random.int(0, most); left > 0; left--) write();
	};
	writeSome(40);
	clock += MINUTE;
	jest.setSystemTime(clock);
	const contacts: number[] = [];
	const since = plan.start - 12 * HOUR;
	const from = { now: 'now', date: since, all: -Infinity } as const;
	const other = plan.zone === 'UTC' ? 'Europe/Amsterdam' : 'UTC';
	// Then, what happened within hours of the start may be given out, or not.
	const zone = plan.isMistaken ? other : plan.zone;
	const follower = new Follower(vendor, lists, from[plan.startFrom], { zone });
	let controller = new AbortController();
	let left = Infinity;
	vendor.before = () => {
		if (random.chance(0.3)) writeSome(2);
		if (--left < 0) controller.abort(new DOMException('Time is up', 'TimeoutError'));
		if (random.chance(1 / plan.failures)) throw new Error('The service is away');
	};
	const poll = async (most: number) => {
		controller = new AbortController();
		left = random.chance(1 / plan.timeouts) ? random.int(0, 6) : Infinity;
		if (contacts.length === 0) contacts.push(vendor.now);
		await follower.poll({ most, signal: controller.signal }).catch(() => undefined);
	};
	for (const end = clock + 2 * DAY; clock < end; ) {
		await poll(random.int(1, 12));
		clock += random.chance(1 / plan.pauses) ? random.int(HOUR, 3 * DAY) : random.int(0, HOUR);
		jest.setSystemTime(clock);
		writeSome(8);
	}
	vendor.before = () => undefined;
	// Until each list was swept, and nothing has come since.
	for (let idle = 0; idle < 10; ) {
		const found = await follower.poll();
		const places = keys.map((key) => follower.placeIn(key));
		const isUnderWay = places.some((place) => !place || place.near || place.far);
		idle = found.length > 0 || isUnderWay ? 0 : idle + 1;
		clock += HOUR / 4;
		jest.setSystemTime(clock);
	}
	check(follower, plan, contacts[0]!, since);
	await checkIdle(follower, keys, plan);
}

function check(follower: Follower, plan: World, contact: number, since: number): void {
	const { vendor } = follower;
	const keyOf = (list: string, { row }: Written) => `${list} ${row.id} ${row.timestamp}`;
	const all = [...vendor.written].flatMap(([list, rows]) =>
		rows.map((each) => ({ ...each, key: keyOf(list, each) })),
	);
	const gap = 2 * HOUR + MINUTE;
	const bound = { now: contact, date: since, all: -Infinity }[plan.startFrom];
	const isDoubtful = plan.isMistaken || isNearChange(bound);
	// The earlier clock counts: what is older by the vendor's alone may be known to be, or not.
	const mayFrom = plan.startFrom === 'now' ? bound - Math.max(0, plan.ahead ?? 0) : bound;
	// A second is the clock's, and the vendor's in an answer.
	const must = all.filter(({ at }) => at >= bound + (isDoubtful ? gap : 1_000));
	const mayNot = all.filter(
		({ at, writtenAt }) =>
			at < mayFrom - gap ||
			(at < mayFrom - 1_000 && !isDoubtful && (plan.startFrom === 'date' || writtenAt < contact)),
	);
	const given = follower.given.map(({ list, id, timestamp }) => `${list} ${id} ${timestamp}`);
	const keys = (rows: typeof all) => rows.map(({ key }) => key);
	expect({
		lost: surplus(keys(must), given),
		repeated: surplus(given, keys(all)),
		old: keys(mayNot).filter((key) => given.includes(key) && !keys(must).includes(key)),
	}).toEqual({ lost: [], repeated: [], old: [] });
}

const isNearChange = (time: number) =>
	Math.abs(time - Date.parse('2026-10-25T01:00:00Z')) < 5 * HOUR;

/** One request for each list, where one answer holds what is recent, and nothing to store. */
async function checkIdle(follower: Follower, keys: string[], plan: World): Promise<void> {
	await follower.poll();
	const before = JSON.stringify(follower.state);
	const requests = await follower.requestsOf(async () => await follower.poll());
	expect(JSON.stringify(follower.state)).toBe(before);
	for (const key of keys) {
		const asked = requests.filter((each) => each.startsWith(`/${key} `));
		const since = asked[0]!.slice(key.length + 2).slice(0, 19);
		const recent = follower.vendor
			.listed(key)
			.filter(({ row }) => row.timestamp >= since || since.trim() === '').length;
		// Of a full answer, the total may be its own.
		if (recent < plan.pageSize && recent <= plan.cap) expect(asked).toHaveLength(1);
	}
}

it('gives out each event once, whatever the order, late rows, failures and pauses', async () => {
	await fc.assert(fc.asyncProperty(world, play), {
		numRuns: RUNS || 40,
		seed: SEED,
	});
});
