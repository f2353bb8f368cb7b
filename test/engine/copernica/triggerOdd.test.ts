import { inspect } from 'node:util';
import type { IDataObject, INodeParameters, NodeApiError } from 'n8n-workflow';
import {
	type CopernicaOptions,
	type CopernicaSandbox,
	type CopernicaSwitchChanges,
	type Sandbox,
	startSandbox,
} from '../../../sandbox';
import { onlyTheClockIsFake } from '../../time';
import { fetchTestEvent, Host } from '../host';
import { copernicaAt } from '../credentials';

onlyTheClockIsFake();

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const START = Date.parse('2026-02-03T09:00:00Z');

let sandbox: Sandbox;
let copernica: CopernicaSandbox;
beforeEach(() => jest.setSystemTime(START));
afterEach(async () => await sandbox.close());

async function open(options: Partial<CopernicaOptions> = {}): Promise<void> {
	sandbox = await startSandbox({ copernica: { end: new Date(START - 2 * DAY_MS), ...options } });
	({ copernica } = sandbox);
}

async function hostOf(parameters: INodeParameters = {}, options: Partial<CopernicaOptions> = {}) {
	await open(options);
	return new Host({
		mode: 'memory',
		credentials: copernicaAt(copernica),
		parameters: { events: ['click'], ...parameters },
	});
}

const later = (ms: number) => jest.setSystemTime(Date.now() + ms);
const idsOf = (rows: readonly object[]) =>
	rows.map((row) => String(Reflect.get(row, 'ID') ?? Reflect.get(row, 'id'))).sort();

describe.each(['ascending', 'descending', 'byTime', 'unsorted'] as const)(
	'a list that is %s',
	(order) => {
		it.each<[string, CopernicaSwitchChanges]>([
			['pages of 7, which it does not say', { pageCap: 7, limitShown: 'asked' }],
			['no total left out', { pageCap: 40, totalHonoured: false }],
			['bounds that are not included', { bounds: 'exclusive', fieldBounds: 'exclusive' }],
		])('with %s is read whole, and followed', async (_, switches) => {
			const host = await hostOf(
				{ events: ['click', 'open'], product: 'both', startFrom: 'beginning' },
				{ switches: { order, ...switches }, clicks: 60, impressions: 60 },
			);
			await host.activate();
			expect(host.emitted).toHaveLength(240);
			for (let poll = 0; poll < 6; poll++) {
				later(5 * MINUTE_MS);
				for (const product of ['ms', 'publisher'] as const) {
					for (let row = 0; row < 9; row++) {
						copernica.add.click({ product, timestamp: Date.now() - row * 31_000 });
					}
				}
				await host.tick();
			}
			later(HOUR_MS);
			await host.tick();
			expect(host.errors).toEqual([]);
			expect(host.emitted).toHaveLength(240 + 6 * 18);
			const keys = host.emitted.map(({ event, product, ID }) => `${product} ${event} ${ID}`);
			expect(new Set(keys).size).toBe(keys.length);
		});
	},
);

it('is not led astray by a row that is dated days ahead', async () => {
	const host = await hostOf();
	await host.activate();
	later(MINUTE_MS);
	const rows = [copernica.add.click({ timestamp: Date.now() + 3 * DAY_MS })];
	await host.tick();
	for (let poll = 0; poll < 4; poll++) {
		later(DAY_MS);
		rows.push(copernica.add.click());
		await host.tick();
		// Late, and not from before the start.
		rows.push(copernica.add.click({ timestamp: Date.now() - 23 * HOUR_MS }));
	}
	later(HOUR_MS);
	await host.tick();
	expect(idsOf(host.emitted)).toEqual(idsOf(rows));
});

it('does not rely on a clock where the vendor tells no time', async () => {
	const host = await hostOf(
		{ startFrom: 'beginning' },
		// Ours is an hour ahead.
		{ now: () => Date.now() - HOUR_MS, switches: { dateHeader: false } },
	);
	await host.activate();
	for (let poll = 0; poll < 3; poll++) {
		later(MINUTE_MS);
		copernica.add.click();
		await host.tick();
	}
	expect(idsOf(host.emitted)).toEqual(idsOf(copernica.data.events('ms', 'click')));
});

