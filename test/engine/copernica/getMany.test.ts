import type { CopernicaSandbox, Sandbox } from '../../../sandbox';
import {
	all,
	answered,
	askedOf,
	byId,
	EVER,
	idsOf,
	jsonOf,
	kept,
	listed,
	LISTS,
	PRODUCTS,
	RESOURCES,
	root,
	run,
	startSite,
	VERSIONS,
} from './site';

let sandbox: Sandbox;
let site: CopernicaSandbox;

beforeAll(async () => {
	sandbox = await startSite({ clicks: 1_250, destinations: 1_100, errors: 30, unsubscribes: 20 });
	site = sandbox.copernica;
});
afterAll(async () => await sandbox.close());

const PAGED = 'total=false&start=0&limit=1000';

describe.each(VERSIONS)('with %s', (version) => {
	const lacks = (product: string, resource: string) =>
		version === 'v2' && product === 'ms' && resource === 'unsubscribe';

	describe.each(PRODUCTS)('of %s', (product) => {
		const base = root(product, version);
		const emailing = () => site.data.emailings(product)[3]!.id;

		it.each(RESOURCES.filter((resource) => !lacks(product, resource)))(
			'every %s of the account comes as it is',
			async (resource) => {
				const asked = askedOf(site);
				const rows = await jsonOf(site, all(resource, { product }), { version });
				const calls = asked();
				expect(rows).toEqual(await listed(site, `${base}/${LISTS[resource][1]}`));
				expect(idsOf(rows)).toEqual(kept(site, product, resource).map(({ id }) => id));
				expect(rows.length).toBeGreaterThan(3);
				expect(calls[0]).toBe(`${base}/${LISTS[resource][1]}?${PAGED}`);
			},
		);

		it.each(RESOURCES.filter((resource) => !lacks(product, resource)))(
			'every %s of an emailing comes as it is',
			async (resource) => {
				const asked = askedOf(site);
				const parameters = { product, scope: 'emailing', emailingId: byId(emailing()) };
				const rows = await jsonOf(site, all(resource, parameters), { version });
				const [call] = asked();
				const path = `${base}/emailing/${emailing()}/${LISTS[resource][1]}`;
				expect(rows).toEqual(await listed(site, path));
				const ids = kept(site, product, resource, emailing()).map(({ id }) => id);
				expect(idsOf(rows)).toEqual(ids);
				expect(call).toBe(`${path}?${PAGED}`);
			},
		);

		it('every emailing comes as it is', async () => {
			const rows = await jsonOf(site, all('emailing', { product }), { version });
			expect(rows).toEqual(await listed(site, `${base}/emailings`));
			expect(idsOf(rows)).toEqual(site.data.emailings(product).map(({ id }) => id));
			expect(rows).toHaveLength(8);
		});

		it('one emailing, and its statistics, come as they are', async () => {
			const one = { resource: 'emailing', product, emailingId: byId(emailing()) };
			const asked = askedOf(site);
			const [shown] = await jsonOf(site, { ...one, operation: 'get' }, { version });
			const [numbers] = await jsonOf(site, { ...one, operation: 'getStatistics' }, { version });
			const path = `${base}/emailing/${emailing()}`;
			expect(asked()).toEqual([path, `${path}/statistics`]);
			expect(shown).toEqual(await answered(site, path));
			expect(numbers).toEqual(await answered(site, `${path}/statistics`));
			expect(numbers!.clicks).toMatchObject({
				total: kept(site, product, 'click', emailing()).length,
			});
		});

		it('every destination of an emailing comes as it is', async () => {
			const parameters = { product, scope: 'emailing', emailingId: byId(emailing()) };
			const rows = await jsonOf(site, all('destination', parameters), { version });
			expect(rows).toEqual(await listed(site, `${base}/emailing/${emailing()}/destinations`));
			const own = site.data.destinations(product).filter((row) => row.emailing === emailing());
			expect(rows).toHaveLength(own.length);
			expect(rows.length).toBeGreaterThan(3);
		});

		it('every destination of the account comes as it is, where there is such a list', async () => {
			const rows = jsonOf(site, all('destination', { product }), { version });
			if (product === 'publisher' && version === 'v2') {
				await expect(rows).rejects.toThrow(/v2 .* has no list of all destinations of Publisher/);
				return;
			}
			expect(await rows).toEqual(await listed(site, `${base}/destinations`, EVER));
			expect(await rows).toHaveLength(1_100);
		});

		it('one destination comes as it is, by its number, or by the hash', async () => {
			const { id, hash } = site.data.destinations(product)[5]!;
			for (const destinationId of [id, String(id), hash]) {
				const one = { resource: 'destination', operation: 'get', product, destinationId };
				const rows = await jsonOf(site, one as never, { version });
				expect(rows).toEqual([await answered(site, `${base}/destination/${hash}`)]);
			}
		});
	});

	it('a profile comes as it is', async () => {
		const { id } = site.data.profiles[7]!;
		const one = { resource: 'profile', operation: 'get', profileId: '={{ $json.id }}' };
		const rows = await jsonOf(site, one, { version, items: [{ id }] });
		expect(rows).toEqual([await answered(site, `${version}/profile/${id}`)]);
		expect(rows[0]!.removed).not.toBe(false);
	});
});

