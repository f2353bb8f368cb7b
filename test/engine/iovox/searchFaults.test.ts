import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import type { INodeParameters } from 'n8n-workflow';
import type { Fault, IovoxSandbox, Sandbox } from '../../../sandbox';
import { iovoxAt, type MemoryCredentials } from '../credentials';
import { closeGateways, gatewayTo } from './gateway';
import { ALL, inOrder, jsonOf, run, searchesOf, startSite, textOf } from './site';

jest.mock('n8n-workflow', () =>
	jest.requireActual<typeof import('../../time')>('../../time').withoutPauses(),
);

let sandbox: Sandbox;
let iovox: IovoxSandbox;
let foreign: Server;
let foreignUrl: string;
let foreignRequests = 0;

// One for each test: requests that a failed run has left under way are faulty for no other.
beforeEach(async () => {
	sandbox = await startSite({ mails: 500 });
	({ iovox } = sandbox);
});
afterEach(async () => {
	closeGateways();
	await sandbox.close();
});
beforeAll(async () => {
	foreign = createServer((_request, response) => {
		foreignRequests++;
		response.end('{}');
	}).listen(0, '127.0.0.1');
	await once(foreign, 'listening');
	foreignUrl = `http://127.0.0.1:${(foreign.address() as AddressInfo).port}`;
});
afterAll(() => foreign.close());

const LISTS: Record<string, INodeParameters> = {
	'all mails': {},
	'unread mails': { filters: { readDisposition: 'unread' } },
	'sorted mails': { sort: { fields: [{ field: 'disposition', direction: 'ASC' }] } },
};

async function failing(parameters: INodeParameters, credentials?: MemoryCredentials) {
	const asked = searchesOf(iovox);
	const options = { pageSize: 60, ...(parameters.options as object) };
	const all = { ...ALL, ...parameters, options };
	const result = await run(iovox, all, credentials ? { credentials } : {});
	const shown = JSON.stringify(result.run.data) + inspect(result.error, { depth: 12 });
	expect(shown).not.toContain(iovox.secureKey);
	expect(result.items).toEqual([]);
	return { ...result, text: textOf(result), asked: asked() };
}

describe.each(Object.entries(LISTS))('%s', (_which, list) => {
	it.each<[string, Fault]>([
		['429 with a pause', { kind: 'status', status: 429, headers: { 'Retry-After': '0' } }],
		['502', { kind: 'status', status: 502, body: 'empty' }],
		['503', { kind: 'status', status: 503, body: 'html' }],
		['504', { kind: 'status', status: 504 }],
		['a dropped connection', { kind: 'drop' }],
		['a body that is cut off', { kind: 'cut' }],
	])('come completely and once after %s', async (_what, fault) => {
		const parameters = { ...ALL, ...list, options: { pageSize: 60 } };
		const expected = await jsonOf(iovox, parameters);
		iovox.fault({ ...fault, after: 2, times: 2 });
		expect(await jsonOf(iovox, parameters)).toEqual(expected);
		expect(expected.length).toBeGreaterThan(200);
	});

	it.each<[string, Fault, RegExp]>([
		['a web page', { kind: 'html' }, /^iovox answered with a web page instead of the list\n/],
		['an empty answer', { kind: 'emptyBody' }, /an empty answer instead of the list\n/],
		['JSON that breaks off', { kind: 'truncated' }, /JSON that breaks off instead of the list/],
		[
			'an error in a good answer',
			{ kind: 'errorInBody' },
			/"Internal failure" instead of the list/,
		],
		['what is no list', { kind: 'notAList' }, /something other than a list of e-mails\n/],
	])(
		'are an error and nothing else for %s, after good pages too',
		async (_what, fault, message) => {
			for (const after of [0, 2]) {
				await sandbox.close();
				sandbox = await startSite({ mails: 500 });
				({ iovox } = sandbox);
				iovox.fault({ ...fault, after });
				expect((await failing(list)).text).toMatch(message);
			}
		},
	);
});

it('a service that goes on failing is given up after five tries', async () => {
	iovox.fault({ kind: 'status', status: 503, times: 'always' });
	const { text, asked, error } = await failing({ returnAll: false, limit: 50 });
	expect(text).toMatch(/^iovox answered with status 503\nThe service is not available/);
	expect(error?.failure).toEqual({ cause: 'temporarily-unavailable' });
	expect(asked).toHaveLength(5);
});

