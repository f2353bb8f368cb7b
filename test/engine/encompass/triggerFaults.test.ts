import { withPlace } from '../placeIn';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import {
	type EncompassOptions,
	type EncompassSandbox,
	type Sandbox,
	startSandbox,
} from '../../../sandbox';
import { encompassAt } from '../credentials';
import { Host } from '../host';
import { always } from '../triggers';

jest.mock('n8n-workflow', () =>
	jest.requireActual<typeof import('../../time')>('../../time').withoutPauses(),
);

let sandbox: Sandbox;
let encompass: EncompassSandbox;
afterEach(async () => await sandbox.close());

async function hostOf(
	parameters: INodeParameters = {},
	options: Partial<EncompassOptions> = {},
	changes: IDataObject = {},
) {
	sandbox = await startSandbox({ encompass: { messages: 4, opens: 20, ...options } });
	({ encompass } = sandbox);
	return new Host({
		mode: 'memory',
		credentials: encompassAt(encompass, changes),
		parameters: { event: 'opened', ...parameters },
	});
}

const idsOf = (rows: readonly object[]) =>
	rows.map((row) => Reflect.get(row, 'id') as number).sort();
/** Of the second of the contact it cannot be known which came first. */
const soon = () => ({ dateAdded: Date.now() + 1_000 });
const openOfEach = () =>
	encompass.data.messages.map(({ id }) => encompass.add.open({ messageId: id, ...soon() }));

describe('a fault of one message', () => {
	it.each([500, 504, 400])('keeps no other from its turn (%s)', async (status) => {
		const host = await hostOf({ options: { requestsAtOnce: 1 } });
		await host.activate();
		const [, bad] = encompass.data.messages;
		encompass.fault(always(status, { match: `/messages/${bad!.id}/` }));
		const rows = openOfEach();
		await host.tick();
		const good = rows.filter(({ id }) => !idsOf(encompass.data.opensOf(bad!.id)).includes(id));
		expect(idsOf(host.emitted)).toEqual(idsOf(good));
		encompass.clearFaults();
		for (let poll = 0; poll < 2; poll++) await host.tick();
		expect(idsOf(host.emitted)).toEqual(idsOf(rows));
	});

	it('does not bring back messages that are watched no longer', async () => {
		const host = await hostOf({ startFrom: 'beginning', watchedDays: 2 });
		const bad = encompass.data.messages.at(-1)!;
		encompass.fault(always(500, { match: `/messages/${bad.id}/` }));
		await host.activate();
		await host.tick();
		const asked = encompass.requests.length;
		await host.tick();
		const ids = encompass.requests
			.slice(asked)
			.map(({ path }) => /messages\/(\d+)\/opens/.exec(path)?.[1]);
		const old = encompass.data.messages.filter(
			({ actualSendTimestamp }) => actualSendTimestamp! < Date.now() - 3 * 86_400_000,
		);
		expect(old.length).toBeGreaterThan(1);
		for (const { id } of old.filter((each) => each !== bad)) expect(ids).not.toContain(String(id));
	});

	it('that was deleted is none', async () => {
		const host = await hostOf();
		await host.activate();
		const [, gone] = encompass.data.messages;
		encompass.fault(always(404, { match: `/messages/${gone!.id}/` }));
		const rows = openOfEach();
		await host.tick();
		expect(host.emitted).toHaveLength(rows.length - 1);
		expect(host.errors).toEqual([]);
		expect(host.warnings).toEqual([]);
	});
});

it.each([504, 200] as const)('asks for less where pages are slow (told by %s)', async (timeout) => {
	const host = await hostOf(
		{ startFrom: 'beginning' },
		{ messages: 1, opens: 3_000, switches: { slowAbove: 300, timeout } },
	);
	await host.activate();
	const { id } = encompass.data.messages[0]!;
	expect(idsOf(host.emitted)).toEqual(idsOf(encompass.data.opensOf(id)));
	const sizes = encompass.requests.map(({ path }) => Number(/maxResults=(\d+)/.exec(path)?.[1]));
	expect(sizes.filter((size) => size === 1_000).length).toBeLessThanOrEqual(1 + 2 * 2);
});

it.each([
	{ complete: 'x' },
	{ complete: 1, newest: 1, bookmarks: null },
	{ complete: 1, newest: 1, bookmarks: { 900123: [''] } },
	{ complete: 1, newest: 1, bookmarks: { 900123: ['20~x', '', 1, ''] } },
	{ complete: 1, newest: 1, bookmarks: { 900123: ['', '', 1, 'sideways'] } },
	{ complete: 1, newest: 1, bookmarks: { 900123: ['', '', 1, '', { seen: 5 }] } },
	{ after: '', given: [] },
])('begins anew where its place is %j', async (place) => {
	const host = await hostOf({ startFrom: 'beginning' });
	await host.activate();
	const { poll } = host.state as { poll: IDataObject };
	const again = new Host({
		mode: 'memory',
		credentials: encompassAt(encompass),
		parameters: { event: 'opened', startFrom: 'beginning' },
	});
	again.putBack({ 'node:Trigger': { poll: withPlace(poll, place as IDataObject) } });
	await again.activate();
	expect(again.errors).toEqual([]);
	expect(again.emitted).toHaveLength(80);
});
