import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IDataObject } from 'n8n-workflow';
import bounces from '../../samples/encompass/bounces.json';
import clicks from '../../samples/encompass/clicks.json';
import links from '../../samples/encompass/links.json';
import messages from '../../samples/encompass/messages.json';
import recipients from '../../samples/encompass/recipients.json';
import token from '../../samples/encompass/token.json';
import type { EncompassSandbox } from '../../../sandbox';
import { encompassAt } from '../credentials';
import { runNode } from '../engine';
import { byId } from './site';

/** The answers, at the paths that public clients ask. The token is the article's own, word for word. */
const SAMPLES: Record<string, unknown> = {
	'/v2/messages': messages,
	'/v2/messages/900123': messages.data[0],
	'/v2/messages/900123/recipients': recipients,
	'/v2/messages/900123/clicks': clicks,
	'/v2/messages/900123/bounces': bounces,
	'/v2/messages/900123/links': links,
};

let server: Server;
const asked: Array<{ path: string; authorization: string | undefined }> = [];
let form = '';

beforeAll(async () => {
	server = createServer(async (request, response) => {
		response.setHeader('content-type', 'application/json');
		const [path = '', query = ''] = request.url!.split('?');
		if (path === '/apiservices/authenticate') {
			form = '';
			for await (const chunk of request) form += String(chunk);
			response.end(JSON.stringify(token));
			return;
		}
		asked.push({ path: request.url!, authorization: request.headers.authorization });
		// What is behind the one row of a list is nothing.
		const start = Number(new URLSearchParams(query).get('startAt') ?? 0);
		const sample = SAMPLES[path];
		response.end(JSON.stringify(Array.isArray(sample) ? sample.slice(start) : sample));
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
});
afterAll(() => server.close());

async function run(resource: string, operation = 'getAll', options: IDataObject = {}) {
	const siteUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	const like = { siteUrl, apiUrl: siteUrl, siteId: '1055', apiKey: 'a-guid' } as EncompassSandbox;
	const parameters = { resource, operation, messageId: byId(900_123), options };
	const { items, error } = await runNode({
		credentials: encompassAt(like),
		parameters: { ...parameters, ...(operation === 'get' ? {} : { returnAll: true }) } as never,
	});
	expect(error).toBeUndefined();
	return items.map(({ json }) => json);
}

const ofMessage = (rows: IDataObject[]) => rows.map((row) => ({ ...row, messageId: 900_123 }));

it.each<[string, IDataObject[]]>([
	['message', messages.data],
	['recipient', ofMessage(recipients.data)],
	['click', ofMessage(clicks.data)],
	['bounce', ofMessage(bounces.data)],
	['link', ofMessage(links)],
])('the sample of a %s comes out as it is', async (resource, rows) => {
	expect(await run(resource)).toEqual(rows);
});

it('the sample of one message comes out as it is', async () => {
	expect(await run('message', 'get')).toEqual(messages.data);
});

it('the samples belong together', async () => {
	const options = { addRecipient: true, addLink: true };
	const [click] = await run('click', 'getAll', options);
	expect(click).toMatchObject({
		recipient: { emailAddress: 'sam@example.com', constituentId: '0000451' },
		link: { name: 'Register', url: 'https://example.com/reunion' },
	});
});

it("the article's form and token are what is sent", async () => {
	await run('message');
	expect(Object.fromEntries(new URLSearchParams(form))).toEqual({
		client_id: '1055',
		client_secret: 'a-guid',
		grant_type: 'email_api_auth_key',
	});
	for (const { authorization } of asked) expect(authorization).toBe(`Bearer ${token.access_token}`);
});
