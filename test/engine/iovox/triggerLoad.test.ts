import type { INodeParameters } from 'n8n-workflow';
import { type IovoxOptions, type IovoxSandbox, type Sandbox, startSandbox } from '../../../sandbox';
import { LOAD_MS } from '../../load';
import { onlyTheClockIsFake } from '../../time';
import { iovoxAt } from '../credentials';
import { Host, type HostOptions } from '../host';

jest.setTimeout(LOAD_MS);

jest.mock('n8n-workflow', () =>
	jest.requireActual<typeof import('../../time')>('../../time').withoutPauses(),
);
onlyTheClockIsFake();

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const START = Date.parse('2026-02-03T09:00:00Z');

let sandbox: Sandbox;
let iovox: IovoxSandbox;
beforeEach(() => jest.setSystemTime(START));
afterEach(async () => await sandbox.close());

async function hostOf(
	parameters: INodeParameters,
	options: Partial<IovoxOptions>,
	more: Partial<HostOptions> = {},
) {
	sandbox = await startSandbox({ iovox: { links: 3, ...options } });
	({ iovox } = sandbox);
	return new Host({
		...{ mode: 'memory', credentials: iovoxAt(iovox), ...more },
		parameters,
	});
}

const stateSize = (host: Host) => JSON.stringify(host.state).length;
const later = (ms: number) => jest.setSystemTime(Date.now() + ms);
const keysOf = (host: Host) =>
	host.emitted.map(({ event, message_id }) => `${String(event)} ${String(message_id)}`);

/** Mails of some days, of which so many came to nothing. */
const during = (days: number, mails: number, failed = 0): Partial<IovoxOptions> => ({
	...{ mails, failShare: failed / mails, conversationShare: 0, readShare: 0 },
	start: new Date(START - days * DAY_MS),
});

it('follows all dispositions of 100,000 e-mails a day over 7 days, with a small state', async () => {
	// Of older ones, those that arrived are neither asked for nor remembered: some will do.
	const host = await hostOf(
		{ event: 'dispositionChanged', lookBackDays: 7 },
		during(7, 100_000, 7_000),
	);
	await host.activate();
	expect(host.errors).toEqual([]);
	expect(host.emitted).toEqual([]);
	expect(stateSize(host)).toBeLessThan(256_000);
	const expected: string[] = [];
	for (let poll = 0; poll < 3; poll++) {
		later(10 * MINUTE_MS);
		for (let mail = 0; mail < 700; mail++) {
			const { message_id } = iovox.add.mail({ disposition: 'sent' });
			expected.push(`sent ${message_id}`);
			if (mail % 100 > 0) continue;
			iovox.add.change(message_id, { disposition: 'received_bounced' });
			expected.push(`received_bounced ${message_id}`);
		}
		await host.tick();
		expect(stateSize(host)).toBeLessThan(256_000);
	}
	expect(host.errors).toEqual([]);
	expect(keysOf(host).sort()).toEqual(expected.sort());
});

it('keeps the state small while 50,000 e-mails of one second are given out', async () => {
	const start = new Date(START - 900);
	const host = await hostOf(
		{ event: 'newEmail', startFrom: 'beginning', options: { maxEvents: 10_000 } },
		{ mails: 50_000, start, end: new Date(START - 100) },
	);
	await host.activate();
	for (let poll = 0; poll < 5; poll++) {
		expect(stateSize(host)).toBeLessThan(256_000);
		later(MINUTE_MS);
		await host.tick();
	}
	expect(host.errors).toEqual([]);
	expect(host.emitted).toHaveLength(50_000);
	expect(new Set(keysOf(host)).size).toBe(50_000);
});

