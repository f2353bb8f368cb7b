import { startSandbox, type IovoxSandbox, type Sandbox } from '../../../sandbox';
import { ALL, attachmentWith, mailWith, NOW, RestClient, UUID } from './client';

let clock = NOW;
let sandbox: Sandbox;
let iovox: IovoxSandbox;
let client: RestClient;

beforeEach(async () => {
	clock = NOW;
	sandbox = await startSandbox({ iovox: { mails: 20, now: () => clock } });
	({ iovox } = sandbox);
	client = new RestClient(iovox);
});

afterEach(async () => await sandbox.close());

const errorsOf = async (changes: object) => {
	const { status, json } = await client.post('email', mailWith(changes));
	expect(status).toBe(400);
	expect(Object.keys(json)).toEqual(['errors']);
	return json.errors as string[];
};

it('accepts a mail, and has it in the search', async () => {
	clock += 1500;
	const { status, json } = await client.post('email', mailWith());
	expect([status, json]).toEqual([201, { message_id: expect.stringMatching(UUID) }]);
	const message_id = String(json.message_id);
	const { rows } = await client.page({ ...ALL, message_id });
	const link = iovox.data.links.find((one) => one.link_id === 'garage-17');
	expect(rows).toEqual([
		{
			message_id,
			receive_date: '2026-03-10 12:00:01',
			...link,
			sender_address: 'sales@cars.example',
			sender_name: 'Sales Desk',
			recipient_address: 'kim@people.example',
			recipient_name: 'Kim Buyer',
			disposition: 'received',
			read_disposition: 'unread',
		},
	]);
	expect(iovox.history).toEqual([
		{ at: clock, happened: clock - 500, message_id, event: 'received' },
	]);
});

it('begins a conversation where a proxy_domain is given', async () => {
	const mail = mailWith({ proxy_domain: 'example.net', proxy_name: 'Example Cars' });
	const { status, json } = await client.post('email', mail);
	expect([status, json]).toEqual([
		201,
		{
			message_id: expect.stringMatching(UUID),
			conversation_id: expect.stringMatching(UUID),
			proxy_address: expect.stringMatching(/^[a-z0-9]+@example\.net$/),
		},
	]);
	const row = iovox.data.mail(String(json.message_id));
	expect(row).toMatchObject({ ...json, proxy_name: 'Example Cars' });
	const unnamed = await client.post('email', mailWith({ proxy_domain: 'example.net' }));
	expect(iovox.data.mail(String(unnamed.json.message_id))?.proxy_name).toBe('Sales Desk');
	expect(unnamed.json.proxy_address).not.toBe(json.proxy_address);
	const alone = await client.post('email', mailWith({ proxy_name: 'Example Cars' }));
	const plain = iovox.data.mail(String(alone.json.message_id));
	expect(plain).toEqual(expect.not.objectContaining({ proxy_name: expect.anything() }));
});

it('keeps all that was in a mail, each time that it was accepted', async () => {
	const picture = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
	const attachments = [
		attachmentWith(),
		attachmentWith({
			...{ disposition: 'inline', type: 'image/png; name="x"', id: 'logo01', filename: undefined },
			body: picture.toString('base64'),
		}),
		attachmentWith({ id: 'both' }),
	];
	const mail = mailWith({ attachments });
	const first = await client.post('email', mail);
	const second = await client.post('email', mail);
	await client.post('email', mailWith({ link_id: 'none' }));
	expect(iovox.sentMails.map((sent) => sent.message_id)).toEqual(
		[first, second].map(({ json }) => json.message_id),
	);
	expect(iovox.stats().counts.accepted).toBe(2);
	const headers = [
		{ disposition: 'attachment', type: 'text/plain', filename: 'route.txt' },
		{ disposition: 'inline', type: 'image/png; name="x"', id: 'logo01' },
		{ disposition: 'attachment', type: 'text/plain', filename: 'route.txt', id: 'both' },
	];
	const contents = [Buffer.from('Turn left'), picture, Buffer.from('Turn left')];
	expect(iovox.sentMails[0]).toEqual({
		message_id: first.json.message_id,
		request: { ...mail, attachments: headers },
		attachments: headers.map((header, index) => ({ ...header, content: contents[index] })),
	});
	expect((await client.post('email', mailWith({ attachments: [] }))).status).toBe(201);
	expect((await client.post('email', mailWith())).status).toBe(201);
	expect(iovox.sentMails.at(-1)?.request).toEqual(mailWith());
});

it('takes a mail of 64 MB', async () => {
	const content = Buffer.alloc(48 * 1024 * 1024, 'n8n');
	const attachments = [attachmentWith({ body: content.toString('base64') })];
	expect((await client.post('email', mailWith({ attachments }))).status).toBe(201);
	expect(iovox.sentMails[0]?.attachments[0]?.content.equals(content)).toBe(true);
});

const REQUIRED = Object.keys(mailWith());

it.each(REQUIRED)('wants %s, as a text that says something', async (name) => {
	expect(await errorsOf({ [name]: undefined })).toEqual([`${name} cannot be empty`]);
	expect(await errorsOf({ [name]: null })).toEqual([`${name} cannot be empty`]);
	expect(await errorsOf({ [name]: '' })).toEqual([`${name} cannot be empty`]);
	expect(await errorsOf({ [name]: ' \n' })).toEqual([`${name} cannot be empty`]);
	for (const value of [1234, true, ['x'], { a: 1 }]) {
		expect(await errorsOf({ [name]: value })).toEqual([`${name} must be a string`]);
	}
});

