import { createHash } from 'node:crypto';

import { startSandbox, type IovoxSandbox, type Sandbox } from '../../../sandbox';
import { attachmentWith, mailWith, proxyWith, RestClient } from './client';
import { type Control, controlOf } from '../vendors';

let sandbox: Sandbox;
let control: Control;
let iovox: IovoxSandbox;
let client: RestClient;

beforeEach(async () => {
	sandbox = await startSandbox({ iovox: {} });
	control = controlOf(sandbox, 'iovox');
	({ iovox } = sandbox);
	client = new RestClient(iovox);
});

afterEach(async () => await sandbox.close());

it('adds rows of every kind', async () => {
	const before = iovox.stats().counts;
	const row = { conversation_id: 'talk', receive_date: '2026-03-09 08:00:00', sender_name: null };
	const mails = (await control.post('add', { kind: 'mail', times: 3, row })).json.rows as Array<{
		message_id: string;
	}>;
	expect(mails).toHaveLength(3);
	const message_id = mails[0]?.message_id ?? '';
	expect(iovox.data.mail(message_id)).toEqual(mails[0]);
	const change = { message_id, disposition: 'sent', read: true, at: Date.UTC(2026, 2, 9, 9) };
	const changed = (await control.post('add', { kind: 'change', row: change })).json.rows;
	expect(changed).toEqual([iovox.data.mail(message_id)]);
	expect(iovox.data.mail(message_id)?.read_first_date).toBe('2026-03-09 09:00:00');
	const replies = (await control.post('add', { kind: 'reply', row: { message_id } })).json.rows;
	expect(replies).toEqual([expect.objectContaining({ conversation_id: 'talk' })]);
	await control.post('add', { kind: 'link', row: { link_id: 'new' } });
	expect(iovox.stats().counts).toEqual({
		...before,
		mails: before.mails + 4,
		links: before.links + 1,
	});
	expect((await control.read('history')).json).toEqual(iovox.history);
});

it('shows the mails that were accepted', async () => {
	expect((await control.post('sent')).json).toEqual({ mails: [] });
	const attachments = [attachmentWith()];
	const first = await client.post('email', mailWith());
	const second = await client.post('email', mailWith({ attachments }));
	const { json } = await control.post('sent');
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
	expect((await control.post('sent', {})).json).toEqual(json);
});

it('shows requests and counts them by sort', async () => {
	const upcoming = iovox.nextRequest();
	await client.call('email/search?limit=1&order=receive_date_ASC%2Cmessage_id_ASC');
	await client.call('none');
	await client.post('email', mailWith());
	await client.post('email/address/proxy', [proxyWith(), proxyWith()]);
	await client.post('email/address/proxy', []);
	expect((await control.read('stats')).json).toEqual({
		counts: { mails: 201, links: 8, proxies: 2, accepted: 1 },
		requests: { search: 1, other: 1, email: 1, proxy: 2 },
		grants: {},
	});
	expect((await control.read('requests')).json).toEqual(iovox.requests);
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
