import { withPlace } from '../placeIn';
import { inspect } from 'node:util';
import type { IDataObject, INodeParameters, NodeApiError } from 'n8n-workflow';
import {
	type Fault,
	type IovoxOptions,
	type IovoxSandbox,
	type Sandbox,
	startSandbox,
} from '../../../sandbox';
import { iovoxAt } from '../credentials';
import { Host } from '../host';

jest.mock('n8n-workflow', () =>
	jest.requireActual<typeof import('../../time')>('../../time').withoutPauses(),
);

let sandbox: Sandbox;
let iovox: IovoxSandbox;
afterEach(async () => await sandbox.close());

async function hostOf(
	parameters: INodeParameters = {},
	options: Partial<IovoxOptions> = {},
	changes: IDataObject = {},
) {
	sandbox = await startSandbox({ iovox: { mails: 40, ...options } });
	({ iovox } = sandbox);
	return new Host({
		mode: 'memory',
		credentials: iovoxAt(iovox, changes),
		parameters: { event: 'newEmail', ...parameters },
	});
}

const always = (status: number): Fault => ({ kind: 'status', status, times: 'always' });
const idsOf = (rows: readonly object[]) =>
	rows.map((row) => String(Reflect.get(row, 'message_id'))).sort();
/** Of the second of the contact it cannot be known which came first. */
const someMails = () => [1, 2, 3].map(() => iovox.add.mail({ receive_date: Date.now() + 1_000 }));

describe('the first contact', () => {
	it.each<[string, Fault]>([
		['429', always(429)],
		['503', always(503)],
		['504', always(504)],
		['a lost connection', { kind: 'drop', times: 'always' }],
	])('that fails with %s lets the workflow be published, and loses nothing', async (_, fault) => {
		const host = await hostOf();
		iovox.fault(fault);
		await host.activate();
		expect(host.warnings).toEqual([expect.stringMatching(/The next poll tries again\.$/)]);
		const rows = someMails();
		await host.tick();
		expect(host.errors).toHaveLength(1);
		iovox.clearFaults();
		await host.tick();
		expect(idsOf(host.emitted)).toEqual(idsOf(rows));
	});

	it.each(['xml401', 'json401', 'empty401', 'xml403', 'xml200'] as const)(
		'that is refused (%s) does not, and names the four causes',
		async (refusedLogin) => {
			const apiKey = 'wrong-key-1234';
			const host = await hostOf({}, { switches: { refusedLogin } }, { apiKey });
			const error = (await host.activate().then(
				() => undefined,
				(thrown: unknown) => thrown,
			)) as NodeApiError;
			const said = `${error.message} ${error.description}`;
			for (const cause of ['User Name', 'Secure Key', 'Environment', 'IP address']) {
				expect(said).toContain(cause);
			}
			for (const secret of [iovox.secureKey, apiKey]) {
				expect(inspect(error, { depth: 10 })).not.toContain(secret);
			}
		},
	);
});

it('gives out what came before a fault, and goes on behind it', async () => {
	const dispositions = ['undeliverable', 'received_bounced', 'expired'];
	const host = await hostOf(
		{ event: 'failed', startFrom: 'beginning', dispositions },
		{ failShare: 0.5 },
	);
	iovox.fault({ ...always(503), after: 1 });
	await host.activate();
	const first = host.emitted.length;
	expect(first).toBeGreaterThan(0);
	// Of the other two lists; once for both.
	expect(host.warnings).toEqual([expect.stringMatching(/503\. The next poll tries again/)]);
	iovox.clearFaults();
	await host.tick();
	const failed = iovox.data.mails.filter(({ disposition }) => dispositions.includes(disposition));
	expect(first).toBeLessThan(failed.length);
	expect(idsOf(host.emitted)).toEqual(idsOf(failed));
});

it.each([
	{ contact: 1, seen: 1, undated: [] },
	{ contact: 'x', seen: [], undated: [] },
	{ contact: 1, seen: [], undated: [], newest: 'x' },
	{ contact: 1, seen: [], undated: [], far: 1 },
	{ contact: 1, seen: [], undated: [], far: { at: 1, upTo: 'x', after: '' } },
	{ contact: 1, seen: [], undated: [], far: { at: 1, upTo: 1, start: 1 } },
	{ after: '', given: [] },
])('begins anew where its place is %j', async (place) => {
	const host = await hostOf({ startFrom: 'beginning' });
	await host.activate();
	const { poll } = host.state as { poll: IDataObject };
	const again = new Host({
		mode: 'memory',
		credentials: iovoxAt(iovox),
		parameters: { event: 'newEmail', startFrom: 'beginning' },
	});
	again.putBack({ 'node:Trigger': { poll: withPlace(poll, place as IDataObject) } });
	await again.activate();
	expect(again.errors).toEqual([]);
	expect(again.emitted).toHaveLength(40);
});

it.each<[string, Partial<Fault>]>([
	['never ends', { kind: 'stall' }],
	['is refused', { kind: 'status', status: 400 }],
	['takes too long', { kind: 'status', status: 504 }],
])('reads all where sorting by the date of reading %s', async (_, fault) => {
	const host = await hostOf({ event: 'read' }, { mails: 30 });
	iovox.fault({ kind: 'status', match: 'order=read_first_date', times: 'always', ...fault });
	const slow = new Host({
		mode: 'memory',
		credentials: iovoxAt(iovox),
		parameters: { event: 'read' },
		budgetMs: 4_000,
	});
	await slow.activate();
	const { message_id } = iovox.add.mail({ disposition: 'sent' });
	iovox.add.change(message_id, { read: true, at: Date.now() + 2_000 });
	await slow.tick();
	expect(slow.errors).toEqual([]);
	expect(idsOf(slow.emitted)).toEqual([message_id]);
	expect(host.errors).toEqual([]);
});

it('begins anew where its fields are changed, and says so', async () => {
	const host = await hostOf({ startFrom: 'beginning' });
	await host.activate();
	await host.republish({ event: 'sent', startFrom: 'beginning' });
	expect(host.warnings).toEqual([expect.stringMatching(/begins anew/)]);
	expect(host.emitted.some(({ event }) => event === 'sent')).toBe(true);
});
