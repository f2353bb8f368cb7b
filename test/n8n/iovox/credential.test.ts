import { startSandbox, type Fault, type IovoxSwitchChanges, type Sandbox } from '../../../sandbox';
import type { CredentialData, N8nClient } from '../../../scripts/n8n/client';
import { iovoxCredential, iovoxLogin, loggedIn } from '../shared';

const WORKS = { status: 'OK', message: 'Connection successful!' };

let sandbox: Sandbox;
let client: N8nClient;

beforeAll(async () => {
	sandbox = await startSandbox({ iovox: {} });
	client = loggedIn();
});

afterEach(() => {
	sandbox.iovox.clearFaults();
	sandbox.iovox.setSwitches({ refusedLogin: 'xml401', addressAllowed: true });
});

afterAll(async () => await sandbox.close());

test('succeeds with the right key, saved or about to be', async () => {
	const login = iovoxLogin(sandbox);
	const credential = await iovoxCredential(client, { ...login, apiKey: 'mistyped' });
	expect(await client.testCredential(credential, login)).toEqual(WORKS);
	await client.updateCredential(credential, login);
	expect(await client.testCredential(credential)).toEqual(WORKS);
});

test.each<[string, (login: CredentialData) => CredentialData]>([
	['an API URL that ends with a slash', ({ apiUrl }) => ({ apiUrl: `${String(apiUrl)}/` })],
	['blanks around the API URL', ({ apiUrl }) => ({ apiUrl: ` ${String(apiUrl)} ` })],
	[
		'blanks around the login',
		({ username, apiKey }) => ({ username: ` ${String(username)}`, apiKey: `${String(apiKey)} ` }),
	],
])('takes %s', async (_, changes) => {
	const login = iovoxLogin(sandbox);
	const credential = await iovoxCredential(client, { ...login, ...changes(login) });
	expect(await client.testCredential(credential)).toEqual(WORKS);
});

const CAUSES =
	'Check the User Name, the Secure Key, the Environment (Sandbox and Production have keys of their own), and that the IP address of n8n is allowed for this key: in the iovox portal, under Settings, API Settings, or by api@iovox.com.';
const REFUSED = `iovox refuses the login (status 401). ${CAUSES}`;
const NO_API = 'There is no iovox REST API at this address: check Environment or API URL';

describe.each([
	['a wrong key', () => ({ apiKey: 'wrong' }), REFUSED],
	['an unknown user', () => ({ username: 'nobody' }), REFUSED],
	['another API', () => ({ apiUrl: `${sandbox.url}/elsewhere` }), NO_API],
	['an address without /rest/v1', () => ({ apiUrl: `${sandbox.url}/iovox` }), NO_API],
	['an address where nothing listens', () => ({ apiUrl: 'http://127.0.0.1:9' }), /refused/i],
	[
		'an address that is none',
		() => ({ apiUrl: 'not an address' }),
		'The Environment or API URL of the iovox credential is no web address',
	],
] as Array<[string, () => CredentialData, string | RegExp]>)(
	'says what is wrong with %s',
	(_, wrong, sentence) => {
		test.each([
			['saved', false],
			['typed in but not saved', true],
		])('%s', async (_, isUnsaved) => {
			const right = iovoxLogin(sandbox);
			const credential = await iovoxCredential(
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

test.each<[IovoxSwitchChanges, string]>([
	[{ refusedLogin: 'json401' }, REFUSED],
	[{ refusedLogin: 'empty401' }, REFUSED],
	[{ refusedLogin: 'xml403' }, REFUSED.replace('401', '403')],
	[{ refusedLogin: 'xml200' }, `iovox answered with something other than e-mails. ${CAUSES}`],
])(
	'names the four causes where a caller at another address is refused: %j',
	async (as, message) => {
		const credential = await iovoxCredential(client, iovoxLogin(sandbox));
		sandbox.iovox.setSwitches({ addressAllowed: false, ...as });
		expect(await client.testCredential(credential)).toEqual({ status: 'Error', message });
	},
);

test.each<[string, Fault, string]>([
	['has nothing there', { kind: 'status', status: 404, body: 'html' }, NO_API],
	[
		'shows a web page',
		{ kind: 'html' },
		`iovox answered with something other than e-mails. ${CAUSES}`,
	],
])('says what is wrong with an API that %s', async (_, fault, message) => {
	const credential = await iovoxCredential(client, iovoxLogin(sandbox));
	sandbox.iovox.fault(fault);
	expect(await client.testCredential(credential)).toEqual({ status: 'Error', message });
});
