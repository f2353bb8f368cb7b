import { startSandbox, type Sandbox } from '../../../sandbox';
import {
	accessToken,
	ApiClient,
	CLIENT,
	CREDENTIALS_GRANT,
	postForm,
	replyOf,
	type Reply,
} from './client';

const REDIRECT = 'http://localhost:5678/rest/oauth2-credential/callback';

let sandbox: Sandbox;
let clock: number;

beforeEach(async () => {
	clock = Date.parse('2025-10-01T00:00:00Z');
	sandbox = await startSandbox({ procurios: { opens: 10, now: () => clock } });
});

afterEach(async () => await sandbox.close());

async function statusWith(token: unknown): Promise<number> {
	const client = await ApiClient.connect(sandbox);
	const { status } = await client.get('emails', {
		headers: { authorization: `Bearer ${String(token)}` },
	});
	return status;
}

describe('client credentials', () => {
	it('gives a token that the API takes', async () => {
		const reply = await postForm(sandbox, CREDENTIALS_GRANT);
		expect(reply.status).toBe(200);
		expect(reply.json).toEqual({
			access_token: expect.any(String),
			token_type: 'Bearer',
			expires_in: 3600,
		});
		expect(await statusWith(reply.json.access_token)).toBe(200);
	});

	it('gives a token that expires', async () => {
		sandbox.procurios.switches.tokenLifetimeSeconds = 60;
		const token = await accessToken(sandbox);
		clock += 59_999;
		expect(await statusWith(token)).toBe(200);
		clock += 1;
		expect(await statusWith(token)).toBe(401);
	});

	it('refuses every token after they were revoked, and gives new ones', async () => {
		const token = await accessToken(sandbox);
		sandbox.procurios.revokeTokens();
		expect(await statusWith(token)).toBe(401);
		expect(await statusWith(await accessToken(sandbox))).toBe(200);
	});

	it('gives what was not asked for no scope, unless the switch says so', async () => {
		const form = { grant_type: 'client_credentials', ...CLIENT };
		expect(await statusWith(await accessToken(sandbox, form))).toBe(403);
		sandbox.procurios.switches.scopeRequired = false;
		expect(await statusWith(await accessToken(sandbox, form))).toBe(200);
	});
});

describe('token endpoint', () => {
	async function expectError(reply: Reply, status: number, error: string): Promise<void> {
		expect(reply.status).toBe(status);
		expect(reply.json).toEqual({ error, error_description: expect.any(String) });
	}

	it('refuses a wrong client or secret', async () => {
		for (const wrong of [{ client_id: 'other' }, { client_secret: 'other' }]) {
			const reply = await postForm(sandbox, { ...CREDENTIALS_GRANT, ...wrong });
			await expectError(reply, 401, 'invalid_client');
		}
	});

	it('refuses Basic authentication, also beside the right body', async () => {
		const basic = Buffer.from('sandbox-client:sandbox-secret').toString('base64');
		for (const form of [{ grant_type: 'client_credentials' }, CREDENTIALS_GRANT]) {
			const reply = await postForm(sandbox, form, { authorization: `Basic ${basic}` });
			await expectError(reply, 401, 'invalid_client');
		}
	});

	it('refuses bodies that are not a form, and forms that say something twice', async () => {
		const json = await postForm(sandbox, JSON.stringify(CREDENTIALS_GRANT), {
			'content-type': 'application/json',
		});
		await expectError(json, 400, 'invalid_request');
		const form = new URLSearchParams(CREDENTIALS_GRANT).toString();
		const twice = await postForm(sandbox, `${form}&scope=email%2Ftracking`);
		await expectError(twice, 400, 'invalid_request');
		await expectError(await postForm(sandbox, CLIENT), 400, 'invalid_request');
	});

	it('refuses unknown grants and scopes', async () => {
		const password = await postForm(sandbox, { ...CLIENT, grant_type: 'password' });
		await expectError(password, 400, 'unsupported_grant_type');
		const scope = await postForm(sandbox, { ...CREDENTIALS_GRANT, scope: 'email/other' });
		await expectError(scope, 400, 'invalid_scope');
	});

	it.each([
		['application/json, application/x-www-form-urlencoded', 200],
		['application/json', 200],
		['*/*', 200],
		['application/vnd.procurios.emailtracking+json; version=1', 406],
		['text/html', 406],
	])('answers Accept %s with %d', async (accept, status) => {
		expect((await postForm(sandbox, CREDENTIALS_GRANT, { accept })).status).toBe(status);
	});

	it('takes POST only', async () => {
		const reply = await replyOf(await fetch(`${sandbox.procurios.siteUrl}/l/oauth2/token`));
		expect(reply.status).toBe(405);
	});
});

