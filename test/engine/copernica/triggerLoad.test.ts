import type { INodeParameters } from 'n8n-workflow';
import {
	type CopernicaOptions,
	type CopernicaSandbox,
	type Sandbox,
	startSandbox,
} from '../../../sandbox';
import { LOAD_MS } from '../../load';
import { onlyTheClockIsFake } from '../../time';
import { copernicaAt } from '../credentials';
import { Host, type HostOptions } from '../host';

jest.setTimeout(LOAD_MS);

jest.mock('n8n-workflow', () =>
	jest.requireActual<typeof import('../../time')>('../../time').withoutPauses(),
);
onlyTheClockIsFake();

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const START = Date.parse('2026-02-03T09:00:00Z');
/** Few rows but those that a test is about. */
const NONE = { clicks: 0, impressions: 0, deliveries: 0, errors: 0, abuses: 0, unsubscribes: 0 };

let sandbox: Sandbox;
let copernica: CopernicaSandbox;
beforeEach(() => jest.setSystemTime(START));
afterEach(async () => await sandbox.close());

async function hostOf(
	parameters: INodeParameters,
	options: Partial<CopernicaOptions> = {},
	more: Partial<HostOptions> = {},
) {
	sandbox = await startSandbox({ copernica: { ...NONE, ...options } });
	({ copernica } = sandbox);
	return new Host({
		...{ mode: 'memory', credentials: copernicaAt(copernica), ...more },
		parameters: { events: ['click'], ...parameters },
	});
}

const later = (ms: number) => jest.setSystemTime(Date.now() + ms);

/** Each event once, by its name: `expect` takes long to compare so many. */
function expectEach(host: Host, rows: ReadonlyArray<readonly [string, number]>): void {
	const given = host.emitted.map(({ event, ID }) => `${String(event)} ${String(ID)}`);
	const expected = new Set(rows.map(([event, id]) => `${event} ${id}`));
	expect(given.filter((each) => !expected.has(each)).slice(0, 5)).toEqual([]);
	const seen = new Set(given);
	expect([...expected].filter((each) => !seen.has(each)).slice(0, 5)).toEqual([]);
	expect(given).toHaveLength(seen.size);
}

const expectSmall = (host: Host) => expect(JSON.stringify(host.state).length).toBeLessThan(256_000);

async function callsOf(poll: () => Promise<unknown>): Promise<number> {
	const before = copernica.stats().apiCalls;
	await poll();
	return copernica.stats().apiCalls - before;
}

const secondOf = ({ timestamp }: { timestamp: number }) => Math.floor(timestamp / 1_000);

const clicks = () =>
	copernica.data.events('ms', 'click').map(({ id }): [string, number] => ['click', id]);

it.each([1, 50])(
	'keeps the state small while 50,000 clicks happen within an hour (IDs up to %i apart)',
	async (idStep) => {
		const host = await hostOf({}, { idStep });
		await host.activate();
		for (let poll = 0; poll < 12; poll++) {
			for (let second = 0; second < 300; second++) {
				later(1_000);
				// Every tenth is written some minutes late.
				for (let click = 0; click < 14; click++) {
					const late = click === 0 ? (second % 5) * MINUTE_MS : 0;
					copernica.add.click({ timestamp: Date.now() - late });
				}
			}
			await host.tick();
			expectSmall(host);
		}
		expect(host.emitted.length).toBeGreaterThan(45_000);
		later(HOUR_MS);
		await host.tick();
		expectSmall(host);
		expect(host.errors).toEqual([]);
		expect(host.warnings).toEqual([]);
		expectEach(host, clicks());
	},
	400_000,
);

it('follows 100,000 clicks a day, with bounces and complaints of 8 days, IDs far apart', async () => {
	const host = await hostOf({ events: ['bounce', 'click', 'complaint'] }, { idStep: 50 });
	await host.activate();
	const polls = 4;
	for (let poll = 0; poll < 8 * polls; poll++) {
		// Of clicks, those of so long ago are neither read again nor remembered.
		const days = 6;
		const step = poll < days * polls ? 50 : 1;
		const count = 100_000 / polls;
		for (let click = 0; click < count; click += step) {
			later((step * DAY_MS) / polls / count);
			const isLate = click % 40 === 0 && poll > polls;
			copernica.add.click({ timestamp: Date.now() - (isLate ? 20 * HOUR_MS : 0) });
			// Some bounces and complaints come days late.
			const isDaysLate = click % 500 === 0 && poll > 4 * polls;
			const timestamp = Date.now() - (isDaysLate ? 3 * DAY_MS : 0);
			if (click % 50 === 0) copernica.add.error({ timestamp });
			if (click % 250 === 0) copernica.add.abuse({ timestamp });
		}
		for (let more = 0; more < 3; more++) {
			await host.tick();
			expectSmall(host);
		}
	}
	later(DAY_MS);
	await host.tick();
	await host.tick();
	expect(host.errors).toEqual([]);
	expect(host.warnings).toEqual([]);
	const { data } = copernica;
	expectEach(host, [
		...clicks(),
		...data.events('ms', 'error').map(({ id }): [string, number] => ['bounce', id]),
		...data.events('ms', 'abuse').map(({ id }): [string, number] => ['complaint', id]),
	]);
}, 900_000);

