import type { IDataObject } from 'n8n-workflow';
import { type Sandbox, startSandbox } from '../../sandbox';
import { copernicaAt, encompassAt, iovoxAt } from './credentials';
import { closeGateways, gatewayBefore } from './gateway';
import { Host } from './host';

let sandbox: Sandbox;
afterEach(async () => {
	closeGateways();
	await sandbox.close();
});

type Change = (rows: unknown[]) => unknown[];

/** The answers of a list's own call, its rows changed. */
const inList = (key: string, change: Change) => (body: IDataObject) =>
	Array.isArray(body[key]) ? ({ ...body, [key]: change(body[key]) } as IDataObject) : body;

interface Row {
	readonly name: string;
	/** The names of a row's time and ID, and the one that names all rows in the sandbox. */
	readonly time: string;
	readonly id: string;
	readonly events: number;
	host(change: Change): Promise<Host>;
	add(): void;
}

const at = { mode: 'memory' as const };
const START = { startFrom: 'beginning' };

const vendors: Row[] = [
	{
		...{ name: 'Copernica', time: 'timestamp', id: 'ID', events: 6 },
		async host(change) {
			sandbox = await startSandbox({ copernica: { clicks: 6 } });
			const { copernica } = sandbox;
			const isApi = (path: string) => path.startsWith('/api/');
			const { url } = await gatewayBefore(
				{ baseUrl: copernica.baseUrl, isApi },
				undefined,
				inList('data', change),
			);
			const addresses = { apiUrl: `${url}/api`, authUrl: `${url}/authenticate` };
			const credentials = copernicaAt(copernica, addresses);
			return new Host({ ...at, credentials, parameters: { ...START, events: ['click'] } });
		},
		add: () => sandbox.copernica.add.click(),
	},
	{
		...{ name: 'iovox', time: 'receive_date', id: 'message_id', events: 6 },
		async host(change) {
			sandbox = await startSandbox({ iovox: { mails: 6, links: 1 } });
			const { apiUrl, username, secureKey } = sandbox.iovox;
			const { origin } = new URL(apiUrl);
			const isApi = (path: string) => path.includes('/search');
			const { url } = await gatewayBefore(
				{ baseUrl: origin, isApi },
				undefined,
				inList('results', change),
			);
			const credentials = iovoxAt({ apiUrl: apiUrl.replace(origin, url), username, secureKey });
			return new Host({ ...at, credentials, parameters: { ...START, event: 'newEmail' } });
		},
		add: () => sandbox.iovox.add.mail(),
	},
	{
		...{ name: 'Encompass', time: 'dateAdded', id: 'id', events: 6 },
		async host(change) {
			sandbox = await startSandbox({ encompass: { messages: 1, opens: 6 } });
			const { encompass } = sandbox;
			const isApi = (path: string) => path.includes('/opens');
			const { url } = await gatewayBefore(
				{ baseUrl: encompass.baseUrl, isApi },
				undefined,
				inList('data', change),
			);
			const credentials = encompassAt(encompass, {
				siteUrl: `${url}/site`,
				apiUrl: `${url}/us`,
			});
			return new Host({ ...at, credentials, parameters: { ...START, event: 'opened' } });
		},
		add: () => undefined,
	},
];

const unreadable: unknown[] = ['2026-02-03 09:02:60', 'soon', { toString: 1, valueOf: 1 }];

describe.each(vendors)('at $name, a trigger', ({ time, id, host: hostOf, add }) => {
	/** One row of the list is odd, in each answer that has it. */
	async function followed(odd: (row: IDataObject) => unknown) {
		let chosen: unknown;
		const host = await hostOf((rows) =>
			rows.map((row) => {
				const of = (row as IDataObject)[id];
				chosen ??= of;
				return of === chosen ? odd(row as IDataObject) : row;
			}),
		);
		await host.activate();
		await host.tick();
		const before = host.emitted.length;
		add();
		await host.tick();
		await host.tick();
		expect(host.errors).toEqual([]);
		return { host, before };
	}

	it.each(unreadable)(
		'gives out a record with %j for a time, once, and the others',
		async (value) => {
			const usual = await followed((row) => row);
			const { before: count } = usual;
			expect(count).toBeGreaterThan(2);
			await sandbox.close();
			const { host, before } = await followed((row) => ({
				...row,
				[time]: value,
				...(time === 'dateAdded' ? { timestamp: value } : {}),
			}));
			expect(before).toBe(count);
			expect(host.emitted).toHaveLength(usual.host.emitted.length);
			expect(host.warnings).toHaveLength(1);
			expect(host.warnings[0]).toMatch(/came across 1 records whose time or ID cannot be read/);
			expect(host.warnings[0]).not.toContain('soon');
		},
	);

	it.each([null, { toString: 1 }, '\uDC00'])(
		'gives out a record with %j for an ID, once, and the others',
		async (value) => {
			const { before: count } = await followed((row) => row);
			await sandbox.close();
			const { before } = await followed((row) => ({ ...row, [id]: value, ID: value, id: value }));
			expect(before).toBe(count);
		},
	);

	it.each([null, []])('reads on past %j in place of a record', async (stray) => {
		const { before: count } = await followed((row) => row);
		await sandbox.close();
		const { before } = await followed(() => stray);
		expect(before).toBe(count);
	});
});
