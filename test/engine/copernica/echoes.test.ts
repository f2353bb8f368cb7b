import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CopernicaSandbox, Sandbox } from '../../../sandbox';
import { inSmall, trial, VERSIONS } from './secrecy';
import { startSite } from './site';

jest.mock('n8n-workflow', () =>
	jest.requireActual<typeof import('../../time')>('../../time').withoutPauses(),
);

let sandbox: Sandbox;
let site: CopernicaSandbox;

beforeAll(async () => {
	sandbox = await startSite({ clicks: 3 });
	site = sandbox.copernica;
});
afterAll(async () => await sandbox.close());

describe('a service that repeats what it was asked with', () => {
	/** How an answer says it: from the address that was asked for, the two tokens of it, plain. */
	type Echo = (asked: { url: string; secret: string }) => {
		status: number;
		type?: string;
		body: string;
		location?: string;
	};
	let server: Server;
	let echo: Echo;
	beforeAll(async () => {
		server = createServer((request, response) => {
			const url = request.url ?? '';
			const [, encoded = ''] = /access_token=([^&]*)/.exec(url) ?? [];
			const [, bearer = ''] = /^Bearer (.*)$/.exec(request.headers.authorization ?? '') ?? [];
			const secret = bearer || decodeURIComponent(encoded);
			const { status, type = 'application/json', body, location } = echo({ url, secret });
			response.writeHead(status, { 'content-type': type, ...(location ? { location } : {}) });
			response.end(body);
		}).listen(0, '127.0.0.1');
		await once(server, 'listening');
	});
	afterAll(() => {
		server.closeAllConnections();
		server.close();
	});

	const said = (text: string) => JSON.stringify({ error: { message: text } });
	const ECHOES: Array<[string, Echo]> = [
		['in its message', ({ secret }) => ({ status: 400, body: said(`No access: ${secret}!`) })],
		['as the address', ({ url }) => ({ status: 400, body: said(`Bad call ${url}`) })],
		['as 401', ({ url, secret }) => ({ status: 401, body: said(`${url} ${secret}`) })],
		['as 403', ({ secret }) => ({ status: 403, body: said(secret) })],
		['as 404', ({ url }) => ({ status: 404, body: said(url) })],
		['encoded in small letters', ({ secret }) => ({ status: 400, body: said(inSmall(secret)) })],
		[
			'in JSON with slashes',
			({ secret }) => ({ status: 400, body: said(secret).replaceAll('/', '\\/') }),
		],
		[
			'in a web page',
			({ url, secret }) => ({
				status: 503,
				type: 'text/html',
				body: `<html><head><title>${secret}</title></head><body>${url}</body></html>`,
			}),
		],
		[
			'in the title of a good page',
			({ secret }) => ({
				status: 200,
				type: 'text/html',
				body: `<html><head><title>${secret}</title></head></html>`,
			}),
		],
		[
			'as a text',
			({ url, secret }) => ({ status: 200, type: 'text/plain', body: `${secret} ${url}` }),
		],
		[
			'in XML',
			({ secret }) => ({
				status: 400,
				type: 'text/xml',
				body: `<error><message>${secret}</message></error>`,
			}),
		],
		[
			'as the name of a field',
			({ secret }) => ({
				status: 200,
				body: JSON.stringify({ [secret]: 1, [encodeURIComponent(secret)]: 2 }),
			}),
		],
		[
			'in an error of a good answer',
			({ url, secret }) => ({ status: 200, body: said(`${secret} ${url}`) }),
		],
		[
			'where it redirects to',
			({ url, secret }) => ({
				status: 302,
				body: '',
				location: `http://else.invalid${url}?t=${encodeURIComponent(secret)}`,
			}),
		],
		[
			'as the host that it redirects to',
			({ secret }) => ({
				status: 302,
				body: '',
				location: `http://${secret.replace(/\W/g, '')}.invalid/`,
			}),
		],
		[
			'in JSON that breaks off',
			({ secret }) => ({ status: 200, body: `{"data":[{"x":"${secret}` }),
		],
		[
			'in a long text, at the place where it is cut',
			({ secret }) => ({ status: 400, body: said('x'.repeat(970) + secret) }),
		],
	];

	describe.each(VERSIONS)('with %s', (version) => {
		it.each(ECHOES)('%s', async (_how, how) => {
			echo = how;
			const { port } = server.address() as AddressInfo;
			const credential = { apiUrl: `http://127.0.0.1:${port}/api` };
			for (const onError of [undefined, 'continueRegularOutput', 'continueErrorOutput'] as const) {
				const result = await trial(site, { version, credential, ...(onError ? { onError } : {}) });
				expect(result.text !== '' || result.items.length + result.errorItems.length === 1).toBe(
					true,
				);
			}
		});
	});

	it.each(ECHOES)('%s, where the token is exchanged', async (_how, how) => {
		const apiToken = 'An/Access+Token=that/is+long-enough-to-be-seen';
		echo = ({ url }) =>
			how({ url: `${url}?access_token=${encodeURIComponent(apiToken)}`, secret: apiToken });
		const { port } = server.address() as AddressInfo;
		const credential = { apiToken, authUrl: `http://127.0.0.1:${port}/authenticate` };
		const { text } = await trial(site, { version: 'v4', credential });
		expect(text).not.toBe('');
	});
});
