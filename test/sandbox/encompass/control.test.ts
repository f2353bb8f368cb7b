import { startSandbox, type EncompassSandbox, type Sandbox } from '../../../sandbox';
import { firstId, MetricClient } from './client';
import { type Control, controlOf } from '../vendors';

let sandbox: Sandbox;
let control: Control;
let encompass: EncompassSandbox;
let client: MetricClient;

beforeEach(async () => {
	sandbox = await startSandbox({ encompass: {} });
	control = controlOf(sandbox, 'encompass');
	({ encompass } = sandbox);
	client = await MetricClient.connect(encompass);
});

afterEach(async () => await sandbox.close());

it('adds rows of every kind', async () => {
	const before = encompass.stats().counts;
	const messageId = firstId(encompass);
	const opens = await control.post('add', {
		kind: 'open',
		times: 3,
		row: { messageId, ipAddress: null },
	});
	expect(opens.json.rows).toHaveLength(3);
	expect(encompass.data.opensOf(messageId).slice(-3)).toEqual(opens.json.rows);
	for (const kind of ['recipient', 'delivery', 'click', 'bounce'])
		await control.post('add', { kind });
	await control.post('add', { kind: 'message', row: { subjectLine: 'News' }, recipients: 5 });
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
	expect((await control.read('history')).text).toBe(JSON.stringify(encompass.history));
});

it('sends scheduled messages and archives rows', async () => {
	const row = { actualSendTimestamp: null };
	const added = (await control.post('add', { kind: 'message', row })).json.rows as Array<{
		id: number;
	}>;
	const messageId = added[0]?.id ?? 0;
	const sent = await control.post('send', { messageId, recipients: 3 });
	expect(sent.json).toEqual(encompass.data.messages.find((one) => one.id === messageId));
	const archived = await control.post('archive', { messageId, kind: 'recipient', count: 2 });
	expect(archived.json.rows).toHaveLength(2);
	expect(encompass.data.recipientsOf(messageId)).toHaveLength(1);
});

it('shows requests and counts them by sort', async () => {
	const id = firstId(encompass);
	const lists = ['recipients', 'delivers', 'opens', 'clicks', 'bounces', 'links'];
	for (const path of ['messages', 'messages?startAt=1', `messages/${id}`, 'none']) {
		await client.get(path);
	}
	for (const list of lists) await client.get(`messages/${id}/${list}`);
	const stats = (await control.read('stats')).json;
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
	expect((await control.read('requests')).json).toEqual(encompass.requests);
	expect(encompass.requests).toHaveLength(11);
});