describe('authorization code', () => {
	const QUERY = {
		response_type: 'code',
		client_id: 'sandbox-client',
		redirect_uri: REDIRECT,
		scope: 'email/tracking',
		state: 'a/b+c=&',
	};

	async function authorize(
		query: Record<string, string>,
		decision?: 'allow' | 'deny',
	): Promise<Reply> {
		const url = `${sandbox.procurios.siteUrl}/l/oauth2/authorize?${new URLSearchParams(query)}`;
		const post = { method: 'POST', body: new URLSearchParams({ decision: decision ?? '' }) };
		return await replyOf(await fetch(url, { redirect: 'manual', ...(decision ? post : {}) }));
	}

	function redirectOf(reply: Reply): URL {
		expect(reply.status).toBe(302);
		return new URL(reply.headers.get('location') ?? '');
	}

	async function code(query: Record<string, string> = QUERY): Promise<string> {
		const url = redirectOf(await authorize(query, 'allow'));
		return url.searchParams.get('code') ?? '';
	}

	const exchange = async (form: Record<string, string>) =>
		await postForm(sandbox, { grant_type: 'authorization_code', ...CLIENT, ...form });

	it('shows a page, and redirects with code and state once allowed', async () => {
		const page = await authorize(QUERY);
		expect(page.status).toBe(200);
		expect(page.text).toContain('<form method="post">');
		expect(page.text).toContain('>Allow</button>');
		const url = redirectOf(await authorize(QUERY, 'allow'));
		expect(`${url.origin}${url.pathname}`).toBe(REDIRECT);
		expect(url.searchParams.get('state')).toBe(QUERY.state);
		const reply = await exchange({ code: url.searchParams.get('code') ?? '' });
		expect(reply.json).toEqual({
			access_token: expect.any(String),
			token_type: 'Bearer',
			expires_in: 3600,
			refresh_token: expect.any(String),
		});
		expect(await statusWith(reply.json.access_token)).toBe(200);
	});

	it('redirects at once with the switch autoApprove', async () => {
		sandbox.procurios.switches.autoApprove = true;
		expect(redirectOf(await authorize(QUERY)).searchParams.get('code')).toBeTruthy();
	});

	it('redirects with an error when access is denied or something else is asked for', async () => {
		const errorOf = (reply: Reply) => redirectOf(reply).searchParams.get('error');
		expect(errorOf(await authorize(QUERY, 'deny'))).toBe('access_denied');
		expect(errorOf(await authorize({ ...QUERY, scope: '' }))).toBe('invalid_scope');
		expect(errorOf(await authorize({ ...QUERY, scope: 'all' }))).toBe('invalid_scope');
		expect(errorOf(await authorize({ ...QUERY, response_type: 'token' }))).toBe(
			'unsupported_response_type',
		);
	});

	it('does not redirect to an unknown place or for an unknown client', async () => {
		for (const wrong of [
			{ client_id: 'other' },
			{ redirect_uri: 'https://elsewhere.example/callback' },
			{ redirect_uri: 'http://localhost.elsewhere.example/' },
			{ redirect_uri: 'localhost' },
		]) {
			expect((await authorize({ ...QUERY, ...wrong }, 'allow')).status).toBe(400);
		}
	});

	it('redirects to registered addresses only, where there are any', async () => {
		const own = await startSandbox({
			procurios: { opens: 10, redirectUris: ['https://n8n.example/'] },
		});
		await sandbox.close();
		sandbox = own;
		expect((await authorize(QUERY)).status).toBe(400);
		const registered = { ...QUERY, redirect_uri: 'https://n8n.example/callback' };
		expect((await authorize(registered)).status).toBe(200);
	});

	it('takes a code once, from its client, within a minute', async () => {
		const once = await code();
		expect((await exchange({ code: once })).status).toBe(200);
		expect((await exchange({ code: once })).json.error).toBe('invalid_grant');
		const other = { client_id: 'no-scope-client', client_secret: 'no-scope-secret' };
		expect((await exchange({ code: await code(), ...other })).json.error).toBe('invalid_grant');
		const old = await code();
		clock += 60_000;
		expect((await exchange({ code: old })).json.error).toBe('invalid_grant');
	});

	it('compares a redirect URL that is sent with the token request', async () => {
		expect((await exchange({ code: await code(), redirect_uri: REDIRECT })).status).toBe(200);
		const other = await exchange({ code: await code(), redirect_uri: 'http://localhost/' });
		expect(other.json.error).toBe('invalid_grant');
	});

	describe('refresh', () => {
		const refresh = async (token: unknown) =>
			await postForm(sandbox, {
				grant_type: 'refresh_token',
				refresh_token: String(token),
				...CLIENT,
			});

		it('keeps the refresh token, or gives a new one, as the switch says', async () => {
			const first = (await exchange({ code: await code() })).json.refresh_token;
			const kept = await refresh(first);
			expect(kept.json.refresh_token).toBeUndefined();
			expect(await statusWith(kept.json.access_token)).toBe(200);
			sandbox.procurios.switches.refreshTokenRotation = true;
			const rotated = (await refresh(first)).json;
			expect(rotated.refresh_token).toEqual(expect.any(String));
			expect((await refresh(first)).json.error).toBe('invalid_grant');
			expect((await refresh(rotated.refresh_token)).status).toBe(200);
		});

		it('refuses an unknown refresh token', async () => {
			expect((await refresh('unknown')).json.error).toBe('invalid_grant');
		});
	});
});