it('remembers 30,000 e-mails that failed within 30 days, in less than 256 kB', async () => {
	const host = await hostOf({ event: 'failed', lookBackDays: 30 }, during(30, 30_000, 30_000));
	await host.activate();
	await host.tick();
	expect(host.errors).toEqual([]);
	expect(host.emitted).toEqual([]);
	expect(stateSize(host)).toBeLessThan(256_000);
	// For more than a month, a thousand a day: what becomes too old makes room.
	const expected: string[] = [];
	for (let day = 0; day < 36; day += 6) {
		later(6 * DAY_MS);
		for (let mail = 0; mail < 6_000; mail++) {
			const { message_id } = iovox.add.mail({ disposition: 'undeliverable' });
			expected.push(`undeliverable ${message_id}`);
		}
		await host.tick();
		expect(stateSize(host)).toBeLessThan(256_000);
	}
	expect(host.warnings).toEqual([]);
	expect(host.errors).toEqual([]);
	expect(keysOf(host).sort()).toEqual(expected.sort());
});

it('keeps the state small while 50,000 e-mails are read within an hour', async () => {
	const host = await hostOf({ event: 'read' }, during(1, 60_000));
	await host.activate();
	const unread = iovox.data.mails.filter(({ delivery_date }) => delivery_date).slice(0, 50_000);
	for (let poll = 0; poll < 12; poll++) {
		const from = Math.floor((poll * unread.length) / 12);
		const to = Math.floor(((poll + 1) * unread.length) / 12);
		for (const { message_id } of unread.slice(from, to)) {
			later((5 * MINUTE_MS) / (to - from));
			iovox.add.change(message_id, { read: true });
		}
		await host.tick();
		expect(stateSize(host)).toBeLessThan(256_000);
	}
	await host.tick();
	expect(host.errors).toEqual([]);
	expect(keysOf(host).sort()).toEqual(unread.map(({ message_id }) => `read ${message_id}`).sort());
});

it.each(['memory', 'durable'] as const)(
	'drains a backlog of 100,000 over polls of 10,000, nothing skipped (%s)',
	async (mode) => {
		const host = await hostOf({ event: 'sent', startFrom: 'beginning' }, during(1, 105_000), {
			mode,
		});
		const sent = iovox.data.mails.filter(({ delivery_date }) => delivery_date);
		await host.activate();
		for (let poll = 0; poll < 14; poll++) {
			await host.tick();
			expect(stateSize(host)).toBeLessThan(256_000);
		}
		expect(host.errors).toEqual([]);
		expect(keysOf(host).sort()).toEqual(sent.map(({ message_id }) => `sent ${message_id}`).sort());
		for (const items of host.executions) expect(items.length).toBeLessThanOrEqual(10_000);
	},
	240_000,
);

it('loses nothing of what happens while a backlog of 60,000 is drained', async () => {
	const host = await hostOf(
		{ event: 'read', startFrom: 'beginning' },
		{ ...during(5, 62_000), readShare: 1 },
	);
	const unread = [0, 1, 2, 3, 4, 5, 6, 7, 8].map(
		(day) =>
			iovox.add.mail({
				disposition: 'sent',
				receive_date: START - 5 * DAY_MS + day * (DAY_MS / 2) + 1_000,
			}).message_id,
	);
	await host.activate();
	for (const message_id of unread) {
		later(2 * MINUTE_MS);
		// Passed already, or yet to come.
		iovox.add.change(message_id, { read: true });
		await host.tick();
		expect(stateSize(host)).toBeLessThan(256_000);
	}
	for (let poll = 0; poll < 3; poll++) await host.tick();
	expect(host.warnings).toEqual([]);
	const read = iovox.data.mails.filter(({ read_disposition }) => read_disposition === 'read');
	expect(keysOf(host).sort()).toEqual(read.map(({ message_id }) => `read ${message_id}`).sort());
});

it('goes on where the time of a poll was up', async () => {
	const host = await hostOf(
		{ event: 'failed', startFrom: 'beginning' },
		{ ...during(1, 1_500, 1_500), switches: { pageCap: 250, latency: 60 } },
		{ budgetMs: 500 },
	);
	await host.activate().catch(() => undefined);
	for (let poll = 0; poll < 60 && host.emitted.length < 1_450; poll++) await host.tick();
	const failed = iovox.data.mails.filter(
		({ disposition }) => !['sent', 'received', 'queued'].includes(disposition),
	);
	await host.tick();
	expect(keysOf(host).sort()).toEqual(
		failed.map(({ disposition, message_id }) => `${disposition} ${message_id}`).sort(),
	);
});
