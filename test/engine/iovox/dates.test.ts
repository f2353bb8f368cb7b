import type { IDataObject } from 'n8n-workflow';
import type { IovoxSandbox, Sandbox } from '../../../sandbox';
import { ALL, idsOf, jsonOf, run, searchesOf, startSite, textOf } from './site';

const HOUR_MS = 60 * 60_000;

let sandbox: Sandbox;
let iovox: IovoxSandbox;

/** A mail in each second around an hour, half an hour, and a few hours of some days. */
beforeAll(async () => {
	sandbox = await startSite({ mails: 20 });
	({ iovox } = sandbox);
	for (const day of ['2026-03-28', '2026-03-29', '2026-10-24', '2026-10-25']) {
		const midnight = Date.parse(`${day}T00:00:00Z`);
		for (let half = 0; half < 48; half++) {
			for (const second of [-1, 0, 1]) {
				iovox.add.mail({ receive_date: midnight + (half / 2) * HOUR_MS + second * 1_000 });
			}
		}
	}
});
afterAll(async () => await sandbox.close());

const seconds = (rows: IDataObject[]) => rows.map(({ receive_date }) => String(receive_date));
const inZone = async (filters: IDataObject, timezone: string) =>
	await jsonOf(iovox, { ...ALL, filters } as never, { timezone });

/** As the service says it, from what is typed and the zone of the workflow. */
const MOMENTS: Array<[typed: string, timezone: string, utc: string]> = [
	['2026-03-28T12:00:00', 'Europe/Berlin', '2026-03-28 11:00:00'],
	['2026-03-29T12:00:00', 'Europe/Berlin', '2026-03-29 10:00:00'],
	['2026-03-29T01:30:00', 'Europe/Berlin', '2026-03-29 00:30:00'],
	['2026-03-29T03:00:00', 'Europe/Berlin', '2026-03-29 01:00:00'],
	['2026-03-29T03:30:00', 'Europe/Berlin', '2026-03-29 01:30:00'],
	['2026-10-25T01:30:00', 'Europe/Berlin', '2026-10-24 23:30:00'],
	['2026-10-25T03:30:00', 'Europe/Berlin', '2026-10-25 02:30:00'],
	['2026-10-25T02:30:00+02:00', 'Europe/Berlin', '2026-10-25 00:30:00'],
	['2026-10-25T02:30:00+01:00', 'Europe/Berlin', '2026-10-25 01:30:00'],
	['2026-10-25T02:30:00Z', 'Europe/Berlin', '2026-10-25 02:30:00'],
	['2026-10-25 12:00:00', 'America/New_York', '2026-10-25 16:00:00'],
	['2026-10-25T12:00:00', 'Asia/Kolkata', '2026-10-25 06:30:00'],
	['2026-10-25T12:00:00', 'UTC', '2026-10-25 12:00:00'],
	['2026-10-25', 'Europe/Berlin', '2026-10-24 22:00:00'],
	['2026-10-25T12:00:00.900', 'UTC', '2026-10-25 12:00:00'],
];

it.each(MOMENTS)('%s in %s is %s', async (typed, timezone, utc) => {
	const all = seconds(iovox.data.mails as unknown as IDataObject[]);
	const asked = searchesOf(iovox);
	const after = seconds(await inZone({ startDate: typed }, timezone));
	const before = seconds(await inZone({ endDate: typed }, timezone));
	// A part of a second is for the seconds behind it.
	const isPart = typed.includes('.');
	expect(after).toEqual(all.filter((second) => (isPart ? second > utc : second >= utc)));
	expect(before).toEqual(all.filter((second) => (isPart ? second <= utc : second < utc)));
	expect(after).toContain(isPart ? `${utc.slice(0, -1)}1` : utc);
	const [from, to] = asked();
	const around = [from!.start_date!, to!.end_date!].map(
		(second) => Date.parse(`${second}Z`) - Date.parse(`${utc}Z`),
	);
	expect(around).toEqual([-1_000, 1_000]);
});

it.each(['2026-03-29T02:30:00', '2026-10-25T02:30:00'])(
	'%s, which Berlin has not at all or twice, is one of the moments it can be',
	async (typed) => {
		const [first] = seconds(await inZone({ startDate: typed }, 'Europe/Berlin'));
		expect(['00:30', '01:30']).toContain(first!.slice(11, 16));
	},
);

it.each([
	['luxon', '={{ $now.set({ year: 2026, month: 3, day: 29, hour: 12 }).startOf("hour") }}'],
	['a Date', '={{ new Date("2026-03-29T10:00:00Z") }}'],
	['an item', '={{ $json.at }}'],
])('a date may come from %s', async (_from, startDate) => {
	const parameters = { ...ALL, filters: { startDate } };
	const rows = await jsonOf(iovox, parameters, {
		timezone: 'Europe/Berlin',
		items: [{ at: '2026-03-29T12:00:00' }],
	});
	expect(seconds(rows)[0]).toBe('2026-03-29 10:00:00');
});

describe('both dates', () => {
	it('make a period: the first moment belongs to it, the last one does not', async () => {
		const filters = { startDate: '2026-03-28T12:00:00Z', endDate: '2026-03-28T12:30:00Z' };
		const rows = await inZone(filters, 'Asia/Tokyo');
		expect(seconds(rows)).toEqual([
			...['2026-03-28 12:00:00', '2026-03-28 12:00:01', '2026-03-28 12:29:59'],
		]);
	});

	it('are asked for where none is typed: from the first mail on, up to the end of the day', async () => {
		const asked = searchesOf(iovox);
		const old = iovox.add.mail({ receive_date: '2003-04-05 06:07:08' });
		const rows = await jsonOf(iovox, ALL);
		expect(idsOf(rows)).toEqual(expect.arrayContaining([old.message_id]));
		const [{ start_date: from, end_date: to }] = asked() as [
			{ start_date: string; end_date: string },
		];
		expect(from < '2001').toBe(true);
		expect(Date.parse(`${to}Z`)).toBeGreaterThan(Date.now());
		expect(Date.parse(`${to}Z`)).toBeLessThan(Date.now() + 26 * HOUR_MS);
	});

	it('in the wrong order are refused before anything is sent', async () => {
		const asked = searchesOf(iovox);
		const filters = { startDate: '2026-03-28T12:00:00Z', endDate: '2026-03-28T11:00:00Z' };
		const result = await run(iovox, { ...ALL, filters });
		expect(textOf(result)).toMatch(/^Received After is later than Received Before/);
		expect(asked()).toEqual([]);
	});
});

it.each(['soon', '2026-13-01', '20260-01-01', '{}'])('"%s" is no date', async (typed) => {
	const asked = searchesOf(iovox);
	const result = await run(
		iovox,
		{ ...ALL, filters: { endDate: '={{ $json.at }}' } },
		{
			items: [{ at: typed }],
		},
	);
	expect(textOf(result)).toMatch(/^Received Before ".*" is no date\n/);
	expect(asked()).toEqual([]);
});

it('a date that is not there yet narrows nothing', async () => {
	const parameters = {
		...ALL,
		filters: { startDate: '={{ $json.at }}', endDate: '={{ $json.to }}' },
	};
	const rows = await jsonOf(iovox, parameters, { items: [{ at: null }] });
	expect(rows).toHaveLength(iovox.data.mails.length);
});
