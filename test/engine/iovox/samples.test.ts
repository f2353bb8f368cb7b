import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { INodeParameters } from 'n8n-workflow';
import errors from '../../samples/iovox/errors.json';
import proxies from '../../samples/iovox/proxies.json';
import proxy from '../../samples/iovox/proxy.json';
import search from '../../samples/iovox/search.json';
import send from '../../samples/iovox/send.json';
import sent from '../../samples/iovox/sent.json';
import { iovoxAt } from '../credentials';
import { runNode } from '../engine';
import { queryOf } from './site';

/**
 * The documentation's own requests and answers, made valid: a comma that lacks, one too many, a link
 * that is a number, and addresses that are written as links of a web page.
 */
const ANSWERS: Record<string, [status: number, answer: unknown]> = {
	'GET /rest/v1/email/search': [200, search],
	'POST /rest/v1/email': [201, sent],
	'POST /rest/v1/email/address/proxy': [200, proxies],
};

let server: Server;
let refuses = false;
const asked: Array<{ path: string; headers: IncomingHttpHeaders; body: string }> = [];

beforeAll(async () => {
	server = createServer(async (request, response) => {
		const path = request.url!;
		let body = '';
		for await (const chunk of request) body += String(chunk);
		asked.push({ path, headers: request.headers, body });
		const [status, answer] = ANSWERS[`${request.method} ${path.split('?')[0]}`] ?? [404, {}];
		response.writeHead(refuses ? 400 : status, { 'content-type': 'application/json' });
		// What is behind the one row of the sample is nothing.
		const isBehind = /[?&]page=([^1]|1\d)/.test(path);
		const told = isBehind ? { ...search, current_page: 2, results: [] } : answer;
		response.end(JSON.stringify(refuses ? errors : told));
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
});
afterAll(() => server.close());
beforeEach(() => {
	refuses = false;
	asked.length = 0;
});

async function run(parameters: INodeParameters) {
	const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/rest/v1/`;
	const login = { username: 'CUSTOMER_USERNAME', secureKey: 'API_SECURE_KEY' };
	const { items, error } = await runNode({
		credentials: iovoxAt({ apiUrl, ...login }),
		parameters,
	});
	return { rows: items.map(({ json }) => json), error };
}

const SEND: INodeParameters = {
	...{ resource: 'email', operation: 'send', linkId: '={{ 1234 }}' },
	...{ senderAddress: send.sender_address, senderName: send.sender_name },
	...{ recipientAddress: send.recipient_address, recipientName: send.recipient_name },
	...{ subject: send.subject, textContent: send.text_content, htmlContent: send.html_content },
	options: { proxyDomain: send.proxy_domain, proxyName: send.proxy_name },
	attachments: {
		files: send.attachments.map(({ filename = '', id = '', disposition, type, body }) => ({
			...{ source: 'base64', content: body, disposition, mimeType: type },
			...{ fileName: filename, contentId: id },
		})),
	},
};

const SEARCH: INodeParameters = { resource: 'email', operation: 'getAll' };

it('the mail of the documentation is what is sent, and its answer comes out', async () => {
	const { rows, error } = await run(SEND);
	expect(error).toBeUndefined();
	expect(rows).toEqual([{ accepted: true, ...sent }]);
	const [{ body, headers, path }] = asked as [(typeof asked)[number]];
	expect(JSON.parse(body)).toEqual(send);
	expect(path).toBe('/rest/v1/email');
	expect(headers).toMatchObject({
		...{ username: 'CUSTOMER_USERNAME', securekey: 'API_SECURE_KEY' },
		'content-type': 'application/json',
		'content-length': String(Buffer.byteLength(body)),
	});
});

it('the addresses of the documentation are what is asked for, though it answers another link', async () => {
	const { rows } = await run({
		...{ resource: 'proxyAddress', operation: 'create', inputMode: 'json' },
		addressesJson: JSON.stringify(proxy),
	});
	expect(rows).toEqual([{ ...proxy[0], ...proxies[0] }]);
	expect(JSON.parse(asked[0]!.body)).toEqual(proxy);
});

it('the search of the documentation is what is asked for, and its row comes out as it is', async () => {
	const { rows } = await run({
		...{ ...SEARCH, returnAll: false, limit: 1 },
		filters: {
			...{ startDate: '2021-01-01T00:00:00Z', endDate: '2022-01-01T00:00:00Z' },
			...{ linkId: 'abc123', disposition: 'sent' },
		},
	});
	expect(rows).toEqual(search.results);
	const query = queryOf(asked[0]!.path);
	// Each bound is a second further than in the sample: it may not belong to the period.
	expect(query).toEqual({
		...{ start_date: '2020-12-31 23:59:59', end_date: '2022-01-01 00:00:01' },
		...{ link_id: 'abc123', disposition: 'sent', page: '1', limit: '1' },
		order: 'receive_date_ASC,message_id_ASC',
	});
});

it('all of it is one mail, however many it counts', async () => {
	for (const pageSize of [1, 1_000]) {
		const { rows } = await run({ ...SEARCH, returnAll: true, options: { pageSize } });
		expect(rows).toEqual(search.results);
	}
});

it('its row becomes events', async () => {
	const { rows } = await run({ ...SEARCH, output: 'trackingEvent' });
	expect(rows.map(({ type, occurredAt }) => [type, occurredAt])).toEqual([
		['sent', '2021-06-26T14:49:27.000Z'],
		['delivered', '2021-06-26T14:52:40.000Z'],
	]);
});

it('what is wrong is told as the documentation does', async () => {
	refuses = true;
	const { error } = await run(SEND);
	expect(error?.message).toBe('iovox rejects the request for /rest/v1/email');
	expect(error?.description).toBe(
		'Check the fields of the node. iovox says: link_id does not exist; text_content cannot be empty.',
	);
});
