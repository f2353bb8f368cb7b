import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import type { IDataObject } from 'n8n-workflow';
import { type Fault, type IovoxSandbox, type Sandbox, startSandbox } from '../../../sandbox';
import { iovoxAt, type MemoryCredentials } from '../credentials';
import { SEND } from './mail';
import { postsOf, run, textOf } from './site';

let sandbox: Sandbox;
let iovox: IovoxSandbox;
/** Another host: nothing of ours may ever reach it. */
let foreign: Server;
let foreignUrl: string;
const foreignRequests: string[] = [];

beforeAll(async () => {
	sandbox = await startSandbox({ iovox: { mails: 0 } });
	({ iovox } = sandbox);
	foreign = createServer((request, response) => {
		foreignRequests.push(`${request.method} ${request.url}`);
		response.end('{}');
	}).listen(0, '127.0.0.1');
	await once(foreign, 'listening');
	foreignUrl = `http://127.0.0.1:${(foreign.address() as AddressInfo).port}`;
});
afterAll(async () => {
	await sandbox.close();
	foreign.close();
});
afterEach(() => {
	iovox.clearFaults();
	iovox.setSwitches({ sendAnswer: 'json', refusedLogin: 'xml401', addressAllowed: true });
});

const IN_DOUBT =
	/It is not known whether the e-mail was sent\. Search for it, by Recipient Address and Received After, before you send it again\.$/;

async function send(credentials?: MemoryCredentials, more: IDataObject = {}) {
	const asked = postsOf(iovox);
	const before = iovox.sentMails.length;
	const parameters = { ...SEND, ...more };
	const result = await run(iovox, parameters as never, credentials ? { credentials } : {});
	const shown = JSON.stringify(result.run.data) + inspect(result.error, { depth: 12 });
	expect(shown).not.toContain(iovox.secureKey);
	return {
		...result,
		text: textOf(result),
		asked: asked(),
		accepted: iovox.sentMails.length - before,
	};
}

describe('is asked for once, and may have been sent', () => {
	const stall = { requestOptions: { timeout: 200 } };
	it.each<[string, Fault, IDataObject, RegExp]>([
		['a lost connection', { kind: 'drop' }, {}, /^The connection to iovox broke off\n/],
		['no answer', { kind: 'stall' }, stall, /^iovox did not answer in time\n/],
		['an answer that is cut off', { kind: 'cut' }, {}, /^The connection to iovox broke off\n/],
		[
			'JSON that breaks off',
			{ kind: 'truncated' },
			{},
			/JSON that breaks off.* instead of what was/,
		],
		['a web page', { kind: 'html' }, {}, /^iovox answered with a web page instead of what was/],
		[
			'an error in a good answer',
			{ kind: 'errorInBody' },
			{},
			/"Internal failure" instead of what/,
		],
		['status 408', { kind: 'status', status: 408 }, {}, /^iovox answered with status 408\n/],
		['status 500', { kind: 'status', status: 500 }, {}, /^iovox answered with status 500\n/],
		['status 502', { kind: 'status', status: 502, body: 'html' }, {}, /status 502\n/],
		['status 503', { kind: 'status', status: 503, body: 'empty' }, {}, /status 503\n/],
		['status 504', { kind: 'status', status: 504 }, {}, /^iovox answered with status 504\n/],
	])('after %s', async (_what, fault, more, message) => {
		iovox.fault(fault);
		const { text, asked, accepted, items } = await send(undefined, more);
		expect(text).toMatch(message);
		expect(text).toMatch(IN_DOUBT);
		expect(asked).toHaveLength(1);
		expect(items).toEqual([]);
		expect(accepted).toBe(['cut', 'truncated'].includes(fault.kind) ? 1 : 0);
	});

	it.each([301, 302, 303, 307, 308])('after a redirect with status %s', async (status) => {
		const headers = { Location: `${foreignUrl}/rest/v1/email?key=1` };
		iovox.fault({ kind: 'status', status, headers });
		const { text, asked, accepted } = await send();
		expect(text).toMatch(/^iovox redirects to http:\/\/127\.0\.0\.1:\d+, which is not followed\n/);
		expect(text).toContain(foreignUrl);
		// It may be the answer to what was done.
		expect(text).toMatch(IN_DOUBT);
		expect([asked.length, accepted]).toEqual([1, 0]);
		expect(foreignRequests).toEqual([]);
	});

	it('after a gateway gave up on a mail that was taken', async () => {
		iovox.setSwitches({ sendAnswer: 'timeout' });
		const { text, asked, accepted } = await send();
		expect(text).toMatch(/^iovox answered with status 504\n/);
		expect(text).toMatch(IN_DOUBT);
		expect([asked.length, accepted]).toEqual([1, 1]);
	});

	it('for each of some that go on', async () => {
		iovox.fault({ kind: 'drop', after: 1 });
		iovox.fault({ kind: 'cut', after: 2 });
		const asked = postsOf(iovox);
		const before = iovox.sentMails.length;
		const { items } = await run(iovox, SEND, {
			items: Array.from({ length: 6 }, () => ({})),
			onError: 'continueRegularOutput',
		});
		expect(items).toHaveLength(6);
		const doubtful = items.filter(({ json }) => IN_DOUBT.test(String(json.error)));
		expect(doubtful).toHaveLength(2);
		expect(items.filter(({ json }) => json.accepted)).toHaveLength(4);
		expect(asked()).toHaveLength(6);
		expect(iovox.sentMails.length - before).toBe(5);
	});
});