it('an error after good pages says how to read on, where it can be', async () => {
	iovox.fault({ kind: 'html', after: 3 });
	const { text } = await failing({});
	const [, cursor] = /set Continue After to "([^"]+)" to read on behind them\.$/.exec(text)!;
	const rest = await jsonOf(iovox, { ...ALL, options: { continueAfter: cursor! } });
	expect(rest).toEqual(inOrder(iovox.data.mails).slice(-rest.length));
	expect(rest.length).toBeLessThan(450);
	iovox.fault({ kind: 'html', after: 3 });
	expect((await failing(LISTS['sorted mails']!)).text).not.toMatch(/Continue After/);
});

it.each(['xml401', 'json401', 'empty401', 'xml403', 'xml200'] as const)(
	'a login that is refused with %s names its four causes, whichever it is',
	async (refusedLogin) => {
		iovox.setSwitches({ refusedLogin });
		const wrong = [{ apiKey: 'another-key-of-mine' }, { username: 'nobody' }, {}];
		for (const changes of wrong) {
			iovox.setSwitches({ addressAllowed: Object.keys(changes).length > 0 });
			const { text, asked, error } = await failing({}, iovoxAt(iovox, changes));
			expect(text).toMatch(/^iovox (refuses the login|denies access to .*\/email\/search)\n/);
			for (const cause of [/User Name/, /Secure Key/, /Environment/, /IP address of n8n/]) {
				expect(text).toMatch(cause);
			}
			expect(text).not.toMatch(/another-key|</);
			expect(asked).toHaveLength(1);
			expect(error?.httpCode).toBe(refusedLogin === 'xml403' ? '403' : '401');
		}
	},
);

it('a key with blanks around it is taken', async () => {
	const credentials = iovoxAt(iovox, {
		apiKey: ` ${iovox.secureKey}\n`,
		username: ' garage-group',
	});
	const rows = await jsonOf(iovox, { ...ALL, returnAll: false }, { credentials });
	expect(rows).toHaveLength(50);
});

it.each(['json', 'xml', 'html', 'empty'] as const)(
	'what the service does not take is told, as far as its answer (%s) does',
	async (errorBody) => {
		// The node itself asks for nothing that is wrong.
		const gateway = await gatewayTo(iovox, {
			arrives: (passed) =>
				void Object.assign(passed, { path: passed.path.replace('limit=60', 'limit=0') }),
		});
		for (const validationStatus of [400, 422, 200] as const) {
			iovox.setSwitches({ errorBody, validationStatus });
			const { text, asked } = await failing({}, gateway.credentials);
			const isTold = errorBody === 'json' || errorBody === 'xml';
			expect(/limit must be a whole number/.test(text)).toBe(isTold);
			expect(text).not.toMatch(/</);
			expect(text).toMatch(
				isTold || validationStatus !== 200 ? /Check the fields of the node/ : /instead of the list/,
			);
			expect(asked).toHaveLength(1);
		}
	},
);

it.each([301, 302, 307, 308])('a redirect with status %s is not followed', async (status) => {
	const headers = { Location: `${foreignUrl}/rest/v1/email/search` };
	iovox.fault({ kind: 'status', status, headers, after: 1 });
	const { text } = await failing({});
	expect(text).toMatch(
		/^iovox redirects to http:.*, which is not followed\n.*Environment or API URL/,
	);
	expect(foreignRequests).toBe(0);
});

it.each([
	['of a gateway that is none', '/nothing', /has nothing at .*\/nothing\/email\/search\nCheck/],
	['without the path', '/../..', /has nothing at \S*\/email\/search\nCheck Environment or API URL/],
])('an address %s is named', async (_what, path, message) => {
	const credentials = iovoxAt(iovox, { apiUrl: `${iovox.apiUrl}${path}` });
	const all = await run(iovox, ALL, { credentials });
	expect(textOf(all)).toMatch(message);
});

it('a key that stands in what came is shown to nobody', async () => {
	const echo = createServer((request, response) => {
		const { securekey } = request.headers;
		const odd = { [`key ${String(securekey)}`]: 1, secret: securekey };
		response.end(JSON.stringify({ results: [odd] }));
	}).listen(0, '127.0.0.1');
	await once(echo, 'listening');
	const apiUrl = `http://127.0.0.1:${(echo.address() as AddressInfo).port}`;
	const { text } = await failing({}, iovoxAt(iovox, { apiUrl }));
	expect(text).toMatch(/something other than a list of e-mails\nWhat came has secret\./);
	echo.close();
});
