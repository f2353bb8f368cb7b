import { createHmac } from 'node:crypto';

import { startSandbox, type CopernicaSandbox, type Sandbox } from '../../../sandbox';
import { authenticate, NOW, RestClient } from './client';

let clock = NOW;
let sandbox: Sandbox;
let copernica: CopernicaSandbox;

beforeEach(async () => {
	clock = NOW;
	sandbox = await startSandbox({ copernica: { now: () => clock } });
	({ copernica } = sandbox);
});

afterEach(async () => await sandbox.close());

const partOf = (token: string, index: number): unknown =>
	JSON.parse(Buffer.from(token.split('.')[index] ?? '', 'base64url').toString());

const status = async (client: RestClient) => (await client.get('v4/identity')).status;

it('is a signed JSON web token as text, and says when it ends', async () => {
	const { text, headers, status } = await authenticate(copernica);
	expect(status).toBe(200);
	expect(headers.get('content-type')).toMatch(/^text\/plain/);
	expect(partOf(text, 0)).toEqual({ alg: 'HS256', typ: 'JWT' });
	expect(partOf(text, 1)).toMatchObject({ iat: NOW / 1000, exp: NOW / 1000 + 86_400 });
	const [header, payload, signature] = text.split('.');
	const expected = createHmac('sha256', 'sandbox').update(`${header}.${payload}`);
	expect(signature).toBe(expected.digest('base64url'));
});

it('is another one each time, and the earlier ones go on working', async () => {
	const [first, second] = [
		await RestClient.connect(copernica),
		await RestClient.connect(copernica),
	];
	expect(first.jwt).not.toBe(second.jwt);
	expect([await status(first), await status(second)]).toEqual([200, 200]);
});

it('ends after 24 hours of the sandbox', async () => {
	const client = await RestClient.connect(copernica);
	clock += 86_400_000 - 1;
	expect(await status(client)).toBe(200);
	clock += 1;
	expect(await status(client)).toBe(400);
	expect(await status(await RestClient.connect(copernica))).toBe(200);
});

it('tokenLifetimeSeconds holds for tokens given out from now on', async () => {
	const before = await RestClient.connect(copernica);
	copernica.setSwitches({ tokenLifetimeSeconds: 10 });
	const after = await RestClient.connect(copernica);
	expect(partOf(after.jwt, 1)).toMatchObject({ exp: NOW / 1000 + 10 });
	clock += 10_000;
	expect([await status(before), await status(after)]).toEqual([200, 400]);
});

it('revokes what was given out so far', async () => {
	const client = await RestClient.connect(copernica);
	copernica.revokeTokens();
	expect(await status(client)).toBe(400);
	expect((await client.get('v3/identity')).status).toBe(200);
	expect(await status(await RestClient.connect(copernica))).toBe(200);
});

const JSON_TYPE = { headers: { 'content-type': 'application/json' } };

it.each([
	['a GET', () => authenticate(copernica, '', { method: 'GET', body: undefined })],
	['JSON', () => authenticate(copernica, '{"access_token":"x"}', JSON_TYPE)],
	['nothing', () => authenticate(copernica, '')],
	['another field', () => authenticate(copernica, { token: copernica.accessToken })],
	['a field more', () => authenticate(copernica, { access_token: 'x', grant_type: 'y' })],
	['a wrong token', () => authenticate(copernica, { access_token: 'wrong' })],
	['one not encoded', () => authenticate(copernica, `access_token=${copernica.accessToken}`)],
	[
		'one in the query',
		() => authenticate(copernica, undefined, {}, `?access_token=${copernica.accessToken}`),
	],
])('is not given for %s', async (_what, ask) => {
	const reply = await ask();
	expect([reply.status, reply.json]).toEqual([400, { error: { message: expect.any(String) } }]);
	expect(reply.text).not.toContain(copernica.accessToken);
});

it.each([400, 401, 403] as const)('refusedToken %s', async (reading) => {
	copernica.switches.refusedToken = reading;
	const reply = await authenticate(copernica, { access_token: 'wrong' });
	const body = { error: { message: 'Invalid access token' } };
	expect([reply.status, reply.json]).toEqual([reading, body]);
	expect((await authenticate(copernica)).status).toBe(200);
});

it.each([400, 401, 403] as const)('expiredJwt %s', async (reading) => {
	copernica.switches.expiredJwt = reading;
	const client = await RestClient.connect(copernica);
	copernica.revokeTokens();
	const wrong = new RestClient(copernica, 'wrong');
	for (const reply of [await client.get('v4/ms/clicks'), await wrong.get('v4/ms/clicks')]) {
		const body = { error: { message: 'Invalid access token' } };
		expect([reply.status, reply.json]).toEqual([reading, body]);
	}
	expect((await client.get('v3/identity', { access_token: 'x' })).status).toBe(400);
});

it.each([
	['text', /^[\w-]+\.[\w-]+\.[\w-]+$/],
	['line', /^[\w-]+\.[\w-]+\.[\w-]+\n$/],
	['jsonString', /^"[\w-]+\.[\w-]+\.[\w-]+"$/],
	['object', /^\{"token":"[\w-]+\.[\w-]+\.[\w-]+"\}$/],
] as const)('jwtBody %s', async (reading, form) => {
	copernica.switches.jwtBody = reading;
	const { text } = await authenticate(copernica);
	expect(text).toMatch(form);
	const token = /[\w-]+\.[\w-]+\.[\w-]+/.exec(text)?.[0];
	expect(await status(new RestClient(copernica, token))).toBe(200);
});

it.each(['text/plain', 'text/html', 'application/json', 'none'] as const)(
	'jwtType %s',
	async (reading) => {
		copernica.switches.jwtType = reading;
		const type = (await authenticate(copernica)).headers.get('content-type');
		expect(type?.split(';')[0] ?? 'none').toBe(reading);
	},
);

it('v4Only', async () => {
	copernica.switches.v4Only = true;
	const client = await RestClient.connect(copernica);
	expect(await status(client)).toBe(200);
	for (const version of [1, 2, 3]) {
		const reply = await client.get(`v${version}/identity`);
		expect([reply.status, reply.json]).toEqual([
			400,
			{ error: { message: 'Invalid access token' } },
		]);
	}
});
