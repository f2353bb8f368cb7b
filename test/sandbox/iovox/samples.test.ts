import { startSandbox, type IovoxSandbox, type Sandbox } from '../../../sandbox';
import { RestClient, UUID } from './client';

/**
 * The samples of the vendor's documentation, made valid: its first lacks a comma and has one too
 * many and a number for a link, and addresses are written as links of a web page.
 */
const SEND = {
	link_id: '1234',
	sender_address: 'bob.bob@iovox.com',
	sender_name: 'Bob Bob',
	recipient_address: 'bob@customer.com',
	recipient_name: 'Billy Bob',
	proxy_domain: 'example.com',
	proxy_name: 'Company Name',
	subject: 'This is an E-Mail',
	text_content: 'This is plain text',
	html_content: '<html><body>This is HTML</body></html>',
	attachments: [
		{
			filename: 'bob.txt',
			disposition: 'attachment',
			type: 'text/plain',
			body: 'VGhpcyBpcyBhbiBhdHRhY2htZW50',
		},
		{
			disposition: 'inline',
			type: 'text/plain',
			id: 'bobpart0001',
			body: 'VGhpcyBpcyBhbiBhdHRhY2htZW50',
		},
	],
};

const PROXIES = [
	{
		link_id: 'abc1234',
		sender_address: 'bob.bob@iovox.com',
		recipient_address: 'bob@customer.com',
		proxy_domain: 'example.com',
		proxy_name: 'Company Name',
	},
];

const FOUND = {
	message_id: '74d9a367-2784-46d7-b4a9-58149c461888',
	receive_date: '2021-06-26 14:49:27',
	delivery_date: '2021-06-26 14:52:40',
	node_id: 'abc123',
	node_name: 'Bobs automotive',
	node_type: 'Dealer',
	link_id: 'xyz789',
	link_name: 'Honda Civic',
	link_type: 'Vehicle',
	sender_address: 'bob@bob.com',
	sender_name: 'Bob Bob',
	recipient_address: 'bob@customer.com',
	recipient_name: 'Billy Bob',
	proxy_address: 'hn7m890cfqt234@example.com',
	proxy_name: 'Company Name',
	disposition: 'sent',
	read_disposition: 'unread',
};

const QUERY =
	'start_date=2021-01-01%2000:00:00&end_date=2021-12-31%2023:59:59&link_id=xyz789&page=1&limit=1&disposition=sent';

let sandbox: Sandbox;
let iovox: IovoxSandbox;
let client: RestClient;

beforeAll(async () => {
	sandbox = await startSandbox({ iovox: { mails: 0, proxyDomains: ['example.com'] } });
	({ iovox } = sandbox);
	client = new RestClient(iovox);
});

afterAll(async () => await sandbox.close());

it('accepts the mail', async () => {
	const { status, json } = await client.post('email', SEND);
	expect([status, Object.keys(json)]).toEqual([
		201,
		['message_id', 'conversation_id', 'proxy_address'],
	]);
	expect(json).toEqual({
		message_id: expect.stringMatching(UUID),
		conversation_id: expect.stringMatching(UUID),
		proxy_address: expect.stringMatching(/^[a-z0-9]{14}@example\.com$/),
	});
	const contents = iovox.sentMails[0]?.attachments.map(({ content }) => content.toString());
	expect(contents).toEqual(['This is an attachment', 'This is an attachment']);
});

it('makes the address', async () => {
	const { json } = await client.post('email/address/proxy', PROXIES);
	const [made] = json as unknown as object[];
	expect(Object.keys(made ?? {})).toEqual([
		...['link_id', 'sender_address', 'recipient_address', 'proxy_address', 'conversation_id'],
	]);
	expect(made).toMatchObject({
		link_id: 'abc1234',
		sender_address: 'bob.bob@iovox.com',
		recipient_address: 'bob@customer.com',
	});
});

it('finds five mails one by one, as the documentation writes them, byte for byte', async () => {
	iovox.add.mail({ ...FOUND, conversation_id: null });
	for (let i = 0; i < 4; i++) {
		iovox.add.mail({ link_id: 'xyz789', receive_date: '2021-07-01 00:00:00', disposition: 'sent' });
	}
	const { status, text } = await client.call(`email/search?${QUERY}`);
	expect(status).toBe(200);
	expect(text).toBe(
		JSON.stringify({ current_page: 1, total_pages: 5, total_results: 5, results: [FOUND] }),
	);
});

it('says what is wrong as the documentation does', async () => {
	const reply = await client.post('email', { ...SEND, link_id: 'none', text_content: '' });
	expect(reply.status).toBe(400);
	expect((reply.json.errors as string[]).sort()).toEqual([
		'link_id does not exist',
		'text_content cannot be empty',
	]);
});

it('refuses the samples that are wrong', async () => {
	const text = JSON.stringify(SEND);
	for (const wrong of [
		text.replace('"attachments"', '"attachments').replace(',"attachments', '"attachments'),
		text.replace(']}', ',]}'),
		text.replace('"1234"', '1234'),
		text.replace('bob@customer.com', '[bob@customer.com](mailto:bob@customer.com)'),
		text.replace('"recipient_address"', '"recipient"'),
	]) {
		expect(wrong).not.toBe(text);
		expect((await client.post('email', wrong)).status).toBe(400);
	}
	expect((await client.post('numbers/pool', SEND)).status).toBe(404);
	expect(iovox.sentMails).toHaveLength(1);
});
