import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { type Fault, type Sandbox, startSandbox } from '../../../sandbox';
import { procuriosAt } from '../credentials';
import { runNode, type RunOptions } from '../engine';

jest.mock('n8n-workflow', () =>
	jest.requireActual<typeof import('../../time')>('../../time').withoutPauses(300),
);

let sandbox: Sandbox;
/** Another host: nothing of ours may ever reach it. */
let foreign: Server;
let foreignUrl: string;
const foreignRequests: string[] = [];

beforeAll(async () => {
	sandbox = await startSandbox({ procurios: { opens: 500, pageSize: { others: 100 } } });
	foreign = createServer((request, response) => {
		foreignRequests.push(`${request.method} ${request.url}`);
		response.end('{}');
	}).listen(0, '127.0.0.1');
	await once(foreign, 'listening');
	foreignUrl = `http://127.0.0.1:${(foreign.address() as AddressInfo).port}`;
});
afterAll(async () => {
	await sandbox.close();
	foreign.close();
});
beforeEach(() => sandbox.procurios.clearFaults());

const opens: INodeParameters = { resource: 'open', operation: 'getAll', returnAll: true };

interface Trial extends Partial<Omit<RunOptions, 'credentials'>> {
	credential?: IDataObject;
	fault?: Fault;
}

async function trial({ credential, fault, ...options }: Trial) {
	if (fault) sandbox.procurios.fault(fault);
	const credentials = procuriosAt(sandbox.procurios, credential);
	const result = await runNode({ parameters: opens, ...options, credentials });
	const secrets = [
		String(credentials.stored.clientSecret),
		String(
			(credentials.stored.oauthTokenData as IDataObject | undefined)?.access_token ?? 'none yet',
		),
	];
	for (const secret of secrets) {
		expect(JSON.stringify(result.run)).not.toContain(secret);
		expect(inspect(result.error, { depth: 12 })).not.toContain(secret);
	}
	return result;
}

/** The whole text that a user sees. */
const textOf = ({ error }: Awaited<ReturnType<typeof runNode>>) =>
	`${error?.message}\n${error?.description ?? ''}`;

