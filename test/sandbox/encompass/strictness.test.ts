import { startSandbox, type EncompassSandbox, type Sandbox } from '../../../sandbox';
import { authenticate, firstId, GRANT_TYPE, MetricClient } from './client';

let sandbox: Sandbox;
let encompass: EncompassSandbox;
let client: MetricClient;
let id: number;

beforeAll(async () => {
	sandbox = await startSandbox({ encompass: {} });
	({ encompass } = sandbox);
	client = await MetricClient.connect(encompass);
	id = firstId(encompass);
});

afterAll(async () => await sandbox.close());

describe('headers', () => {
	it.each(['*/*', 'application/*', 'text/html', 'application/jsonp'])(
		'refuses Accept %s',
		async (accept) => {
			const reply = await client.get('messages', { headers: { accept } });
			expect(reply.status).toBe(406);
			expect(reply.json.message).toContain(accept);
		},
	);

	it.each([
		'application/json',
		'application/json;charset=UTF-8',
		'text/html, Application/JSON; q=0.5, */*',
	])('takes Accept %s', async (accept) => {
		expect((await client.get('messages', { headers: { accept } })).status).toBe(200);
	});

	it.each([
		() => '',
		() => 'Bearer wrong',
		() => `bearer ${client.token}`,
		() => `Bearer  ${client.token}`,
		() => client.token,
		() => `Bearer ${client.token}x`,
		() => `Basic ${client.token}`,
	])('refuses a wrong Authorization header (%#)', async (authorization) => {
		const headers = { authorization: authorization() };
		const reply = await client.get('messages', { headers });
		expect([reply.status, reply.json]).toEqual([401, { message: 'Unauthorized' }]);
	});

	it('does not count an Authentication header', async () => {
		const response = await fetch(`${encompass.apiUrl}/v2/messages`, {
			headers: { accept: 'application/json', authentication: `Bearer ${client.token}` },
		});
		expect(response.status).toBe(401);
	});

	it.each(['POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'])('refuses %s', async (method) => {
		for (const path of ['messages', `messages/${id}`, `messages/${id}/opens`]) {
			const reply = await client.get(path, { method });
			expect(reply.status).toBe(405);
			expect(reply.headers.get('allow')).toBe('GET');
		}
	});
});

describe('query', () => {
	it.each([
		['messages', 'maxResult=10'],
		['messages', 'startat=0'],
		['messages', 'fromtimestamp=0'],
		['messages/ID/opens', 'fromTimestamp=0'],
		['messages/ID/recipients', 'toTimestamp=9'],
		['messages/ID/links', 'page=2'],
		['messages/ID', 'startAt=0'],
	])('names the unknown parameter of %s?%s', async (path, query) => {
		const reply = await client.get(`${path.replace('ID', String(id))}?${query}`);
		expect(reply.status).toBe(400);
		expect(reply.json.message).toContain(query.split('=')[0]);
	});

	it.each([
		'startAt=-1',
		'startAt=',
		'startAt',
		'startAt=1.5',
		'startAt=x',
		'startAt=1&startAt=2',
		'maxResults=',
		'maxResults=1e2',
		'maxResults=ten',
		'fromTimestamp=-1',
		'fromTimestamp=2026-01-01',
		'toTimestamp=1.5',
		'toTimestamp=',
	])('refuses messages?%s', async (query) => {
		const reply = await client.get(`messages?${query}`);
		expect(reply.status).toBe(400);
		expect(reply.json.message).toContain(query.split('=')[0]);
	});

	it('takes what clients send', async () => {
		const query = 'fromTimestamp=0&toTimestamp=4102444800000&startAt=0&maxResults=1000';
		expect((await client.page(`messages?${query}`)).rows).toHaveLength(5);
	});
});

it.each([
	'',
	'message',
	'messages/0',
	'messages/x/opens',
	'messages/1/links',
	'messages/999999999/bounces',
	'messages/0x1/opens',
	'messages/ID/sent',
	'messages/ID/deliveries',
	'messages/ID/opens/1',
	'MESSAGES',
	'opens',
])('finds nothing at %s', async (path) => {
	const reply = await client.get(path.replace('ID', String(id)));
	expect(reply.status).toBe(404);
	expect(reply.json).toEqual({ message: expect.any(String) });
});

