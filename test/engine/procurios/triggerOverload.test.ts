import type { INodeParameters } from 'n8n-workflow';
import { type ProcuriosOptions, type Sandbox, startSandbox } from '../../../sandbox';
import { LOAD_MS } from '../../load';
import { procuriosAt } from '../credentials';
import { Host } from '../host';
import { onlyTheClockIsFake } from '../../time';

onlyTheClockIsFake();

jest.setTimeout(LOAD_MS);

let sandbox: Sandbox;
afterEach(async () => await sandbox.close());

const START = Date.parse('2026-02-03T09:00:00Z');
const iso = (time: number) => new Date(time).toISOString();
const SECOND = 1_000;
const DAY = 86_400 * SECOND;

/** A site that ends where the test begins, and what it says of the time. */
async function hostOf(
	parameters: INodeParameters,
	more: { procurios?: Partial<ProcuriosOptions>; budgetMs?: number } = {},
): Promise<{ host: Host; setNow: (time: number) => void }> {
	jest.setSystemTime(START);
	const data = { emails: 1, recipients: 1, opens: 0, clicks: 0, start: iso(START - DAY) };
	const options = { ...data, end: iso(START), now: Date.now, ...more.procurios };
	sandbox = await startSandbox({ procurios: options });
	const credentials = procuriosAt(sandbox.procurios);
	const { budgetMs } = more;
	const host = new Host({ mode: 'memory', credentials, parameters, budgetMs });
	return { host, setNow: (time) => jest.setSystemTime(time) };
}

/** Sends to so many more people within some time. */
function send(count: number, from: number, within: number): void {
	for (let index = 0; index < count; index++) {
		sandbox.procurios.add.recipient({ sent: iso(from + Math.floor((index / count) * within)) });
	}
}

async function tickUntilQuiet(host: Host): Promise<void> {
	for (let given = -1; given !== host.emitted.length; ) {
		given = host.emitted.length;
		await host.tick();
		expect(Buffer.byteLength(JSON.stringify(host.state))).toBeLessThan(256_000);
	}
	expect(host.errors).toEqual([]);
}

const codes = (host: Host) => host.emitted.map(({ trackingCode }) => trackingCode);

describe('a mailing to many', () => {
	it.each([
		[60_000, 412],
		[44_000, 1],
	])('of %s e-mails in %s seconds is given out whole, each once', async (count, seconds) => {
		const { host, setNow } = await hostOf({ event: 'sent' });
		await host.activate();
		setNow(START + 60 * SECOND + seconds * SECOND);
		send(count, START + 60 * SECOND, seconds * SECOND);
		await tickUntilQuiet(host);
		expect(host.emitted).toHaveLength(count);
		expect(new Set(codes(host)).size).toBe(count);
	});

	it('that goes on while it is given out is given out whole', async () => {
		const { host, setNow } = await hostOf({ event: 'sent' });
		await host.activate();
		for (let minute = 1; minute <= 8; minute++) {
			setNow(START + minute * 60 * SECOND);
			send(9_000, START + (minute - 1) * 60 * SECOND + SECOND, 58 * SECOND);
			await host.tick();
		}
		await tickUntilQuiet(host);
		expect(new Set(codes(host)).size).toBe(72_000);
		expect(host.emitted).toHaveLength(72_000);
	});

	it('is given out whole after a pause, also where people opened it long after', async () => {
		const { host, setNow } = await hostOf({ event: 'sent' });
		await host.activate();
		send(60_000, START + SECOND, 6 * DAY);
		setNow(START + 6 * DAY);
		for (const { trackingCode } of sandbox.procurios.data.recipients.slice(1, 2_000)) {
			sandbox.procurios.add.open({ trackingCode, date: iso(START + 6 * DAY) });
		}
		await tickUntilQuiet(host);
		expect(new Set(codes(host)).size).toBe(60_000);
		expect(host.emitted).toHaveLength(60_000);
	});
});

it('60,000 bounces of a day are all given out', async () => {
	const { host, setNow } = await hostOf({ event: 'bounced' });
	await host.activate();
	for (let hour = 1; hour <= 20; hour++) {
		const now = START + hour * 3_600 * SECOND;
		setNow(now);
		for (let index = 0; index < 3_000; index++) {
			const at = iso(now - 3_599 * SECOND + index * SECOND);
			sandbox.procurios.add.recipient({ sent: at, bounced: at });
		}
		await host.tick();
	}
	await tickUntilQuiet(host);
	expect(new Set(codes(host)).size).toBe(60_000);
	expect(host.emitted).toHaveLength(60_000);
});

it('a history of years, an e-mail every 20 minutes, is drained', async () => {
	const { host, setNow } = await hostOf({ event: 'sent', startFrom: 'beginning' });
	send(25_000, START, 347 * DAY);
	setNow(START + 347 * DAY);
	await host.activate();
	await tickUntilQuiet(host);
	expect(host.emitted).toHaveLength(25_001);
});

it('120,000 recipients that change in one second are given out, each once', async () => {
	const { host, setNow } = await hostOf({
		event: 'recipientUpdated',
		options: { maxEvents: 50_000 },
	});
	await host.activate();
	setNow(START + 60 * SECOND);
	send(120_000, START + 60 * SECOND, 0);
	await tickUntilQuiet(host);
	expect(new Set(codes(host)).size).toBe(120_000);
	expect(host.emitted).toHaveLength(120_000);
	expect(host.warnings).toContainEqual(expect.stringMatching(/more at once than it can remember/));
});

it('what is too much to read again within the time does not hold up what follows', async () => {
	const { host, setNow } = await hostOf(
		{ event: 'opened', traffic: 'all' },
		{ budgetMs: 1_500, procurios: { pageSize: { others: 20 }, latency: 30 } },
	);
	await host.activate();
	for (let index = 0; index < 1_000; index++) {
		sandbox.procurios.add.open({ date: iso(START + 60 * SECOND + index * 100) });
	}
	setNow(START + 7_200 * SECOND);
	sandbox.procurios.add.open();
	for (let polls = 0; host.emitted.length < 1_001 && polls < 20; polls++) await host.tick();
	expect(host.emitted).toHaveLength(1_001);
});

it.each(['sent', 'bounced'])(
	'one record from the future does not hide what is "%s"',
	async (event) => {
		const { host, setNow } = await hostOf({ event });
		await host.activate();
		const ahead = iso(START + 365 * DAY);
		sandbox.procurios.add.recipient({ sent: ahead, lastUpdate: ahead });
		await host.tick();
		await host.tick();
		const given = host.emitted.length;
		setNow(START + 600 * SECOND);
		const row = sandbox.procurios.add.recipient({ bounced: iso(START + 600 * SECOND) });
		await host.tick();
		await host.tick();
		expect(host.emitted.slice(given)).toEqual([row]);
	},
);
