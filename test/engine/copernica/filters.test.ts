import type { INodeParameters } from 'n8n-workflow';
import type { CopernicaSandbox, Sandbox } from '../../../sandbox';
import {
	all,
	askedOf,
	byId,
	idsOf,
	jsonOf,
	kept,
	listed,
	LISTS,
	PRODUCTS,
	type Resource,
	RESOURCES,
	root,
	startSite,
	VERSIONS,
} from './site';

/** The service ignores what it does not know: what comes is looked at, and what is sent. */
let sandbox: Sandbox;
let site: CopernicaSandbox;

beforeAll(async () => {
	sandbox = await startSite({ clicks: 900, unsubscribes: 120, destinations: 150, emailings: 10 });
	site = sandbox.copernica;
});
afterAll(async () => await sandbox.close());

/** The query of the first call of a run, less what each page has. */
async function sentBy(parameters: INodeParameters, version = 'v4') {
	const asked = askedOf(site);
	const rows = await jsonOf(site, parameters, { version });
	const [call = ''] = asked();
	const query = new URLSearchParams(call.split('?')[1] ?? '');
	for (const name of ['total', 'start', 'limit']) query.delete(name);
	return { rows, path: call.split('?')[0], query: [...query] };
}

describe('Only First', () => {
	const filters = { unique: true };

	it.each(['click', 'unsubscribe'] as const)(
		'of a %s is asked for, and is fewer',
		async (resource) => {
			const { rows, query } = await sentBy(all(resource, { filters }));
			expect(query).toEqual([['unique', 'true']]);
			const first = new Map<string, number>();
			for (const row of kept(site, 'ms', resource)) {
				const link = 'link' in row ? row.link.id : '';
				const key = `${row.destination} ${link}`;
				if (!first.has(key)) first.set(key, row.id);
			}
			expect(idsOf(rows)).toEqual([...first.values()]);
			expect(rows.length).toBeLessThan(kept(site, 'ms', resource).length);
		},
	);

	it('is not sent where it is off, and is text in an expression', async () => {
		const off = await sentBy(all('click', { filters: { unique: false } }));
		expect(off.query).toEqual([]);
		expect(off.rows).toHaveLength(900);
		const on = await sentBy(all('click', { filters: { unique: "={{ 'true' }}" } }));
		expect(on.query).toEqual([['unique', 'true']]);
	});

	it('of an emailing is asked for, too', async () => {
		const emailing = site.data.emailings('ms')[0]!.id;
		const of = { scope: 'emailing', emailingId: byId(emailing), filters };
		const { rows, path, query } = await sentBy(all('click', of));
		expect(path).toBe(`v4/draganddrop/emailing/${emailing}/clicks`);
		expect(query).toEqual([['unique', 'true']]);
		expect(rows.length).toBeGreaterThan(0);
		expect(rows.length).toBeLessThan(kept(site, 'ms', 'click', emailing).length);
	});

	it.each(RESOURCES)('of a %s goes only where it is known', async (resource) => {
		for (const product of PRODUCTS) {
			const { query } = await sentBy(all(resource, { product, filters }));
			const isKnown = product === 'ms' && ['click', 'unsubscribe'].includes(resource);
			expect(query).toEqual(isKnown ? [['unique', 'true']] : []);
		}
	});
});

describe.each(['documented', 'everywhere'] as const)(
	'ID Above, if IDs are filtered %s',
	(idFilter) => {
		beforeAll(() => site.setSwitches({ idFilter }));
		afterAll(() => site.setSwitches({ idFilter: 'documented' }));
		const publisher = { product: 'publisher' };

		it.each(['delivery', 'open'] as const)('of a %s is exact', async (resource) => {
			const rows = kept(site, 'publisher', resource);
			const idAbove = String(rows[20]!.id);
			const { rows: given, query } = await sentBy(
				all(resource, { ...publisher, filters: { idAbove } }),
			);
			expect(query).toEqual([['fields[]', `id>${idAbove}`]]);
			expect(idsOf(given)).toEqual(rows.slice(21).map(({ id }) => id));
		});

		it('goes together with a period, and comes as a number', async () => {
			const rows = kept(site, 'publisher', 'open');
			const occurredAfter = new Date(rows[100]!.timestamp).toISOString();
			const filters = { idAbove: `={{ ${rows[20]!.id} }}`, occurredAfter };
			const { rows: given, query } = await sentBy(all('open', { ...publisher, filters }));
			expect(query).toEqual([
				['fields[]', expect.stringMatching(/^timestamp>=\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/)],
				['fields[]', `id>${rows[20]!.id}`],
			]);
			const wanted = rows.slice(21).filter(({ timestamp }) => timestamp >= rows[100]!.timestamp);
			expect(idsOf(given)).toEqual(wanted.map(({ id }) => id));
		});

		it.each<[Resource, INodeParameters]>([
			['click', publisher],
			['bounce', publisher],
			['open', {}],
			['open', { ...publisher, scope: 'emailing' }],
			['delivery', { ...publisher, scope: 'emailing' }],
		])('is no filter of a %s in %o', async (resource, more) => {
			const emailingId = byId(site.data.emailings('publisher')[0]!.id);
			const parameters = { ...more, emailingId, filters: { idAbove: '70010' } };
			expect((await sentBy(all(resource, parameters))).query).toEqual([]);
		});

		it.each(['-1', '1.5', 'x', '12 or 1=1', '1e3'])('"%s" is no ID', async (idAbove) => {
			const asked = askedOf(site);
			const given = jsonOf(site, all('open', { ...publisher, filters: { idAbove } }));
			await expect(given).rejects.toThrow(`ID Above "${idAbove}" is no ID`);
			expect(asked()).toEqual([]);
		});
	},
);

