import { startSandbox, type IovoxSandbox, type Sandbox } from '../../../sandbox';
import { mailWith, NOW, proxyWith, RestClient } from './client';

let sandbox: Sandbox;
let iovox: IovoxSandbox;
let client: RestClient;

beforeAll(async () => {
	sandbox = await startSandbox({ iovox: { now: () => NOW } });
	({ iovox } = sandbox);
	client = new RestClient(iovox);
});

afterAll(async () => await sandbox.close());

const CALLS = [
	['GET', 'email/search', undefined],
	['POST', 'email', mailWith()],
	['POST', 'email/address/proxy', [proxyWith()]],
] as const;

describe.each(CALLS)('%s %s', (method, path, body) => {
	const send = async (headers: object) =>
		await fetch(`${iovox.apiUrl}/${path}`, {
			method,
			body: body && JSON.stringify(body),
			headers: { 'content-type': 'application/json', ...headers },
		});

	it('wants both headers, as they are', async () => {
		const { username, secureKey } = iovox;
		const before = iovox.stats().counts;
		for (const wrong of [
			{},
			{ username },
			{ secureKey },
			{ username: '', secureKey },
			{ username, secureKey: 'wrong' },
			{ username: username.toUpperCase(), secureKey },
			{ username, secureKey: secureKey.toUpperCase() },
			{ username: secureKey, secureKey: username },
			{ username, accessKey: secureKey },
			{ authorization: `Basic ${Buffer.from(`${username}:${secureKey}`).toString('base64')}` },
		]) {
			expect((await send(wrong)).status).toBe(401);
		}
		expect(iovox.stats().counts).toEqual(before);
		const right = await send({ USERNAME: username, securekey: secureKey });
		expect(Math.floor(right.status / 100)).toBe(2);
	});

	const others = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

	it.each(others.filter((other) => other !== method))('refuses %s', async (other) => {
		const reply = await client.call(path, { method: other });
		expect(reply.status).toBe(405);
		expect(reply.headers.get('allow')).toBe(method);
		if (other !== 'HEAD') expect(reply.json.errors).toHaveLength(1);
	});
});

it.each([
	...['', 'email/', 'email/search/', 'email/123', 'email/address', 'emails', 'EMAIL'],
	...['numbers/pool', 'rest/v1/email'],
])('finds nothing at %s', async (path) => {
	for (const reply of [await client.call(path), await client.post(path, mailWith())]) {
		expect([reply.status, reply.json.errors]).toEqual([404, [expect.any(String)]]);
	}
});

it('finds nothing outside of the API', async () => {
	for (const path of ['/iovox', '/iovox/email/search', '/rest/v1/email/search']) {
		expect((await fetch(`${sandbox.url}${path}`)).status).toBe(404);
	}
});

describe('search', () => {
	it.each([
		...['start=2026-01-01', 'Limit=1', 'receive_date=2026-01-01%2000:00:00', 'subject=x'],
		...['sender_name=Bob', 'x', '=1', 'recipient_name=Bob', 'read_first_date=x', 'toString=1'],
	])('names the unknown parameter of ?%s', async (query) => {
		const { status, json } = await client.call(`email/search?${query}`);
		const name = query.split('=')[0] ?? '';
		expect([status, json]).toEqual([400, { errors: [`${name} is not a known parameter`] }]);
	});

	it.each([
		...['limit=1&limit=2', 'link_id=a&link_id=a', 'link_id=', 'disposition', 'order=', 'fields='],
		...['limit=0', 'limit=20001', 'limit=-1', 'limit=1.5', 'limit=1e3', 'limit=ten', 'limit=%201'],
		...['page=0', 'page=-1', 'page=x', 'page=1.0'],
		...['start_date=2026-01-01', 'start_date=2026-01-01T00:00:00', 'end_date=2026-1-1%2000:00:00'],
		...['start_date=2026-01-01T00:00:00Z', 'end_date=2026-01-01%2000:00', 'end_date=1767225600'],
		...['start_date=2026-02-30%2000:00:00', 'end_date=2026-01-01%2024:00:00'],
		...['end_date=2026-13-01%2000:00:00', 'start_date=2026-01-01%2000:00:00.000'],
		...['start_date=%202026-01-01%2000:00:00', 'start_date=2026-01-01%20%2000:00:00'],
		...[
			'disposition=Sent',
			'disposition=nomxrecord',
			'disposition=unread',
			'disposition=sent,queued',
		],
		...['read_disposition=true', 'read_disposition=sent', 'read_disposition=READ'],
		...[
			'fields=subject',
			'fields=message_id,',
			'fields=message_id,%20link_id',
			'fields=Message_id',
		],
		...['order=receive_date', 'order=receive_date_asc', 'order=subject_ASC', 'order=_ASC'],
		...['order=receive_date_ASC,', 'order=receive_date_ASC,%20link_id_ASC', 'order=-receive_date'],
	])('refuses ?%s', async (query) => {
		const { status, json } = await client.call(`email/search?${query}`);
		expect(status).toBe(400);
		expect(json.errors).not.toEqual([]);
		const name = query.split(/[=&]/)[0];
		for (const error of json.errors as string[]) expect(error).toContain(name);
	});

	it('refuses a blank that comes as +, and says how it should come', async () => {
		const reply = await client.call('email/search?start_date=2026-01-01+00:00:00');
		expect(reply.status).toBe(400);
		expect(reply.text).toContain('%20');
		const right = await client.call('email/search?start_date=2026-01-01%2000:00:00');
		expect(right.status).toBe(200);
		const address = await client.call('email/search?sender_address=zoe%2Bservice%40cars.example');
		expect(address.json.total_results).toBeGreaterThan(0);
		const raw = await client.call('email/search?sender_address=zoe+service@cars.example');
		expect(raw.status).toBe(400);
	});

	it('refuses malformed encoding', async () => {
		for (const query of ['link_id=%', 'link_id=%E4', 'li%ZZ=1']) {
			expect((await client.call(`email/search?${query}`)).status).toBe(400);
		}
	});

	it('says all that is wrong at once', async () => {
		const { json } = await client.call('email/search?limit=0&page=0&x=1&order=y&fields=z,a');
		expect(json.errors).toHaveLength(6);
	});

	it('takes what the documentation shows', async () => {
		for (const query of [
			'',
			'start_date=2021-01-01%2000:00:00&end_date=2021-12-31%2023:59:59&link_id=abc123&page=1&limit=1&disposition=sent',
			'order=receive_date_ASC,delivery_date_DESC',
			'order=receive_date_ASC%2Cdelivery_date_DESC',
			'fields=message_id,disposition,read_disposition&limit=20000',
		]) {
			expect((await client.call(`email/search?${query}`)).status).toBe(200);
		}
	});
});
