import { startSandbox, type IovoxSandbox, type Sandbox } from '../../../sandbox';
import { FAULT_KINDS } from '../../../sandbox/faults';
import { BY_TIME, mailWith, queryOf, RestClient } from './client';

let sandbox: Sandbox;
let iovox: IovoxSandbox;
let client: RestClient;

beforeEach(async () => {
	sandbox = await startSandbox({ iovox: {} });
	({ iovox } = sandbox);
	client = new RestClient(iovox);
});

afterEach(async () => await sandbox.close());

const path = `email/search?${queryOf({ ...BY_TIME, page: 2, limit: 10 })}`;

const NEEDS_LINKS = ['foreignNext', 'standStill'] as const;
const SHOWN = FAULT_KINDS.filter((kind) => !NEEDS_LINKS.some((other) => other === kind));

it.each(SHOWN)('%s spoils the request that it hits and no other', async (kind) => {
	const well = (await client.call(path)).text;
	iovox.fault({ kind, location: 'https://elsewhere.example' });
	const signal = AbortSignal.timeout(200);
	const spoilt = await client.call(path, { signal, redirect: 'manual' }).catch(() => undefined);
	expect(spoilt?.text).not.toBe(well);
	expect(iovox.requests.at(-1)?.fault).toBe(kind);
	expect((await client.call(path)).text).toBe(well);
});

it.each(NEEDS_LINKS)('cannot show %s', (kind) => {
	expect(() => iovox.fault({ kind })).toThrow(kind);
});

it('samePage gives the first page again, as the one asked for', async () => {
	const first = await client.page({ ...BY_TIME, limit: 10 });
	iovox.fault({ kind: 'samePage' });
	const again = await client.page({ ...BY_TIME, page: 2, limit: 10 });
	expect(again.rows).toEqual(first.rows);
	expect(again.totals).toEqual({ ...first.totals, current_page: 2 });
});

it('shortPage gives the first half of the page, and highTotal counts one more', async () => {
	const { rows, totals } = await client.page({ ...BY_TIME, page: 2, limit: 10 });
	iovox.fault({ kind: 'shortPage' });
	iovox.fault({ kind: 'highTotal' });
	const half = await client.page({ ...BY_TIME, page: 2, limit: 10 });
	expect(half).toMatchObject({ rows: rows.slice(0, 5), totals });
	const more = await client.page({ ...BY_TIME, page: 2, limit: 10 });
	expect(more.rows).toEqual(rows);
	expect(more.totals.total_results).toBe(Number(totals.total_results) + 1);
});

it('notAList has an object where the list should be', async () => {
	const { rows } = await client.page({ ...BY_TIME, page: 2, limit: 10 });
	iovox.fault({ kind: 'notAList' });
	const { results } = (await client.call(path)).json;
	expect(Array.isArray(results)).toBe(false);
	expect(Object.values(results as object)).toEqual(rows);
});

it.each(['status', 'drop', 'stall', 'html', 'emptyBody', 'errorInBody'] as const)(
	'a mail is not sent where its request gets %s',
	async (kind) => {
		iovox.fault({ kind });
		const body = JSON.stringify(mailWith());
		const headers = { 'content-type': 'application/json' };
		const init = { method: 'POST', body, headers, signal: AbortSignal.timeout(200) };
		await client.call('email', init).catch(() => undefined);
		expect(iovox.sentMails).toEqual([]);
		await client.post('email', mailWith());
		expect(iovox.sentMails).toHaveLength(1);
	},
);

it.each(['cut', 'truncated'] as const)('a mail is sent although its answer is %s', async (kind) => {
	iovox.fault({ kind });
	const reply = await client.post('email', mailWith()).catch(() => undefined);
	expect(() => JSON.parse(reply?.text ?? '')).toThrow();
	expect(iovox.sentMails).toHaveLength(1);
});

it('matches the API or a pattern', async () => {
	iovox.fault({ kind: 'status', status: 501, match: 'email$' });
	iovox.fault({ kind: 'status', status: 502 });
	expect((await client.call(path)).status).toBe(502);
	expect((await client.call(path)).status).toBe(200);
	expect((await client.post('email', mailWith())).status).toBe(501);
	expect((await client.post('email', mailWith())).status).toBe(201);
});

it('is for one vendor, and can be cleared', async () => {
	sandbox.encompass.fault({ kind: 'status', times: 'always' });
	expect((await client.call(path)).status).toBe(200);
	iovox.fault({ kind: 'status', times: 'always' });
	expect((await client.call(path)).status).toBe(503);
	iovox.clearFaults();
	expect((await client.call(path)).status).toBe(200);
});
