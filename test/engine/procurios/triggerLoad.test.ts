import { type Sandbox, startSandbox } from '../../../sandbox';
import { LOAD_MS } from '../../load';
import { surplus } from '../../surplus';
import { procuriosAt } from '../credentials';
import { Host } from '../host';

jest.setTimeout(LOAD_MS);

let sandbox: Sandbox;
afterEach(async () => await sandbox.close());

const OPENED = { event: 'opened', traffic: 'all', startFrom: 'beginning' };
const stateSize = (host: Host) => Buffer.byteLength(JSON.stringify(host.state));
/** What a state may take, in bytes. */
const MOST = 256_000;

it('drains a backlog of 200,000 opens in order, over polls of at most 10,000', async () => {
	sandbox = await startSandbox({
		procurios: { opens: 200_000, recipients: 2_000, clicks: 0, emails: 20 },
	});
	const credentials = procuriosAt(sandbox.procurios);
	const host = new Host({ mode: 'durable', credentials, parameters: OPENED });
	await host.activate();
	for (let polls = 1; polls < 25 && host.emitted.length < 200_000; polls++) await host.tick();
	expect(Math.max(...host.executions.map(({ length }) => length))).toBe(10_000);
	expect(host.executions).toHaveLength(20);
	expect(host.errors).toEqual([]);
	const { opens } = sandbox.procurios.data;
	expect(host.emitted).toHaveLength(opens.length);
	expect(host.emitted.every((row, index) => same(row, opens[index]!))).toBe(true);
});

const same = (a: object, b: object) => JSON.stringify(a) === JSON.stringify(b);

it('keeps the state small while 50,000 opens of one second are given out', async () => {
	const second = { start: '2026-02-03T09:00:00Z', end: '2026-02-03T09:00:01Z' };
	sandbox = await startSandbox({
		procurios: { opens: 50_000, recipients: 500, clicks: 0, emails: 3, ...second },
	});
	const { opens } = sandbox.procurios.data;
	expect(new Set(opens.map(({ date }) => date)).size).toBe(1);
	const credentials = procuriosAt(sandbox.procurios);
	const host = new Host({ mode: 'memory', credentials, parameters: OPENED });
	await host.activate();
	for (let poll = 0; poll < 6; poll++) {
		expect(stateSize(host)).toBeLessThan(MOST);
		await host.tick();
	}
	expect(host.errors).toEqual([]);
	expect(host.emitted).toHaveLength(50_000);
	const textsOf = (rows: readonly object[]) => rows.map((row) => JSON.stringify(row));
	expect(surplus(textsOf(opens), textsOf(host.emitted))).toEqual([]);
});

describe('in an hour of 50,000 events', () => {
	const hour = { start: '2026-02-03T09:00:00Z', end: '2026-02-03T10:00:00Z' };
	const at = (index: number) =>
		new Date(Date.parse(hour.start) + Math.floor(index / 14) * 1_000).toISOString();
	const options = { maxEvents: 50_000 };

	it.each([1, 30])(
		'the state stays small, and no open comes twice, of %s at a time',
		async (dense) => {
			const end = new Date(Date.parse(hour.start) + 3_600_000 / dense);
			sandbox = await startSandbox({
				procurios: { opens: 50_000, recipients: 500, clicks: 0, emails: 3, ...hour, end },
			});
			const credentials = procuriosAt(sandbox.procurios);
			const host = new Host({
				mode: 'memory',
				credentials,
				parameters: { ...OPENED, options },
			});
			await host.activate();
			expect(stateSize(host)).toBeLessThan(MOST);
			const late = sandbox.procurios.add.open({ date: end.toISOString() });
			await host.tick();
			await host.tick();
			expect(host.emitted).toHaveLength(50_001);
			expect(host.emitted.at(-1)).toEqual(late);
		},
	);

	it.each(['bounced', 'sent', 'recipientUpdated'])(
		'the state stays small, and "%s" comes once for each person',
		async (event) => {
			sandbox = await startSandbox({
				procurios: { emails: 1, recipients: 1, opens: 0, clicks: 0, ...hour },
			});
			const { add } = sandbox.procurios;
			add.recipients(50_000, (index) => ({
				...{ sent: at(index), bounced: at(index), lastUpdate: at(index) },
			}));
			const credentials = procuriosAt(sandbox.procurios);
			const parameters = { event, startFrom: 'beginning', options };
			const host = new Host({ mode: 'memory', credentials, parameters });
			await host.activate();
			await host.tick();
			expect(stateSize(host)).toBeLessThan(MOST);
			const given = host.emitted.length;
			expect(new Set(host.emitted.map(({ trackingCode }) => trackingCode)).size).toBe(given);
			expect(given).toBeGreaterThanOrEqual(50_000);
			// Each is changed once more: no bounce is another.
			for (const row of sandbox.procurios.data.recipients.slice(0, 2_000)) {
				add.recipientChange({ trackingCode: row.trackingCode, firstOpen: hour.end });
			}
			await host.tick();
			expect(host.emitted).toHaveLength(event === 'recipientUpdated' ? given + 2_000 : given);
			expect(stateSize(host)).toBeLessThan(MOST);
		},
	);
});
