import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { type Controllable, type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox';
import {
	apiRequests as apiOfCopernica,
	exchanges,
	gatewayTo as toCopernica,
} from './copernica/gateway';
import { all, idsOf, kept } from './copernica/site';
import type { MemoryCredentials } from './credentials';
import { apiRequests as apiOfEncompass, gatewayTo as toEncompass } from './encompass/gateway';
import { byId, rowsOf, tokensOf } from './encompass/site';
import { runNode } from './engine';
import { type Between, closeGateways, type Passed } from './gateway';

// How logins go that exchange a key for a token. Procurios has no row: its tokens are fetched and kept by
// n8n's own OAuth2 (procurios/renewal.test.ts). Nor has iovox: it has no tokens.

jest.mock('n8n-workflow', () =>
	jest.requireActual<typeof import('../time')>('../time').withoutPauses(),
);

interface Gateway extends Between {
	credentials(changes?: IDataObject): MemoryCredentials;
}

interface Login {
	readonly name: string;
	/** Three pages or more of 60 rows, each with the last row of the one before. */
	readonly options: SandboxOptions;
	/** Besides those that make so many pages. */
	readonly switches: object;
	/** Reads the list, all of it. */
	parameters(sandbox: Sandbox): INodeParameters;
	/** Of all rows, and of what comes of them. */
	keys(sandbox: Sandbox): readonly unknown[];
	keysOf(items: readonly IDataObject[]): readonly unknown[];
	/** Requests that it takes for one item; undefined where it has not been counted. */
	readonly requests: number | undefined;
	vendor(sandbox: Sandbox): Controllable;
	gateway(sandbox: Sandbox, happens: (passed: Passed) => void): Promise<Gateway>;
	isApi(path: string): boolean;
	apiRequests(gateway: Gateway): Passed[];
	/** How many tokens were fetched. */
	tokens(sandbox: Sandbox, gateway: Gateway): number;
	/** The switches of a token that says when it ends, after so many seconds. */
	lasting(seconds: number): object;
	/** The switches with which each status refuses a token. */
	readonly refusals: ReadonlyArray<[status: number, switches: object]>;
}

const LOGINS: Login[] = [
	{
		name: 'Copernica',
		options: { copernica: { clicks: 60 } },
		switches: { pageCap: 15 },
		parameters: () => all('click'),
		keys: ({ copernica }) => kept(copernica, 'ms', 'click').map(({ id }) => id),
		keysOf: idsOf,
		requests: undefined,
		vendor: ({ copernica }) => copernica,
		gateway: async ({ copernica }, happens) => await toCopernica(copernica, happens),
		isApi: (path) => path.startsWith('/api/'),
		apiRequests: apiOfCopernica,
		tokens: (_, gateway) => exchanges(gateway),
		lasting: (tokenLifetimeSeconds) => ({ tokenLifetimeSeconds }),
		refusals: [400, 401, 403].map((expiredJwt) => [expiredJwt, { expiredJwt }]),
	},
	{
		name: 'Encompass',
		options: { encompass: { messages: 1 } },
		switches: { pageCap: 25 },
		parameters: ({ encompass }) => ({
			...{ resource: 'open', operation: 'getAll', returnAll: true },
			messageId: byId(encompass.data.messages[0]!.id),
		}),
		keys: ({ encompass }) => rowsOf(encompass, 'open', encompass.data.messages[0]!.id),
		keysOf: (items) => items,
		requests: 3,
		vendor: ({ encompass }) => encompass,
		gateway: async ({ encompass }, happens) => await toEncompass(encompass, happens),
		isApi: (path) => path.includes('/v2/'),
		apiRequests: apiOfEncompass,
		tokens: ({ encompass }) => tokensOf(encompass),
		lasting: (tokenLifetimeSeconds) => ({ expClaim: 'real', tokenLifetimeSeconds }),
		refusals: [401, 403].map((refusedToken) => [refusedToken, { refusedToken }]),
	},
];

const TOKEN = ['accessToken', 'fetchedAt', 'fetchedWith'] as const;
const HOUR = 3_600_000;

describe.each(LOGINS)('the login of $name', (login) => {
	const { isApi, refusals } = login;
	let sandbox: Sandbox;
	let vendor: Controllable;
	let gateway: Gateway;

	async function start(switches: object = {}, happens: (passed: Passed) => void = () => {}) {
		sandbox = await startSandbox(login.options);
		vendor = login.vendor(sandbox);
		vendor.setSwitches({ ...login.switches, ...switches });
		gateway = await login.gateway(sandbox, happens);
	}
	afterEach(async () => {
		closeGateways();
		await sandbox.close();
	});

	/** Reads the list for so many input items at once; each must get all of it. */
	async function readAll(credentials = gateway.credentials(), items = 40): Promise<void> {
		const result = await runNode({
			credentials,
			parameters: login.parameters(sandbox),
			items: Array.from({ length: items }, () => ({ json: {} })),
		});
		expect(result.error).toBeUndefined();
		const rows = result.items.map(({ json }) => json);
		const expected = JSON.stringify(login.keys(sandbox));
		expect(rows).toHaveLength(items * 60);
		for (let item = 0; item < items; item++) {
			const mine = login.keysOf(rows.slice(item * 60, (item + 1) * 60));
			// Not `toEqual`: a failure would print all of it.
			expect(JSON.stringify(mine) === expected).toBe(true);
		}
	}

	/** A token that another process fetched: what this one knows of its own is no help. */
	async function stored(changes: IDataObject = {}) {
		const credentials = gateway.credentials();
		await readAll(credentials, 1);
		const token = Object.fromEntries(TOKEN.map((name) => [name, credentials.stored[name]]));
		return gateway.credentials({ ...token, note: 'a credential of its own', ...changes });
	}

	const tokens = () => login.tokens(sandbox, gateway);
	const requests = () => login.apiRequests(gateway);
	const sentWith = (token: unknown, from = 0) =>
		requests()
			.slice(from)
			.filter((each) => each.token === token);

	it('asks no more than four things at once for 40 items, and fetches one token', async () => {
		await start({ latency: 5 });
		await readAll();
		expect(tokens()).toBe(1);
		if (login.requests !== undefined) expect(requests()).toHaveLength(40 * login.requests);
		expect(gateway.mostAtOnce).toBeGreaterThan(1);
		expect(gateway.mostAtOnce).toBeLessThanOrEqual(4);
	});

	it('sends its first request alone, however many items wait', async () => {
		const statuses: number[] = [];
		await start({ latency: 5 }, ({ path }) => {
			if (isApi(path)) statuses.push(requests()[0]!.status);
		});
		await readAll(gateway.credentials(), 10);
		// When the first came, it was not answered; when the second came, it was.
		expect(statuses.slice(0, 2)).toEqual([0, 200]);
	});

	it('uses a token that is stored and good, also for 40 items', async () => {
		await start();
		await readAll(await stored());
		expect(tokens()).toBe(1);
	});

	it('lets n8n keep the token, when it came, and no copy of the key', async () => {
		await start();
		const credentials = gateway.credentials();
		await readAll(credentials, 1);
		const { accessToken, fetchedAt, fetchedWith } = credentials.stored;
		expect(accessToken).toMatch(/^\S+\.\S+\.\S+$/);
		expect(fetchedAt).toEqual(expect.any(Number));
		expect(String(fetchedWith)).toMatch(/^[0-9a-f]{64}$/);
	});

	describe('sends no token that cannot be good any more', () => {
		it.each<[string, () => IDataObject]>([
			['is a day old', () => ({ fetchedAt: Date.now() - 24 * HOUR })],
			['was fetched with another key', () => ({ fetchedWith: 'of another key' })],
			['was fetched at a time to come', () => ({ fetchedAt: Date.now() + HOUR })],
		])('because it %s: 40 items fetch one', async (_why, changes) => {
			await start();
			const credentials = await stored(changes());
			const before = requests().length;
			const { accessToken } = credentials.stored;
			await readAll(credentials);
			expect(tokens()).toBe(2);
			expect(sentWith(accessToken, before)).toEqual([]);
			expect(credentials.stored.accessToken).not.toBe(accessToken);
		});

		it('because it says that it has ended', async () => {
			await start(login.lasting(90));
			const credentials = await stored();
			vendor.setSwitches(login.lasting(3_600));
			const { accessToken } = credentials.stored;
			const before = requests().length;
			const realNow = Date.now;
			Date.now = () => realNow() + 2 * 60_000;
			try {
				await readAll(credentials);
			} finally {
				Date.now = realNow;
			}
			expect(tokens()).toBe(2);
			expect(sentWith(accessToken, before)).toEqual([]);
		});
	});

	describe.each(refusals)('replaces a token that is refused with %d', (status, switches) => {
		it('once for all 40 items', async () => {
			await start(switches);
			const credentials = gateway.credentials();
			await readAll(credentials, 1);
			vendor.revokeTokens!();
			await readAll(credentials);
			expect(tokens()).toBe(2);
		});

		it('in the middle of the walks, and late refusals cost nothing more', async () => {
			let asked = 0;
			await start({ ...switches, latency: 3 }, ({ path }) => {
				if (isApi(path) && ++asked === 30) vendor.revokeTokens!();
			});
			await readAll();
			expect(tokens()).toBe(2);
			const refused = requests().filter((each) => each.status === status);
			expect(refused.length).toBeGreaterThan(0);
		});
	});
});
