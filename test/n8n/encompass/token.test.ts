import { startSandbox, type Sandbox } from '../../../sandbox';
import type { Credential, CredentialData, N8nClient, Workflow } from '../../../scripts/n8n/client';
import { encompassCredential, encompassLogin, loggedIn } from '../shared';
import { messagesWorkflow, recordsOf, runMessages } from './workflow';

const HOUR_MS = 3_600_000;

let sandbox: Sandbox;
let client: N8nClient;
let credential: Credential;
let workflow: Workflow;
let startedAt: number;

beforeAll(async () => {
	sandbox = await startSandbox({ encompass: {} });
	client = loggedIn();
	credential = await encompassCredential(client, encompassLogin(sandbox));
	workflow = await messagesWorkflow(client, credential);
});

beforeEach(() => (startedAt = Date.now()));

afterAll(async () => await sandbox.close());

test('the first run fetches a token and keeps it in the credential, for the second one', async () => {
	expect(await run()).toEqual({ tokens: 1, refused: 0 });
	const { accessToken, fetchedAt, fetchedWith } = await stored();
	expect(accessToken).toMatch(/\S/);
	expect(fetchedAt).toBeGreaterThanOrEqual(startedAt);
	expect(fetchedWith).toMatch(/^[0-9a-f]{64}$/);

	expect(await run()).toEqual({ tokens: 0, refused: 0 });
	expect(await stored()).toMatchObject({ accessToken, fetchedAt });
});

test('a token that the service refuses is renewed, once', async () => {
	sandbox.encompass.revokeTokens();
	expect(await run()).toEqual({ tokens: 1, refused: 1 });
	expect((await stored()).fetchedAt).toBeGreaterThanOrEqual(startedAt);
	expect(await run()).toEqual({ tokens: 0, refused: 0 });
});

test('an old token is renewed before anything is asked for with it', async () => {
	await change({ fetchedAt: Date.now() - 24 * HOUR_MS });
	expect(await run()).toEqual({ tokens: 1, refused: 0 });
	expect((await stored()).fetchedAt).toBeGreaterThanOrEqual(startedAt);
});

test('the token of one key is not used with another', async () => {
	const { canadianSiteId, canadianApiKey, canadaUrl } = sandbox.encompass;
	await change({ siteId: canadianSiteId, apiKey: canadianApiKey, apiUrl: canadaUrl });
	expect(await run()).toEqual({ tokens: 1, refused: 0 });
});

/** @returns how many tokens were asked for, and how many requests refused */
async function run() {
	const { encompass } = sandbox;
	const before = encompass.requests.length;
	const execution = await runMessages(client, workflow);
	expect(recordsOf(execution)).toHaveLength(encompass.stats().counts.recipients);
	const requests = encompass.requests.slice(before);
	return {
		tokens: requests.filter(({ grant }) => grant !== undefined).length,
		refused: requests.filter(({ status }) => status === 401).length,
	};
}

const stored = async () => (await client.getCredential(credential.id)).data;

/** As the editor saves it: n8n adds the secrets that it did not show. */
async function change(changes: CredentialData): Promise<void> {
	await client.updateCredential(credential, { ...(await stored()), ...changes });
}
