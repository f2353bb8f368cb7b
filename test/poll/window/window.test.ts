import { type IDataObject, NodeApiError, UserError } from 'n8n-workflow';
import { shownBy } from '../../../nodes/shared/poll/window/clock';
import { isWindowState } from '../../../nodes/shared/poll/window/state';
import { onlyTheClockIsFake } from '../../time';
import { DAY, Follower, HOUR, idsOf, MINUTE } from './follower';
import { countedListOf, GrowingVendor, listOf, type Order } from './growingVendor';

onlyTheClockIsFake();

const START = Date.parse('2026-11-10T12:00:00Z');
const pass = (ms: number) => jest.setSystemTime(Date.now() + ms);

beforeEach(() => jest.setSystemTime(START));

const ORDERS: Order[] = ['ascending', 'descending', 'byTime', 'unsorted'];

/** A follower that has made contact, of lists with pages of so many rows. */
async function following(vendor: GrowingVendor, pageSize = 10, keys = ['a']): Promise<Follower> {
	const follower = new Follower(
		vendor,
		keys.map((key) => listOf(key, pageSize)),
	);
	await follower.poll();
	pass(MINUTE);
	return follower;
}

const writeSome = (vendor: GrowingVendor, count: number, ago = 0, list = 'a') =>
	Array.from({ length: count }, () => vendor.write(list, ago).id);

const timeout = () => {
	const controller = new AbortController();
	const end = () => controller.abort(new DOMException('Time is up', 'TimeoutError'));
	return { signal: controller.signal, end };
};

const refused = (status: string) =>
	new NodeApiError({ name: 'node' } as never, {}, { httpCode: status, message: `Not ${status}` });

describe('what is new', () => {
	it.each(ORDERS)('is given out once, in whatever order the list comes: %s', async (order) => {
		const vendor = new GrowingVendor('Europe/Amsterdam', order);
		vendor.write('a', HOUR);
		const follower = await following(vendor);
		const [first, late] = [vendor.write('a'), vendor.write('a', 4 * MINUTE)];
		expect(idsOf(await follower.poll()).sort()).toEqual([first.id, late.id]);
		expect(await follower.poll()).toEqual([]);
		pass(MINUTE);
		const next = vendor.write('a', 3 * MINUTE);
		expect(idsOf(await follower.poll())).toEqual([next.id]);
	});

	it('takes one request for each list, and leaves the state as it is, where nothing is', async () => {
		const vendor = new GrowingVendor('UTC');
		const follower = await following(vendor, 10, ['a', 'b', 'c']);
		pass(9 * MINUTE);
		writeSome(vendor, 5);
		await follower.poll();
		pass(MINUTE);
		const before = JSON.stringify(follower.state);
		const requests = await follower.requestsOf(async () => await follower.poll());
		expect(requests).toEqual([
			'/a 2026-11-10 12:05:00 0',
			'/b 2026-11-10 12:00:00 0',
			'/c 2026-11-10 12:00:00 0',
		]);
		expect(JSON.stringify(follower.state)).toBe(before);
	});

	it('is presented as the list does, with what makes equal rows differ', async () => {
		const vendor = new GrowingVendor('UTC');
		const follower = new Follower(vendor, [countedListOf('a')]);
		await follower.poll();
		vendor.write('a', 0, 'x');
		vendor.write('a', 0, 'x');
		await follower.poll();
		expect(follower.last!.events).toEqual(
			[1, 2].map((ordinal) => ({
				record: { id: 'x', timestamp: '2026-11-10 12:00:00', list: 'a' },
				ordinal,
			})),
		);
		vendor.write('a', 0, 'x');
		await follower.poll();
		expect(follower.last!.events.map(({ ordinal }) => ordinal)).toEqual([3]);
		expect(await follower.poll()).toEqual([]);
	});

	it('is found by the times of the rows, also where one is far ahead of the clock', async () => {
		const vendor = new GrowingVendor('UTC');
		const follower = await following(vendor);
		const mistaken = vendor.write('a', -30 * DAY);
		expect(idsOf(await follower.poll())).toEqual([mistaken.id]);
		for (let day = 0; day < 4; day++) {
			pass(DAY);
			const { id } = vendor.write('a');
			expect(idsOf(await follower.poll())).toEqual([id]);
		}
	});

	it('is read from two hours before, where a clock is set back', async () => {
		jest.setSystemTime(Date.parse('2026-10-25T00:10:00Z'));
		const vendor = new GrowingVendor('Europe/Amsterdam');
		const follower = await following(vendor);
		pass(45 * MINUTE);
		const before = vendor.write('a');
		expect(before.timestamp).toBe('2026-10-25 02:56:00');
		await follower.poll();
		pass(10 * MINUTE);
		const after = vendor.write('a');
		expect(after.timestamp).toBe('2026-10-25 02:06:00');
		expect(idsOf(await follower.poll())).toEqual([after.id]);
	});
});

