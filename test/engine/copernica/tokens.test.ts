import type { IDataObject } from 'n8n-workflow';
import type { CopernicaSandbox, CopernicaSwitchChanges, Sandbox } from '../../../sandbox';
import { copernicaAt } from '../credentials';
import {
	apiRequests,
	closeGateways,
	exchanges,
	type Gateway,
	gatewayTo,
	type Passed,
} from './gateway';
import { all, idsOf, jsonOf, kept, run, startSite, textOf } from './site';

jest.mock('n8n-workflow', () =>
	jest.requireActual<typeof import('../../time')>('../../time').withoutPauses(),
);

let sandbox: Sandbox;
let site: CopernicaSandbox;
let gateway: Gateway;

async function start(
	switches: CopernicaSwitchChanges = {},
	happens: (passed: Passed) => void = () => {},
) {
	// Five pages and an end, each with the last row of the one before.
	sandbox = await startSite({ clicks: 60, switches: { pageCap: 15, ...switches } });
	site = sandbox.copernica;
	gateway = await gatewayTo(site, happens);
}
afterEach(async () => {
	closeGateways();
	await sandbox.close();
});

/** Reads the clicks for so many input items at once; each must get all of them. */
async function readAll(credentials = gateway.credentials(), items = 40): Promise<void> {
	const rows = await jsonOf(site, all('click'), {
		credentials,
		items: Array.from({ length: items }, () => ({})),
	});
	const expected = JSON.stringify(kept(site, 'ms', 'click').map(({ id }) => id));
	for (let item = 0; item < items; item++) {
		const mine = idsOf(rows.slice(item * 60, (item + 1) * 60));
		expect(JSON.stringify(mine)).toBe(expected);
	}
}

const TOKEN = ['accessToken', 'fetchedAt', 'fetchedWith'] as const;

/** A token that another process fetched: what this one knows of its own is no help. */
async function stored(changes: IDataObject = {}) {
	const credentials = gateway.credentials();
	await readAll(credentials, 1);
	const token = Object.fromEntries(TOKEN.map((name) => [name, credentials.stored[name]]));
	return gateway.credentials({ ...token, note: 'a credential of its own', ...changes });
}

const sentWith = (token: unknown, from = 0) =>
	apiRequests(gateway)
		.slice(from)
		.filter((each) => each.token === token);

describe('what the authentication host answers', () => {
	const BODIES = ['text', 'line', 'jsonString', 'object'] as const;
	const TYPES = ['text/plain', 'text/html', 'application/json', 'none'] as const;
	it.each(BODIES.flatMap((jwtBody) => TYPES.map((jwtType) => [jwtBody, jwtType] as const)))(
		'is understood as %s, of the type %s',
		async (jwtBody, jwtType) => {
			await start({ jwtBody, jwtType });
			const credentials = gateway.credentials();
			await readAll(credentials, 2);
			expect(exchanges(gateway)).toBe(1);
			expect(credentials.stored.accessToken).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
		},
	);
});

it('a token that was exchanged for another access token is not sent', async () => {
	await start();
	const credentials = await stored();
	const before = apiRequests(gateway).length;
	const { accessToken } = credentials.stored;
	credentials.edit({ apiToken: 'another-access-token' });
	const result = await run(site, all('click'), { credentials });
	expect(textOf(result)).toMatch(/refuses the API Access Token/);
	expect(sentWith(accessToken, before)).toEqual([]);
});

describe.each([400, 401, 403] as const)(
	'a token that the service refuses with %d',
	(expiredJwt) => {
		it('is replaced where recipients are asked for', async () => {
			let asked = 0;
			await start({ expiredJwt, pageCap: null }, ({ path }) => {
				if (path.includes('/destination/') && ++asked === 5) site.revokeTokens();
			});
			const parameters = all('click', { options: { addRecipient: true } });
			const credentials = gateway.credentials();
			const rows = await jsonOf(site, parameters, { credentials });
			const people = kept(site, 'ms', 'click').map(({ destination }) => {
				const profile = site.data.destination('ms', destination)!.profile;
				return profile === null ? null : String(profile);
			});
			expect(rows.map(({ recipient }) => (recipient as IDataObject).profile)).toEqual(people);
			expect(exchanges(gateway)).toBe(2);
		});

		it('is told where the next one is refused, too', async () => {
			await start({ expiredJwt }, ({ path }) => {
				if (path.startsWith('/api/')) site.revokeTokens();
			});
			const result = await run(site, all('click'), { credentials: gateway.credentials() });
			expect(textOf(result)).toMatch(/^Copernica (refuses the access token|denies access to)/);
			expect(textOf(result)).toMatch(
				/Check the API Access Token.*Copernica says: Invalid access token\.$/,
			);
			expect(result.error?.httpCode).toBe(expiredJwt === 403 ? '403' : '401');
			// Once for the first, once for the renewal: not again and again.
			expect(exchanges(gateway)).toBeLessThanOrEqual(2);
			expect(apiRequests(gateway).length).toBeLessThanOrEqual(4);
		});
	},
);

