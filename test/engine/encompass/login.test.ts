import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import type { IDataObject, IHttpRequestHelper, IHttpRequestOptions } from 'n8n-workflow';
import { EncompassApi } from '../../../credentials/EncompassApi.credentials';
import type { EncompassSandbox, Fault, Sandbox } from '../../../sandbox';
import { encompassAt } from '../credentials';
import { runNode } from '../engine';
import { byId, startSite } from './site';

jest.mock('n8n-workflow', () =>
	jest.requireActual<typeof import('../../time')>('../../time').withoutPauses(),
);

let sandbox: Sandbox;
let site: EncompassSandbox;
/** Another host: the key must never reach it. */
let foreign: Server;
let foreignUrl: string;
const foreignRequests: string[] = [];

beforeEach(async () => {
	sandbox = await startSite({ messages: 1, recipients: 10 });
	site = sandbox.encompass;
	foreignRequests.length = 0;
	foreign = createServer((request, response) => {
		foreignRequests.push(`${request.method} ${request.url}`);
		response.end('{"access_token":"from-elsewhere"}');
	}).listen(0, '127.0.0.1');
	await once(foreign, 'listening');
	foreignUrl = urlOf(foreign);
});
afterEach(async () => {
	foreign.close();
	await sandbox.close();
});

const urlOf = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

const parameters = () => ({
	resource: 'open',
	operation: 'getAll',
	returnAll: true,
	messageId: byId(site.data.messages[0]!.id),
});

/** Runs the node; whatever happens, no secret is in what n8n keeps or shows of it. */
async function trial(credential: IDataObject = {}) {
	const credentials = encompassAt(site, credential);
	const result = await runNode({ parameters: parameters(), credentials });
	const { apiKey, accessToken } = credentials.stored;
	for (const secret of [String(apiKey), String(accessToken || 'none yet')]) {
		expect(JSON.stringify(result.run)).not.toContain(secret);
		expect(JSON.stringify(result.items)).not.toContain(secret);
		expect(inspect(result.error, { depth: 12, showHidden: true })).not.toContain(secret);
	}
	const text = `${result.error?.message}\n${result.error?.description ?? ''}`;
	return { ...result, text };
}

const INVALID = { cause: 'credential-invalid' };
const LATER = { cause: 'temporarily-unavailable' };

describe('a login that fails says what to change', () => {
	it.each([400, 401, 403] as const)('where the key is refused with %s', async (refusedKey) => {
		site.setSwitches({ refusedKey });
		const { text, error } = await trial({ apiKey: 'not-the-key-at-all-0123' });
		expect(text).toMatch(
			/refuses the Site ID or the API Key \(status 40\d\).*Site URL\n.*web services GUID/,
		);
		expect(error?.failure).toEqual(INVALID);
		expect(error?.httpCode ?? null).toBeNull();
	});

	it.each(['html', 'empty'] as const)('where the refusal has a body that is %s', async (body) => {
		site.setSwitches({ errorBody: body });
		const { text, error } = await trial({ siteId: '999' });
		expect(text).toMatch(
			/gives no access token \(status 400\).*Site URL.*the Site ID or the API Key/,
		);
		expect(error?.failure).toEqual(INVALID);
	});

	it('where the site cannot be reached', async () => {
		const closed = createServer().listen(0, '127.0.0.1');
		await once(closed, 'listening');
		const siteUrl = urlOf(closed);
		closed.close();
		const { text, error } = await trial({ siteUrl });
		expect(text).toMatch(/cannot be reached at 127\.0\.0\.1:\d+: check the Site URL/);
		expect(error?.failure).toEqual(LATER);
	});

	it('where the site redirects, and the key does not travel', async () => {
		site.fault({ kind: 'redirect', location: `${foreignUrl}/login`, match: 'token' });
		const { text, error } = await trial();
		expect(text).toContain(`redirects to ${foreignUrl}, where the key is not sent`);
		expect(text).toMatch(/enter that address as the Site URL/);
		expect(error?.failure).toEqual(INVALID);
		expect(foreignRequests).toEqual([]);
	});

	it.each<[string, Fault, RegExp]>([
		['a web page', { kind: 'html' }, /gives no access token \(status 200\): check the Site URL/],
		['nothing', { kind: 'emptyBody' }, /gives no access token \(status 200\)/],
		['half a token', { kind: 'truncated' }, /gives no access token \(status 200\)/],
		['404', { kind: 'status', status: 404 }, /gives no access token \(status 404\)/],
	])('where the site answers with %s', async (_what, fault, message) => {
		site.fault({ ...fault, match: 'token', times: 'always' });
		const { text, error } = await trial();
		expect(text).toMatch(message);
		expect(error?.failure).toEqual(INVALID);
	});

	it.each(['', 'alumni.example.edu', 'not an address'])(
		'where the Site URL is "%s"',
		async (siteUrl) => {
			site.fault({ kind: 'drop', match: 'token', times: 'always' });
			const { text } = await trial({ siteUrl: siteUrl === '' ? '' : `http://${siteUrl}` });
			expect(text).toMatch(/Site URL/);
		},
	);

	it('where the site goes on being busy', async () => {
		site.fault({ kind: 'status', status: 503, match: 'token', times: 'always' });
		const { text, error } = await trial();
		expect(text).toMatch(/is busy \(status 503\): try again later/);
		expect(error?.failure).toEqual(LATER);
	});
});