describe('is asked for once, and was not sent', () => {
	it.each<[string, Fault, RegExp]>([
		[
			'too many requests',
			{ kind: 'status', status: 429, headers: { 'Retry-After': '0' } },
			/^iovox receives too many requests\nRun again later/,
		],
		['status 404', { kind: 'status', status: 404 }, /^iovox has nothing at .*\/email\nCheck/],
		['status 413', { kind: 'status', status: 413 }, /status 413\nSend smaller attachments/],
	])('after %s', async (_what, fault, message) => {
		iovox.fault(fault);
		const { text, asked, accepted } = await send();
		expect(text).toMatch(message);
		expect(text).not.toMatch(/not known whether/);
		expect([asked.length, accepted]).toEqual([1, 0]);
	});

	it.each(['xml401', 'json401', 'empty401', 'xml403', 'xml200'] as const)(
		'with a wrong key, refused with %s',
		async (refusedLogin) => {
			iovox.setSwitches({ refusedLogin });
			const { text, asked, accepted, error } = await send(
				iovoxAt(iovox, { apiKey: 'another-key' }),
			);
			expect(text).toMatch(/^iovox (refuses the login|denies access to .*\/email)\n/);
			for (const cause of [/User Name/, /Secure Key/, /Environment/, /IP address/]) {
				expect(text).toMatch(cause);
			}
			expect(text).not.toMatch(/not known whether|another-key/);
			expect([asked.length, accepted]).toEqual([1, 0]);
			expect(error?.failure?.cause).toMatch(/invalid$/);
		},
	);

	it.each([
		['takes no connections', 'http://127.0.0.1:1/rest/v1', /host 127\.0\.0\.1:1 takes no conn/],
		['does not exist', 'https://no-such.invalid/rest/v1', /host no-such\.invalid does not exist/],
		['is no web address', 'rest.iovox.com', /Environment or API URL .* is no web address/],
	])('by a host that %s', async (_what, apiUrl, message) => {
		const { text, asked } = await send(iovoxAt(iovox, { apiUrl }));
		expect(text).toMatch(message);
		expect(text).not.toMatch(/not known whether/);
		expect(asked).toEqual([]);
	});
});

it('a key that the service repeats is shown to nobody, however it is spelt', async () => {
	const apiKey = 'k3y "with/odd+signs=" & <more>';
	const spellings = [apiKey, encodeURIComponent(apiKey), JSON.stringify(apiKey).slice(1, -1)];
	const echo = createServer((request, response) => {
		const errors = [`secureKey ${request.headers.securekey} is unknown`, ...spellings];
		response.writeHead(400, { 'content-type': 'application/json' });
		response.end(JSON.stringify({ errors }));
	}).listen(0, '127.0.0.1');
	await once(echo, 'listening');
	const apiUrl = `http://127.0.0.1:${(echo.address() as AddressInfo).port}`;
	const credentials = iovoxAt(iovox, { apiUrl, apiKey: ` ${apiKey} ` });
	for (const onError of ['stopWorkflow', 'continueRegularOutput'] as const) {
		const result = await run(iovox, SEND, { credentials, onError });
		const shown = JSON.stringify(result.run.data) + inspect(result.error, { depth: 12 });
		expect(shown).toMatch(/secureKey ?\*\*\* ?is unknown/);
		for (const spelt of spellings) expect(shown).not.toContain(spelt.slice(0, 12));
	}
	echo.close();
});
