import { connect } from 'node:net';

import { startSandbox, type Sandbox } from '../../../sandbox';
import { ACCEPT, accessToken, ApiClient, ROOT } from './client';

let sandbox: Sandbox;
let client: ApiClient;

beforeAll(async () => {
	sandbox = await startSandbox({ procurios: { opens: 100 } });
	client = await ApiClient.connect(sandbox);
});

afterAll(async () => await sandbox.close());

const UUID = '0b6f7c1e-5d0a-4c3e-9a55-1f2e3d4c5b6a';
const HASH = '5f1d3c9be27a4408a1b2c3d4e5f60718293a4b5c';
const RECIPIENT_CURSOR = `2025-05-01T10:00:00%2B00:00_${UUID}`;
const EVENT_CURSOR = `${RECIPIENT_CURSOR}_${HASH}`;

describe('headers', () => {
	it.each([
		'application/json',
		'*/*',
		'application/vnd.procurios.emailtracking+json',
		'application/vnd.procurios.emailtracking+json; version=2',
		`${ACCEPT}, application/json`,
	])('refuses Accept %s', async (accept) => {
		const reply = await client.get('emails', { headers: { accept } });
		expect(reply.status).toBe(406);
		expect(reply.json.message).toContain(accept);
	});

	it('takes the Accept header with other white space', async () => {
		const accept = 'application/vnd.procurios.emailtracking+json;version=1';
		expect((await client.get('emails', { headers: { accept } })).status).toBe(200);
	});

	it.each(['', 'Bearer wrong', 'Basic c2FuZGJveDpzYW5kYm94'])(
		'refuses Authorization "%s"',
		async (authorization) => {
			const reply = await client.get('emails', { headers: { authorization } });
			expect(reply.status).toBe(401);
			expect(reply.json.message).toContain('token');
		},
	);

	it('refuses a token without the scope', async () => {
		const token = await accessToken(sandbox, {
			grant_type: 'client_credentials',
			scope: 'email/tracking',
			client_id: 'no-scope-client',
			client_secret: 'no-scope-secret',
		});
		const reply = await client.get('emails', { headers: { authorization: `Bearer ${token}` } });
		expect(reply.status).toBe(403);
		expect(reply.json.message).toContain('email/tracking');
	});

	it.each(['POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'])('refuses %s', async (method) => {
		const reply = await client.get('emails', { method });
		expect(reply.status).toBe(405);
		expect(reply.headers.get('allow')).toBe('GET');
	});
});

describe('query', () => {
	it('takes well-formed cursors', async () => {
		expect((await client.get('emails?after=0')).status).toBe(200);
		expect((await client.get(`recipients?after=${RECIPIENT_CURSOR}`)).status).toBe(200);
		expect((await client.get(`opens?after=${EVENT_CURSOR}`)).status).toBe(200);
		expect((await client.get(`clicks?after=${EVENT_CURSOR}`)).status).toBe(200);
	});

	it('takes a raw plus for a space and names what it got', async () => {
		const reply = await client.get(`opens?after=${EVENT_CURSOR.replace('%2B', '+')}`);
		expect(reply.status).toBe(400);
		expect(reply.json.message).toContain('2025-05-01T10:00:00 00:00');
	});

	it.each([
		['emails', 'after='],
		['emails', 'after'],
		['emails', 'after=12x'],
		['emails', 'after=-1'],
		['emails', 'after=1&after=2'],
		['emails', 'limit=10'],
		['emails', 'after=1&page=2'],
		['emails', 'after=%zz'],
		['recipients', `after=${EVENT_CURSOR}`],
		['recipients', `after=${RECIPIENT_CURSOR.replace('%2B00:00', 'Z')}`],
		['recipients', `after=${RECIPIENT_CURSOR.replace('05-01', '02-30')}`],
		['recipients', `after=2025-05-01_${UUID}`],
		['opens', `after=${RECIPIENT_CURSOR}`],
		['opens', `after=${EVENT_CURSOR}0`],
		['opens', `after=${EVENT_CURSOR.replace('0b6f', 'xb6f')}`],
		['clicks', `after=${EVENT_CURSOR}_80886`],
	])('refuses %s?%s', async (list, query) => {
		const reply = await client.get(`${list}?${query}`);
		expect(reply.status).toBe(400);
		expect(reply.json.message).toEqual(expect.any(String));
	});

	it('refuses any parameter of links', async () => {
		const id = sandbox.procurios.data.emails[0]?.trackingId;
		expect((await client.get(`${id}/links?after=1`)).status).toBe(400);
		expect((await client.get(`${id}/links`)).status).toBe(200);
	});
});

