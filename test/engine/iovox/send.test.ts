import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { type IovoxSandbox, type Sandbox, startSandbox } from '../../../sandbox';
import { lastOf, SEND, SENT } from './mail';
import { jsonOf, postsOf, run, textOf } from './site';

let sandbox: Sandbox;
let iovox: IovoxSandbox;

beforeAll(async () => {
	sandbox = await startSandbox({ iovox: { mails: 10 } });
	({ iovox } = sandbox);
});
afterAll(async () => await sandbox.close());

const UUID = expect.stringMatching(/^[0-9a-f-]{36}$/) as string;

async function send(changes: INodeParameters, json = {}) {
	const [answer] = await jsonOf(iovox, { ...SEND, ...changes }, { items: [json] });
	return { answer, request: lastOf(iovox).request };
}

it('every field arrives, in one request, and the answer comes out', async () => {
	const asked = postsOf(iovox);
	const options = { proxyDomain: 'example.net', proxyName: 'Example Cars' };
	const { answer, request } = await send({ options });
	const { message_id, attachments } = lastOf(iovox);
	expect(request).toEqual({ ...SENT, proxy_domain: 'example.net', proxy_name: 'Example Cars' });
	expect(attachments).toEqual([]);
	expect(answer).toEqual({
		...{ accepted: true, message_id, conversation_id: UUID },
		proxy_address: expect.stringMatching(/@example\.net$/) as string,
	});
	expect(asked()).toEqual(['/email 201']);
});

it('what was sent is found by its ID', async () => {
	const { answer } = await send({});
	expect(answer).toEqual({ accepted: true, message_id: UUID });
	const messageId = String(answer!.message_id);
	const get = { resource: 'email', operation: 'get', messageId };
	expect(await jsonOf(iovox, get)).toMatchObject([
		{ message_id: messageId, link_id: 'garage-17', recipient_name: 'Kim Buyer' },
	]);
});

it('a proxy domain alone needs no name, and none of both is sent where none is typed', async () => {
	expect((await send({ options: { proxyDomain: ' example.net ' } })).request).toEqual({
		...{ ...SENT, proxy_domain: 'example.net' },
	});
	const { request } = await send({ options: { proxyDomain: '', proxyName: ' ' } });
	expect(request).toEqual(SENT);
});

it.each([
	[1234, '1234'],
	['00451', '00451'],
	['90071992547409931', '90071992547409931'],
	[' véhicule-88 ', 'véhicule-88'],
])('the link %p is sent as the text "%s"', async (link, sent) => {
	const { request } = await send({ linkId: '={{ $json.link }}' }, { link });
	expect(request.link_id).toBe(sent);
});

it.each([
	['picked from the list', { __rl: true, mode: 'list', value: '1234' }],
	['typed', { __rl: true, mode: 'id', value: ' 1234 ' }],
	['given by an item', { __rl: true, mode: 'id', value: '={{ $json.link }}' }],
])('a link may be %s', async (_how, linkId) => {
	const { request } = await send({ linkId }, { link: 1234 });
	expect(request.link_id).toBe('1234');
});

it('without names, the addresses are the names', async () => {
	const { request } = await send({ senderName: '', recipientName: '  ' });
	expect(request).toMatchObject({
		...{ sender_name: 'sales@example.com', recipient_name: 'kim@example.org' },
	});
});

it('signs of every language, quotes and lines arrive as they are', async () => {
	const odd = 'Zoë "Q" \\ \u2028 </script> 軽トラック 🚗 \u0007';
	const { request } = await send({
		...{ subject: odd, senderName: odd, textContent: `${odd}\r\n\tindented\n`, htmlContent: odd },
	});
	expect(request.subject).toBe(odd.trim());
	expect(request.text_content.slice(0, 20)).toBe(odd.slice(0, 20));
	expect(request.text_content).toMatch(/\r\n\tindented\n$/);
});

describe('of the two contents', () => {
	it.each([
		'<p><a title="More >" href="https://example.org/a">Book now</a></p>',
		'&zwnj;&nbsp;It&#146;s &copy 2026<hr><pre>a\n  b</pre>',
		'<a href="https://example.org"><img src="cid:a"></a>',
	])('the HTML is sent as it is, beside a text that was written: %j', async (htmlContent) => {
		const { request } = await send({ htmlContent, textContent: 'Book now' });
		expect(request).toMatchObject({ html_content: htmlContent, text_content: 'Book now' });
	});

	it.each([
		['={{ "" }}', '<p>Hi</p>'],
		[' \n', '<img src="cid:a">'],
		['={{ $json.none }}', 'Hi'],
		['\t', ' '],
	])('a text is not made of HTML: %j beside %j', async (textContent, htmlContent) => {
		const asked = postsOf(iovox);
		expect(textOf(await run(iovox, { ...SEND, textContent, htmlContent }))).toMatch(
			/^Text Content is empty\niovox takes no e-mail without a text/,
		);
		expect(asked()).toEqual([]);
	});

	it('n8n itself asks for the text, where the field is left empty', async () => {
		const parameters = { ...SEND, textContent: '', htmlContent: '<p>Hi</p>' };
		await expect(run(iovox, parameters)).rejects.toThrow('Parameter "Text Content" is required');
	});

	it('the HTML shows what the text does, with nothing of it taken for HTML', async () => {
		const textContent = 'a < b & "c"\n  <script>alert(1)</script>\r\nend';
		const { request } = await send({ textContent, htmlContent: '  ' });
		expect(request.text_content).toBe(textContent);
		expect(request.html_content).toBe(
			'<!DOCTYPE html>\n<html><body>a &lt; b &amp; &quot;c&quot;<br>\n&nbsp;&nbsp;&lt;script&gt;alert(1)&lt;/script&gt;<br>\nend</body></html>',
		);
	});

	it('both stay as they are where both are typed', async () => {
		const both = { htmlContent: '<p> A </p>', textContent: ' B\n' };
		const { request } = await send(both);
		expect(request).toMatchObject({ html_content: '<p> A </p>', text_content: ' B\n' });
	});
});

