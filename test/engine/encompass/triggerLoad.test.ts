import type { INodeParameters } from 'n8n-workflow';
import {
	type EncompassOptions,
	type EncompassSandbox,
	type Sandbox,
	startSandbox,
} from '../../../sandbox';
import { LOAD_MS } from '../../load';
import { surplus } from '../../surplus';
import { onlyTheClockIsFake } from '../../time';
import { encompassAt } from '../credentials';
import { Host, type HostOptions, MODES } from '../host';

jest.setTimeout(LOAD_MS);

jest.mock('n8n-workflow', () =>
	jest.requireActual<typeof import('../../time')>('../../time').withoutPauses(),
);
onlyTheClockIsFake();

const DAY_MS = 86_400_000;
const START = Date.parse('2026-02-03T09:00:00Z');

let sandbox: Sandbox;
let encompass: EncompassSandbox;
beforeEach(() => jest.setSystemTime(START));
afterEach(async () => await sandbox.close());

async function hostOf(
	parameters: INodeParameters,
	options: Partial<EncompassOptions>,
	more: Partial<HostOptions> = {},
) {
	sandbox = await startSandbox({ encompass: options });
	({ encompass } = sandbox);
	return new Host({
		...{ mode: 'memory', credentials: encompassAt(encompass), ...more },
		parameters: { event: 'opened', ...parameters },
	});
}

const stateSize = (host: Host) => JSON.stringify(host.state).length;
const keysOf = (rows: readonly object[]) => rows.map((row) => String(Reflect.get(row, 'id')));
const opens = () => encompass.data.messages.flatMap(({ id }) => encompass.data.opensOf(id));
const MANY = { messages: 300, recipients: 3, opens: 4, clicks: 0, bounces: 0, links: 1 };

it.each(['ascending', 'descending', 'byRecipient'] as const)(
	'watches 300 messages with 100,000 events a day, with a small state (%s)',
	async (order) => {
		const host = await hostOf({}, { ...MANY, switches: { order } });
		await host.activate();
		const old = opens().length;
		// A quarter of a day, a poll every half an hour: most events are of a few messages.
		for (let poll = 0; poll < 12; poll++) {
			for (let event = 0; event < 2_083; event++) {
				jest.setSystemTime(Date.now() + 864);
				const place = event % 3 === 0 ? event % 300 : event % 7;
				encompass.add.open({ messageId: encompass.data.messages[place]!.id });
			}
			await host.tick();
			expect(stateSize(host)).toBeLessThan(60_000);
		}
		await host.tick();
		expect(host.errors).toEqual([]);
		expect(host.emitted).toHaveLength(opens().length - old);
		expect(new Set(keysOf(host.emitted)).size).toBe(host.emitted.length);
	},
	240_000,
);

it('keeps the state small when a message goes out to 100,000 within minutes', async () => {
	const host = await hostOf({ event: 'delivered' }, { messages: 2 });
	await host.activate();
	encompass.add.message({}, 100_000);
	for (let poll = 0; poll < 12; poll++) {
		jest.setSystemTime(Date.now() + 60_000);
		await host.tick();
		expect(stateSize(host)).toBeLessThan(256_000);
	}
	const ids = keysOf(host.emitted);
	expect(new Set(ids).size).toBe(ids.length);
	const { id } = encompass.data.messages.at(-1)!;
	expect(surplus(keysOf(encompass.data.deliveriesOf(id)), ids)).toEqual([]);
});

it.each(['ascending', 'descending', 'byRecipient'] as const)(
	'drains a backlog of 60,000 in order, some thousands a poll (%s)',
	async (order) => {
		const parameters = { startFrom: 'beginning', options: { maxEvents: 7_000 } };
		const host = await hostOf(parameters, {
			...{ messages: 3, recipients: 500, opens: 20_000, clicks: 0, bounces: 0 },
			switches: { order },
		});
		await host.activate();
		for (let poll = 0; poll < 12; poll++) {
			await host.tick();
			expect(stateSize(host)).toBeLessThan(256_000);
		}
		expect(keysOf(host.emitted).sort()).toEqual(keysOf(opens()).sort());
		for (const items of host.executions) expect(items.length).toBeLessThanOrEqual(7_000);
	},
	240_000,
);

it('keeps the state small while 50,000 opens of one second are given out', async () => {
	const host = await hostOf(
		{ startFrom: 'beginning', options: { maxEvents: 10_000 } },
		{
			...{ messages: 1, recipients: 500, opens: 50_000, clicks: 0, bounces: 0 },
			...{ start: new Date(START - 2_000), end: new Date(START - 1_001) },
		},
	);
	const seconds = opens().map(({ dateAdded }) => Math.floor(dateAdded / 1_000));
	expect(new Set(seconds).size).toBe(1);
	await host.activate();
	for (let poll = 0; poll < 6; poll++) {
		expect(stateSize(host)).toBeLessThan(256_000);
		jest.setSystemTime(Date.now() + 60_000);
		await host.tick();
	}
	expect(host.errors).toEqual([]);
	expect(host.emitted).toHaveLength(50_000);
	expect(surplus(keysOf(opens()), keysOf(host.emitted))).toEqual([]);
});

describe('with less time than a round takes', () => {
	it.each(MODES)(
		'reaches every message within few polls, also where nothing is new (%s)',
		async (mode) => {
			const host = await hostOf(
				{},
				{ ...MANY, messages: 200, latency: 30 },
				{ mode, budgetMs: 500 },
			);
			const reached = new Set<string>();
			await host.activate().catch(() => undefined);
			for (let poll = 0; poll < 200 && reached.size < 200; poll++) {
				await host.tick();
				for (const { path } of encompass.requests) {
					const id = /messages\/(\d+)\/opens/.exec(path)?.[1];
					if (id) reached.add(id);
				}
			}
			expect(reached.size).toBe(200);
			jest.setSystemTime(Date.now() + 1_000);
			const rows = encompass.data.messages.map(({ id }) => encompass.add.open({ messageId: id }));
			for (let poll = 0; poll < 200 && host.emitted.length < 200; poll++) await host.tick();
			expect(keysOf(host.emitted).sort()).toEqual(keysOf(rows).sort());
		},
		240_000,
	);
});

it('reads a list whole over several polls where its order is unknown', async () => {
	const startDate = new Date(START - DAY_MS).toISOString();
	const host = await hostOf(
		{ startFrom: 'date', startDate, options: { maxEvents: 100 } },
		{
			...{ messages: 1, recipients: 200, opens: 30_000, clicks: 0, bounces: 0 },
			...{ start: new Date(START - 10 * DAY_MS), switches: { order: 'byRecipient' as const } },
		},
	);
	const wanted = opens().filter(({ dateAdded }) => dateAdded >= START - DAY_MS);
	await host.activate();
	for (let poll = 0; poll * 100 < wanted.length + 300; poll++) await host.tick();
	expect(keysOf(host.emitted).sort()).toEqual(keysOf(wanted).sort());
});