describe.each(PRODUCTS)('emailings of %s', (product) => {
	const SENT = Date.parse('2026-02-03T09:00:00Z');
	let edges: Map<number, number>;
	beforeAll(() => {
		edges = new Map(
			[-3_601, -2, -1, 0, 1, 8, 9, 10, 11, 3_601].map((second) => {
				const timestamp = SENT + second * 1_000;
				return [second, site.add.emailing({ product, timestamp }).id];
			}),
		);
	});
	afterEach(() => site.setSwitches({ bounds: 'inclusive', zone: 'Europe/Amsterdam' }));

	it.each(
		(['inclusive', 'exclusive'] as const).flatMap((bounds) =>
			(['Europe/Amsterdam', 'UTC'] as const).map((zone) => [bounds, zone] as const),
		),
	)('of a period come exactly, if bounds are %s, in %s', async (bounds, zone) => {
		site.setSwitches({ bounds, zone });
		const { rows, path, query } = await sentBy(
			all('emailing', {
				product,
				filters: { sentAfter: '2026-02-03T09:00:00Z', sentBefore: '2026-02-03T09:00:10Z' },
				options: { timeZone: zone },
			}),
		);
		const hour = zone === 'UTC' ? '' : '1';
		expect(path).toBe(`${root(product)}/emailings`);
		expect(query).toEqual([
			['fromdate', hour ? '2026-02-03 09:59:59' : '2026-02-03 08:59:59'],
			['todate', hour ? '2026-02-03 10:00:11' : '2026-02-03 09:00:11'],
		]);
		expect(idsOf(rows)).toEqual([0, 1, 8, 9].map((second) => edges.get(second)));
	});

	const CHOICES: Array<[object, Array<[string, string]>, string[]]> = [
		[{ type: 'mass' }, [['type', 'mass']], ['mass', 'splitrun', 'abtest']],
		[{ type: 'individual' }, [['type', 'individual']], ['individual']],
		[{ type: 'both', followups: 'both' }, [], ['mass', 'splitrun', 'abtest', 'individual']],
	];
	it.each(CHOICES)('are chosen by %o', async (filters, sent, types) => {
		const { rows, query } = await sentBy(all('emailing', { product, filters } as never));
		expect(query).toEqual(sent);
		const wanted = site.data.emailings(product).filter(({ type }) => types.includes(type));
		expect(idsOf(rows).sort()).toEqual(wanted.map(({ id }) => id).sort());
		expect(rows.length).toBeGreaterThan(0);
	});

	it.each(['yes', 'no'])('are chosen by follow-ups: %s', async (followups) => {
		const { rows, query } = await sentBy(all('emailing', { product, filters: { followups } }));
		expect(query).toEqual([['followups', followups]]);
		const wanted = site.data
			.emailings(product)
			.filter((row) => row.followup === (followups === 'yes'));
		expect(idsOf(rows).sort()).toEqual(wanted.map(({ id }) => id).sort());
	});

	it.each(['yes', 'no'])('are chosen by tests, of Publisher: %s', async (test) => {
		const { rows, query } = await sentBy(all('emailing', { product, filters: { test } }));
		expect(query).toEqual(product === 'publisher' ? [['test', test]] : []);
		const wanted = site.data
			.emailings(product)
			.filter((row) => product === 'ms' || row.test === (test === 'yes'));
		expect(idsOf(rows).sort()).toEqual(wanted.map(({ id }) => id).sort());
	});

	it('are chosen by the number of destinations', async () => {
		const sizeOf = (id: number) =>
			site.data.destinations(product).filter(({ emailing }) => emailing === id).length;
		const filters = { minDestinations: '1', maxDestinations: '={{ 5 }}' };
		const { rows, query } = await sentBy(all('emailing', { product, filters }));
		expect(query).toEqual([
			['mindestinations', '1'],
			['maxdestinations', '5'],
		]);
		const wanted = site.data
			.emailings(product)
			.filter(({ id }) => sizeOf(id) >= 1 && sizeOf(id) <= 5);
		expect(idsOf(rows).sort()).toEqual(wanted.map(({ id }) => id).sort());
		expect(rows.length).toBeGreaterThan(0);
	});

	it.each(VERSIONS)('statistics count what happened in a period, with %s', async (version) => {
		const [{ id, timestamp }] = site.data.emailings(product) as never as [
			{ id: number; timestamp: number },
		];
		const clicks = kept(site, product, 'click', id);
		const middle = clicks[Math.floor(clicks.length / 2)]!.timestamp;
		const occurredAfter = new Date(timestamp).toISOString();
		const occurredBefore = new Date(middle).toISOString();
		const one = { resource: 'emailing', operation: 'getStatistics', product, emailingId: byId(id) };
		const { rows, query } = await sentBy(
			{ ...one, filters: { occurredAfter, occurredBefore } },
			version,
		);
		expect(query.map(([name]) => name)).toEqual(['begintime', 'endtime']);
		const counted = clicks.filter((row) => row.timestamp <= middle).length;
		expect(rows[0]!.clicks).toMatchObject({ total: counted });
		expect(counted).toBeLessThan(clicks.length);
	});
});

it.each(RESOURCES)(
	'the list of each %s is right without filters, all the same',
	async (resource) => {
		const { rows, query } = await sentBy(all(resource));
		expect(query).toEqual([]);
		expect(rows).toEqual(await listed(site, `v4/ms/${LISTS[resource][1]}`));
	},
);
