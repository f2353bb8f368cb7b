import { withPlace } from '../placeIn';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
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

const idsOf = (rows: readonly object[]) =>
	rows.map((row) => String(Reflect.get(row, 'message_id'))).sort();
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
