import { createHmac } from 'node:crypto';

import { startSandbox, type EncompassSandbox, type Sandbox } from '../../../sandbox';
import { authenticate, GRANT_TYPE, MetricClient } from './client';

const NOW = Date.parse('2026-03-01T12:00:00Z');

let clock = NOW;
let sandbox: Sandbox;
let encompass: EncompassSandbox;

beforeEach(async () => {
	clock = NOW;
	sandbox = await startSandbox({ encompass: { now: () => clock } });
	({ encompass } = sandbox);
});

afterEach(async () => await sandbox.close());

const partOf = (token: string, index: number): unknown =>
	JSON.parse(Buffer.from(token.split('.')[index] ?? '', 'base64url').toString());

const status = async (client: MetricClient) => (await client.get('messages')).status;

it('is a signed JSON Web Token with the claims of the sample', async () => {
	const { json, headers } = await authenticate(encompass);
	expect(json).toEqual({
		access_token: expect.any(String),
		token_type: 'bearer',
		expires_in: 63_115_199,
	});
	expect(headers.get('cache-control')).toBe('no-store');
	const token = String(json.access_token);
	expect(partOf(token, 0)).toEqual({ alg: 'HS256', typ: 'JWT' });
	expect(partOf(token, 1)).toEqual({
		siteId: encompass.siteId,
		role: 'ApiUser',
		exp: NOW / 1000 + 63_115_199,
		iss: expect.any(String),
		aud: 'EmailApi',
		nbf: NOW / 1000 - 901,
		jti: expect.any(String),
	});
	const [header, payload, signature] = token.split('.');
	const expected = createHmac('sha256', 'sandbox').update(`${header}.${payload}`);
	expect(signature).toBe(expected.digest('base64url'));
});

it('is another one each time, and the earlier ones go on working', async () => {
	const [first, second] = [
		await MetricClient.connect(encompass),
		await MetricClient.connect(encompass),
	];
	expect(first.token).not.toBe(second.token);
	expect([await status(first), await status(second)]).toEqual([200, 200]);
});

it('ends after a day, whatever it says', async () => {
	const client = await MetricClient.connect(encompass);
	clock += 86_399_999;
	expect(await status(client)).toBe(200);
	clock += 1;
	expect(await status(client)).toBe(401);
});

it('tokenLifetimeSeconds and tokenLifetimeRequests hold for tokens given out from now on', async () => {
	const before = await MetricClient.connect(encompass);
	encompass.setSwitches({ tokenLifetimeSeconds: 10, tokenLifetimeRequests: 2 });
	const [used, old] = [
		await MetricClient.connect(encompass),
		await MetricClient.connect(encompass),
	];
	expect([await status(used), await status(used), await status(used)]).toEqual([200, 200, 401]);
	clock += 10_000;
	expect([await status(old), await status(before)]).toEqual([401, 200]);
});

it.each([
	['twoYears', NOW / 1000 + 63_115_199],
	['real', NOW / 1000 + 86_400],
	['absent', undefined],
] as const)('expClaim %s', async (reading, exp) => {
	encompass.switches.expClaim = reading;
	const { token } = await MetricClient.connect(encompass);
	expect((partOf(token, 1) as { exp?: number }).exp).toBe(exp);
});

it.each([
	['sample', 63_115_199],
	['real', 86_400],
	['absent', undefined],
] as const)('expiresIn %s', async (reading, seconds) => {
	encompass.switches.expiresIn = reading;
	expect((await authenticate(encompass)).json.expires_in).toBe(seconds);
});

it('revokes what was given out so far', async () => {
	const client = await MetricClient.connect(encompass);
	encompass.revokeTokens();
	expect(await status(client)).toBe(401);
	expect(await status(await MetricClient.connect(encompass))).toBe(200);
});

it('works in the region of its client only, where the data is the same', async () => {
	const us = await MetricClient.connect(encompass);
	const { json } = await authenticate(encompass, {
		client_id: encompass.canadianSiteId,
		client_secret: encompass.canadianApiKey,
		grant_type: GRANT_TYPE,
	});
	const headers = { authorization: `Bearer ${String(json.access_token)}` };
	const inCanada = await us.get('messages', { headers }, encompass.canadaUrl);
	expect(inCanada.status).toBe(200);
	expect(inCanada.text).toBe((await us.get('messages')).text);
	const wrong = [
		await us.get('messages', { headers }),
		await us.get('messages', {}, encompass.canadaUrl),
	];
	for (const reply of wrong) {
		expect([reply.status, reply.json]).toEqual([401, { message: 'Unauthorized' }]);
	}
});

it.each([400, 401, 403] as const)('refusedKey %s', async (reading) => {
	encompass.switches.refusedKey = reading;
	for (const wrong of [{ client_id: '1' }, { client_secret: 'wrong' }]) {
		const form = {
			client_id: encompass.siteId,
			client_secret: encompass.apiKey,
			grant_type: GRANT_TYPE,
			...wrong,
		};
		expect((await authenticate(encompass, form)).status).toBe(reading);
	}
});

it.each([401, 403] as const)('refusedToken %s', async (reading) => {
	encompass.switches.refusedToken = reading;
	const client = await MetricClient.connect(encompass);
	encompass.revokeTokens();
	const reply = await client.get('messages');
	expect([reply.status, reply.json]).toEqual([reading, { message: 'Unauthorized' }]);
});