describe('an error says what happened and what to change', () => {
	it('for a site that does not exist', async () => {
		const text = textOf(await trial({ credential: { siteUrl: 'https://no-such-site.invalid' } }));
		expect(text).toMatch(/no-such-site\.invalid/);
		expect(text).toMatch(/Site URL/);
	});

	it('for a site URL that is no URL', async () => {
		const text = textOf(await trial({ credential: { siteUrl: 'www.example.org' } }));
		expect(text).toMatch(/Site URL.*no web address/);
		expect(text).toMatch(/https:\/\//);
	});

	it('for a wrong path of the site', async () => {
		const siteUrl = `${sandbox.procurios.siteUrl}/wrong`;
		const text = textOf(await trial({ credential: { siteUrl } }));
		expect(text).toMatch(/has nothing at/);
		expect(text).toMatch(/Site URL/);
	});

	it('for a wrong secret', async () => {
		const result = await trial({ credential: { clientSecret: 'not-the-secret-at-all' } });
		expect(textOf(result)).toMatch(/could not log in to Procurios/);
		expect(textOf(result)).toMatch(/Client Secret/);
		expect(result.error?.failure).toEqual({ cause: 'credential-invalid' });
	});

	it('for a token endpoint that is none', async () => {
		const accessTokenUrl = `${sandbox.procurios.siteUrl}/nothing/here`;
		const text = textOf(await trial({ credential: { accessTokenUrl } }));
		expect(text).toMatch(/could not log in/);
		expect(text).toMatch(/Access Token URL/);
	});

	it('for a missing scope', async () => {
		const credential = { clientId: 'no-scope-client', clientSecret: 'no-scope-secret' };
		const result = await trial({ credential });
		expect(textOf(result)).toMatch(/denies access/);
		expect(textOf(result)).toMatch(/scope email\/tracking/);
		expect(result.error?.httpCode).toBe('403');
		expect(result.error?.failure).toEqual({ cause: 'configuration-invalid' });
	});

	it.each(['html', 'empty'] as const)('for a missing scope, with an %s body', async (body) => {
		sandbox.procurios.switches.errorBody = body;
		const credential = { clientId: 'no-scope-client', clientSecret: 'no-scope-secret' };
		expect(textOf(await trial({ credential }))).toMatch(/denies access[^]*scope email\/tracking/);
		sandbox.procurios.switches.errorBody = 'json';
	});

	it('for an unknown e-mail', async () => {
		const emailId = { __rl: true, mode: 'id', value: '999999999' };
		const result = await trial({ parameters: { ...opens, emailScope: 'one', emailId } });
		expect(textOf(result)).toMatch(/has nothing at .*999999999/);
		expect(textOf(result)).toMatch(/tracking ID/);
		expect(result.error?.httpCode).toBe('404');
	});

	it.each(['../emails', '50211/clicks', '50211?after=1', '', 'Spring update'])(
		'for "%s" as an e-mail, before anything is sent',
		async (id) => {
			const before = sandbox.procurios.requests.length;
			const emailId = { __rl: true, mode: 'id', value: '={{ $json.id }}' };
			const parameters = { ...opens, emailScope: 'one', emailId };
			const result = await trial({ parameters, items: [{ json: { id } }] });
			expect(textOf(result)).toMatch(/no ID of an e-mail/);
			expect(sandbox.procurios.requests).toHaveLength(before);
		},
	);

	it.each([
		'yesterday',
		'50211',
		'2026-02-03T09:15:42+00:00_only-a-code',
		'2026-02-03 09:15:42_a_b',
	])('for "%s" as a cursor of opens, before anything is sent', async (continueAfter) => {
		const before = sandbox.procurios.requests.length;
		const result = await trial({ parameters: { ...opens, options: { continueAfter } } });
		expect(textOf(result)).toMatch(/no cursor of the list of opens/);
		expect(textOf(result)).toMatch(/Continue After/);
		expect(sandbox.procurios.requests).toHaveLength(before);
	});

	it('for a cursor that the vendor refuses', async () => {
		const continueAfter = '2026-99-99T99:99:99+00:00_x_y';
		const result = await trial({ parameters: { ...opens, options: { continueAfter } } });
		expect(textOf(result)).toMatch(/rejects the request/);
		expect(textOf(result)).toMatch(/Continue After/);
		expect(textOf(result)).toMatch(/Procurios says/);
	});

	it.each<[string, Fault, RegExp]>([
		['a web page', { kind: 'html' }, /a web page.*instead of the list/],
		['an empty answer', { kind: 'emptyBody' }, /an empty answer instead of the list/],
		['JSON that breaks off', { kind: 'truncated' }, /JSON that breaks off.*instead of the list/],
		[
			'an error in a good answer',
			{ kind: 'errorInBody' },
			/answered with ".*" instead of the list/,
		],
		['an object where the list should be', { kind: 'notAList' }, /holds no list of opens/],
		['a page twice', { kind: 'samePage', times: 'always' }, /does not move on/],
		['a cursor that stands still', { kind: 'standStill', times: 'always' }, /does not move on/],
	])('for %s, after good pages too', async (_name, fault, message) => {
		const result = await trial({ fault: { ...fault, after: 2 } });
		expect(textOf(result)).toMatch(message);
		expect(textOf(result)).toMatch(/items had been read by then and were not given out/);
		expect(result.items).toEqual([]);
		expect(result.run.status).toBe('error');
	});

	it.each([0, -1, 1.5, 'many', ''])('for %p as a limit', async (limit) => {
		const parameters = { ...opens, returnAll: false, limit: '={{ $json.limit }}' };
		const result = await trial({ parameters, items: [{ json: { limit } }] });
		expect(textOf(result)).toMatch(/Limit must be a whole number of 1 or more/);
	});

	it('for a server that fails', async () => {
		const result = await trial({ fault: { kind: 'status', status: 500, body: 'html' } });
		expect(textOf(result)).toMatch(/status 500/);
		expect(result.error?.httpCode).toBe('500');
		expect(result.error?.failure).toEqual({ cause: 'temporarily-unavailable' });
	});

	it('for a host that asks for a longer pause than a run can wait', async () => {
		const result = await trial({
			fault: { kind: 'status', status: 429, headers: { 'Retry-After': '3600' } },
		});
		expect(textOf(result)).toMatch(/too many requests/);
		expect(result.error?.failure).toEqual({ cause: 'rate-limited', retryAfterMs: 3_600_000 });
	});

	it('for more records than n8n can take, before n8n breaks', async () => {
		const result = await trial({ parameters: { ...opens, returnAll: false, limit: 100_001 } });
		expect(textOf(result)).toMatch(/More than 100,000 opens/);
		expect(textOf(result)).toMatch(/Include Cursor/);
	});
});

describe('the credential stays on its host', () => {
	it.each<[string, () => Fault]>([
		['a redirect', () => ({ kind: 'redirect', location: `${foreignUrl}/l/email_api`, after: 1 })],
		['a next link', () => ({ kind: 'foreignNext', location: foreignUrl, after: 1 })],
	])('when the vendor answers with %s to another', async (_name, fault) => {
		const result = await trial({ fault: fault() });
		expect(textOf(result)).toContain(foreignUrl);
		expect(textOf(result)).toMatch(/not followed/);
		expect(textOf(result)).toMatch(/Site URL/);
		expect(foreignRequests).toEqual([]);
	});
});

describe('a passing fault', () => {
	it.each<[string, Fault]>([
		[
			'429 with a pause in seconds',
			{ kind: 'status', status: 429, headers: { 'Retry-After': '0' } },
		],
		[
			'503 with a pause as a date',
			{
				kind: 'status',
				status: 503,
				body: 'html',
				headers: { 'Retry-After': new Date().toUTCString() },
			},
		],
		['502', { kind: 'status', status: 502, body: 'empty' }],
		['a dropped connection', { kind: 'drop' }],
		['a body that is cut off', { kind: 'cut' }],
	])('%s costs no record and repeats none', async (_name, fault) => {
		const { items, error } = await trial({ fault: { ...fault, after: 2, times: 2 } });
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json)).toEqual(sandbox.procurios.data.opens);
	});

	it('a vendor that stalls is given up after the timeout, and asked again', async () => {
		const { items, error } = await trial({
			fault: { kind: 'stall', after: 1 },
			parameters: { ...opens, requestOptions: { timeout: 300 } },
		});
		expect(error).toBeUndefined();
		expect(items).toHaveLength(sandbox.procurios.data.opens.length);
	});

	it('is given up after five tries', async () => {
		const before = sandbox.procurios.requests.length;
		const result = await trial({
			fault: { kind: 'status', status: 503, headers: { 'Retry-After': '0' }, times: 'always' },
		});
		expect(textOf(result)).toMatch(/status 503/);
		const asked = sandbox.procurios.requests.slice(before);
		expect(asked.filter(({ path }) => path.includes('/opens'))).toHaveLength(5);
	});
});

