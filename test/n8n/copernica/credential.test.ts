import {
	startSandbox,
	type CopernicaSwitchChanges,
	type Fault,
	type Sandbox,
} from '../../../sandbox';
import type { CredentialData, N8nClient } from '../../../scripts/n8n/client';
import { copernicaCredential, copernicaLogin, loggedIn } from '../shared';

const WORKS = { status: 'OK', message: 'Connection successful!' };
const VERSIONS = ['v1', 'v2', 'v3', 'v4'];

let sandbox: Sandbox;
let client: N8nClient;

beforeAll(async () => {
	sandbox = await startSandbox({ copernica: {} });
	client = loggedIn();
});

afterEach(() => {
	sandbox.copernica.clearFaults();
	sandbox.copernica.setSwitches({ v4Only: false, refusedToken: 400, jwtBody: 'text' });
});

afterAll(async () => await sandbox.close());

describe.each(VERSIONS)('of %s', (version) => {
	test('succeeds with the right token, saved or about to be', async () => {
		const login = copernicaLogin(sandbox, version);
		const credential = await copernicaCredential(client, { ...login, apiToken: 'mistyped' });
		expect(await client.testCredential(credential, login)).toEqual(WORKS);
		await client.updateCredential(credential, login);
		expect(await client.testCredential(credential)).toEqual(WORKS);
	});

	test.each<[string, (login: CredentialData) => CredentialData]>([
		['an API URL that ends with a slash', ({ apiUrl }) => ({ apiUrl: `${String(apiUrl)}/` })],
		['an API URL with a version', ({ apiUrl }) => ({ apiUrl: `${String(apiUrl)}/v2` })],
		['blanks around the API URL', ({ apiUrl }) => ({ apiUrl: ` ${String(apiUrl)} ` })],
		['blanks around the token', ({ apiToken }) => ({ apiToken: ` ${String(apiToken)} ` })],
	])('takes %s', async (_, changes) => {
		const login = copernicaLogin(sandbox, version);
		const credential = await copernicaCredential(client, { ...login, ...changes(login) });
		expect(await client.testCredential(credential)).toEqual(WORKS);
	});
});

const REFUSED =
	'Copernica refuses the API Access Token: check it and its right "REST", the API Version, and the API URL';
const NOT_EXCHANGED =
	'Copernica refuses the API Access Token (status 400): check what you entered, and the Authentication URL';
const NO_API = 'There is no Copernica API at this address: check the API URL';
const NO_ACCOUNT = 'The API answered with something other than an account: check the API URL';

type Wrong = [string, string, () => CredentialData, string | RegExp];

describe.each<Wrong>([
	...VERSIONS.flatMap((version): Wrong[] => [
		[
			'a wrong token',
			version,
			() => ({ apiToken: 'wrong' }),
			version === 'v4' ? NOT_EXCHANGED : REFUSED,
		],
		[
			'an API URL where nothing listens',
			version,
			() => ({ apiUrl: 'http://127.0.0.1:9' }),
			/refused/i,
		],
		['another API', version, () => ({ apiUrl: `${sandbox.url}/elsewhere` }), NO_API],
		[
			'an API URL that is none',
			version,
			() => ({ apiUrl: 'not an address' }),
			'The API URL of the Copernica credential is no web address',
		],
	]),
	[
		'an Authentication URL where nothing listens',
		'v4',
		() => ({ authUrl: 'http://127.0.0.1:9' }),
		'Copernica cannot be reached at 127.0.0.1:9: check the Authentication URL',
	],
	[
		'an Authentication URL that is none',
		'v4',
		() => ({ authUrl: 'not an address' }),
		'The Authentication URL of the Copernica credential is no web address',
	],
	[
		'another Authentication URL',
		'v4',
		() => ({ authUrl: `${sandbox.url}/elsewhere` }),
		/ gives no access token \(status 404\): check the Authentication URL, and the API Access Token$/,
	],
])('says what is wrong with %s, %s', (_, version, wrong, sentence) => {
	test.each([
		['saved', false],
		['typed in but not saved', true],
	])('%s', async (_, isUnsaved) => {
		const right = copernicaLogin(sandbox, version);
		const credential = await copernicaCredential(
			client,
			isUnsaved ? right : { ...right, ...wrong() },
		);
		const { status, message } = await client.testCredential(credential, isUnsaved ? wrong() : {});
		expect(status).toBe('Error');
		if (typeof sentence === 'string') expect(message).toBe(sentence);
		else expect(message).toMatch(sentence);
	});
});

test.each(['v1', 'v2', 'v3'])(
	'says what is wrong with a token for v4 only, with %s',
	async (version) => {
		sandbox.copernica.setSwitches({ v4Only: true });
		const credential = await copernicaCredential(client, copernicaLogin(sandbox, version));
		expect(await client.testCredential(credential)).toEqual({ status: 'Error', message: REFUSED });
		const { status } = await client.testCredential(credential, { version: 'v4' });
		expect(status).toBe('OK');
	},
);

test.each<[CopernicaSwitchChanges]>([
	[{ jwtBody: 'line' }],
	[{ jwtBody: 'jsonString' }],
	[{ jwtBody: 'object' }],
	[{ jwtType: 'application/json' }],
	[{ jwtType: 'none' }],
])('exchanges the token where its answer comes as %j', async (as) => {
	const credential = await copernicaCredential(client, copernicaLogin(sandbox));
	sandbox.copernica.setSwitches(as);
	expect(await client.testCredential(credential)).toEqual(WORKS);
});

test.each<CopernicaSwitchChanges['refusedToken']>([401, 403])(
	'says what is wrong with a token that is refused with %s',
	async (refusedToken) => {
		sandbox.copernica.setSwitches({ refusedToken });
		const login = { ...copernicaLogin(sandbox), apiToken: 'wrong' };
		const credential = await copernicaCredential(client, login);
		expect(await client.testCredential(credential)).toEqual({
			status: 'Error',
			message: NOT_EXCHANGED.replace('400', String(refusedToken)),
		});
	},
);

test.each<[string, Fault, string]>([
	['has nothing there', { kind: 'status', status: 404, body: 'html' }, NO_API],
	['shows a web page', { kind: 'html' }, NO_ACCOUNT],
	['answers with nothing', { kind: 'emptyBody' }, NO_ACCOUNT],
])('says what is wrong with an API that %s', async (_, fault, message) => {
	for (const version of VERSIONS) {
		const credential = await copernicaCredential(client, copernicaLogin(sandbox, version));
		sandbox.copernica.fault(fault);
		expect(await client.testCredential(credential)).toEqual({ status: 'Error', message });
	}
});