it.each(['v1', ...VERSIONS])('the account behind the token is shown with %s', async (version) => {
	const asked = askedOf(site);
	const rows = await jsonOf(site, { resource: 'account', operation: 'get' }, { version });
	expect(asked()).toEqual([`${version}/identity`]);
	expect(rows).toEqual([await answered(site, `${version}/identity`)]);
	expect(rows[0]).toMatchObject({ id: '30417', name: 'Fietsenwinkel Zuid' });
});

describe('Limit', () => {
	const some = (resource: string, limit: number, more = {}) =>
		({ resource, operation: 'getAll', returnAll: false, limit, ...more }) as never;

	it('stops the fetching where it is reached', async () => {
		const asked = askedOf(site);
		const rows = await jsonOf(site, some('click', 60));
		expect(asked()).toEqual([`v4/draganddrop/clicks?${PAGED}`]);
		expect(rows).toEqual((await listed(site, 'v4/ms/clicks')).slice(0, 60));
	});

	it.each(RESOURCES)('is 50 of a %s where nothing else is said', async (resource) => {
		const rows = await jsonOf(site, { resource, operation: 'getAll' });
		const expected = await listed(site, `v4/ms/${LISTS[resource][1]}`);
		expect(rows).toEqual(expected.slice(0, 50));
	});

	it('counts what is given out, not what was read', async () => {
		const click = kept(site, 'ms', 'click')[1_200]!;
		const occurredAfter = new Date(click.timestamp).toISOString();
		const rows = await jsonOf(site, some('click', 5, { filters: { occurredAfter } }));
		expect(rows).toHaveLength(5);
	});
});

it('each item is paired with the input item that it comes from', async () => {
	const ids = site.data.emailings('publisher').map(({ id }) => id);
	const { items, error } = await run(
		site,
		all('open', {
			product: 'publisher',
			scope: 'emailing',
			emailingId: byId('={{ $json.id }}'),
		}),
		{ items: ids.map((id) => ({ id })) },
	);
	expect(error).toBeUndefined();
	for (const { json, pairedItem } of items) {
		expect(pairedItem).toEqual({ item: ids.indexOf(Number(json.emailing)) });
	}
	expect(items).toHaveLength(300);
});

it('the cursor of any record leads on behind it', async () => {
	const whole = await listed(site, 'v4/ms/clicks');
	const rows = await jsonOf(site, all('click', { options: { includeCursor: true } }));
	for (const place of [0, 1, 499, 998, 999, 1_000, 1_248]) {
		const options = { continueAfter: rows[place]!.cursor };
		const rest = await jsonOf(site, all('click', { options } as never));
		expect(idsOf(rest)).toEqual(idsOf(whole.slice(place + 1)));
	}
});
