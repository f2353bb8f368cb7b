import type { INodeParameters } from 'n8n-workflow';
import { type Sandbox, startSandbox } from '../../sandbox';
import { copernicaAt, encompassAt, iovoxAt, procuriosAt } from './credentials';
import { Host } from './host';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({
		...{ procurios: { opens: 20 }, iovox: { mails: 20, links: 1 } },
		...{ copernica: { clicks: 20 }, encompass: { messages: 1, opens: 20 } },
	});
});
afterAll(async () => await sandbox.close());

const base = { startFrom: 'beginning', options: { maxEvents: 5 } };
const mode = 'durable' as const;

interface Row {
	readonly name: string;
	readonly parameters: INodeParameters;
	host(parameters: INodeParameters): Host;
}

const rows: Row[] = [
	{
		name: 'Procurios',
		parameters: { event: 'opened', traffic: 'all', output: 'trackingEvent' },
		host: (parameters) =>
			new Host({ mode, parameters, credentials: procuriosAt(sandbox.procurios) }),
	},
	{
		name: 'iovox',
		parameters: { event: 'newEmail' },
		host: (parameters) => new Host({ mode, parameters, credentials: iovoxAt(sandbox.iovox) }),
	},
	{
		name: 'Copernica',
		parameters: { events: ['click'] },
		host: (parameters) =>
			new Host({ mode, parameters, credentials: copernicaAt(sandbox.copernica) }),
	},
	{
		name: 'Encompass',
		parameters: { event: 'opened' },
		host: (parameters) =>
			new Host({ mode, parameters, credentials: encompassAt(sandbox.encompass) }),
	},
];

describe.each(rows)(
	'with durable cursors, the trigger of $name',
	({ parameters, host: hostOf }) => {
		it('gives out nothing twice where a tick read the cursor before that of the poll at publishing was stored', async () => {
			const host = hostOf({ ...base, ...parameters });
			await host.activate();
			const first = host.emitted.length;
			expect(first).toBeGreaterThan(0);
			const { cursor } = host.database;
			host.database.cursor = {};
			await host.tick();
			expect(host.emitted).toHaveLength(first);
			expect(host.database.cursor).toEqual({});
			host.database.cursor = cursor;
			for (let poll = 0; poll < 6; poll++) await host.tick();
			const all = host.emitted.map((each) => JSON.stringify(each));
			expect(all.length).toBeGreaterThan(first);
			expect(new Set(all).size).toBe(all.length);
			expect(host.errors).toEqual([]);
		});

		it('gives out again what n8n has dropped', async () => {
			const host = hostOf({ ...base, ...parameters });
			await host.activate();
			const first = host.emitted.splice(0);
			// What was to be stored with them was dropped, too.
			host.database.cursor = {};
			await host.tick();
			await host.tick();
			expect(host.emitted).toEqual(first);
		});
	},
);
