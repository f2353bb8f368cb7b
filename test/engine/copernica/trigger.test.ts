import type { IDataObject, INodeParameters } from 'n8n-workflow';
import {
	type CopernicaOptions,
	type CopernicaProduct,
	type CopernicaSandbox,
	type Sandbox,
	startSandbox,
} from '../../../sandbox';
import { onlyTheClockIsFake } from '../../time';
import { copernicaAt } from '../credentials';
import { Host, MODES } from '../host';
import { all, jsonOf } from './site';

onlyTheClockIsFake();

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const START = Date.parse('2026-02-03T09:00:00Z');

const KINDS = {
	bounce: 'error',
	click: 'click',
	complaint: 'abuse',
	delivery: 'delivery',
	open: 'impression',
	unsubscribe: 'unsubscribe',
} as const;
type Event = keyof typeof KINDS;
const EVENTS = Object.keys(KINDS) as Event[];
const PRODUCTS: CopernicaProduct[] = ['ms', 'publisher'];

let sandbox: Sandbox;
let copernica: CopernicaSandbox;
beforeEach(() => jest.setSystemTime(START));
afterEach(async () => await sandbox.close());

async function hostOf(
	parameters: INodeParameters = {},
	options: Partial<CopernicaOptions> = {},
	version = 'v4',
) {
	sandbox = await startSandbox({ copernica: { end: new Date(START - 2 * DAY_MS), ...options } });
	({ copernica } = sandbox);
	return another(parameters, version);
}

const another = (parameters: INodeParameters, version = 'v4') =>
	new Host({
		mode: 'memory',
		credentials: copernicaAt(copernica, { version }),
		parameters,
	});

const later = (ms: number) => jest.setSystemTime(Date.now() + ms);
const byId = (id: number) => ({ __rl: true, mode: 'id', value: String(id) });
const namesOf = (records: readonly IDataObject[]) =>
	records.map(({ product, event, ID, id }) => `${product} ${event} ${ID ?? id}`).sort();
/** One of each kind at each product happens; as the trigger names them. */
const oneOfEach = (events: readonly Event[] = EVENTS) =>
	PRODUCTS.flatMap((product) =>
		events.map((event) => `${product} ${event} ${copernica.add[KINDS[event]]({ product }).id}`),
	).sort();

/** The calls that the vendor bills. */
async function callsOf(poll: () => Promise<unknown>): Promise<number> {
	const before = copernica.stats().apiCalls;
	await poll();
	return copernica.stats().apiCalls - before;
}

describe.each(['v2', 'v3', 'v4'])('with API %s', (version) => {
	it.each(PRODUCTS)('reports each kind of event of %s, as Get Many gives it', async (product) => {
		const events = EVENTS.filter(
			(event) => !(version === 'v2' && product === 'ms' && event === 'unsubscribe'),
		);
		const host = await hostOf({ events, product }, {}, version);
		await host.activate();
		later(MINUTE_MS);
		oneOfEach();
		await host.tick();
		expect(host.errors).toEqual([]);
		const since = new Date(START).toISOString();
		const got: IDataObject[] = [];
		for (const event of events) {
			const filters = { occurredAfter: since };
			const rows = await jsonOf(copernica, all(event, { product, filters }), { version });
			expect(rows).toHaveLength(1);
			got.push(...rows.map((row) => ({ ...row, event, product })));
		}
		expect(host.emitted).toEqual(expect.arrayContaining(got));
		expect(host.emitted).toHaveLength(got.length);
	});
});

it('tells the same IDs of the products and of the kinds apart', async () => {
	const host = await hostOf(
		{ events: EVENTS, product: 'both' },
		{ idStep: 1, clicks: 0, impressions: 0 },
	);
	await host.activate();
	later(MINUTE_MS);
	// Without a row before, all begin with the same ID.
	const expected = oneOfEach(['click', 'open']);
	expect(new Set(expected.map((name) => name.split(' ')[2])).size).toBe(1);
	await host.tick();
	expect(namesOf(host.emitted)).toEqual(expected);
	later(MINUTE_MS);
	await host.tick();
	expect(host.emitted).toHaveLength(4);
});

