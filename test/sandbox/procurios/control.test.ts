import { startSandbox, type Sandbox } from '../../../sandbox';
import { ApiClient, replyOf, type Reply } from './client';

let sandbox: Sandbox;
let client: ApiClient;

beforeEach(async () => {
	sandbox = await startSandbox({ procurios: { opens: 100 } });
	client = await ApiClient.connect(sandbox);
});

afterEach(async () => await sandbox.close());

const at = (path: string) => `${sandbox.url}/_control/procurios/${path}`;
const read = async (path: string) => await replyOf(await fetch(at(path)));

async function post(path: string, body?: object): Promise<Reply> {
	const json = { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
	return await replyOf(await fetch(at(path), { method: 'POST', ...(body ? json : {}) }));
}

it('queues and clears faults', async () => {
	expect((await post('fault', { kind: 'status', status: 418, times: 'always' })).status).toBe(200);
	expect((await client.get('emails')).status).toBe(418);
	await post('clear-faults');
	expect((await client.get('emails')).status).toBe(200);
});

it('changes switches and shows them', async () => {
	const reply = await post('switches', { hrefs: 'encoded', token: { expiresIn: false } });
	expect(reply.json).toEqual(sandbox.procurios.switches);
	expect(sandbox.procurios.switches.hrefs).toBe('encoded');
	expect(sandbox.procurios.switches.token.expiresIn).toBe(false);
	expect((await read('switches')).json).toEqual(reply.json);
});

it('adds rows of every kind', async () => {
	const { data } = sandbox.procurios;
	const before = { ...sandbox.procurios.stats().counts };
	const opens = await post('add', { kind: 'open', times: 3, row: { bot: true } });
	expect(opens.json.rows).toHaveLength(3);
	expect(data.opens).toEqual(expect.arrayContaining(opens.json.rows as object[]));
	await post('add', { kind: 'click' });
	await post('add', { kind: 'recipient' });
	await post('add', { kind: 'recipientChange' });
	await post('add', { kind: 'email', row: { subject: 'News' }, recipients: 5 });
	expect(sandbox.procurios.stats().counts).toEqual({
		emails: before.emails + 1,
		recipients: before.recipients + 6,
		opens: before.opens + 3,
		clicks: before.clicks + 1,
		links: expect.any(Number),
	});
	expect(data.emails.at(-1)?.subject).toBe('News');
	expect((await read('history')).text).toBe(JSON.stringify(sandbox.procurios.history));
});

it('lets live events happen, start and stop', async () => {
	await post('live', { happen: 20 });
	const happened = sandbox.procurios.history.length;
	expect(happened).toBeGreaterThanOrEqual(20);
	await post('live', { eventsPerSecond: 2000 });
	while (sandbox.procurios.history.length === happened) {
		await new Promise((resolve) => setTimeout(resolve, 5));
	}
	await post('live', { on: false });
	const stopped = sandbox.procurios.history.length;
	await new Promise((resolve) => setTimeout(resolve, 120));
	expect(sandbox.procurios.history).toHaveLength(stopped);
});

it('revokes tokens', async () => {
	await post('revoke-tokens');
	expect((await client.get('emails')).status).toBe(401);
});

it('shows requests and counts them by sort', async () => {
	const id = sandbox.procurios.data.emails[0]?.trackingId;
	for (const path of ['emails', 'opens', 'opens?after=x', `${id}/opens`, `${id}/links`, 'none']) {
		await client.get(path);
	}
	const stats = (await read('stats')).json;
	expect(stats).toEqual({
		counts: expect.objectContaining({ opens: 100 }),
		requests: {
			token: 1,
			emails: 1,
			opens: 2,
			'email/opens': 1,
			'email/links': 1,
			other: 1,
		},
		grants: { client_credentials: 1 },
	});
	const requests = (await read('requests')).json as unknown as object[];
	expect(requests).toEqual(sandbox.procurios.requests);
	expect(requests).toHaveLength(7);
});

it.each([
	['fault', { kind: 'explode' }],
	['switches', { hrefs: 'none' }],
	['add', { kind: 'bounce' }],
	['add', { kind: 'open', row: { trackingCode: 'unknown' } }],
	['add', { kind: 'open', row: { date: 'yesterday' } }],
])('answers 400 to %s %j', async (path, body) => {
	const reply = await post(path, body);
	expect(reply.status).toBe(400);
	expect(reply.json.message).toEqual(expect.any(String));
});