describe('the start', () => {
	it('passes over what there is, by the time of the vendor, in the zone that it is set to', async () => {
		const vendor = new GrowingVendor('Europe/Amsterdam');
		writeSome(vendor, 3, 5_000);
		vendor.write('a', 3 * HOUR);
		const follower = new Follower(vendor, [listOf('a', 2)]);
		expect(await follower.poll()).toEqual([]);
		expect(follower.placeIn()).toMatchObject({
			since: shownBy('2026-11-10 12:00:00'),
			silent: shownBy('2026-11-10 13:00:00'),
		});
		const { id } = vendor.write('a', 2_000);
		expect(idsOf(await follower.poll())).toEqual([id]);
	});

	it('misses nothing where the vendor is behind the zone that it is set to', async () => {
		const vendor = new GrowingVendor('UTC');
		writeSome(vendor, 3, 5_000);
		const follower = new Follower(vendor, [listOf('a', 10)], 'now', { zone: 'Europe/Amsterdam' });
		expect(await follower.poll()).toEqual([]);
		pass(MINUTE);
		const { id } = vendor.write('a');
		expect(idsOf(await follower.poll())).toEqual([id]);
	});

	it.each([-9 * MINUTE, HOUR])(
		"is by the earlier clock, the vendor's is %d ms ahead",
		async (ahead) => {
			const vendor = new GrowingVendor('UTC');
			vendor.ahead = ahead;
			writeSome(vendor, 3, 5_000);
			const follower = new Follower(vendor, [listOf('a', 10), listOf('b', 10)]);
			const requests = await follower.requestsOf(async () => await follower.poll());
			// Where ours is ahead, the list is begun anew.
			expect(requests).toHaveLength(ahead < 0 ? 3 : 2);
			expect(follower.given).toEqual([]);
			const { id } = vendor.write('a');
			expect(idsOf(await follower.poll())).toEqual([id]);
		},
	);

	it('is the first contact, also where that failed', async () => {
		const vendor = new GrowingVendor('UTC');
		vendor.before = () => {
			throw new Error('The service is away');
		};
		vendor.write('a', 5_000);
		const follower = new Follower(vendor, [listOf('a', 10)]);
		await expect(follower.poll()).rejects.toThrow('away');
		pass(MINUTE);
		vendor.before = () => undefined;
		const { id } = vendor.write('a', 30_000);
		expect(idsOf(await follower.poll())).toEqual([id]);
	});

	it('is a date, or the beginning', async () => {
		const vendor = new GrowingVendor('Europe/Amsterdam');
		const rows = [3, 2, 1].map((days) => vendor.write('a', days * DAY).id);
		const atDate = new Follower(vendor, [listOf('a', 10)], START - 2 * DAY);
		expect(idsOf(await atDate.poll())).toEqual(rows.slice(1));
		const atBeginning = new Follower(vendor, [listOf('a', 10)], -Infinity);
		expect(idsOf(await atBeginning.poll())).toEqual(rows);
		expect(await atBeginning.poll()).toEqual([]);
	});

	it('gives out what has no time from the beginning only, once', async () => {
		const vendor = new GrowingVendor('UTC');
		const undated = {
			...listOf('a', 2),
			standsAt: () => undefined,
			occurrences: ({ id }: IDataObject) => [{ key: String(id), at: undefined }],
		};
		writeSome(vendor, 3);
		const follower = new Follower(vendor, [undated], -Infinity);
		expect(idsOf(await follower.poll())).toEqual(['1', '2', '3']);
		expect(await follower.poll()).toEqual([]);
		const other = new Follower(vendor, [undated]);
		expect(await other.poll()).toEqual([]);
	});
});