it('reports new emailings, of both products', async () => {
	const host = await hostOf({ events: ['emailing'], product: 'both' });
	await host.activate();
	later(MINUTE_MS);
	const expected = PRODUCTS.map(
		(product) => `${product} emailing ${copernica.add.emailing({ product }, 2).id}`,
	);
	await host.tick();
	expect(namesOf(host.emitted)).toEqual(expected);
	expect(host.emitted[0]).toMatchObject({ subject: expect.any(String), destinations: 2 });
});

it.each(PRODUCTS)('follows one emailing of %s alone', async (product) => {
	await hostOf();
	const [one, other] = copernica.data.emailings(product);
	const emailingId = byId(one!.id);
	const host = another({ events: EVENTS, scope: 'emailing', product, emailingId });
	await host.activate();
	later(MINUTE_MS);
	const expected = EVENTS.map((event) => {
		copernica.add[KINDS[event]]({ product, emailing: other!.id });
		const { id } = copernica.add[KINDS[event]]({ product, emailing: one!.id });
		return `${product} ${event} ${id}`;
	}).sort();
	expect(await callsOf(async () => await host.tick())).toBe(EVENTS.length);
	expect(namesOf(host.emitted)).toEqual(expected);
});

it('tells tracking events with the IDs that Get Many has for them', async () => {
	const output = 'trackingEvent';
	const host = await hostOf({ events: EVENTS, product: 'both', output, startFrom: 'beginning' });
	await host.activate();
	const got: IDataObject[] = [];
	for (const product of PRODUCTS) {
		for (const event of EVENTS) {
			got.push(...(await jsonOf(copernica, all(event, { product, output }))));
		}
	}
	const order = (events: readonly IDataObject[]) =>
		[...events].sort((a, b) => (String(a.id) < String(b.id) ? -1 : 1));
	expect(order(host.emitted)).toEqual(order(got));
	expect(new Set(got.map(({ id }) => id)).size).toBe(got.length);
	expect(got.length).toBeGreaterThan(500);
});

describe('Start From', () => {
	it.each(MODES)('Now gives nothing old, and all that happens after it (%s)', async (mode) => {
		await hostOf({}, { end: new Date(START) });
		const parameters = { events: EVENTS, product: 'both' };
		const host = new Host({ mode, credentials: copernicaAt(copernica), parameters });
		await host.activate();
		later(1_000);
		await host.tick();
		expect(host.emitted).toEqual([]);
		const expected = oneOfEach();
		await host.tick();
		await host.tick();
		expect(namesOf(host.emitted)).toEqual(expected);
	});

	it.each(['Europe/Amsterdam', 'UTC'] as const)(
		'Date is exact to the second (%s)',
		async (zone) => {
			const date = START - 5 * DAY_MS + 1_234_000;
			const host = await hostOf(
				{
					...{ events: ['open'], startFrom: 'date', startDate: new Date(date).toISOString() },
					options: { timeZone: zone },
				},
				{ switches: { zone } },
			);
			const [at, before] = [date, date - 1_000].map((timestamp) =>
				copernica.add.impression({ timestamp }),
			);
			await host.activate();
			const rows = copernica.data
				.events('ms', 'impression')
				.filter(({ timestamp }) => timestamp >= date);
			expect(namesOf(host.emitted)).toEqual(rows.map(({ id }) => `ms open ${id}`).sort());
			expect(rows).toContainEqual(at);
			expect(rows).not.toContainEqual(before);
		},
	);

	it('Beginning gives all that there is', async () => {
		const host = await hostOf({ events: EVENTS, product: 'both', startFrom: 'beginning' });
		await host.activate();
		const rows = PRODUCTS.flatMap((product) =>
			EVENTS.flatMap((event) =>
				copernica.data.events(product, KINDS[event]).map(({ id }) => `${product} ${event} ${id}`),
			),
		);
		expect(namesOf(host.emitted)).toEqual(rows.sort());
	});
});

