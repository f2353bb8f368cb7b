import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Fault, type Sandbox, startSandbox } from '../../../sandbox';
import { procuriosAt } from '../credentials';
import { runNode, type RunResult } from '../engine';

const opens = { resource: 'open', operation: 'getAll', returnAll: true };
const textOf = ({ error }: RunResult) => `${error?.message}\n${error?.description ?? ''}`;

let sandbox: Sandbox;
beforeEach(async () => {
	sandbox = await startSandbox({ procurios: { opens: 300, pageSize: { others: 100 } } });
});
afterEach(async () => await sandbox.close());

/** A credential whose token was fetched, and then ended. */
async function ended() {
	const credentials = procuriosAt(sandbox.procurios);
	await runNode({ parameters: opens, credentials });
	sandbox.procurios.revokeTokens();
	return credentials;
}

describe.each([
	['first login', async () => procuriosAt(sandbox.procurios)],
	['renewal in the middle', ended],
])('a %s that fails', (_name, credential) => {
	it.each<[string, Fault, RegExp, string]>([
		['a refusal', { kind: 'status', status: 401 }, /Client Secret/, 'credential-invalid'],
		[
			'a missing endpoint',
			{ kind: 'status', status: 404 },
			/Access Token URL/,
			'credential-invalid',
		],
		['a web page', { kind: 'html' }, /Access Token URL/, 'credential-invalid'],
		['a failure', { kind: 'status', status: 500 }, /run again later/, 'temporarily-unavailable'],
	])('with %s is about the login, not about the list', async (_what, fault, advice, cause) => {
		const credentials = await credential();
		sandbox.procurios.fault({ ...fault, match: 'token', times: 'always' });
		const result = await runNode({ parameters: opens, credentials });
		expect(result.error?.message).toBe('n8n could not log in to Procurios');
		expect(textOf(result)).toMatch(advice);
		expect(result.error?.failure).toEqual({ cause });
	});

	it('because it is busy is tried again', async () => {
		const credentials = await credential();
		sandbox.procurios.fault({ kind: 'status', status: 503, match: 'token', times: 2 });
		const { items, error } = await runNode({ parameters: opens, credentials });
		expect(error).toBeUndefined();
		expect(items).toHaveLength(300);
	});
});

it('a wrong secret at a renewal is about the login', async () => {
	const credentials = await ended();
	credentials.stored.clientSecret = 'changed-in-the-meantime';
	const result = await runNode({ parameters: opens, credentials });
	expect(result.error?.message).toBe('n8n could not log in to Procurios');
	expect(textOf(result)).not.toContain('changed-in-the-meantime');
});

it('a run that is cancelled while the login stalls ends at once, and holds up no other', async () => {
	sandbox.procurios.fault({ kind: 'stall', match: 'token' });
	const credentials = procuriosAt(sandbox.procurios);
	let cancel = () => {};
	const stalled = runNode({
		parameters: opens,
		credentials,
		started: (execution) => (cancel = () => execution.cancel()),
	}).catch((error: Error) => error);
	const asked = () => sandbox.procurios.requests.length;
	while (asked() === 0) await new Promise((resolve) => setImmediate(resolve));
	const other = runNode({ parameters: opens, credentials });
	cancel();
	await stalled;
	const { items, error } = await other;
	expect(error).toBeUndefined();
	expect(items).toHaveLength(300);
});

it('a credential that is changed during a run takes no token to the old site', async () => {
	const other = await startSandbox({ procurios: { opens: 10 } });
	const credentials = procuriosAt(sandbox.procurios);
	await runNode({ parameters: opens, credentials });
	const realNow = Date.now;
	let late = 0;
	Date.now = () => realNow() + late;
	try {
		sandbox.procurios.fault({
			kind: 'status',
			status: 503,
			headers: { 'Retry-After': '0' },
			after: 1,
		});
		const running = runNode({ parameters: opens, credentials });
		while (!sandbox.procurios.requests.some(({ status }) => status === 503)) {
			await new Promise((resolve) => setImmediate(resolve));
		}
		Object.assign(credentials.stored, {
			siteUrl: other.procurios.siteUrl,
			oauthTokenData: { access_token: 'token-of-the-other-site' },
		});
		late = 60_000;
		const result = await running;
		expect(textOf(result)).toMatch(/was changed during the run/);
	} finally {
		Date.now = realNow;
		await other.close();
	}
	expect(sandbox.procurios.requests.filter(({ status }) => status === 401)).toEqual([]);
});

/**
 * n8n's own OAuth2 client follows redirects of the token endpoint; a node cannot forbid it. This
 * pins the fact that the documentation warns of.
 */
it('a redirect of the token endpoint is followed by n8n', async () => {
	const received: string[] = [];
	const foreign = createServer((request, response) => {
		received.push(`${request.method} ${request.url}`);
		response.setHeader('content-type', 'application/json');
		response.end('{"access_token":"from-elsewhere"}');
	}).listen(0, '127.0.0.1');
	await once(foreign, 'listening');
	const location = `http://127.0.0.1:${(foreign.address() as AddressInfo).port}/token`;
	sandbox.procurios.fault({ kind: 'redirect', location, match: 'token' });
	await runNode({ parameters: opens, credentials: procuriosAt(sandbox.procurios) });
	foreign.close();
	expect(received).toHaveLength(1);
});
