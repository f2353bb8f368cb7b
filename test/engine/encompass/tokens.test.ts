import type { IDataObject } from 'n8n-workflow';
import type { EncompassSandbox, EncompassSwitchChanges, Sandbox } from '../../../sandbox';
import { encompassAt } from '../credentials';
import { runNode } from '../engine';
import { apiRequests, closeGateways, type Gateway, gatewayTo, type Passed } from './gateway';
import { byId, jsonOf, rowsOf, startSite, tokensOf } from './site';

let sandbox: Sandbox;
let site: EncompassSandbox;
let gateway: Gateway;
let id: number;

async function start(
	switches: EncompassSwitchChanges = {},
	happens: (passed: Passed) => void = () => {},
) {
	// Three pages, each with the last row of the one before.
	sandbox = await startSite({ messages: 1, switches: { pageCap: 25, ...switches } });
	site = sandbox.encompass;
	id = site.data.messages[0]!.id;
	gateway = await gatewayTo(site, happens);
}
afterEach(async () => {
	closeGateways();
	await sandbox.close();
});

/** Reads the opens for so many input items at once; each must get all of them. */
async function readAll(credentials = gateway.credentials(), items = 40): Promise<void> {
	const rows = await jsonOf(
		site,
		{ resource: 'open', messageId: byId(id) },
		{ credentials, items: Array.from({ length: items }, () => ({})) },
	);
	const expected = JSON.stringify(rowsOf(site, 'open', id));
	for (let item = 0; item < items; item++) {
		const mine = rows.slice(item * 60, (item + 1) * 60);
		expect(JSON.stringify(mine) === expected).toBe(true);
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

it('40 items ask no more than four things at once, and log in once', async () => {
	await start({ latency: 5 });
	await readAll();
	expect(tokensOf(site)).toBe(1);
	expect(apiRequests(gateway)).toHaveLength(120);
	expect(gateway.mostAtOnce).toBeGreaterThan(1);
	expect(gateway.mostAtOnce).toBeLessThanOrEqual(4);
});

it('the option says how many things may be asked at once', async () => {
	await start({ latency: 5 });
	await jsonOf(
		site,
		{ resource: 'open', messageId: byId(id), options: { requestsAtOnce: 1 } },
		{ credentials: gateway.credentials(), items: [{}, {}, {}, {}] },
	);
	expect(gateway.mostAtOnce).toBe(1);
});

it('a token that is stored and good is used, also by 40 items', async () => {
	await start();
	const credentials = await stored();
	await readAll(credentials);
	expect(tokensOf(site)).toBe(1);
});

describe('a token that cannot be good any more', () => {
	const HOUR = 3_600_000;

	it.each<[string, () => IDataObject]>([
		['is a day old', () => ({ fetchedAt: Date.now() - 24 * HOUR })],
		['was fetched with another key', () => ({ fetchedWith: 'of another key' })],
		['was fetched at a time to come', () => ({ fetchedAt: Date.now() + HOUR })],
	])('because it %s, is not sent: 40 items fetch one', async (_why, changes) => {
		await start();
		const credentials = await stored(changes());
		const before = apiRequests(gateway).length;
		const { accessToken } = credentials.stored;
		await readAll(credentials);
		expect(tokensOf(site)).toBe(2);
		expect(sentWith(accessToken, before)).toEqual([]);
		expect(credentials.stored.accessToken).not.toBe(accessToken);
	});

	it('because it says that it has ended, is not sent', async () => {
		await start({ expClaim: 'real', tokenLifetimeSeconds: 90 });
		const credentials = await stored();
		site.setSwitches({ tokenLifetimeSeconds: 3_600 });
		const { accessToken } = credentials.stored;
		const before = apiRequests(gateway).length;
		const realNow = Date.now;
		Date.now = () => realNow() + 2 * 60_000;
		try {
			await readAll(credentials);
		} finally {
			Date.now = realNow;
		}
		expect(tokensOf(site)).toBe(2);
		expect(sentWith(accessToken, before)).toEqual([]);
	});

	it('because the key was changed, is not sent, and the other key is', async () => {
		await start();
		const credentials = await stored();
		const { accessToken } = credentials.stored;
		const before = apiRequests(gateway).length;
		const { canadianSiteId: siteId, canadianApiKey: apiKey } = site;
		const apiUrl = String(credentials.stored.apiUrl).replace(/us$/, 'ca');
		credentials.edit({ siteId, apiKey, apiUrl });
		await readAll(credentials);
		expect(sentWith(accessToken, before)).toEqual([]);
		expect(tokensOf(site)).toBe(2);
	});
});

describe.each([401, 403] as const)('a token that the service refuses with %s', (refusedToken) => {
	it('is replaced once for all 40 items', async () => {
		await start({ refusedToken });
		const credentials = gateway.credentials();
		await readAll(credentials, 1);
		site.revokeTokens();
		await readAll(credentials);
		expect(tokensOf(site)).toBe(2);
	});

	it('is replaced in the middle of the walks, and late refusals cost nothing more', async () => {
		let asked = 0;
		await start({ refusedToken, latency: 3 }, ({ path }) => {
			if (path.includes('/v2/') && ++asked === 30) site.revokeTokens();
		});
		await readAll();
		expect(tokensOf(site)).toBe(2);
		const refused = apiRequests(gateway).filter(({ status }) => status === refusedToken);
		expect(refused.length).toBeGreaterThan(0);
	});

	it('is replaced as often as it ends', async () => {
		await start({ refusedToken, tokenLifetimeRequests: 1 });
		await readAll(gateway.credentials(), 1);
		expect(tokensOf(site)).toBe(3);
	});
});

it('the first request of a login goes alone, however many items wait', async () => {
	const statuses: number[] = [];
	await start({ latency: 5 }, ({ path }) => {
		if (path.includes('/v2/')) statuses.push(apiRequests(gateway)[0]!.status);
	});
	await readAll(gateway.credentials(), 10);
	// When the first came, it was not answered; when the second came, it was.
	expect(statuses.slice(0, 2)).toEqual([0, 200]);
});

it('a token that the service says nothing of is used all the same', async () => {
	await start({ expClaim: 'absent', expiresIn: 'absent' });
	const credentials = await stored();
	await readAll(credentials, 2);
	expect(tokensOf(site)).toBe(1);
});

it('what n8n keeps is the token, when it came, and no copy of the key', async () => {
	await start();
	const credentials = encompassAt(site);
	await runNode({ credentials, parameters: { resource: 'message', operation: 'getAll' } });
	const { accessToken, fetchedAt, fetchedWith } = credentials.stored;
	expect(accessToken).toMatch(/^\S+\.\S+\.\S+$/);
	expect(fetchedAt).toEqual(expect.any(Number));
	expect(String(fetchedWith)).toMatch(/^[0-9a-f]{64}$/);
});
