import { createHash } from 'node:crypto';

import { startSandbox, type IovoxSandbox, type Sandbox } from '../../../sandbox';
import { replyOf, type Reply } from '../procurios/client';
import { attachmentWith, mailWith, proxyWith, RestClient } from './client';

let sandbox: Sandbox;
let iovox: IovoxSandbox;
let client: RestClient;

beforeEach(async () => {
	sandbox = await startSandbox({ iovox: {} });
	({ iovox } = sandbox);
	client = new RestClient(iovox);
});

afterEach(async () => await sandbox.close());

const at = (path: string) => `${sandbox.url}/_control/iovox/${path}`;
const read = async (path: string) => await replyOf(await fetch(at(path)));

async function post(path: string, body?: object): Promise<Reply> {
	const json = { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
	return await replyOf(await fetch(at(path), { method: 'POST', ...(body ? json : {}) }));
}

const search = async () => (await client.call('email/search')).status;

it('queues and clears faults', async () => {
	expect((await post('fault', { kind: 'status', status: 418, times: 'always' })).status).toBe(200);
	expect(await search()).toBe(418);
	await post('clear-faults');
	expect(await search()).toBe(200);
});

it('changes switches and shows them', async () => {
	const reply = await post('switches', { ties: 'random', pageCap: 7 });
	expect(reply.json).toEqual(iovox.switches);
	expect(iovox.switches).toMatchObject({ ties: 'random', pageCap: 7 });
	expect((await read('switches')).json).toEqual(reply.json);
});

it('adds rows of every kind', async () => {
	const before = iovox.stats().counts;
	const row = { conversation_id: 'talk', receive_date: '2026-03-09 08:00:00', sender_name: null };
	const mails = (await post('add', { kind: 'mail', times: 3, row })).json.rows as Array<{
		message_id: string;
	}>;
	expect(mails).toHaveLength(3);
	const message_id = mails[0]?.message_id ?? '';
	expect(iovox.data.mail(message_id)).toEqual(mails[0]);
	const change = { message_id, disposition: 'sent', read: true, at: Date.UTC(2026, 2, 9, 9) };
	const changed = (await post('add', { kind: 'change', row: change })).json.rows;
	expect(changed).toEqual([iovox.data.mail(message_id)]);
	expect(iovox.data.mail(message_id)?.read_first_date).toBe('2026-03-09 09:00:00');
	const replies = (await post('add', { kind: 'reply', row: { message_id } })).json.rows;
	expect(replies).toEqual([expect.objectContaining({ conversation_id: 'talk' })]);
	await post('add', { kind: 'link', row: { link_id: 'new' } });
	expect(iovox.stats().counts).toEqual({
		...before,
		mails: before.mails + 4,
		links: before.links + 1,
	});
	expect((await read('history')).json).toEqual(iovox.history);
});

it('shows the mails that were accepted', async () => {
	expect((await post('sent')).json).toEqual({ mails: [] });
	const attachments = [attachmentWith()];
	const first = await client.post('email', mailWith());
	const second = await client.post('email', mailWith({ attachments }));
	const { json } = await post('sent');
	expect(json).toEqual({
		mails: [
			{ message_id: first.json.message_id, ...mailWith(), attachments: [] },
			{
				message_id: second.json.message_id,
				...mailWith(),
				attachments: [
					{
						...{ disposition: 'attachment', type: 'text/plain', filename: 'route.txt' },
						size: 9,
						sha256: createHash('sha256').update('Turn left').digest('hex'),
					},
				],
			},
		],
	});
	expect((await post('sent', {})).json).toEqual(json);
});

it('lets live events happen, start and stop', async () => {
	await post('live', { happen: 20 });
	const happened = iovox.history.length;
	expect(happened).toBeGreaterThanOrEqual(20);
	await post('live', { eventsPerSecond: 2000 });
	while (iovox.history.length === happened) await new Promise((resolve) => setTimeout(resolve, 5));
	await post('live', { on: false });
	const stopped = iovox.history.length;
	await new Promise((resolve) => setTimeout(resolve, 120));
	expect(iovox.history).toHaveLength(stopped);
});

it('has no tokens to revoke', async () => {
	expect((await post('revoke-tokens')).status).toBe(404);
	expect(await search()).toBe(200);
});

it('shows requests and counts them by sort', async () => {
	const upcoming = iovox.nextRequest();
	await client.call('email/search?limit=1&order=receive_date_ASC%2Cmessage_id_ASC');
	await client.call('none');
	await client.post('email', mailWith());
	await client.post('email/address/proxy', [proxyWith(), proxyWith()]);
	await client.post('email/address/proxy', []);
	expect((await read('stats')).json).toEqual({
		counts: { mails: 201, links: 8, proxies: 2, accepted: 1 },
		requests: { search: 1, other: 1, email: 1, proxy: 2 },
		grants: {},
	});
	expect((await read('requests')).json).toEqual(iovox.requests);
	expect(await upcoming).toBe(iovox.requests[0]);
	expect(iovox.requests.map(({ method, path, status }) => [method, path, status])).toEqual([
		[
			...['GET', '/iovox/rest/v1/email/search?limit=1&order=receive_date_ASC%2Cmessage_id_ASC'],
			200,
		],
		['GET', '/iovox/rest/v1/none', 404],
		['POST', '/iovox/rest/v1/email', 201],
		['POST', '/iovox/rest/v1/email/address/proxy', 201],
		['POST', '/iovox/rest/v1/email/address/proxy', 400],
	]);
});

it.each([
	['fault', { kind: 'explode' }],
	['fault', { kind: 'foreignNext' }],
	['switches', { ties: 'none' }],
	['add', { kind: 'open' }],
	['add', { kind: 'mail', row: { subject: 'x' } }],
	['add', { kind: 'change', row: { read: true } }],
	['add', { kind: 'reply', row: { message_id: 'none' } }],
])('answers 400 to %s %j', async (path, body) => {
	const reply = await post(path, body);
	expect(reply.status).toBe(400);
	expect(reply.json.message).toEqual(expect.any(String));
});
