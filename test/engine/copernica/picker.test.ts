import type { INodeParameters } from 'n8n-workflow';
import type { CopernicaSandbox, Sandbox } from '../../../sandbox';
import { copernicaAt } from '../credentials';
import { searchEmailings } from '../engine';
import { askedOf, PRODUCTS, root, startSite } from './site';

/** The list behind "From List" of an emailing. */
let sandbox: Sandbox;
let site: CopernicaSandbox;

beforeAll(async () => {
	sandbox = await startSite({ emailings: 12, destinations: 20 });
	site = sandbox.copernica;
});
afterAll(async () => await sandbox.close());
afterEach(() => {
	site.setSwitches({ emailingOrder: 'ascending', prefixes: 'both', idKey: 'documented' });
	site.clearFaults();
});

const day = (ms: number) =>
	new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Amsterdam', dateStyle: 'short' }).format(ms);

const expected = (product: 'ms' | 'publisher') =>
	[...site.data.emailings(product)].reverse().map(({ id, subject, timestamp }) => ({
		name: `${subject} (${day(timestamp)})`,
		value: String(id),
	}));

const bare = (results: Array<{ name: string; value: unknown }>) =>
	results.map(({ name, value }) => ({ name, value }));

describe.each(PRODUCTS)('of %s', (product) => {
	it.each(['ascending', 'descending'] as const)(
		'newest first, if the service is %s',
		async (emailingOrder) => {
			site.setSwitches({ emailingOrder });
			const asked = askedOf(site);
			const { results, paginationToken } = await searchEmailings(product)(copernicaAt(site));
			expect(bare(results)).toEqual(expected(product));
			expect(paginationToken).toBeUndefined();
			expect(asked()[0]).toBe(`${root(product)}/emailings?total=false&start=0&limit=1000`);
		},
	);

	it.each(['v2', 'v3', 'v4'])('with %s', async (version) => {
		const { results } = await searchEmailings(product)(copernicaAt(site, { version }));
		expect(bare(results)).toEqual(expected(product));
	});

	it.each(['ID', 'id'] as const)('whichever way IDs are spelt: %s', async (idKey) => {
		site.setSwitches({ idKey });
		const { results } = await searchEmailings(product)(copernicaAt(site));
		expect(bare(results)).toEqual(expected(product));
	});

	it('finds a part of the subject, the day and the ID', async () => {
		const search = searchEmailings(product);
		const all = expected(product);
		const { results } = await search(copernicaAt(site), ' HERFST');
		expect(bare(results)).toEqual(all.filter(({ name }) => name.startsWith('Herfst')));
		expect(results.length).toBeGreaterThan(0);
		const { value, name } = all[4]!;
		expect(bare((await search(copernicaAt(site), value)).results)).toEqual([all[4]]);
		const date = /\((.*)\)$/.exec(name)![1]!;
		expect(bare((await search(copernicaAt(site), date)).results)).toContainEqual(all[4]);
		expect((await search(copernicaAt(site), 'there is no such')).results).toEqual([]);
	});

	it('obeys Path Names', async () => {
		const { searchWith } = withOptions(product);
		site.setSwitches({ prefixes: 'old' });
		const asked = askedOf(site);
		const { results } = await searchWith({ pathNames: 'old' });
		expect(bare(results)).toEqual(expected(product));
		expect(asked()[0]).toMatch(new RegExp(`^v4/${product}/emailings\\?`));
		await expect(searchWith({})).rejects.toThrow(/rejects the request/);
	});
});

/** The editor with options set beside the list. */
function withOptions(product: string) {
	return {
		searchWith: async (options: INodeParameters) =>
			await searchEmailings(product, { options })(copernicaAt(site)),
	};
}

it('an emailing without a subject is told by what else it has', async () => {
	site.add.emailing({ product: 'publisher', subject: '', description: 'Klanten BE' });
	site.add.emailing({ product: 'publisher', subject: '', description: '', fromName: 'Zoë' });
	site.add.emailing({ product: 'publisher', subject: '', description: '', fromName: '' });
	const { results } = await searchEmailings('publisher')(copernicaAt(site));
	const names = results.map(({ name }) => name.replace(/ \(.*/, ''));
	expect(new Set(names.slice(0, 3))).toEqual(new Set(['Klanten BE', 'Zoë', 'No subject']));
});

it('says what v1 lacks before it asks', async () => {
	const { length } = site.requests;
	const given = searchEmailings('ms')(copernicaAt(site, { version: 'v1' }));
	await expect(given).rejects.toThrow(/Version v1 of the Copernica API has no list of emailings/);
	expect(site.requests).toHaveLength(length);
});

it('shows no token where it fails', async () => {
	site.fault({ kind: 'status', status: 500, times: 'always' });
	const error = await searchEmailings('ms')(copernicaAt(site, { version: 'v3' })).catch(
		(thrown: Error & { description?: string }) =>
			`${thrown.message} ${thrown.description} ${thrown.stack}`,
	);
	expect(error).toMatch(/status 500/);
	expect(error).not.toContain(site.accessToken);
	expect(error).not.toContain(encodeURIComponent(site.accessToken));
});
