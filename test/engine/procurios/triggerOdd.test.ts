import { placeIn } from '../placeIn';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import {
	type ProcuriosOptions,
	type Sandbox,
	startSandbox,
	type ProcuriosSwitchChanges,
} from '../../../sandbox';
import { procuriosAt } from '../credentials';
import { Host, type HostOptions } from '../host';
import { before, closeStandIns, standIn, type StandIn } from '../standIns';

let sandbox: Sandbox;
beforeEach(async () => {
	sandbox = await startSandbox();
});
afterEach(async () => {
	closeStandIns();
	await sandbox.close();
});

async function hostOf(
	parameters: INodeParameters,
	procurios: Partial<ProcuriosOptions> = {},
	more: Partial<HostOptions> = {},
): Promise<Host> {
	await sandbox.close();
	sandbox = await startSandbox({ procurios: { opens: 60, clicks: 0, ...procurios } });
	const credentials = procuriosAt(sandbox.procurios);
	const opened = { event: 'opened', traffic: 'all', ...parameters };
	return new Host({ mode: 'memory', credentials, parameters: opened, ...more });
}

const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1_000).toISOString();

it.each(['opened', 'bounced'])(
	'what is "%s" while the first poll still reads, is given out',
	async (event) => {
		const switches: ProcuriosSwitchChanges = { unknownCursor: 'lookup' };
		await hostOf({}, { opens: 400, recipients: 400, pageSize: { others: 20 }, switches });
		let row: object | undefined;
		const proxy = await before(sandbox, ({ number }) => {
			if (number !== 10) return;
			const { add } = sandbox.procurios;
			const bounced = inSeconds(20);
			row =
				event === 'opened'
					? add.open({ date: bounced })
					: add.recipientChange({ bounced, lastUpdate: bounced });
		});
		const parameters = { event, traffic: 'all' };
		const credentials = proxy.credentials();
		const host = new Host({ mode: 'memory', credentials, parameters });
		await host.activate();
		await host.tick();
		expect(host.emitted).toEqual([row]);
	},
);

it('nothing from before the start comes out with other traffic', async () => {
	const host = await hostOf({ traffic: 'human' });
	sandbox.procurios.add.open({ bot: true, date: inSeconds(-60) });
	await host.activate();
	await host.republish({ event: 'opened', traffic: 'all' });
	await host.tick();
	expect(host.emitted).toEqual([]);
});

it('a slash behind the Site URL makes no other site of it', async () => {
	const host = await hostOf({ startFrom: 'beginning' });
	await host.activate();
	const siteUrl = `${sandbox.procurios.siteUrl}/`;
	host.use(procuriosAt(sandbox.procurios, { siteUrl }));
	await host.republish();
	expect(host.emitted).toHaveLength(60);
	expect(host.warnings).toEqual([]);
});

it('goes on where the service fails over a cursor that it does not know', async () => {
	await hostOf({}, { recipients: 40 });
	let failing = false;
	let known = '';
	const proxy = await before(sandbox, ({ after }) => {
		if (failing && after !== undefined && after === known) {
			sandbox.procurios.fault({ kind: 'status', status: 500 });
		}
	});
	const parameters = { event: 'recipientUpdated' };
	const credentials = proxy.credentials();
	const host = new Host({ mode: 'memory', credentials, parameters });
	await host.activate();
	known = placeIn<{ after: string }>(host.state.poll)!.after;
	failing = true;
	const row = sandbox.procurios.add.recipientChange();
	await host.tick();
	expect(host.emitted).toEqual([row]);
	expect(host.errors).toEqual([]);
});

it.each([29_999, 0.5, Infinity, NaN, undefined])('takes a budget of %s', async (budgetMs) => {
	const host = await hostOf({ startFrom: 'beginning' }, {}, { budgetMs: budgetMs as number });
	await host.activate().catch(() => undefined);
	await host.tick();
	for (const { message } of host.errors) expect(message).toBe('Procurios did not answer in time');
});

it.each([
	{ poll: null },
	{ poll: 'x' },
	{ poll: { version: 1, revision: 3, lists: { list: { place: { after: 5, given: [] } } } } },
	{ poll: { version: 1, revision: 3, lists: { list: { place: { after: '', given: null } } } } },
	{ poll: { version: 2, revision: 3 } },
])('begins anew where its state is %j', async (stored) => {
	const host = await hostOf({ startFrom: 'beginning' });
	await host.activate();
	const { poll } = host.state as { poll: { feed: string } };
	const damaged =
		typeof stored.poll === 'object' ? { feed: poll.feed, ...stored.poll } : stored.poll;
	const again = await hostOf({ startFrom: 'beginning' });
	again.putBack({ 'node:Trigger': { poll: damaged } } as IDataObject);
	await again.activate();
	expect(again.emitted).toHaveLength(60);
});

it.each(['+010000-01-01', '0000-01-01', '99999'])(
	'takes no Start Date of %s',
	async (startDate) => {
		const host = await hostOf({ startFrom: 'date', startDate });
		await expect(host.activate()).rejects.toThrow(/is no date/);
	},
);

describe('a service that is not exact', () => {
	const one = { trackingCode: 'a', trackingId: 1, location: 'l', bot: false };
	const good = { ...one, date: '2026-02-03T09:00:00+00:00' };

	/** Gives the rows that stand behind the one that a cursor names. */
	async function serviceOf(rows: IDataObject[]): Promise<StandIn> {
		const cursorOf = (row: IDataObject) => `${row.date}_${row.trackingCode}_${row.location ?? ''}`;
		return await standIn(({ after }) => {
			const place = rows.map(cursorOf).lastIndexOf(after ?? 'none');
			return { body: { opens: rows.slice(place + 1), _links: { next: { href: '/x' } } } };
		});
	}

	it.each<[string, IDataObject]>([
		['without a location', { ...one, location: null, date: '2026-02-03T09:00:01+00:00' }],
		['with an empty location', { ...one, location: '', date: '2026-02-03T09:00:01+00:00' }],
		['with a time without an offset', { ...one, date: '2026-02-03T09:00:01' }],
		['with a time of another offset', { ...one, date: '2026-02-03T10:00:01+01:00' }],
		['with a time in other words', { ...one, date: '2026-02-03 09:00:01+00:00' }],
		['with a time that is none', { ...one, date: '0000-00-00T00:00:00+00:00' }],
	])('and gives a record %s: each comes once, and what follows', async (_, odd) => {
		const rows: IDataObject[] = [good, odd];
		const service = await serviceOf(rows);
		const parameters = { event: 'opened', startFrom: 'beginning' };
		const credentials = service.credentials();
		const host = new Host({ mode: 'memory', credentials, parameters });
		await host.activate();
		await host.tick();
		rows.push({ ...one, date: '2026-02-03T09:30:00+00:00' });
		await host.tick();
		await host.tick();
		expect(host.errors).toEqual([]);
		expect(host.emitted).toEqual(rows);
	});
});