it('drains a backlog of 200,000 over polls of 10,000, nothing skipped, few calls', async () => {
	const host = await hostOf(
		{ startFrom: 'beginning' },
		{ ms: { clicks: 200_000 }, start: new Date(START - 2 * DAY_MS) },
	);
	const calls = await callsOf(async () => {
		await host.activate();
		for (let poll = 0; poll < 21; poll++) {
			await host.tick();
			expectSmall(host);
		}
	});
	expect(host.errors).toEqual([]);
	for (const items of host.executions) expect(items.length).toBeLessThanOrEqual(10_000);
	expectEach(host, clicks());
	// A page has 999 that are new. Some are fetched ahead, and again by the next poll.
	expect(calls).toBeLessThan(1.5 * 201);
});

it('keeps the state small while 50,000 clicks of one second are given out', async () => {
	const second = { start: new Date(START - 2_000), end: new Date(START - 1_001) };
	const host = await hostOf({ startFrom: 'beginning' }, { ms: { clicks: 50_000 }, ...second });
	expect(new Set(copernica.data.events('ms', 'click').map(secondOf)).size).toBe(1);
	await host.activate();
	for (let poll = 0; poll < 6; poll++) {
		expectSmall(host);
		later(MINUTE_MS);
		await host.tick();
	}
	expect(host.errors).toEqual([]);
	expectEach(host, clicks());
});

it('loses nothing of what happens while a backlog of 60,000 is drained', async () => {
	const host = await hostOf(
		{ startFrom: 'beginning' },
		{
			ms: { clicks: 60_000 },
			start: new Date(START - 5 * DAY_MS),
			switches: { order: 'descending' },
		},
	);
	await host.activate();
	for (let poll = 0; poll < 8; poll++) {
		later(2 * MINUTE_MS);
		for (let click = 0; click < 50; click++) copernica.add.click();
		await host.tick();
		expectSmall(host);
	}
	for (let poll = 0; poll < 3; poll++) {
		later(HOUR_MS);
		await host.tick();
	}
	expect(host.errors).toEqual([]);
	expectEach(host, clicks());
});

describe.each([
	['set back', '2026-10-25T01:00:00Z'],
	['set forward', '2026-03-29T01:00:00Z'],
])('around the hour in which the clock is %s', (_, change) => {
	it.each(['Europe/Amsterdam', 'UTC'] as const)(
		'reads again what lies around it, and gives out nothing twice (told %s)',
		async (timeZone) => {
			const begin = Date.parse(change) - 3 * HOUR_MS;
			jest.setSystemTime(begin);
			const host = await hostOf(
				{ options: { timeZone, sweepHours: 24 } },
				{ end: new Date(begin) },
			);
			await host.activate();
			later((3 * HOUR_MS) / 2);
			let most = 0;
			for (let poll = 0; poll < 90; poll++) {
				later(3 * MINUTE_MS);
				for (let click = 0; click < 20; click++) {
					copernica.add.click({ timestamp: Date.now() - click * 9_000 });
				}
				most = Math.max(most, await callsOf(async () => await host.tick()));
				expectSmall(host);
			}
			expect(host.errors).toEqual([]);
			// Two hours of it are a page.
			expect(most).toBeLessThanOrEqual(2);
			expectEach(host, clicks());
		},
	);

	it('sees what is late by nearly the horizon, when it was written on the other side', async () => {
		jest.setSystemTime(Date.parse(change) - 30 * HOUR_MS);
		const host = await hostOf({}, { end: new Date(Date.now()) });
		await host.activate();
		for (let poll = 0; poll < 6 * 60; poll++) {
			later(10 * MINUTE_MS);
			copernica.add.click();
			await host.tick();
			const isAfterSweep = poll % 6 === 5 || poll % 6 === 0;
			if (poll < 6 * 27 || !isAfterSweep) continue;
			copernica.add.click({ timestamp: Date.now() - 26 * HOUR_MS + 20 * MINUTE_MS });
		}
		later(HOUR_MS);
		await host.tick();
		expectEach(host, clicks());
	});
});

it('goes on where the time of a poll was up', async () => {
	const host = await hostOf(
		{ startFrom: 'beginning' },
		{ ms: { clicks: 3_000 }, switches: { pageCap: 250, latency: 60 } },
		{ budgetMs: 500 },
	);
	await host.activate().catch(() => undefined);
	for (let poll = 0; poll < 60 && host.emitted.length < 3_000; poll++) await host.tick();
	await host.tick();
	expectEach(host, clicks());
});