it('has nothing where the documentation has version 1', async () => {
	const response = await fetch(`${encompass.apiUrl}/v1/messages`);
	expect(response.status).toBe(404);
});

describe('token endpoint', () => {
	const right = () => ({
		client_id: encompass.siteId,
		client_secret: encompass.apiKey,
		grant_type: GRANT_TYPE,
	});

	it.each([
		['without the site', () => ({ ...right(), client_id: undefined })],
		['without the key', () => ({ ...right(), client_secret: undefined })],
		['without the grant', () => ({ ...right(), grant_type: undefined })],
		['with another grant', () => ({ ...right(), grant_type: 'client_credentials' })],
		['with the grant in capitals', () => ({ ...right(), grant_type: 'EMAIL_API_AUTH_KEY' })],
		['with a scope', () => ({ ...right(), scope: 'x' })],
		['with another key', () => ({ ...right(), client_secret: 'another' })],
		['with another site', () => ({ ...right(), client_id: '9' })],
		['with an empty site', () => ({ ...right(), client_id: '' })],
		[
			'with the site of the other region',
			() => ({ ...right(), client_id: encompass.canadianSiteId }),
		],
	])('refuses a form %s, and does not repeat the key', async (_what, form) => {
		const given = JSON.parse(JSON.stringify(form())) as Record<string, string>;
		const reply = await authenticate(encompass, given);
		expect(reply.status).toBe(400);
		expect(reply.json).toEqual({ message: expect.any(String) });
		expect(reply.text).not.toContain(encompass.apiKey);
	});

	it('refuses a key that is given twice, or in the query', async () => {
		const form = new URLSearchParams(right()).toString();
		expect((await authenticate(encompass, `${form}&client_id=${encompass.siteId}`)).status).toBe(
			400,
		);
		const url = `${encompass.siteUrl}/apiservices/authenticate?${form}`;
		const headers = { 'content-type': 'application/x-www-form-urlencoded' };
		const response = await fetch(url, { method: 'POST', headers });
		expect(response.status).toBe(400);
		expect(await response.text()).not.toContain(encompass.apiKey);
	});

	it('takes a form only', async () => {
		const json = { headers: { 'content-type': 'application/json' } };
		expect((await authenticate(encompass, JSON.stringify(right()), json)).status).toBe(400);
		const charset = {
			headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
		};
		expect((await authenticate(encompass, right(), charset)).status).toBe(200);
	});

	it.each(['GET', 'PUT', 'DELETE'])('refuses %s', async (method) => {
		const response = await fetch(`${encompass.siteUrl}/apiservices/authenticate`, { method });
		expect(response.status).toBe(405);
		expect(response.headers.get('allow')).toBe('POST');
	});

	it('is not at the API, nor the API at the site', async () => {
		const api = `${encompass.apiUrl}/apiservices/authenticate`;
		expect((await fetch(api, { method: 'POST' })).status).toBe(404);
		expect((await client.get('messages', {}, encompass.siteUrl)).status).toBe(404);
	});
});

it('answers in JSON as UTF-8', async () => {
	const { text, headers } = await client.get(`messages/${id}/recipients`);
	expect(headers.get('content-type')).toContain('application/json');
	expect(text).toMatch(/[À-￿]/);
	expect(text).not.toContain('\\u');
});

it('records each request as it came', async () => {
	const before = encompass.requests.length;
	const next = encompass.nextRequest();
	await client.get('messages?maxResult=1');
	await authenticate(encompass);
	expect((await next).path).toBe('/encompass/us/v2/messages?maxResult=1');
	expect(encompass.requests.slice(before)).toEqual([
		{
			method: 'GET',
			path: '/encompass/us/v2/messages?maxResult=1',
			status: 400,
			at: expect.any(Number),
		},
		{
			method: 'POST',
			path: '/encompass/site/apiservices/authenticate',
			status: 200,
			grant: GRANT_TYPE,
			at: expect.any(Number),
		},
	]);
});
