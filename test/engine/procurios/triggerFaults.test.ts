import { placeIn } from '../placeIn';
import type { INodeParameters } from 'n8n-workflow';
import { type ProcuriosOptions, type Sandbox, startSandbox } from '../../../sandbox';
import { LOAD_MS } from '../../load';
import { type MemoryCredentials, procuriosAt } from '../credentials';
import { Host, type HostOptions } from '../host';
import { before, closeStandIns } from '../standIns';
import { always } from '../triggers';

jest.setTimeout(LOAD_MS);

jest.mock('n8n-workflow', () =>
	jest.requireActual<typeof import('../../time')>('../../time').withoutPauses(),
);

let sandbox: Sandbox;
let credentials: MemoryCredentials;
afterEach(async () => {
	closeStandIns();
	await sandbox.close();
});

async function hostOf(
	parameters: INodeParameters,
	procurios: Partial<ProcuriosOptions> = {},
	more: Partial<HostOptions> = {},
): Promise<Host> {
	sandbox = await startSandbox({
		procurios: { opens: 60, pageSize: { others: 20 }, ...procurios },
	});
	credentials = procuriosAt(sandbox.procurios);
	const opened = { event: 'opened', traffic: 'all', ...parameters };
	return new Host({ mode: 'memory', credentials, parameters: opened, ...more });
}

const fromBeginning = { startFrom: 'beginning' };

describe('the first contact', () => {
	it('goes on with a walk that broke off, where no cursor can be composed', async () => {
		const host = await hostOf({}, { switches: { unknownCursor: 'lookup' }, opens: 200 });
		// The composed cursor is refused; four pages come, then no more.
		sandbox.procurios.fault(always(503, { after: 5 }));
		await host.activate();
		sandbox.procurios.clearFaults();
		const walked = sandbox.procurios.requests.length;
		const row = sandbox.procurios.add.open({ date: new Date(Date.now() + 1_000).toISOString() });
		await host.tick();
		expect(host.emitted).toEqual([row]);
		const [next] = sandbox.procurios.requests.slice(walked).map(({ path }) => path);
		const [, place] = /after=([^&]+)/.exec(next!)!;
		const position = decodeURIComponent(place!).split('~')[0];
		const { opens } = sandbox.procurios.data;
		const walkedTo = opens.findIndex(({ date }) => position!.startsWith(date));
		expect(walkedTo).toBeGreaterThan(60);
	});

	it('gives out nothing old where our clock is ahead, and nothing less where it is behind', async () => {
		for (const minutes of [-10, 10]) {
			const now = () => Date.now() - minutes * 60_000;
			const host = await hostOf({}, { now });
			sandbox.procurios.add.open({ date: new Date(now() - 1_000).toISOString() });
			await host.activate();
			await host.tick();
			expect(host.emitted).toEqual([]);
			const row = sandbox.procurios.add.open({ date: new Date(now()).toISOString() });
			await host.tick();
			expect(host.emitted).toEqual([row]);
			await sandbox.close();
		}
	});
});

it.each(['sent', 'bounced'])(
	'gives out no "%s" from before, which the first poll reads since our clock is behind',
	async (event) => {
		const now = () => Date.now() + 600_000;
		const host = await hostOf({ event }, { now });
		const at = new Date(now() - 1_200_000).toISOString();
		sandbox.procurios.add.recipient({ sent: at, bounced: at, lastUpdate: at });
		await host.activate();
		await host.tick();
		await host.tick();
		expect(host.emitted).toEqual([]);
	},
);

it('is no error at the end of its time, as long as it leads on', async () => {
	const host = await hostOf(fromBeginning, {}, { budgetMs: 1_500 });
	sandbox.procurios.fault({ kind: 'stall', after: 1, times: 'always' });
	await host.activate();
	expect(host.emitted).toEqual(sandbox.procurios.data.opens.slice(0, 20));
	await host.tick();
	expect(host.errors).toEqual([
		expect.objectContaining({
			message: 'Procurios did not answer in time',
			failure: { cause: 'temporarily-unavailable' },
		}),
	]);
});

it('loses nothing that is late where a request stalls, also with a record from the future', async () => {
	const host = await hostOf({}, {}, { budgetMs: 1_500 });
	const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1_000).toISOString();
	sandbox.procurios.add.open({ date: inSeconds(86_400) });
	await host.activate();
	const first = sandbox.procurios.add.open();
	await host.tick();
	sandbox.procurios.fault({ kind: 'stall', after: 1, times: 'always' });
	await host.tick();
	expect(host.errors).toHaveLength(1);
	sandbox.procurios.clearFaults();
	const late = sandbox.procurios.add.open({ date: inSeconds(-60) });
	const next = sandbox.procurios.add.open({ date: inSeconds(1) });
	await host.tick();
	await host.tick();
	expect(host.emitted).toEqual([first, late, next]);
});

it('repeats nothing that it had to forget, where its place is refused', async () => {
	const start = new Date(Date.now() - 60_000);
	const host = await hostOf({ event: 'recipientUpdated', options: { maxEvents: 50_000 } });
	await host.activate();
	const lastUpdate = start.toISOString();
	sandbox.procurios.add.recipients(60_000, () => ({ lastUpdate }));
	await host.tick();
	await host.tick();
	const given = host.emitted.length;
	expect(given).toBe(60_000);
	sandbox.procurios.setSwitches({ unknownCursor: 'lookup' });
	const { after } = placeIn<{ after: string }>(host.state.poll)!;
	const row = sandbox.procurios.add.recipientChange({ trackingCode: after.split('_')[1]! });
	await host.tick();
	await host.tick();
	expect(host.emitted.slice(given)).toEqual([row]);
});

it('reads past a recipient that moved, where a cursor must be that of a record', async () => {
	const switches = { unknownCursor: 'lookup' } as const;
	const host = await hostOf({ event: 'recipientUpdated' }, { switches });
	await host.activate();
	const { after } = placeIn<{ after: string }>(host.state.poll)!;
	const trackingCode = after.split('_')[1]!;
	const row = sandbox.procurios.add.recipientChange({ trackingCode });
	await host.tick();
	await host.tick();
	expect(host.emitted).toEqual([row]);
	expect(host.errors).toEqual([]);
});

it('loses nothing where n8n drops a poll, since the workflow was published anew meanwhile', async () => {
	await hostOf({});
	let meanwhile: Promise<void> | undefined;
	let publish = async () => {};
	const proxy = await before(sandbox, ({ after }) => {
		if (after !== undefined) meanwhile ??= publish();
	});
	const parameters = { event: 'opened', traffic: 'all', ...fromBeginning };
	const host = new Host({
		mode: 'memory',
		credentials: proxy.credentials(),
		parameters,
	});
	await host.activate();
	const row = sandbox.procurios.add.open();
	publish = async () => await host.republish();
	meanwhile = undefined;
	await host.tick();
	await meanwhile;
	// So shortly after the poll that was dropped, n8n may yet be storing what it gave out.
	await host.tick();
	await host.tick();
	expect(host.emitted).toEqual([...sandbox.procurios.data.opens.slice(0, 60), row]);
});