it('another 400 renews no token', async () => {
	await start();
	const one = { resource: 'profile', operation: 'get', profileId: '999999999' };
	const result = await run(site, one, { credentials: gateway.credentials() });
	expect(textOf(result)).toMatch(/says: No entity with supplied ID/);
	expect(exchanges(gateway)).toBe(1);
	expect(apiRequests(gateway)).toHaveLength(1);
});

it.each(['v1', 'v2', 'v3'])(
	'%s exchanges nothing, and sends the token once in each query',
	async (version) => {
		await start();
		const parameters = version === 'v1' ? { resource: 'account', operation: 'get' } : all('click');
		await jsonOf(site, parameters, { credentials: gateway.credentials({ version }) });
		expect(exchanges(gateway)).toBe(0);
		for (const { path, token } of apiRequests(gateway)) {
			expect(token).toBe('');
			expect(new URL(path, gateway.url).searchParams.getAll('access_token')).toEqual([
				site.accessToken,
			]);
		}
	},
);

it('v4 has no token in a query', async () => {
	await start();
	await readAll(gateway.credentials(), 1);
	for (const { path } of gateway.requests) expect(path).not.toMatch(/access_token|eyJ/);
});

describe('v4 only', () => {
	it.each(['v1', 'v2', 'v3'])('is told where %s refuses the token', async (version) => {
		await start({ v4Only: true });
		const parameters = version === 'v1' ? { resource: 'account', operation: 'get' } : all('click');
		const result = await run(site, parameters as never, { version });
		expect(textOf(result)).toMatch(
			/^Copernica refuses the login\n.*A token for v4 only does not work/,
		);
		expect(result.error?.httpCode).toBe('401');
		expect(result.error?.failure).toEqual({ cause: 'credential-invalid' });
	});

	it('works with v4', async () => {
		await start({ v4Only: true });
		await readAll(gateway.credentials(), 1);
	});
});

describe('an access token that cannot be exchanged', () => {
	it.each([400, 401, 403] as const)('is told where it is refused with %d', async (refusedToken) => {
		await start({ refusedToken });
		const credentials = copernicaAt(site, { apiToken: 'wrong' });
		const result = await run(site, all('click'), { credentials });
		expect(textOf(result)).toMatch(
			/^Copernica refuses the API Access Token \(status 40\d\): check what you entered, and the Authentication URL\n/,
		);
		expect(textOf(result)).toMatch(/Authentication URL is the address that it is exchanged at/);
		expect(result.error?.failure).toEqual({ cause: 'credential-invalid' });
		expect(site.stats().apiCalls).toBe(0);
	});

	it.each(['html', 'empty'] as const)('is told where the refusal is %s', async (errorBody) => {
		await start({ errorBody });
		const credentials = copernicaAt(site, { apiToken: 'wrong' });
		const result = await run(site, all('click'), { credentials });
		expect(textOf(result)).toMatch(
			/gives no access token \(status 400\): check the Authentication URL/,
		);
		expect(site.stats().apiCalls).toBe(0);
	});

	it('is sent without the blanks that it was pasted with', async () => {
		await start();
		const apiToken = ` ${site.accessToken}\n`;
		await readAll(gateway.credentials({ apiToken }), 1);
		await jsonOf(site, all('click'), {
			credentials: gateway.credentials({ apiToken, version: 'v3' }),
		});
	});

	it.each(['/', '/v4', '/v3/', '//'])('an API URL that ends with %s is the same', async (end) => {
		await start();
		await readAll(gateway.credentials({ apiUrl: `${gateway.url}/api${end}` }), 1);
		expect(apiRequests(gateway)[0]!.path).toMatch(/^\/api\/v4\/draganddrop\/clicks\?/);
	});
});