it.each([20 * MINUTE_MS, -9 * MINUTE_MS])(
	'starts by the earlier clock: that of the vendor is %i ms ahead of ours',
	async (ahead) => {
		const host = await hostOf({}, { now: () => Date.now() + ahead });
		copernica.add.click({ timestamp: START + ahead - MINUTE_MS });
		await host.activate();
		later(MINUTE_MS);
		const { id } = copernica.add.click();
		await host.tick();
		expect(idsOf(host.emitted)).toEqual([String(id)]);
	},
);

it('follows lists that are empty until something happens', async () => {
	const events = ['bounce', 'click', 'complaint', 'delivery', 'emailing', 'open', 'unsubscribe'];
	const host = await hostOf(
		{ events, product: 'both', startFrom: 'beginning' },
		{ emailings: 0, destinations: 0 },
	);
	await host.activate();
	for (let day = 0; day < 3; day++) {
		later(10 * DAY_MS);
		await host.tick();
	}
	expect(host.emitted).toEqual([]);
	later(MINUTE_MS);
	copernica.add.emailing({}, 1);
	copernica.add.click({});
	await host.tick();
	expect(host.emitted.map(({ event }) => event).sort()).toEqual(['click', 'emailing']);
	expect(host.errors).toEqual([]);
});

it('two ticks at once give out nothing twice', async () => {
	const host = await hostOf();
	await host.activate();
	later(MINUTE_MS);
	const { id } = copernica.add.click();
	await Promise.all([host.tick(), host.tick()]);
	await host.tick();
	expect(idsOf(host.emitted)).toEqual([String(id)]);
});

describe('Fetch Test Event', () => {
	const fetch = async (parameters: INodeParameters, changes: IDataObject = {}) =>
		await fetchTestEvent({
			credentials: copernicaAt(copernica, changes),
			parameters: { events: ['click'], ...parameters },
		});
	const events = ['bounce', 'click', 'complaint', 'delivery', 'emailing', 'open', 'unsubscribe'];

	it.each([
		[['click'], 'ms'],
		[['bounce'], 'publisher'],
		[['emailing'], 'ms'],
		[events, 'both'],
	])('shows real events (%j, %s), by three requests at most', async (chosen, product) => {
		await open();
		const items = await fetch({ events: chosen, product });
		expect(items.length).toBeGreaterThan(0);
		expect(items.length).toBeLessThanOrEqual(10);
		expect(copernica.stats().apiCalls).toBeLessThanOrEqual(3);
		for (const { json } of items) expect(chosen).toContain(json.event);
	});

	it('shows the latest, of whatever order the list is', async () => {
		await open({ switches: { order: 'descending' } });
		const timestamp = Date.now();
		const { id } = copernica.add.click({ timestamp });
		copernica.add.click({ timestamp: timestamp - MINUTE_MS });
		expect((await fetch({})).at(-1)!.json.ID).toBe(String(id));
	});

	it('shows old ones where there are no others', async () => {
		await hostOf(
			{},
			{
				start: new Date(START - 200 * DAY_MS),
				end: new Date(START - 100 * DAY_MS),
			},
		);
		expect(await fetch({ output: 'trackingEvent' })).toHaveLength(10);
		expect(copernica.stats().apiCalls).toBe(3);
	});

	it('says what to do where there is none', async () => {
		await open({ clicks: 0 });
		await expect(fetch({})).rejects.toThrow('Copernica shows no such event yet');
		expect(copernica.stats().apiCalls).toBeLessThanOrEqual(3);
	});

	it('names a wrong token, and shows none', async () => {
		await open();
		const apiToken = 'wrong+token/1234==';
		const error: unknown = await fetch({}, { version: 'v3', apiToken }).then(
			() => undefined,
			(thrown: unknown) => thrown,
		);
		const { message, description } = error as NodeApiError;
		expect(`${message} ${description}`).toMatch(/API Access Token/);
		const shown = inspect(error, { depth: 12 }) + JSON.stringify(error);
		for (const each of [apiToken, encodeURIComponent(apiToken)]) {
			expect(shown).not.toContain(each);
		}
	});
});