it.each(['proxy_domain', 'proxy_name'])(
	'can do without %s, but not with an empty one',
	async (name) => {
		expect(await errorsOf({ [name]: '' })).toEqual([`${name} cannot be empty`]);
		expect(await errorsOf({ [name]: null })).toEqual([`${name} cannot be empty`]);
		expect(await errorsOf({ [name]: 7 })).toEqual([`${name} must be a string`]);
	},
);

it('says all that is wrong at once', async () => {
	const attachments = [
		7,
		attachmentWith({ disposition: 'inline', body: '', type: 'text' }),
		attachmentWith({ disposition: 'constructor', filename: 1, name: 'x' }),
		attachmentWith({ filename: undefined, body: 'VGhpcw' }),
	];
	const wrong = {
		...{ link_id: 'none', subject: '', html_content: undefined, recipient: 'kim@people.example' },
		...{ sender_address: 'sales', proxy_domain: 'example.org', attachments },
	};
	expect((await errorsOf(wrong)).sort()).toEqual(
		[
			'link_id does not exist',
			'subject cannot be empty',
			'html_content cannot be empty',
			'recipient is not a known field',
			'sender_address is not a valid address',
			'proxy_domain is not configured',
			'attachments[0] must be an object',
			'attachments[1].id cannot be empty',
			'attachments[1].body cannot be empty',
			'attachments[1].type is not a MIME type',
			'attachments[2].name is not a known field',
			'attachments[2].filename must be a string',
			'attachments[2].disposition must be inline or attachment',
			'attachments[3].filename cannot be empty',
			'attachments[3].body is not valid base64',
		].sort(),
	);
	expect(iovox.sentMails).toEqual([]);
	expect(iovox.data.mails).toHaveLength(20);
});

it.each([
	...['kim', 'kim@', '@people.example', 'kim@people', 'kim @people.example', 'a@b@people.example'],
	...['Kim <kim@people.example>', 'kim@people.example, lee@people.example', 'kim@people..example'],
	...['mailto:kim@people.example', '[kim@people.example](mailto:kim@people.example)'],
	...['kim@people.example\n', 'kim@people.example.'],
])('takes %j for no address', async (address) => {
	expect(await errorsOf({ recipient_address: address })).toEqual([
		'recipient_address is not a valid address',
	]);
});

it.each(["o'brien+a.b@sub.people.example", 'müller@straße.example'])(
	'takes %s',
	async (address) => {
		const reply = await client.post('email', mailWith({ recipient_address: address }));
		expect(reply.status).toBe(201);
	},
);

it.each([
	'VGhpcw',
	'VGhp cw==',
	'VGhp\ncw==',
	'VGhpcw==\n',
	'VGhpcx==',
	'-_-_',
	'VG=pcw==',
	'data:,x',
])('takes %j for no base64', async (body) => {
	expect(await errorsOf({ attachments: [attachmentWith({ body })] })).toEqual([
		'attachments[0].body is not valid base64',
	]);
});

it.each([{}, 'x', 1, null])('takes no attachments that are %j', async (attachments) => {
	expect(await errorsOf({ attachments })).toEqual(['attachments must be an array']);
});

it.each(['', '{', '{"a":1,}', "{'a':1}", '\ufeff{}', 'link_id=garage-17', 'undefined'])(
	'refuses the body %j',
	async (body) => {
		const { status, json } = await client.post('email', body);
		expect([status, json]).toEqual([400, { errors: ['The body must be valid JSON'] }]);
	},
);

it('refuses a body that is not UTF-8', async () => {
	const bytes = Buffer.from(JSON.stringify(mailWith({ subject: 'Café' })), 'latin1');
	const reply = await client.call('email', {
		method: 'POST',
		body: bytes,
		headers: { 'content-type': 'application/json' },
	});
	expect(reply.status).toBe(400);
});

it.each([[[mailWith()]], 'text', 5, null].map((body) => JSON.stringify(body)))(
	'refuses the JSON %s',
	async (body) => {
		const { status, json } = await client.post('email', body);
		expect([status, json]).toEqual([400, { errors: ['The body must be a JSON object'] }]);
	},
);

it('wants the content type of JSON, and no parameters', async () => {
	for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp', '']) {
		const reply = await client.post('email', mailWith(), { 'content-type': type });
		expect([reply.status, reply.json.errors]).toEqual([415, [expect.any(String)]]);
	}
	const type = { 'content-type': 'Application/JSON; charset=utf-8' };
	expect((await client.post('email', mailWith(), type)).status).toBe(201);
	expect((await client.post('email?x=1', mailWith())).status).toBe(400);
	expect(iovox.sentMails).toHaveLength(1);
});

it('books a mail on a link that is made in between', async () => {
	expect(await errorsOf({ link_id: 'new' })).toEqual(['link_id does not exist']);
	iovox.add.link({ link_id: 'new', link_name: 'New one' });
	const { json } = await client.post('email', mailWith({ link_id: 'new' }));
	expect(iovox.data.mail(String(json.message_id))?.link_name).toBe('New one');
});
