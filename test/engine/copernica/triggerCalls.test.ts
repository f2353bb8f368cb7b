import type { INodeParameters } from 'n8n-workflow';
import {
	type CopernicaOptions,
	type CopernicaSandbox,
	type Sandbox,
	startSandbox,
} from '../../../sandbox';
import { onlyTheClockIsFake } from '../../time';
import { Host } from '../host';
import { copernicaAt } from '../credentials';

onlyTheClockIsFake();

/** Copernica bills calls: how many the trigger takes is part of what it promises. */
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const START = Date.parse('2026-02-03T09:00:00Z');
const ALL = ['bounce', 'click', 'complaint', 'delivery', 'open', 'unsubscribe', 'emailing'];

let sandbox: Sandbox;
let copernica: CopernicaSandbox;
beforeEach(() => jest.setSystemTime(START));
afterEach(async () => await sandbox.close());

async function hostOf(parameters: INodeParameters, options: Partial<CopernicaOptions> = {}) {
	sandbox = await startSandbox({ copernica: { end: new Date(START), ...options } });
	({ copernica } = sandbox);
	return new Host({ mode: 'memory', credentials: copernicaAt(copernica), parameters });
}

const later = (ms: number) => jest.setSystemTime(Date.now() + ms);

async function callsOf(work: () => Promise<unknown>): Promise<number> {
	const before = copernica.stats().apiCalls;
	await work();
	return copernica.stats().apiCalls - before;
}

const tickOf = (host: Host) => async () => await host.tick();

describe.each([
	['one event', ['click'], 'ms', 1],
	['three events', ['click', 'open', 'bounce'], 'publisher', 3],
	['all events of both products', ALL, 'both', 14],
])('%s', (_, events, product, calls) => {
	it('cost one call each to begin, and with each quiet poll', async () => {
		const host = await hostOf({ events, product });
		expect(await callsOf(async () => await host.activate())).toBe(calls);
		for (let poll = 0; poll < 3; poll++) {
			later(5 * MINUTE_MS);
			expect(await callsOf(tickOf(host))).toBe(calls);
		}
	});

	it('cost one call each where something happens, and where it is known', async () => {
		const host = await hostOf({ events, product });
		await host.activate();
		later(MINUTE_MS);
		copernica.happen(300);
		expect(await callsOf(tickOf(host))).toBe(calls);
		expect(host.emitted.length).toBeGreaterThan(20);
		const known = host.emitted.length;
		later(MINUTE_MS);
		expect(await callsOf(tickOf(host))).toBe(calls);
		expect(host.emitted).toHaveLength(known);
	});

	it('cost one call each where a sweep is due, and one page holds it', async () => {
		const host = await hostOf({ events, product });
		await host.activate();
		later(MINUTE_MS);
		copernica.happen(300);
		await host.tick();
		for (let hour = 0; hour < 3; hour++) {
			later(HOUR_MS);
			copernica.add.click({ timestamp: Date.now() - 20 * HOUR_MS });
			expect(await callsOf(tickOf(host))).toBe(calls);
		}
	});

	it('are asked for with one token a day', async () => {
		const host = await hostOf({ events, product });
		await host.activate();
		for (let hour = 0; hour < 22; hour++) {
			later(HOUR_MS);
			await host.tick();
		}
		expect(copernica.requests.filter(({ path }) => path.includes('/authenticate'))).toHaveLength(1);
	});
});

it.each([
	[1, 1_440],
	[5, 288],
	[15, 96],
	[60, 24],
])('polled every %i minutes, an event costs %i calls a day', async (minutes, calls) => {
	const host = await hostOf({ events: ['click'] });
	await host.activate();
	const polls = DAY_MS / (minutes * MINUTE_MS);
	const taken = await callsOf(async () => {
		for (let poll = 0; poll < polls; poll++) {
			later(minutes * MINUTE_MS);
			// Little happens all day.
			if (poll % 4 === 0) copernica.add.click();
			await host.tick();
		}
	});
	expect(host.errors).toEqual([]);
	expect(host.emitted).toHaveLength(Math.ceil(polls / 4));
	expect(taken).toBe(calls);
});

it('a sweep of more than a page costs the pages, and no more than one call to see that', async () => {
	const host = await hostOf(
		{ events: ['click'] },
		{ ms: { clicks: 5_000 }, start: new Date(START - 26 * HOUR_MS) },
	);
	await host.activate();
	later(HOUR_MS);
	copernica.add.click();
	// Each page begins with the last row of the one before; and the poll reads the latest by itself.
	expect(await callsOf(tickOf(host))).toBeLessThanOrEqual(6 + 2);
	later(MINUTE_MS);
	expect(await callsOf(tickOf(host))).toBe(1);
	expect(host.emitted).toHaveLength(1);
});
