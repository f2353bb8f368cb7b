import { onlyTheClockIsFake } from '../../time';
import { DAY, Follower, HOUR, idsOf, MINUTE } from './follower';
import { countedListOf, GrowingVendor, listOf, type Order } from './growingVendor';

const ROOM = 4_000;

onlyTheClockIsFake();

const START = Date.parse('2026-11-10T12:00:00Z');
const pass = (ms: number) => jest.setSystemTime(Date.now() + ms);
beforeEach(() => jest.setSystemTime(START));

/** IDs that take the room of several characters each, by the thousands. */
const scattered = (place: number) => String(place * 1_000_000 + ((place * 7_919) % 999_983));

it.each([
	['IDs', listOf('a', 1_000)],
	['other identities', countedListOf('a')],
])(
	'forgets the oldest %s where there is too much, says so, and gives none twice',
	async (_, list) => {
		const vendor = new GrowingVendor('UTC');
		const follower = new Follower(vendor, [list, listOf('b', 1_000)], 'now', { room: ROOM });
		await follower.poll();
		let rows = 0;
		const shortened: boolean[] = [];
		for (let hour = 0; hour < 60; hour++) {
			pass(HOUR);
			if (hour < 30) for (let row = 0; row < 100; row++) vendor.write('a', 0, scattered(++rows));
			vendor.write('b', 0, scattered(hour));
			await follower.poll();
			shortened.push(follower.isMissed);
			expect(JSON.stringify(follower.state).length).toBeLessThan(ROOM + 500);
		}
		expect(shortened.includes(true)).toBe(true);
		expect(shortened.slice(0, 5)).not.toContain(true);
		expect(shortened.slice(31)).not.toContain(true);
		expect(follower.given).toHaveLength(rows + 60);
		expect(new Set(idsOf(follower.given.filter(({ list: of }) => of === 'a'))).size).toBe(rows);
	},
);

it.each<Order>(['ascending', 'descending', 'byTime', 'unsorted'])(
	'misses nothing of a backlog that is more than it can remember: %s',
	async (order) => {
		const vendor = new GrowingVendor('UTC', order);
		const rows = 4_000;
		for (let place = 0; place < rows; place++) {
			vendor.write('a', 400 * DAY - place * 2 * HOUR, scattered(place));
		}
		const follower = new Follower(vendor, [listOf('a', 250)], -Infinity, { room: ROOM });
		for (let poll = 0; poll < 10; poll++) {
			expect(await follower.poll({ most: 400 })).toHaveLength(400);
			expect(follower.isMissed).toBe(false);
			expect(JSON.stringify(follower.state).length).toBeLessThan(ROOM + 500);
			pass(MINUTE);
		}
		pass(2 * HOUR);
		expect(await follower.poll()).toEqual([]);
		expect(new Set(idsOf(follower.given)).size).toBe(rows);
	},
);
