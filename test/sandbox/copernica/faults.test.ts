import { startSandbox, type CopernicaSandbox, type Sandbox } from '../../../sandbox';
import { FAULT_KINDS } from '../../../sandbox/faults';
import { authenticate, NOW, RestClient } from './client';

let sandbox: Sandbox;
let copernica: CopernicaSandbox;
let client: RestClient;

beforeEach(async () => {
	sandbox = await startSandbox({ copernica: { now: () => NOW } });
	({ copernica } = sandbox);
	client = await RestClient.connect(copernica);
});

afterEach(async () => await sandbox.close());

const PATH = 'v4/ms/clicks';
const PARAMETERS = { start: 10, limit: 10 };

const NEEDS_LINKS = ['foreignNext', 'standStill'] as const;
const SHOWN = FAULT_KINDS.filter((kind) => !NEEDS_LINKS.some((other) => other === kind));

it.each(SHOWN)('%s spoils the request that it hits and no other', async (kind) => {
	const well = (await client.get(PATH, PARAMETERS)).text;
	copernica.fault({ kind, location: 'https://elsewhere.example' });
	const init = { signal: AbortSignal.timeout(200), redirect: 'manual' } as const;
	const spoilt = await client.get(PATH, PARAMETERS, init).catch(() => undefined);
	expect(spoilt?.text).not.toBe(well);
	expect(copernica.requests.at(-1)?.fault).toBe(kind);
	expect((await client.get(PATH, PARAMETERS)).text).toBe(well);
});

it.each(NEEDS_LINKS)('cannot show %s', (kind) => {
	expect(() => copernica.fault({ kind })).toThrow(kind);
});

it('samePage gives the first page again, as the one asked for', async () => {
	const first = await client.page(PATH, { limit: 10 });
	copernica.fault({ kind: 'samePage' });
	const again = await client.page(PATH, PARAMETERS);
	expect(again.rows).toEqual(first.rows);
	expect(again.envelope).toEqual({ ...first.envelope, start: 10 });
});

it('shortPage gives the first half of the page, and highTotal counts one more', async () => {
	const { rows, envelope } = await client.page(PATH, PARAMETERS);
	copernica.fault({ kind: 'shortPage' });
	copernica.fault({ kind: 'highTotal' });
	const half = await client.page(PATH, PARAMETERS);
	expect(half.rows).toEqual(rows.slice(0, 5));
	expect(half.envelope).toEqual({ ...envelope, count: 5 });
	const more = await client.page(PATH, PARAMETERS);
	expect(more.rows).toEqual(rows);
	expect(more.envelope).toEqual({ ...envelope, total: Number(envelope.total) + 1 });
});

it('notAList has an object where the list should be, of v1 events too', async () => {
	const { rows } = await client.page(PATH, PARAMETERS);
	copernica.fault({ kind: 'notAList' });
	const { data } = await client.read(PATH, PARAMETERS);
	expect(Array.isArray(data)).toBe(false);
	expect(Object.values(data as object)).toEqual(rows);
	const { destination } = copernica.data.events('ms', 'click')[0] ?? {};
	const hash = copernica.data.destination('ms', destination ?? 0)?.hash;
	const events = await client.events(`v1/message/${hash}/events`);
	copernica.fault({ kind: 'notAList' });
	const body = await client.read(`v1/message/${hash}/events`);
	expect(Array.isArray(body)).toBe(false);
	expect(Object.values(body)).toEqual(events);
});

it('matches the API, the authentication host or a pattern', async () => {
	copernica.fault({ kind: 'status', status: 501, match: 'deliveries' });
	copernica.fault({ kind: 'status', status: 502, match: 'token' });
	copernica.fault({ kind: 'status', status: 429, headers: { 'retry-after': '7' } });
	const reply = await client.get(PATH);
	expect([reply.status, reply.headers.get('retry-after')]).toEqual([429, '7']);
	expect((await client.get(PATH)).status).toBe(200);
	expect((await client.get('v4/ms/deliveries')).status).toBe(501);
	expect((await authenticate(copernica)).status).toBe(502);
	expect((await authenticate(copernica)).status).toBe(200);
});

it('is for one vendor, and can be cleared', async () => {
	sandbox.iovox.fault({ kind: 'status', times: 'always' });
	expect((await client.get(PATH)).status).toBe(200);
	copernica.fault({ kind: 'status', times: 'always' });
	expect((await client.get(PATH)).status).toBe(503);
	copernica.clearFaults();
	expect((await client.get(PATH)).status).toBe(200);
});
