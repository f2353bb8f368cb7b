import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CopernicaSandbox, Fault, Sandbox } from '../../../sandbox';
import { listOf, trial, VERSIONS } from './secrecy';
import { startSite } from './site';

jest.mock('n8n-workflow', () =>
	jest.requireActual<typeof import('../../time')>('../../time').withoutPauses(77),
);

/**
 * v1 to v3 want the access token in the address of each call: whatever goes wrong, it is in nothing
 * that n8n keeps or shows, in no spelling. Neither are the two tokens of v4.
 */
let sandbox: Sandbox;
let site: CopernicaSandbox;

beforeAll(async () => {
	sandbox = await startSite({ clicks: 30 });
	site = sandbox.copernica;
});
afterAll(async () => await sandbox.close());
afterEach(() => {
	site.clearFaults();
	site.setSwitches({ expiredJwt: 400, v4Only: false, overload: null });
});

const FAULTS: Array<[string, Fault, RegExp]> = [
	['400', { kind: 'status', status: 400 }, /Copernica rejects the request/],
	['401', { kind: 'status', status: 401 }, /Copernica refuses/],
	['403', { kind: 'status', status: 403 }, /Copernica denies access/],
	['404', { kind: 'status', status: 404 }, /Copernica has nothing at/],
	[
		'429',
		{ kind: 'status', status: 429, headers: { 'Retry-After': '999999' } },
		/too many requests/,
	],
	['500', { kind: 'status', status: 500, body: 'empty' }, /answered with status 500/],
	['503 with a page', { kind: 'status', status: 503, body: 'html' }, /answered with status 503/],
	['a lost connection', { kind: 'drop' }, /connection to Copernica broke off/],
	['a page', { kind: 'html' }, /a web page instead of the list/],
	['nothing', { kind: 'emptyBody' }, /an empty answer instead/],
	['an error in place of a list', { kind: 'errorInBody' }, /"Internal failure" instead/],
	['half of an answer', { kind: 'truncated' }, /JSON that breaks off/],
	['an answer that breaks off', { kind: 'cut' }, /broke off|could not send/],
	['no list', { kind: 'notAList' }, /no list of/],
	[
		'a redirect',
		{ kind: 'redirect', location: 'http://127.0.0.1:9/else' },
		/redirects to http:\/\/127\.0\.0\.1:9/,
	],
];

describe.each(VERSIONS)('with %s', (version) => {
	it.each(FAULTS)('%s shows no token', async (_what, fault, message) => {
		site.fault({ ...fault, times: 'always' });
		const { text, items } = await trial(site, { version });
		expect(text).toMatch(message);
		expect(items).toEqual([]);
	});

	it.each(FAULTS)('%s shows none where the run goes on', async (_what, fault, message) => {
		site.fault({ ...fault, times: 'always' });
		const { items } = await trial(site, { version, onError: 'continueRegularOutput' });
		expect(items).toHaveLength(1);
		expect(String(items[0]!.json.error)).toMatch(message);
		const other = await trial(site, { version, onError: 'continueErrorOutput' });
		expect(other.items.length + other.errorItems.length).toBe(1);
	});

	it('a service that never answers shows none', async () => {
		site.fault({ kind: 'stall', times: 'always' });
		const parameters = { ...listOf(version), requestOptions: { timeout: 77 } };
		const { text } = await trial(site, { version, parameters });
		expect(text).toMatch(/did not answer in time/);
	});

	it('a host that takes no connections shows none', async () => {
		const closed = createServer().listen(0, '127.0.0.1');
		await once(closed, 'listening');
		const { port } = closed.address() as AddressInfo;
		closed.close();
		const { text } = await trial(site, {
			version,
			credential: { apiUrl: `http://127.0.0.1:${port}/api` },
		});
		expect(text).toMatch(/takes no connections/);
	});

	it('a host that there is not shows none', async () => {
		const { text } = await trial(site, {
			version,
			credential: { apiUrl: 'http://nowhere.invalid/api' },
		});
		expect(text).toMatch(/does not exist|could not send|broke off/);
	});

	it('a token that is wrong, or for another version, shows none', async () => {
		if (version !== 'v4') site.setSwitches({ v4Only: true });
		const apiToken = 'Wrong/Token+of=somebody/else+0123456789abcdef';
		const wrong = await trial(site, { version, credential: { apiToken } });
		expect(wrong.text).toMatch(/Copernica refuses/);
		const { text } = await trial(site, { version });
		if (version !== 'v4') expect(text).toMatch(/Copernica refuses the login/);
	});

	it('a run that goes well shows none', async () => {
		const { items, error } = await trial(site, {
			version,
			parameters: { resource: 'account', operation: 'get' },
		});
		expect(error).toBeUndefined();
		expect(items).toHaveLength(1);
		await trial(site, {
			version,
			parameters: { ...listOf(version), options: { includeCursor: true } } as never,
		});
	});

	it('a field that is wrong shows none', async () => {
		const { text } = await trial(site, {
			version,
			parameters: { ...listOf(version), options: { continueAfter: 'x' } } as never,
		});
		expect(text).toMatch(/is no cursor/);
	});
});
