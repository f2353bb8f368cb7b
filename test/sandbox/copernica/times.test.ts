import { startSandbox, type CopernicaSandbox, type Sandbox } from '../../../sandbox';
import type { Row } from '../procurios/client';
import { fields, idsOf, NOW, RestClient } from './client';

let sandbox: Sandbox;
let copernica: CopernicaSandbox;
let client: RestClient;

beforeEach(async () => {
	sandbox = await startSandbox({ copernica: { now: () => NOW } });
	({ copernica } = sandbox);
	client = await RestClient.connect(copernica);
});

afterEach(async () => await sandbox.close());

/** Two clicks of Marketing Suite and Publisher at each of these times, the last ones there are. */
function addClicks(...times: string[]): void {
	for (const time of times) {
		for (const product of ['ms', 'publisher'] as const) {
			copernica.add.click({ product, timestamp: Date.parse(time) });
		}
	}
}

const timesOf = (rows: readonly Row[]) => rows.map((row) => row.timestamp);

describe('zone', () => {
	it.each([
		['Europe/Amsterdam', '2026-07-01 14:00:00', '2026-12-01 13:00:00'],
		['UTC', '2026-07-01 12:00:00', '2026-12-01 12:00:00'],
	] as const)('%s', async (reading, summer, winter) => {
		copernica.switches.zone = reading;
		addClicks('2026-07-01T12:00:00Z', '2026-12-01T12:00:00Z');
		const clicks = async (begintime: string, endtime: string) =>
			timesOf(await client.rows('v4/ms/clicks', { begintime, endtime }));
		expect(await clicks('2026-06-01 00:00:00', '2027-01-01 00:00:00')).toEqual([summer, winter]);
		expect(await clicks(summer, summer)).toEqual([summer]);
		expect(await clicks(winter, winter)).toEqual([winter]);
		const filter = fields(`timestamp>=${summer}`, `timestamp<=${summer}`);
		expect(timesOf(await client.rows('v4/publisher/clicks', filter))).toEqual([summer]);
		const emailing = copernica.add.emailing({ timestamp: Date.parse('2026-07-01T12:00:00Z') });
		const own = await client.read(`v4/ms/emailing/${emailing.id}`);
		expect(own.timestamp).toBe(summer);
		expect(idsOf(await client.rows('v4/ms/emailings', { fromdate: summer }), 'id')).toEqual([
			emailing.id,
		]);
		const message = copernica.add.destination({
			emailing: emailing.id,
			timestamp: Date.parse('2026-07-01T23:30:00Z'),
		});
		const day = reading === 'UTC' ? '2026-07-01' : '2026-07-02';
		const period = { from: day, to: day };
		expect(idsOf(await client.rows('v4/ms/destinations', period), 'id')).toEqual([message.id]);
	});

	it('has an hour twice in autumn, and one not at all in spring', async () => {
		const autumn = ['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z', '2026-10-25T02:30:00Z'];
		const spring = ['2026-03-29T00:30:00Z', '2026-03-29T01:30:00Z'];
		addClicks(...autumn, ...spring);
		const ask = async (begintime: string, endtime: string) =>
			timesOf(await client.rows('v4/ms/clicks', { begintime, endtime }));
		expect(await ask('2026-10-25 02:30:00', '2026-10-25 02:30:00')).toEqual([
			'2026-10-25 02:30:00',
			'2026-10-25 02:30:00',
		]);
		expect(await ask('2026-10-25 02:30:01', '2026-10-25 23:00:00')).toEqual([
			'2026-10-25 03:30:00',
		]);
		expect(await ask('2026-03-29 01:30:01', '2026-03-29 03:30:00')).toEqual([
			'2026-03-29 03:30:00',
		]);
		expect(await ask('2026-03-29 02:00:00', '2026-03-29 02:59:59')).toEqual([]);
	});

	it('filters as the texts compare, also around the changes of the clock', async () => {
		for (let hour = 0; hour < 12; hour++) {
			const at = (start: string) => new Date(Date.parse(start) + hour * 1_200_000).toISOString();
			addClicks(at('2026-10-24T23:00:00Z'), at('2026-03-28T23:00:00Z'));
		}
		const all = timesOf(await client.rows('v4/ms/clicks')) as string[];
		for (const bound of all.slice(-24)) {
			const since = timesOf(await client.rows('v4/ms/clicks', { begintime: bound }));
			expect(since).toEqual(all.filter((time) => time >= bound));
			const until = timesOf(await client.rows('v4/publisher/clicks', fields(`timestamp<${bound}`)));
			const other = timesOf(await client.rows('v4/publisher/clicks')) as string[];
			expect(until).toEqual(other.filter((time) => time < bound));
		}
	});
});

describe('bounds', () => {
	const seconds = ['09', '10', '11', '12'].map((second) => `2026-07-01T08:00:${second}Z`);
	const at = (second: string) => `2026-07-01 10:00:${second}`;

	it.each([
		['inclusive', ['09', '10', '11', '12']],
		['exclusive', ['10', '11']],
	] as const)('%s', async (reading, expected) => {
		copernica.switches.bounds = reading;
		addClicks(...seconds);
		const period = { begintime: at('09'), endtime: at('12') };
		const times = expected.map(at);
		expect(timesOf(await client.rows('v4/ms/clicks', period))).toEqual(times);
		const emailings = seconds.map((time) =>
			copernica.add.emailing({ timestamp: Date.parse(time) }),
		);
		const dates = { fromdate: at('09'), todate: at('12') };
		const found = idsOf(await client.rows('v4/ms/emailings', dates), 'id');
		expect(found).toEqual(emailings.slice(0, reading === 'inclusive' ? 4 : 3).map((row) => row.id));
		const days = { from: '2026-07-01', to: '2026-07-02' };
		for (const day of ['01', '02', '03']) {
			copernica.add.destination({ timestamp: Date.parse(`2026-07-${day}T08:00:00Z`) });
		}
		expect(await client.rows('v4/ms/destinations', days)).toHaveLength(
			reading === 'inclusive' ? 2 : 1,
		);
		// Operators say it themselves.
		const filter = fields(`timestamp>=${at('09')}`, `timestamp<${at('12')}`);
		expect(timesOf(await client.rows('v4/publisher/clicks', filter))).toEqual(
			['09', '10', '11'].map(at),
		);
	});

	it.each([
		['asWritten', ['09', '10', '11', '12']],
		['exclusive', ['10', '11']],
	] as const)('fieldBounds %s', async (reading, expected) => {
		copernica.switches.fieldBounds = reading;
		addClicks(...seconds);
		const both = fields(`timestamp>=${at('09')}`, `timestamp<=${at('12')}`);
		expect(timesOf(await client.rows('v4/publisher/clicks', both))).toEqual(expected.map(at));
		expect(timesOf(await client.rows('v4/ms/clicks', both))).toEqual(expected.map(at));
		const ids = copernica.data.events('publisher', 'delivery').map((row) => row.id);
		const last = ids.at(-1) ?? 0;
		const byId = await client.rows('v4/publisher/deliveries', fields(`id>=${last}`));
		expect(idsOf(byId)).toEqual([last]);
	});
});