describe('an address is cleaned where nothing is in doubt', () => {
	it.each([
		'kim@exam\u200bple.org',
		'\u202akim@example.org\u202c',
		'kim@example.org\u2060',
		'kim@exam\u00adple.org',
		'mailto:kim@example.org',
		' kim@example.org. ',
	])('%j', async (to) => {
		const addresses = { senderAddress: '={{ $json.to }}', recipientAddress: '={{ $json.to }}' };
		const { request } = await send({ ...addresses, recipientName: '' }, { to });
		expect(request).toMatchObject({
			...{ sender_address: 'kim@example.org', recipient_address: 'kim@example.org' },
			recipient_name: 'kim@example.org',
		});
	});
});

describe('what is no text is not sent', () => {
	const FIELDS: Array<[string, string]> = [
		['senderAddress', 'Sender Address'],
		['senderName', 'Sender Name'],
		['recipientAddress', 'Recipient Address'],
		['recipientName', 'Recipient Name'],
		['subject', 'Subject'],
		['htmlContent', 'HTML Content'],
		['textContent', 'Text Content'],
		['options.proxyDomain', 'Proxy Domain'],
		['options.proxyName', 'Proxy Name'],
	];
	const VALUES: Array<[unknown, string]> = [
		[{ a: 1 }, 'an object'],
		[['a', 'b'], 'a list'],
		[[], 'a list'],
		[true, 'true'],
		[false, 'false'],
	];

	it.each(FIELDS)('of %s', async (name, displayName) => {
		const asked = postsOf(iovox);
		for (const [value, what] of VALUES) {
			const [own, inner] = name.split('.');
			const typed = '={{ $json.value }}';
			const field = inner ? { options: { [inner]: typed } } : { [own!]: typed };
			const items = [{ json: { value } as IDataObject }];
			expect(textOf(await run(iovox, { ...SEND, ...field }, { items }))).toMatch(
				`${displayName} takes text, and not ${what}\n`,
			);
		}
		expect(asked()).toEqual([]);
	});

	it.each([{ a: 1 }, ['a'], true, 2 ** 60])('nor %j as the ID of a link', async (value) => {
		const asked = postsOf(iovox);
		const items = [{ json: { value } as IDataObject }];
		const linkId = '={{ $json.value }}';
		expect(textOf(await run(iovox, { ...SEND, linkId }, { items }))).toMatch(
			/^Link takes text, and not (an object|a list|true|1152921504606847000)/,
		);
		expect(asked()).toEqual([]);
	});
});

describe('is refused before anything is sent', () => {
	it.each<[string, INodeParameters, RegExp]>([
		['a mail without a link', { linkId: ' ' }, /^Link is empty\n/],
		['one without a sender', { senderAddress: '={{ $json.none }}' }, /^Sender Address is empty\n/],
		['one to nobody', { recipientAddress: '={{ null }}' }, /^Recipient Address is empty\n/],
		['one to two', { recipientAddress: 'a@b.example, c@d.example' }, /is no e-mail address\n/],
		['one to a name', { recipientAddress: 'Kim <kim@b.example>' }, /is no e-mail address\n/],
		['one without a subject', { subject: '={{ " " }}' }, /^Subject is empty\n/],
		['one to a list', { recipientAddress: 'kim@b.example;' }, /is no e-mail address\n/],
		[
			'one from a link with a subject',
			{ senderAddress: 'mailto:a@b.example?subject=c' },
			/is no e-m/,
		],
	])('%s', async (_what, changes, message) => {
		const asked = postsOf(iovox);
		expect(textOf(await run(iovox, { ...SEND, ...changes }))).toMatch(message);
		expect(asked()).toEqual([]);
	});
});

describe('an accepted mail is a success', () => {
	afterEach(() => iovox.setSwitches({ sendAnswer: 'json', charset: true }));

	it('without a body, too', async () => {
		iovox.setSwitches({ sendAnswer: 'empty' });
		const before = iovox.sentMails.length;
		expect((await send({})).answer).toEqual({ accepted: true });
		expect(iovox.sentMails).toHaveLength(before + 1);
	});

	it('without a charset, too', async () => {
		iovox.setSwitches({ charset: false });
		expect((await send({})).answer).toEqual({ accepted: true, message_id: UUID });
	});
});