describe('path', () => {
	it.each([
		'999999/opens',
		'0/links',
		'x/clicks',
		'0x7afd/links',
		'31485.0/links',
		'%2031485/links',
		'31485x/recipients',
		'%2e%2e%2femails/opens',
		'emails/opens',
		'31485%2Fopens',
		'31485%252Fopens/opens',
		'..%2F..%2Ftracking%2Fopens/opens',
		'',
		'email',
		'opens/',
		'OPENS',
		'31485',
		'31485/emails',
	])('finds nothing at %s', async (path) => {
		const reply = await rawGet(`/procurios${ROOT}/${path}`);
		expect(reply).toMatch(/^HTTP\/1\.1 404 /);
	});

	it('knows the first e-mail by its number alone, in decimal digits', async () => {
		expect(sandbox.procurios.data.emails[0]?.trackingId).toBe(0x7afd);
		expect(await rawGet(`/procurios${ROOT}/31485/links`)).toMatch(/^HTTP\/1\.1 200 /);
	});

	it('does not resolve dots', async () => {
		const id = sandbox.procurios.data.emails[0]?.trackingId;
		const reply = await rawGet(`/procurios${ROOT}/${id}/../opens`);
		expect(reply).toMatch(/^HTTP\/1\.1 404 /);
	});

	it('decodes an ID once', async () => {
		const id = String(sandbox.procurios.data.emails[0]?.trackingId);
		const encoded = `%3${id[0]}${id.slice(1)}`;
		const encodedTwice = `%253${id[0]}${id.slice(1)}`;
		expect((await client.get(`${encoded}/links`)).status).toBe(200);
		expect((await client.get(`${encodedTwice}/links`)).status).toBe(404);
	});

	/** As fetch would not send it: the path as it stands. */
	async function rawGet(path: string): Promise<string> {
		const { hostname, port } = new URL(sandbox.url);
		return await new Promise((resolve, reject) => {
			const socket = connect(Number(port), hostname);
			let text = '';
			socket.on('data', (data) => (text += data.toString()));
			socket.on('end', () => resolve(text));
			socket.on('error', reject);
			socket.write(
				`GET ${path} HTTP/1.1\r\nHost: ${hostname}\r\nAccept: ${ACCEPT}\r\n` +
					`Authorization: Bearer ${client.token}\r\nConnection: close\r\n\r\n`,
			);
		});
	}
});

it('answers in JSON with escaped slashes and no raw characters beyond ASCII', async () => {
	const { text, headers } = await client.get('emails');
	expect(headers.get('content-type')).toContain('application/json');
	expect(text).not.toMatch(/[^\\]\//);
	expect(text).toMatch(/\\u[0-9a-f]{4}/);
	expect(text).not.toMatch(/[^\x20-\x7e]/);
});

it('records each request as it came', async () => {
	const before = sandbox.procurios.requests.length;
	await client.get('opens?after=nothing');
	await accessToken(sandbox);
	expect(sandbox.procurios.requests.slice(before)).toEqual([
		{
			method: 'GET',
			path: `/procurios${ROOT}/opens?after=nothing`,
			status: 400,
			at: expect.any(Number),
		},
		{
			method: 'POST',
			path: '/procurios/l/oauth2/token',
			status: 200,
			grant: 'client_credentials',
			at: expect.any(Number),
		},
	]);
});
