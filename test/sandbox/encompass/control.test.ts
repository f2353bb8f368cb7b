import { startSandbox, type EncompassSandbox, type Sandbox } from '../../../sandbox';
import { replyOf, type Reply } from '../procurios/client';
import { firstId, MetricClient } from './client';

let sandbox: Sandbox;
let encompass: EncompassSandbox;
let client: MetricClient;

beforeEach(async () => {
	sandbox = await startSandbox({ encompass: {} });
	({ encompass } = sandbox);
	client = await MetricClient.connect(encompass);
});

afterEach(async () => await sandbox.close());

const at = (path: string) => `${sandbox.url}/_control/encompass/${path}`;
const read = async (path: string) => await replyOf(await fetch(at(path)));

async function post(path: string, body?: object): Promise<Reply> {
	const json = { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
	return await replyOf(await fetch(at(path), { method: 'POST', ...(body ? json : {}) }));
}

it('queues and clears faults', async () => {
	expect((await post('fault', { kind: 'status', status: 418, times: 'always' })).status).toBe(200);
	expect((await client.get('messages')).status).toBe(418);
	await post('clear-faults');
	expect((await client.get('messages')).status).toBe(200);
});

it('changes switches and shows them', async () => {
	const reply = await post('switches', { order: 'descending', pageCap: 7 });
	expect(reply.json).toEqual(encompass.switches);
	expect(encompass.switches).toMatchObject({ order: 'descending', pageCap: 7 });
	expect((await read('switches')).json).toEqual(reply.json);
});

it('adds rows of every kind', async () => {
	const before = encompass.stats().counts;
	const messageId = firstId(encompass);
	const opens = await post('add', { kind: 'open', times: 3, row: { messageId, ipAddress: null } });
	expect(opens.json.rows).toHaveLength(3);
	expect(encompass.data.opensOf(messageId).slice(-3)).toEqual(opens.json.rows);
	for (const kind of ['recipient', 'delivery', 'click', 'bounce']) await post('add', { kind });
	await post('add', { kind: 'message', row: { subjectLine: 'News' }, recipients: 5 });
	const { counts } = encompass.stats();
	expect(counts).toMatchObject({
		messages: before.messages + 1,
		recipients: before.recipients + 6,
		opens: before.opens + 3,
		clicks: before.clicks + 1,
		links: before.links + 5,
	});
	expect(counts.deliveries + counts.bounces).toBe(before.deliveries + before.bounces + 7);
	expect(encompass.data.messages.at(-1)?.subjectLine).toBe('News');
	expect((await read('history')).text).toBe(JSON.stringify(encompass.history));
});

it('sends scheduled messages and archives rows', async () => {
	const row = { actualSendTimestamp: null };
	const added = (await post('add', { kind: 'message', row })).json.rows as Array<{ id: number }>;
	const messageId = added[0]?.id ?? 0;
	const sent = await post('send', { messageId, recipients: 3 });
	expect(sent.json).toEqual(encompass.data.messages.find((one) => one.id === messageId));
	const archived = await post('archive', { messageId, kind: 'recipient', count: 2 });
	expect(archived.json.rows).toHaveLength(2);
	expect(encompass.data.recipientsOf(messageId)).toHaveLength(1);
});

it('lets live events happen, start and stop', async () => {
	await post('live', { happen: 20 });
	const happened = encompass.history.length;
	expect(happened).toBeGreaterThanOrEqual(20);
	await post('live', { eventsPerSecond: 2000 });
	while (encompass.history.length === happened) {
		await new Promise((resolve) => setTimeout(resolve, 5));
	}
	await post('live', { on: false });
	const stopped = encompass.history.length;
	await new Promise((resolve) => setTimeout(resolve, 120));
	expect(encompass.history).toHaveLength(stopped);
});

it('revokes tokens', async () => {
	await post('revoke-tokens');
	expect((await client.get('messages')).status).toBe(401);
});

it('shows requests and counts them by sort', async () => {
	const id = firstId(encompass);
	const lists = ['recipients', 'delivers', 'opens', 'clicks', 'bounces', 'links'];
	for (const path of ['messages', 'messages?startAt=1', `messages/${id}`, 'none']) {
		await client.get(path);
	}
	for (const list of lists) await client.get(`messages/${id}/${list}`);
	const stats = (await read('stats')).json;
	expect(stats).toEqual({
		counts: expect.objectContaining({ messages: 5, opens: 300 }),
		requests: {
			token: 1,
			messages: 2,
			message: 1,
			other: 1,
			...Object.fromEntries(lists.map((list) => [list, 1])),
		},
		grants: { email_api_auth_key: 1 },
	});
	expect((await read('requests')).json).toEqual(encompass.requests);
	expect(encompass.requests).toHaveLength(11);
});

it.each([
	['fault', { kind: 'explode' }],
	['fault', { kind: 'foreignNext' }],
	['switches', { order: 'none' }],
	['add', { kind: 'unsubscribe' }],
	['add', { kind: 'open', row: { messageId: 1 } }],
	['add', { kind: 'open', row: { dateAdded: '2026-03-01T12:00:00Z' } }],
	['send', { messageId: 1 }],
	['archive', { messageId: 1 }],
	['archive', undefined],
])('answers 400 to %s %j', async (path, body) => {
	const reply = await post(path, body);
	expect(reply.status).toBe(400);
	expect(reply.json.message).toEqual(expect.any(String));
});