describe('a sweep', () => {
	it('finds what was written late, of the time since the one before it', async () => {
		const vendor = new GrowingVendor('UTC');
		const follower = await following(vendor);
		pass(3 * DAY);
		const first = vendor.write('a');
		const late = vendor.write('a', HOUR);
		// Due since long: in one answer it is what is new, too.
		expect(await follower.requestsOf(async () => await follower.poll())).toHaveLength(1);
		expect(idsOf(follower.given)).toEqual([first.id, late.id]);
		const later = vendor.write('a', 23 * HOUR);
		pass(59 * MINUTE);
		expect(await follower.poll()).toEqual([]);
		pass(MINUTE);
		expect(idsOf(await follower.poll())).toEqual([later.id]);
		expect(await follower.poll()).toEqual([]);
	});

	it('also finds what was written in a pause, and happened before it', async () => {
		const vendor = new GrowingVendor('UTC');
		const follower = await following(vendor, 4);
		pass(HOUR);
		const early = vendor.write('a');
		await follower.poll();
		pass(6 * HOUR);
		const late = vendor.write('a', 6 * HOUR + 30 * MINUTE);
		pass(9 * DAY);
		const rest = writeSome(vendor, 9);
		await follower.poll();
		pass(HOUR);
		await follower.poll();
		expect(idsOf(follower.given).sort()).toEqual([early.id, late.id, ...rest].sort());
	});

	it.each(ORDERS)('does not keep what is new waiting, over several polls: %s', async (order) => {
		const vendor = new GrowingVendor('UTC', order);
		const follower = await following(vendor, 5);
		const all = writeSome(vendor, 23);
		await follower.poll();
		pass(50 * MINUTE);
		all.push(vendor.write('a').id);
		await follower.poll();
		pass(10 * MINUTE);
		all.push(...writeSome(vendor, 23, 30 * MINUTE));
		for (let poll = 0; poll < 20; poll++) {
			pass(5 * MINUTE);
			const { id } = vendor.write('a');
			all.push(id);
			const given = idsOf(await follower.poll({ most: 5 }));
			// Whether one answer holds all, the first one shows.
			if (poll > 0) expect(given).toContain(id);
		}
		expect(idsOf(follower.given).sort()).toEqual(all.sort());
	});

	it('goes on where it stopped, behind what is new', async () => {
		const vendor = new GrowingVendor('UTC');
		const follower = await following(vendor, 5);
		pass(6 * HOUR);
		vendor.write('a');
		await follower.poll();
		pass(2 * HOUR);
		const late = writeSome(vendor, 30, 3 * HOUR);
		await follower.poll({ most: 12 });
		const { id } = vendor.write('a');
		let given: string[] = [];
		const requests = await follower.requestsOf(async () => {
			given = idsOf(await follower.poll({ most: 12 }));
		});
		expect(given).toEqual([id, ...late.slice(12, 23)]);
		expect(requests.slice(0, 2)).toEqual(['/a 2026-11-10 17:56:00 0', '/a 2026-11-10 12:00:00 12']);
	});

	it('that the vendor refuses keeps nothing that is new waiting either', async () => {
		const vendor = new GrowingVendor('UTC');
		const follower = await following(vendor);
		pass(2 * HOUR);
		vendor.write('a');
		await follower.poll();
		pass(2 * HOUR);
		vendor.before = ({ query }) => {
			if (query!.since! < '2026-11-10 13:00:00') throw refused('504');
		};
		const { id } = vendor.write('a');
		expect(idsOf(await follower.poll())).toEqual([id]);
		expect(follower.last!.interruptions[0]?.error.message).toMatch('504');
		pass(MINUTE);
		// Reported as long as it lasts, also where nothing is new.
		await expect(follower.poll()).rejects.toThrow('504');
		vendor.before = () => undefined;
		expect(await follower.poll()).toEqual([]);
		expect(follower.placeIn()!.far).toBeUndefined();
	});
});