it.each<[string, Fault]>([
	['is busy', { kind: 'status', status: 503 }],
	['breaks off', { kind: 'drop' }],
])('a site that %s for a while is asked again', async (_what, fault) => {
	site.fault({ ...fault, match: 'token', times: 2 });
	const { error, items } = await trial();
	expect(error).toBeUndefined();
	expect(items).toHaveLength(60);
});

describe('the wrong region', () => {
	it.each([
		[401, /refuses the access token/, INVALID],
		[403, /denies access/, { cause: 'configuration-invalid' }],
	] as const)('is named, where it refuses the token with %s', async (status, message, failure) => {
		site.setSwitches({ refusedToken: status });
		const { text, error } = await trial({ apiUrl: site.canadaUrl });
		expect(text).toMatch(message);
		expect(text).toMatch(/Region/);
		expect(error?.httpCode).toBe(String(status));
		expect(error?.failure).toEqual(failure);
	});

	it.each([
		['no web address', 'emapi', /Region or API URL.*no web address/],
		['another path', `/wrong`, /has nothing at .*\n.*Region/],
	])('is named, where the API URL is %s', async (_what, apiUrl, message) => {
		const whole = apiUrl.startsWith('/') ? site.apiUrl + apiUrl : apiUrl;
		expect((await trial({ apiUrl: whole })).text).toMatch(message);
	});

	it('that redirects gets no token', async () => {
		site.fault({ kind: 'redirect', location: `${foreignUrl}/v2`, times: 'always' });
		const { text } = await trial();
		expect(text).toContain(`redirects to ${foreignUrl}, which is not followed`);
		expect(foreignRequests).toEqual([]);
	});
});

it('a service that repeats the token in its error shows none', async () => {
	const echo = createServer((request, response) => {
		const { authorization } = request.headers;
		response.writeHead(500, { 'content-type': 'application/json' });
		response.end(JSON.stringify({ message: `bad ${authorization}`, error: site.apiKey }));
	}).listen(0, '127.0.0.1');
	await once(echo, 'listening');
	const { text } = await trial({ apiUrl: urlOf(echo) });
	echo.close();
	expect(text).toMatch(/status 500/);
});

/** What is sent for a credential; nothing is, really. */
async function tokenRequest(siteUrl: string): Promise<IHttpRequestOptions> {
	const sent: IHttpRequestOptions[] = [];
	const httpRequest = async (options: IHttpRequestOptions) => {
		sent.push(options);
		return { statusCode: 200, headers: {}, body: { access_token: 'a.b.c' } };
	};
	const credential = { siteUrl, siteId: ` ${siteUrl}`, apiKey: ' a&b=c ' };
	const helper = { helpers: { httpRequest } } as unknown as IHttpRequestHelper;
	await new EncompassApi().preAuthentication.call(helper, credential);
	return sent[0]!;
}

it.each([
	['http://alumni.example.edu', 'https://alumni.example.edu'],
	['http://alumni.example.edu/s/1055/', 'https://alumni.example.edu'],
	['https://alumni.example.edu/s/1234/index.aspx?sid=1234', 'https://alumni.example.edu'],
	['https://Alumni.Example.EDU/S/1234/Index.ASPX', 'https://alumni.example.edu'],
	['https://alumni.example.edu/controls/login.aspx?sid=1&gid=2', 'https://alumni.example.edu'],
	['https://alumni.example.edu?sid=1234', 'https://alumni.example.edu'],
	['https://alumni.example.edu:8443/s/1234', 'https://alumni.example.edu:8443'],
	['https://ann:hunter2@alumni.example.edu/s/1234', 'https://alumni.example.edu'],
	['https://alumni-universität.example/s/1234', 'https://xn--alumni-universitt-5qb.example'],
	['HTTP://alumni.example.edu', 'https://alumni.example.edu'],
	['alumni.example.edu', 'https://alumni.example.edu'],
	['https://alumni.example.edu/s/1055/home.aspx?sid=1055#top', 'https://alumni.example.edu'],
	['http://127.0.0.1:8080/s/1234/index.aspx?sid=1234', 'http://127.0.0.1:8080'],
	['http://gateway:8080/encompass/s/1234/index.aspx', 'http://gateway:8080/encompass'],
	['http://gateway:8080/encompass/', 'http://gateway:8080/encompass'],
	[' https://alumni.example.edu// ', 'https://alumni.example.edu'],
	['https://alumni.example.edu/apiservices/authenticate', 'https://alumni.example.edu'],
	['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
	['http://gateway:8080/encompass', 'http://gateway:8080/encompass'],
	['http://[::1]:8080', 'http://[::1]:8080'],
])('the key for %s is sent to %s', async (typed, base) => {
	const { url, body, method } = await tokenRequest(typed);
	expect(url).toBe(`${base}/apiservices/authenticate`);
	expect(method).toBe('POST');
	expect(Object.fromEntries(new URLSearchParams(String(body)))).toEqual({
		client_id: typed.trim(),
		client_secret: 'a&b=c',
		grant_type: 'email_api_auth_key',
	});
});
