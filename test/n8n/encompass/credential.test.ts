import { startSandbox, type Fault, type Sandbox } from '../../../sandbox';
import type { CredentialData, N8nClient } from '../../../scripts/n8n/client';
import { encompassCredential, encompassLogin, loggedIn } from '../shared';

const WORKS = { status: 'OK', message: 'Connection successful!' };

let sandbox: Sandbox;
let client: N8nClient;

beforeAll(async () => {
	sandbox = await startSandbox({ encompass: {} });
	client = loggedIn();
});

afterEach(() => sandbox.encompass.clearFaults());

afterAll(async () => await sandbox.close());

test('succeeds with the right key, saved or about to be', async () => {
	const login = encompassLogin(sandbox);
	const credential = await encompassCredential(client, { ...login, apiKey: 'mistyped' });
	expect(await client.testCredential(credential, login)).toEqual(WORKS);
	await client.updateCredential(credential, login);
	expect(await client.testCredential(credential)).toEqual(WORKS);
});

test.each([
	['that ends with a slash', '/'],
	['of the login itself, as the documentation prints it', '/apiservices/authenticate'],
])('takes a site URL %s', async (_, end) => {
	const login = encompassLogin(sandbox);
	const siteUrl = String(login.siteUrl) + end;
	const credential = await encompassCredential(client, { ...login, siteUrl });
	expect(await client.testCredential(credential)).toEqual(WORKS);
});

const REFUSED =
	'Anthology Encompass refuses the Site ID or the API Key (status 400): check what you entered, and the Site URL';
const NO_API = 'There is no Email Metric API at this address: check Region or API URL';

describe.each([
	['a wrong key', () => ({ apiKey: 'wrong' }), REFUSED],
	['an unknown site', () => ({ siteId: '1' }), REFUSED],
	[
		'a site where nothing listens',
		() => ({ siteUrl: 'http://127.0.0.1:9' }),
		'Anthology Encompass cannot be reached at 127.0.0.1:9: check the Site URL',
	],
	[
		'an address that is none',
		() => ({ siteUrl: 'not an address' }),
		'The Site URL of the Anthology Encompass credential is no web address',
	],
	[
		'a site that is another',
		() => ({ siteUrl: `${sandbox.url}/elsewhere` }),
		/ gives no access token \(status 404\): check the Site URL, and the Site ID or the API Key$/,
	],
	[
		'the API of another region',
		() => ({ apiUrl: sandbox.encompass.canadaUrl }),
		'The key is right, but the API of this region refuses it (status 401): choose the Region of your site',
	],
	['another API', () => ({ apiUrl: `${sandbox.url}/elsewhere` }), NO_API],
] as Array<[string, () => CredentialData, string | RegExp]>)(
	'says what is wrong with %s',
	(_, wrong, sentence) => {
		test.each([
			['saved', false],
			['typed in but not saved', true],
		])('%s', async (_, isUnsaved) => {
			const right = encompassLogin(sandbox);
			const credential = await encompassCredential(
				client,
				isUnsaved ? right : { ...right, ...wrong() },
			);
			const { status, message } = await client.testCredential(credential, isUnsaved ? wrong() : {});
			expect(status).toBe('Error');
			if (typeof sentence === 'string') expect(message).toBe(sentence);
			else expect(message).toMatch(sentence);
		});
	},
);

test.each<[string, Fault, string]>([
	['has nothing there', { kind: 'status', status: 404, body: 'html' }, NO_API],
	[
		'shows a web page',
		{ kind: 'html' },
		'The API answered with something other than messages: check Region or API URL',
	],
])('says what is wrong with an API that %s', async (_, fault, message) => {
	const credential = await encompassCredential(client, encompassLogin(sandbox));
	sandbox.encompass.fault(fault);
	expect(await client.testCredential(credential)).toEqual({ status: 'Error', message });
});
