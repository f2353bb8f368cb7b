import { startSandbox, type CopernicaSandbox, type Sandbox } from '../../../sandbox';
import { fields, idsOf, NOW, RestClient } from './client';

let sandbox: Sandbox;
let copernica: CopernicaSandbox;
let client: RestClient;

beforeEach(async () => {
	sandbox = await startSandbox({ copernica: { clicks: 1500, now: () => NOW } });
	({ copernica } = sandbox);
	client = await RestClient.connect(copernica);
});

afterEach(async () => await sandbox.close());

const ids = () => copernica.data.events('ms', 'click').map((row) => row.id);

it('gives 100 rows by default, and says of how many', async () => {
	const { rows, envelope } = await client.page('v4/ms/clicks');
	expect(idsOf(rows)).toEqual(ids().slice(0, 100));
	expect(envelope).toEqual({ start: 0, limit: 100, count: 100, total: 1500 });
});

it.each([
	[{ start: 1450 }, [1450, 1500], { start: 1450, limit: 100, count: 50, total: 1500 }],
	[{ start: 7, limit: 5 }, [7, 12], { start: 7, limit: 5, count: 5, total: 1500 }],
	[{ limit: 1000 }, [0, 1000], { start: 0, limit: 1000, count: 1000, total: 1500 }],
	[{ limit: 5000 }, [0, 1000], { start: 0, limit: 1000, count: 1000, total: 1500 }],
	[{ limit: 0 }, [0, 0], { start: 0, limit: 0, count: 0, total: 1500 }],
	[{ limit: -1 }, [0, 0], { start: 0, limit: 0, count: 0, total: 1500 }],
	[{ start: 1500 }, [0, 0], { start: 1500, limit: 100, count: 0, total: 1500 }],
	[{ start: 9e9 }, [0, 0], { start: 9e9, limit: 100, count: 0, total: 1500 }],
	[{ limit: 3, total: 'false' }, [0, 3], { start: 0, limit: 3, count: 3 }],
	[{ limit: 3, total: 'no' }, [0, 3], { start: 0, limit: 3, count: 3 }],
	[{ limit: 3, total: 'true' }, [0, 3], { start: 0, limit: 3, count: 3, total: 1500 }],
	[{ limit: 3, total: 1 }, [0, 3], { start: 0, limit: 3, count: 3, total: 1500 }],
] as const)('%j', async (parameters, [from, to], expected) => {
	const { rows, envelope } = await client.page('v4/ms/clicks', { ...parameters });
	expect(idsOf(rows)).toEqual(ids().slice(from, to));
	expect(envelope).toEqual(expected);
});

it.each([{ start: -1 }, { start: 'x' }, { limit: '1.5' }, { limit: '' }, { total: 'maybe' }])(
	'refuses %j',
	async (parameters) => {
		const reply = await client.get('v4/ms/clicks', parameters);
		expect([reply.status, reply.json.error]).toEqual([400, { message: expect.any(String) }]);
	},
);

it('takes the last of a parameter that is given twice', async () => {
	const { envelope } = await client.page('v4/ms/clicks', [
		['limit', '3'],
		['limit', '4'],
	]);
	expect(envelope.count).toBe(4);
});

it('counts what is filtered, and pages over it', async () => {
	const time = '2026-03-05 10:00:00';
	const all = await client.rows('v4/ms/clicks', { begintime: time });
	expect(all.length).toBeGreaterThan(100);
	const { rows, envelope } = await client.page('v4/ms/clicks', { begintime: time, start: 100 });
	expect(envelope.total).toBe(all.length);
	expect(rows).toEqual(all.slice(100, 200));
	const publisher = fields(`timestamp>=${time}`);
	const page = await client.page('v4/publisher/clicks', [...publisher, ['limit', '2']]);
	expect(page.envelope).toMatchObject({ count: 2, total: expect.any(Number) });
	expect(page.envelope.total).toBeLessThan(1500);
});

it.each(['ms/emailings', 'publisher/emailings'])('pages over %s as over events', async (path) => {
	const { rows, envelope } = await client.page(`v4/${path}`, { start: 2, limit: 3 });
	expect(rows).toEqual((await client.rows(`v4/${path}`)).slice(2, 5));
	expect(envelope).toEqual({ start: 2, limit: 3, count: 3, total: 8 });
});

it('answers a page of half a million clicks', async () => {
	const big = await startSandbox({ copernica: { clicks: 500_000, publisher: { clicks: 0 } } });
	const other = await RestClient.connect(big.copernica);
	const middle = big.copernica.data.events('ms', 'click')[250_000]?.timestamp ?? 0;
	const begintime = new Date(middle).toISOString().slice(0, 19).replace('T', ' ');
	const { rows } = await other.page('v4/ms/clicks', {
		...{ begintime, start: 200_000, limit: 1000, total: false },
	});
	expect(rows).toHaveLength(1000);
	await big.close();
});
