import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { type IovoxSandbox, type Sandbox, startSandbox } from '../../../sandbox';
import { iovoxAt } from '../credentials';
import { Host } from '../host';
import { ALL, idsOf, jsonOf, run, startSite, textOf } from './site';

let sandbox: Sandbox;
let iovox: IovoxSandbox;

/** A service that sorts by the time of receiving, up, whatever is asked for. */
beforeAll(async () => {
	sandbox = await startSite({ mails: 400, switches: { obeysOrder: false } });
	({ iovox } = sandbox);
	const { receive_date } = iovox.data.mails[180]!;
	for (let mail = 0; mail < 60; mail++) iovox.add.mail({ receive_date });
});
afterAll(async () => await sandbox.close());

const by = (field: string, direction = 'ASC') => ({ fields: [{ field, direction }] });
const pages = { options: { pageSize: 50 } };
const all = () => iovox.data.mails as unknown as IDataObject[];

it.each<[string, INodeParameters]>([
	['by default', {}],
	['by time, down', { sort: by('receive_date', 'DESC') }],
	['by a name', { sort: by('link_name') }],
])('all mails come once, if sorted %s', async (_order, list) => {
	expect(await jsonOf(iovox, { ...ALL, ...list, ...pages })).toEqual(all());
});

it('what changes is sorted all the same, where it is sorted here', async () => {
	const rows = await jsonOf(iovox, { ...ALL, sort: by('disposition', 'DESC'), ...pages });
	const kinds = rows.map(({ disposition }) => String(disposition));
	expect(kinds).toEqual([...kinds].sort().reverse());
	expect(idsOf(rows).sort()).toEqual(idsOf(all()).sort());
});

it('cursors stand where the order is the one that was asked for', async () => {
	const options = { includeCursor: true, pageSize: 50 };
	const rows = await jsonOf(iovox, { ...ALL, options });
	for (let place = 0; place < rows.length; place += 17) {
		const continueAfter = rows[place]!.cursor as string;
		const rest = await jsonOf(iovox, { ...ALL, options: { continueAfter } });
		expect(rest).toEqual(all().slice(place + 1));
	}
});

it('mails that may leave the list come once, the oldest first', async () => {
	const filters = { readDisposition: 'unread' };
	const rows = await jsonOf(iovox, { ...ALL, filters, ...pages });
	expect(rows).toEqual(all().filter((row) => row.read_disposition === 'unread'));
});

it('and are an error the other way round, where they do not fit into a page', async () => {
	const list = { filters: { readDisposition: 'unread' }, sort: by('receive_date', 'DESC') };
	const result = await run(iovox, { ...ALL, ...list, ...pages });
	expect(textOf(result)).toMatch(/^The list of e-mails is not sorted as it was asked for\nWhile/);
	expect(result.items).toEqual([]);
});

it('the trigger reads all where a page of one second does not show the order', async () => {
	const switches = { obeysOrder: false, pageCap: 3 };
	const site = await startSandbox({ iovox: { mails: 0, switches } });
	try {
		const second = Date.now() - 3_600_000;
		for (let mail = 0; mail < 3; mail++) site.iovox.add.mail({ receive_date: second });
		const credentials = iovoxAt(site.iovox);
		const host = new Host({ mode: 'memory', credentials, parameters: { event: 'newEmail' } });
		await host.activate();
		// The three of that second come first, whatever is asked for.
		const { message_id } = site.iovox.add.mail({ receive_date: Date.now() + 2_000 });
		await host.tick();
		expect(host.errors).toEqual([]);
		expect(idsOf(host.emitted)).toEqual([message_id]);
	} finally {
		await site.close();
	}
});
