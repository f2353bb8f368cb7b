import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { type CopernicaSandbox, type Sandbox } from '../../../sandbox';
import { onlyTheClockIsFake } from '../../time';
import { Host } from '../host';
import { copernicaAt } from '../credentials';
import { closeGateways, gatewayTo } from './gateway';
import { all, jsonOf, run, startSite, textOf } from './site';

onlyTheClockIsFake();

const DAY_MS = 24 * 60 * 60 * 1_000;
const START = Date.parse('2026-02-03T09:00:00Z');

let sandbox: Sandbox;
let site: CopernicaSandbox;
beforeAll(async () => {
	jest.setSystemTime(START);
	sandbox = await startSite({ clicks: 2_500, end: new Date(START - DAY_MS) });
	site = sandbox.copernica;
});
beforeEach(() => jest.setSystemTime(START));
afterEach(closeGateways);
afterAll(async () => await sandbox.close());

/** A Copernica that answers something else. */
const odd = async (altered: (body: IDataObject) => IDataObject) =>
	(await gatewayTo(site, undefined, altered)).credentials();

const rowsOf = (body: IDataObject, change: (row: IDataObject) => IDataObject) =>
	Array.isArray(body.data) ? { ...body, data: (body.data as IDataObject[]).map(change) } : body;

it.each<[string, (body: IDataObject) => unknown]>([
	['nothing', () => ''],
	['false', () => false],
	['0', () => 0],
	['-1', () => -1],
	['a list', () => []],
	['those of the answer', ({ count }) => count],
	['those of the answer, as text', ({ count }) => String(count)],
])('a total of %s ends no list', async (_, total) => {
	const credentials = await odd((body) => ({ ...body, total: total(body) }) as IDataObject);
	const clicks = await jsonOf(site, all('click'), { credentials });
	expect(new Set(clicks.map(({ ID }) => ID)).size).toBe(2_500);
});

it('a list that grows by a row with each request has an end', async () => {
	const gateway = await gatewayTo(site, () => {
		site.add.unsubscribe();
	});
	const rows = await jsonOf(site, all('unsubscribe'), { credentials: gateway.credentials() });
	expect(rows.length).toBeGreaterThanOrEqual(6);
	// Up to a place behind it that was looked at, and was empty.
	expect(gateway.requests.length).toBeLessThan(15);
});

let days = 0;
const iso = (text: unknown) => String(text).replace(' ', 'T');

describe.each<[string, (text: unknown) => unknown]>([
	['of ISO 8601', iso],
	['with a fraction', (text) => `${String(text)}.123`],
	['with both and a zone', (text) => `${iso(text)}.000+01:00`],
])('a time %s', (_, written) => {
	const inOtherForm = (body: IDataObject) =>
		rowsOf(body, (row) => ({ ...row, timestamp: written(row.timestamp) }) as IDataObject);

	it('is filtered by', async () => {
		const filters = { occurredAfter: new Date(START - 3 * DAY_MS).toISOString() };
		const usual = await jsonOf(site, all('click', { filters }));
		const credentials = await odd(inOtherForm);
		expect(await jsonOf(site, all('click', { filters }), { credentials })).toHaveLength(
			usual.length,
		);
	});

	it('starts the trigger', async () => {
		// What an earlier run wrote is past.
		const now = START + ++days * DAY_MS;
		jest.setSystemTime(now);
		const credentials = await odd(inOtherForm);
		const host = new Host({
			mode: 'memory',
			credentials,
			parameters: { events: ['complaint'] },
		});
		await host.activate();
		jest.setSystemTime(now + 60_000);
		const { id } = site.add.abuse();
		await host.tick();
		expect(host.emitted.map(({ ID }) => ID)).toEqual([String(id)]);
	});
});

it('a time that cannot be read is in any period: it was asked for by it', async () => {
	const filters = { occurredAfter: new Date(START - 3 * DAY_MS).toISOString() };
	const usual = await jsonOf(site, all('click', { filters }));
	const credentials = await odd((body) =>
		rowsOf(body, (row) => ({ ...row, timestamp: 1_770_000_000 })),
	);
	expect(usual.length).toBeGreaterThan(0);
	expect(await jsonOf(site, all('click', { filters }), { credentials })).toHaveLength(usual.length);
	expect(await jsonOf(site, all('click'), { credentials })).toHaveLength(2_500);
});

describe('by expression', () => {
	const v1 = (events: unknown) => ({
		parameters: all('messageEvent', {
			subject: 'message',
			subjectId: site.data.destinations('ms')[0]!.hash,
			filters: { events: '={{ $json.events }}' },
		}) as INodeParameters,
		more: { version: 'v1', items: [{ events }] as IDataObject[] },
	});

	it.each(['delivery', 'delivery,open', ['delivery'], null, ''])(
		'events may be %j',
		async (events) => {
			const { parameters, more } = v1(events);
			expect((await run(site, parameters, more)).error).toBeUndefined();
		},
	);

	it('an unknown event is said', async () => {
		const { parameters, more } = v1(['clicks']);
		expect(textOf(await run(site, parameters, more))).toMatch(
			/^Events "clicks" is no choice\n.*click/,
		);
	});

	const emailings = (type: unknown) =>
		run(site, all('emailing', { filters: { type: '={{ $json.type }}' } }), {
			items: [{ type }] as IDataObject[],
		});

	it.each([null, '', 'both'])('the type of emailings may be %j', async (type) => {
		const before = site.requests.length;
		expect((await emailings(type)).items).toHaveLength(8);
		expect(site.requests.slice(before).some(({ path }) => path.includes('type='))).toBe(false);
	});

	it('another type is said, and nothing is asked for', async () => {
		const before = site.stats().apiCalls;
		expect(textOf(await emailings('bulk'))).toMatch(/^Type "bulk" is no choice/);
		expect(site.stats().apiCalls).toBe(before);
	});
});

it('years without an event lead the trigger on, however little time a poll has', async () => {
	const { hash } = site.data.destinations('ms')[0]!;
	site.setSwitches({ latency: 40 });
	const host = new Host({
		mode: 'memory',
		credentials: copernicaAt(site, { version: 'v1' }),
		parameters: {
			...{ events: ['delivery', 'bounce', 'click'], scope: 'message', subjectId: hash },
			...{ startFrom: 'date', startDate: '2020-01-01T00:00:00Z' },
			options: { requestsAtOnce: 1 },
		},
		budgetMs: 600,
	});
	await host.activate();
	for (let poll = 0; poll < 20 && host.emitted.length === 0; poll++) await host.tick();
	site.setSwitches({ latency: 0 });
	expect(host.emitted.length).toBeGreaterThan(0);
});