describe('a poll that is not enough', () => {
	it.each(ORDERS)('is gone on with where it stopped, nothing skipped: %s', async (order) => {
		const vendor = new GrowingVendor('UTC', order);
		const follower = await following(vendor, 5);
		const all = writeSome(vendor, 40);
		for (let poll = 0; poll < 8; poll++) {
			const given = await follower.poll({ most: 7 });
			if (poll < 5) expect(given).toHaveLength(7);
			all.push(...writeSome(vendor, 1, MINUTE));
		}
		pass(HOUR);
		await follower.poll();
		expect(idsOf(follower.given).sort()).toEqual(all.sort());
	});

	it('begins behind what it has read, for each page is paid for', async () => {
		const vendor = new GrowingVendor('UTC');
		const follower = await following(vendor, 5);
		writeSome(vendor, 40);
		await follower.poll({ most: 10 });
		const second = await follower.requestsOf(async () => await follower.poll({ most: 10 }));
		expect(second[0]).toMatch(/ 9$/);
	});

	it('gives out what it has when its time is up, and the rest with the next', async () => {
		const vendor = new GrowingVendor('UTC');
		const follower = await following(vendor, 5);
		const all = writeSome(vendor, 20);
		const { signal, end } = timeout();
		let left = 2;
		vendor.before = () => void (left-- === 0 && end());
		const first = idsOf(await follower.poll({ signal }));
		expect(first.length).toBeGreaterThan(0);
		expect(first).toEqual(all.slice(0, first.length));
		expect(follower.last!.interruptions[0]?.error.name).toBe('TimeoutError');
		expect(idsOf(await follower.poll())).toEqual(all.slice(first.length));
	});

	it('keeps its place also where it has found nothing but what was there', async () => {
		const vendor = new GrowingVendor('UTC');
		writeSome(vendor, 20, 1_000);
		const follower = new Follower(vendor, [listOf('a', 5)]);
		const { signal, end } = timeout();
		let left = 2;
		vendor.before = () => void (left-- === 0 && end());
		expect(await follower.poll({ signal })).toEqual([]);
		const [next] = await follower.requestsOf(async () => await follower.poll());
		expect(next).toBe('/a 2026-11-10 11:55:00 4');
		expect(follower.given).toEqual([]);
	});

	it.each(ORDERS)('misses nothing where one answer holds too much: %s', async (order) => {
		const vendor = new GrowingVendor('UTC', order);
		const all = Array.from({ length: 20 }, (_, day) => vendor.write('a', (day + 3) * DAY).id);
		const follower = new Follower(vendor, [countedListOf('a')], -Infinity);
		for (let poll = 0; poll < 5; poll++) {
			expect(await follower.poll({ most: 4 })).toHaveLength(4);
			pass(MINUTE);
		}
		expect(idsOf(follower.given).sort()).toEqual(all.sort());
		expect(await follower.poll()).toEqual([]);
	});

	it('begins anew where its place is gone', async () => {
		const vendor = new GrowingVendor('UTC');
		const follower = await following(vendor, 5);
		const all = writeSome(vendor, 20);
		await follower.poll({ most: 8 });
		vendor.written.set(
			'a',
			vendor.listed('a').filter(({ row }) => row.id !== all[7]),
		);
		expect(idsOf(await follower.poll())).toEqual(all.slice(8));
		expect(follower.placeIn()!.near).toBeUndefined();
	});

	it('begins anew where the vendor refuses the place', async () => {
		const vendor = new GrowingVendor('UTC');
		const follower = await following(vendor, 5);
		const all = writeSome(vendor, 20);
		await follower.poll({ most: 8 });
		let refusals = 1;
		vendor.before = ({ query }) => {
			if (query!.start !== '0' && refusals-- > 0) throw refused('400');
		};
		expect(idsOf(await follower.poll())).toEqual(all.slice(8));
	});

	it('lets the other lists go first next time', async () => {
		const vendor = new GrowingVendor('UTC');
		const follower = await following(vendor, 5, ['a', 'b', 'c']);
		const backlog = writeSome(vendor, 30);
		const others = [vendor.write('b').id, vendor.write('c').id];
		expect(idsOf(await follower.poll({ most: 10 }))).toEqual(backlog.slice(0, 10));
		expect(follower.state.next).toBe('b');
		const second = await follower.poll({ most: 10 });
		expect(idsOf(second)).toEqual([...others, ...backlog.slice(10, 18)]);
		await follower.poll({ most: 12 });
		expect(idsOf(follower.given).sort()).toEqual([...backlog, ...others].sort());
		expect(follower.state.next).toBe('b');
	});
});

