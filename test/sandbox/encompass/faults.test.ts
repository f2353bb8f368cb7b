import { startSandbox, type EncompassSandbox, type Sandbox } from '../../../sandbox';
import { FAULT_KINDS } from '../../../sandbox/faults';
import { authenticate, firstId, MetricClient } from './client';

let sandbox: Sandbox;
let encompass: EncompassSandbox;
let client: MetricClient;
let path: string;

beforeEach(async () => {
	sandbox = await startSandbox({ encompass: {} });
	({ encompass } = sandbox);
	client = await MetricClient.connect(encompass);
	path = `messages/${firstId(encompass)}/opens?startAt=10&maxResults=10`;
});

afterEach(async () => await sandbox.close());

const NEEDS_LINKS = ['foreignNext', 'standStill'] as const;
const SHOWN = FAULT_KINDS.filter((kind) => !NEEDS_LINKS.some((other) => other === kind));

it.each(SHOWN)('%s spoils the request that it hits and no other', async (kind) => {
	const well = (await client.get(path)).text;
	encompass.fault({ kind, location: 'https://elsewhere.example' });
	const signal = AbortSignal.timeout(200);
	const spoilt = await client.get(path, { signal, redirect: 'manual' }).catch(() => undefined);
	expect(spoilt?.text).not.toBe(well);
	expect(encompass.requests.at(-1)?.fault).toBe(kind);
	expect((await client.get(path)).text).toBe(well);
});

it.each(NEEDS_LINKS)('cannot show %s', (kind) => {
	expect(() => encompass.fault({ kind })).toThrow(kind);
});

it('samePage gives the first page again, as the one asked for', async () => {
	const { rows } = await client.page(path.replace('startAt=10', 'startAt=0'));
	encompass.fault({ kind: 'samePage' });
	const again = await client.page(path);
	expect(again.rows).toEqual(rows);
	expect(again.summary.startAt).toBe(10);
});

it('shortPage gives the first half of the page, and highTotal counts one more', async () => {
	const { rows, summary } = await client.page(path);
	encompass.fault({ kind: 'shortPage' });
	encompass.fault({ kind: 'highTotal' });
	expect(await client.page(path)).toMatchObject({ rows: rows.slice(0, 5), summary });
	const more = { ...summary, total: Number(summary.total) + 1 };
	expect(await client.page(path)).toMatchObject({ rows, summary: more });
});

it('notAList has an object where the list should be', async () => {
	const { rows } = await client.page(path);
	encompass.fault({ kind: 'notAList' });
	const { data } = (await client.get(path)).json;
	expect(Array.isArray(data)).toBe(false);
	expect(Object.values(data as object)).toEqual(rows);
});

it('matches the API, the token endpoint, or a pattern', async () => {
	encompass.fault({ kind: 'status', status: 500, match: 'token' });
	encompass.fault({ kind: 'status', status: 501, match: '/bounces' });
	encompass.fault({ kind: 'status', status: 502 });
	expect((await client.get(path)).status).toBe(502);
	expect((await client.get(path)).status).toBe(200);
	expect((await authenticate(encompass)).status).toBe(500);
	expect((await authenticate(encompass)).status).toBe(200);
	expect((await client.get(path.replace('opens', 'bounces'))).status).toBe(501);
});

it('is for one vendor, and can be cleared', async () => {
	sandbox.procurios.fault({ kind: 'status', times: 'always' });
	expect((await client.get(path)).status).toBe(200);
	encompass.fault({ kind: 'status', times: 'always' });
	expect((await client.get(path)).status).toBe(503);
	encompass.clearFaults();
	expect((await client.get(path)).status).toBe(200);
});