describe('with "Continue on fail"', () => {
	const emails = () => {
		const [first, , last] = sandbox.procurios.data.emails;
		return [first!.trackingId, 999_999_999, last!.trackingId];
	};
	const parameters: INodeParameters = {
		...opens,
		emailScope: 'one',
		emailId: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
	};
	const opensOf = (id: number) =>
		sandbox.procurios.data.opens.filter(({ trackingId }) => trackingId === id).length;

	it('a bad item gives one error item, paired with it; the others are whole', async () => {
		const [first, , last] = emails() as [number, number, number];
		const { items } = await trial({
			parameters,
			onError: 'continueRegularOutput',
			items: emails().map((id) => ({ json: { id } })),
		});
		const failed = items.filter(({ json }) => json.error !== undefined);
		expect(failed).toHaveLength(1);
		expect(failed[0]!.pairedItem).toEqual({ item: 1 });
		expect(failed[0]!.json.error).toMatch(/has nothing at.*Site URL/);
		expect(items).toHaveLength(opensOf(first) + 1 + opensOf(last));
	});

	it('an item whose expression breaks gives one error item too', async () => {
		const { items } = await trial({
			parameters: { ...parameters, returnAll: false, limit: '={{ $json.no.such.field }}' },
			onError: 'continueRegularOutput',
			items: [{ json: { id: emails()[0] } }],
		});
		expect(items).toHaveLength(1);
		expect(items[0]!.json.error).toEqual(expect.any(String));
	});

	it('a bad item goes to the error output where there is one', async () => {
		const [first, , last] = emails() as [number, number, number];
		const { items, errorItems } = await trial({
			parameters,
			onError: 'continueErrorOutput',
			items: emails().map((id) => ({ json: { id } })),
		});
		expect(errorItems).toHaveLength(1);
		expect(errorItems[0]!.json.error).toMatch(/has nothing at/);
		expect(items).toHaveLength(opensOf(first) + opensOf(last));
	});
});

it('a cancelled run stops asking at once', async () => {
	sandbox.procurios.fault({ kind: 'stall', after: 2 });
	const before = sandbox.procurios.requests.length;
	const asked = () =>
		sandbox.procurios.requests.slice(before).filter(({ path }) => path.includes('/opens')).length;
	let cancel = () => {};
	const running = runNode({
		parameters: opens,
		credentials: procuriosAt(sandbox.procurios),
		started: (execution) => (cancel = () => execution.cancel()),
	}).catch((error: Error) => error);
	let ended = false;
	void running.then(() => (ended = true));
	while (asked() < 3 && !ended) await new Promise((resolve) => setImmediate(resolve));
	cancel();
	await running;
	expect(asked()).toBe(3);
});