describe('an error', () => {
	it('in one list stops no other, and is told with what those gave', async () => {
		const vendor = new GrowingVendor('UTC');
		const follower = await following(vendor, 5, ['a', 'b', 'c']);
		const ids = ['a', 'b', 'c'].map((key) => vendor.write(key).id);
		vendor.before = ({ path }) => {
			if (path === '/b') throw new UserError('b is not there');
		};
		expect(idsOf(await follower.poll())).toEqual([ids[0], ids[2]]);
		expect(follower.last!.interruptions[0]?.error.message).toBe('b is not there');
		await expect(follower.poll()).rejects.toThrow('b is not there');
		vendor.before = () => undefined;
		expect(idsOf(await follower.poll())).toEqual([ids[1]]);
	});

	it('is thrown at a first contact that gives nothing', async () => {
		const vendor = new GrowingVendor('UTC');
		const follower = new Follower(vendor, [listOf('a', 5), listOf('b', 5)]);
		vendor.before = ({ path }) => {
			if (path === '/b') throw refused('403');
		};
		await expect(follower.poll()).rejects.toThrow('403');
		expect(follower.placeIn('b')).toBeUndefined();
	});
});

describe('the state', () => {
	it('forgets what is not read again', async () => {
		const vendor = new GrowingVendor('UTC');
		const follower = await following(vendor, 100);
		for (let hour = 0; hour < 200; hour++) {
			// Every second ID is of another list.
			for (let row = 0; row < 5; row++) vendor.write('a', 0, String(hour * 10 + row * 2));
			await follower.poll();
			pass(HOUR);
		}
		expect(follower.given).toHaveLength(1_000);
		expect(JSON.stringify(follower.state).length).toBeLessThan(1_000);
	});

	it('is checked before it is gone on with', async () => {
		const vendor = new GrowingVendor('UTC');
		const follower = await following(vendor, 5);
		writeSome(vendor, 20);
		await follower.poll({ most: 10 });
		const state = follower.placeIn()!;
		expect(isWindowState(state, Date.now())).toBe(true);
		const damaged: unknown[] = [
			undefined,
			[],
			...[
				{ contact: 'now' },
				{ since: 'x' },
				{ newest: '2026-13-01 00:00:00' },
				{ floor: null },
				{ swept: { at: null, upTo: state.newest } },
				{ swept: { at: 1 } },
				{ near: { start: '' } },
				{ near: { start: 5, after: 5 } },
				{ far: { start: 5, after: '' } },
				{ seen: 'x' },
				{ seen: [[1, 2]] },
				{ undated: [[1, '', '~']] },
				{ odd: 5 },
			].map((part) => ({ ...state, ...part })),
		];
		for (const each of damaged)
			expect([isWindowState(each, Date.now()), each]).toEqual([false, each]);
	});
});

describe('a test of the trigger', () => {
	it('shows the latest of a day, of a month, or of all', async () => {
		const vendor = new GrowingVendor('UTC', 'unsorted');
		const follower = new Follower(vendor, [listOf('a', 50)]);
		const expectRequests = async (requests: number, ids: string[]) => {
			const before = vendor.requests.length;
			expect(await follower.sampled()).toEqual(ids);
			expect(vendor.requests.length - before).toBe(requests);
		};
		await expectRequests(3, []);
		const old = vendor.write('a', 90 * DAY);
		await expectRequests(3, [old.id]);
		const recent = vendor.write('a', 20 * DAY);
		await expectRequests(2, [recent.id]);
		const ids = Array.from({ length: 20 }, (_, row) => vendor.write('a', (20 - row) * MINUTE).id);
		await expectRequests(1, ids.slice(-10));
	});

	it('shows the latest of three lists, although one is refused', async () => {
		const vendor = new GrowingVendor('UTC');
		const follower = new Follower(
			vendor,
			['a', 'b', 'c', 'd'].map((key) => listOf(key, 50)),
		);
		const ids = ['c', 'b', 'a', 'd'].map((key, days) => vendor.write(key, (9 - days) * DAY).id);
		expect(await follower.sampled()).toEqual(ids.slice(0, 3));
		expect(vendor.requests).toHaveLength(3);
		vendor.before = ({ path }) => {
			if (path === '/b') throw refused('400');
		};
		expect(await follower.sampled()).toEqual([ids[0], ids[2]]);
		vendor.before = () => {
			throw refused('400');
		};
		await expect(follower.sampled()).rejects.toThrow('400');
	});
});
