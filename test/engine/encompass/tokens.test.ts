import type { IDataObject } from 'n8n-workflow';
import type { EncompassSandbox, EncompassSwitchChanges, Sandbox } from '../../../sandbox';
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

it('the option says how many things may be asked at once', async () => {
	await start({ latency: 5 });
	await jsonOf(
		site,
		{ resource: 'open', messageId: byId(id), options: { requestsAtOnce: 1 } },
		{ credentials: gateway.credentials(), items: [{}, {}, {}, {}] },
	);
	expect(gateway.mostAtOnce).toBe(1);
});

it('a token that was fetched with another key is not sent, and the key that there is now is', async () => {
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

it.each([401, 403] as const)(
	'a token that is refused with %s is replaced as often as it ends',
	async (refusedToken) => {
		await start({ refusedToken, tokenLifetimeRequests: 1 });
		await readAll(gateway.credentials(), 1);
		expect(tokensOf(site)).toBe(3);
	},
);

it('a token that the service says nothing of is used all the same', async () => {
	await start({ expClaim: 'absent', expiresIn: 'absent' });
	const credentials = await stored();
	await readAll(credentials, 2);
	expect(tokensOf(site)).toBe(1);
});
