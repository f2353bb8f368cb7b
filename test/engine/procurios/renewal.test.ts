import type { IDataObject } from 'n8n-workflow';
import { type Sandbox, startSandbox, type ProcuriosSwitchChanges } from '../../../sandbox';
import { procuriosAt } from '../credentials';
import { runNode } from '../engine';

let sandbox: Sandbox;
const site = () => sandbox.procurios;
const parameters = { resource: 'click', operation: 'getAll', returnAll: true };

async function start(switches: ProcuriosSwitchChanges) {
	sandbox = await startSandbox({
		procurios: { opens: 2_000, pageSize: { others: 100 }, switches },
	});
}
afterEach(async () => await sandbox.close());

/** Connects as n8n's "Connect my account" does, up to the tokens. */
async function connect(): Promise<IDataObject> {
	const redirect = 'http://127.0.0.1/rest/oauth2-credential/callback';
	const query = new URLSearchParams({
		response_type: 'code',
		client_id: 'sandbox-client',
		scope: 'email/tracking',
		redirect_uri: redirect,
	});
	const approved = await fetch(`${site().siteUrl}/l/oauth2/authorize?${query}`, {
		redirect: 'manual',
	});
	const code = new URL(approved.headers.get('location')!).searchParams.get('code')!;
	const answer = await fetch(`${site().siteUrl}/l/oauth2/token`, {
		method: 'POST',
		headers: { Accept: 'application/json' },
		body: new URLSearchParams({
			grant_type: 'authorization_code',
			code,
			redirect_uri: redirect,
			client_id: 'sandbox-client',
			client_secret: 'sandbox-secret',
		}),
	});
	return (await answer.json()) as IDataObject;
}

it.each([true, false])(
	'client credentials are renewed in mid-walk (expires_in: %s), with no page lost or repeated',
	async (expiresIn) => {
		await start({ tokenLifetimeRequests: 3, token: { expiresIn } });
		const { items, error } = await runNode({
			parameters,
			credentials: procuriosAt(sandbox.procurios),
		});
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json)).toEqual(site().data.clicks);
		expect(site().stats().grants.client_credentials).toBeGreaterThan(2);
	},
);

it.each([true, false])(
	'a code grant with a refresh token is renewed in mid-walk (rotation: %s)',
	async (refreshTokenRotation) => {
		await start({ tokenLifetimeRequests: 3, autoApprove: true, refreshTokenRotation });
		const credentials = procuriosAt(sandbox.procurios, {
			grantType: 'authorizationCode',
			oauthTokenData: await connect(),
		});
		const { items, error } = await runNode({ parameters, credentials });
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json)).toEqual(site().data.clicks);
		expect(site().stats().grants.refresh_token).toBeGreaterThan(2);
	},
);

it('a code grant without a refresh token says "reconnect" and names the place to go on from', async () => {
	await start({ tokenLifetimeRequests: 3, autoApprove: true, token: { refreshToken: 'none' } });
	const grantType = 'authorizationCode';
	const credentials = procuriosAt(sandbox.procurios, {
		grantType,
		oauthTokenData: await connect(),
	});
	const { error, items } = await runNode({ parameters, credentials });
	expect(items).toEqual([]);
	expect(error?.message).toMatch(/reconnect the credential/);
	const continueAfter = /Continue After to "([^"]+)"/.exec(error?.description ?? '')?.[1];
	expect(continueAfter).toBeDefined();

	const reconnected = procuriosAt(sandbox.procurios, {
		grantType,
		oauthTokenData: await connect(),
	});
	const rest = await runNode({
		parameters: { ...parameters, returnAll: false, limit: 100, options: { continueAfter } },
		credentials: reconnected,
	});
	const read = Number(/(\d+) items had been read/.exec(error?.description ?? '')?.[1]);
	expect(rest.items.map(({ json }) => json)).toEqual(site().data.clicks.slice(read, read + 100));
});

it('a refresh token that was revoked says "reconnect"', async () => {
	await start({ tokenLifetimeRequests: 1, autoApprove: true });
	const token = { ...(await connect()), refresh_token: 'revoked-refresh-token' };
	const credentials = procuriosAt(sandbox.procurios, {
		grantType: 'authorizationCode',
		oauthTokenData: token,
	});
	const { error } = await runNode({ parameters, credentials });
	expect(error?.message).toMatch(/reconnect the credential/);
	expect(`${error?.message} ${error?.description}`).not.toContain('revoked-refresh-token');
});

it('a credential that was never connected says so', async () => {
	await start({});
	const credentials = procuriosAt(sandbox.procurios, { grantType: 'authorizationCode' });
	const { error } = await runNode({ parameters, credentials });
	expect(error?.message).toMatch(/connect the credential/);
});

it('renews once for all items whose token ends together, and no item is refused twice', async () => {
	await start({});
	const credentials = procuriosAt(sandbox.procurios);
	await runNode({ parameters, credentials });
	const before = site().stats().grants.client_credentials ?? 0;
	const asked = site().requests.length;
	site().revokeTokens();
	const { items, error } = await runNode({
		parameters,
		items: Array.from({ length: 20 }, () => ({ json: {} })),
		credentials,
	});
	expect(error).toBeUndefined();
	expect(items).toHaveLength(20 * site().data.clicks.length);
	expect(site().stats().grants.client_credentials).toBe(before + 1);
	const refused = site()
		.requests.slice(asked)
		.filter(({ status }) => status === 401);
	expect(refused.length).toBeLessThanOrEqual(20);
});