describe('what is written late', () => {
	it.each([
		['click', 25 * HOUR_MS],
		['bounce', 7 * DAY_MS - HOUR_MS],
		['complaint', 7 * DAY_MS - HOUR_MS],
	] as const)('comes with the next sweep (%s)', async (event, late) => {
		const host = await hostOf({ events: [event], options: { sweepHours: 2 } });
		await host.activate();
		later(8 * DAY_MS);
		oneOfEach();
		await host.tick();
		const before = host.emitted.length;
		const { id } = copernica.add[KINDS[event]]({ timestamp: Date.now() - late });
		later(HOUR_MS);
		await host.tick();
		expect(host.emitted.slice(before)).toEqual([]);
		later(HOUR_MS);
		await host.tick();
		expect(namesOf(host.emitted.slice(before))).toEqual([`ms ${event} ${id}`]);
	});

	it('within minutes comes with the next poll', async () => {
		const host = await hostOf({ events: ['click'] });
		await host.activate();
		later(10 * MINUTE_MS);
		copernica.add.click();
		await host.tick();
		const { id } = copernica.add.click({ timestamp: Date.now() - 5 * MINUTE_MS });
		later(MINUTE_MS);
		await host.tick();
		expect(namesOf(host.emitted.slice(1))).toEqual([`ms click ${id}`]);
	});
});

it.each(['Europe/Amsterdam', 'UTC'] as const)(
	'what is shown hours later, as all is, comes with the next poll (%s)',
	async (zone) => {
		const host = await hostOf(
			{ events: ['click'], options: { timeZone: zone, sweepHours: 24 } },
			{ switches: { zone, lateSeconds: 3 * 3_600 } },
		);
		await host.activate();
		for (let poll = 1; poll <= 60; poll++) {
			later(5 * MINUTE_MS);
			copernica.add.click();
			await host.tick();
			// The first was shown with the 37th poll.
			expect(host.emitted).toHaveLength(Math.max(0, poll - 36));
		}
	},
);

it('writes nothing down where nothing happens', async () => {
	const host = await hostOf({ events: EVENTS, product: 'both' });
	await host.activate();
	later(MINUTE_MS);
	oneOfEach();
	await host.tick();
	const before = JSON.stringify(host.state);
	for (let poll = 0; poll < 3; poll++) {
		later(5 * MINUTE_MS);
		await host.tick();
	}
	expect(JSON.stringify(host.state)).toBe(before);
});

it('begins anew where its scope is changed, and says so', async () => {
	const host = await hostOf({ events: ['click'] });
	await host.activate();
	const { id } = copernica.data.emailings('ms')[0]!;
	const emailingId = { __rl: true, mode: 'id', value: String(id) };
	await host.republish({ events: ['click'], scope: 'emailing', emailingId });
	expect(host.warnings).toEqual([expect.stringMatching(/begins anew/)]);
});

it('begins an event that is added, goes on with the others, and forgets one that is left out', async () => {
	const host = await hostOf({ events: ['click'], startFrom: 'beginning' });
	await host.activate();
	const clicks = host.emitted.length;
	expect(clicks).toBeGreaterThan(0);
	await host.republish({ events: ['click', 'open'], startFrom: 'beginning' });
	const opens = host.emitted.slice(clicks);
	expect(opens.length).toBeGreaterThan(0);
	expect(opens.every(({ event }) => event === 'open')).toBe(true);
	await host.republish({ events: ['open'], startFrom: 'beginning' });
	expect(host.emitted).toHaveLength(clicks + opens.length);
	await host.republish({ events: ['click', 'open'], startFrom: 'beginning' });
	expect(host.emitted).toHaveLength(2 * clicks + opens.length);
	expect(host.warnings).toEqual([]);
});
