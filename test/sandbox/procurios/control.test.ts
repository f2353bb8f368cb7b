import { startSandbox, type Sandbox } from '../../../sandbox';
import { ApiClient } from './client';
import { type Control, controlOf } from '../vendors';

let sandbox: Sandbox;
let control: Control;
let client: ApiClient;

beforeEach(async () => {
	sandbox = await startSandbox({ procurios: { opens: 100 } });
	control = controlOf(sandbox, 'procurios');
	client = await ApiClient.connect(sandbox);
});

afterEach(async () => await sandbox.close());

it('adds rows of every kind', async () => {
	const { data } = sandbox.procurios;
	const before = { ...sandbox.procurios.stats().counts };
	const opens = await control.post('add', { kind: 'open', times: 3, row: { bot: true } });
	expect(opens.json.rows).toHaveLength(3);
	expect(data.opens).toEqual(expect.arrayContaining(opens.json.rows as object[]));
	await control.post('add', { kind: 'click' });
	await control.post('add', { kind: 'recipient' });
	await control.post('add', { kind: 'recipientChange' });
	await control.post('add', { kind: 'email', row: { subject: 'News' }, recipients: 5 });
	expect(sandbox.procurios.stats().counts).toEqual({
		emails: before.emails + 1,
		recipients: before.recipients + 6,
		opens: before.opens + 3,
		clicks: before.clicks + 1,
		links: expect.any(Number),
	});
	expect(data.emails.at(-1)?.subject).toBe('News');
	expect((await control.read('history')).text).toBe(JSON.stringify(sandbox.procurios.history));
});

it('shows requests and counts them by sort', async () => {
	const id = sandbox.procurios.data.emails[0]?.trackingId;
	for (const path of ['emails', 'opens', 'opens?after=x', `${id}/opens`, `${id}/links`, 'none']) {
		await client.get(path);
	}
	const stats = (await control.read('stats')).json;
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
	const requests = (await control.read('requests')).json as unknown as object[];
	expect(requests).toEqual(sandbox.procurios.requests);
	expect(requests).toHaveLength(7);
});
