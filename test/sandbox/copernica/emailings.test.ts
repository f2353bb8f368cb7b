import { startSandbox, type CopernicaSandbox, type Sandbox } from '../../../sandbox';
import { fields, idsOf, NOW, PRODUCTS, RestClient } from './client';

let sandbox: Sandbox;
let copernica: CopernicaSandbox;
let client: RestClient;

beforeAll(async () => {
	sandbox = await startSandbox({ copernica: { now: () => NOW } });
	({ copernica } = sandbox);
	client = await RestClient.connect(copernica);
});

afterAll(async () => await sandbox.close());

type Emailing = ReturnType<CopernicaSandbox['data']['emailings']>[number];

const COMMON = [
	...['id', 'timestamp', 'template', 'subject', 'from_address', 'destinations', 'type', 'target'],
];
const ONLY_PUBLISHER = [
	...['document', 'description', 'testgroups', 'finalgroup', 'contenttype'],
	...['clicks', 'impressions'],
];

describe.each(PRODUCTS)('%s', (product) => {
	const list = () => copernica.data.emailings(product);
	const messages = (id: number) =>
		copernica.data.destinations(product).filter((row) => row.emailing === id);
	const ask = async (parameters: Record<string, string | number> = {}) =>
		idsOf(await client.rows(`v4/${product}/emailings`, parameters), 'id');
	const idsWhere = (is: (row: Emailing) => boolean) =>
		list().flatMap((row) => (is(row) ? [row.id] : []));

	it('lists emailings with the fields of the product', async () => {
		const rows = await client.rows(`v4/${product}/emailings`);
		const more = product === 'ms' ? [] : [...ONLY_PUBLISHER, 'errors', 'unsubscribes', 'abuses'];
		for (const row of rows) {
			const known = list().find(({ id }) => String(id) === row.id);
			expect(Object.keys(row).sort()).toEqual([...COMMON, ...more].sort());
			expect(row).toMatchObject({
				subject: known?.subject,
				from_address: { name: known?.fromName, email: known?.fromEmail },
				template: String(known?.template),
				type: known?.type,
				target: known?.target,
			});
			const count = messages(Number(row.id)).length;
			// Numbers here and texts there, as in the documents.
			expect(row.destinations).toBe(product === 'ms' ? count : String(count));
			if (product === 'publisher') {
				const clicks = copernica.data.events(product, 'click', Number(row.id)).length;
				expect(row).toMatchObject({ clicks: String(clicks), testgroups: 0 });
			}
		}
		expect(await ask()).toEqual(list().map((row) => row.id));
	});

	it.each([2, 3, 4])('gives one, with its tags at Marketing Suite (v%s)', async (version) => {
		const [known] = list();
		const row = await client.read(`v${version}/${product}/emailing/${known?.id}`);
		const more = product === 'ms' ? ['tags'] : ONLY_PUBLISHER;
		expect(Object.keys(row).sort()).toEqual([...COMMON, ...more].sort());
		if (product === 'ms') expect(row.tags).toEqual(known?.tags);
	});

	it('filters by type, follow-up, size, date, and Publisher by test', async () => {
		const { id = 0, timestamp = 0 } = list()[3] ?? {};
		const size = messages(id).length;
		const date = new Date(timestamp + 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
		expect(await ask({ type: 'individual' })).toEqual(idsWhere((row) => row.type === 'individual'));
		expect(await ask({ type: 'mass' })).toEqual(idsWhere((row) => row.type !== 'individual'));
		expect(await ask({ type: 'splitrun' })).toEqual(idsWhere((row) => row.type === 'splitrun'));
		expect(await ask({ followups: 'yes' })).toEqual(idsWhere((row) => row.followup));
		expect(await ask({ followups: 'no' })).toEqual(idsWhere((row) => !row.followup));
		expect(await ask({ followups: 'both', type: 'both' })).toHaveLength(8);
		expect(await ask({ mindestinations: size })).toEqual(
			idsWhere((row) => messages(row.id).length >= size),
		);
		expect(await ask({ maxdestinations: size - 1 })).toEqual(
			idsWhere((row) => messages(row.id).length < size),
		);
		expect(await ask({ fromdate: date })).toEqual(idsWhere((row) => row.timestamp >= timestamp));
		expect(await ask({ todate: date })).toEqual(idsWhere((row) => row.timestamp <= timestamp));
		const tests = idsWhere((row) => row.test);
		expect(await ask({ test: 'yes' })).toEqual(product === 'ms' ? await ask() : tests);
		if (product === 'publisher') expect(await ask({ test: 'no' })).toHaveLength(8 - tests.length);
	});

	it.each([{ type: 'any' }, { followups: 'true' }, { mindestinations: 'x' }, { fromdate: 'x' }])(
		'refuses %j',
		async (parameters) => {
			expect((await client.get(`v4/${product}/emailings`, parameters)).status).toBe(400);
		},
	);

	it('counts an emailing, each result and each person, from v3 on by the strongest', async () => {
		const { id = 0 } = list()[0] ?? {};
		const { events } = copernica.data;
		const total = (rows: readonly object[]) => rows.length;
		const people = (rows: ReadonlyArray<{ destination: number }>) =>
			new Set(rows.map((row) => row.destination)).size;
		const clicks = events(product, 'click', id);
		const expected = {
			destinations: messages(id).length,
			deliveries: { total: total(events(product, 'delivery', id)) },
			clicks: { total: total(clicks), unique: people(clicks) },
			impressions: {
				total: total(events(product, 'impression', id)),
				unique: people(events(product, 'impression', id)),
			},
			errors: {
				total: total(events(product, 'error', id)),
				unique: people(events(product, 'error', id)),
			},
		};
		const path = `${product}/emailing/${id}/statistics`;
		const old = await client.read(`v2/${path}`);
		expect(old).toMatchObject(expected);
		expect(old).not.toHaveProperty('dominant_results');
		const { dominant_results, unknown, ...others } = await client.read(`v4/${path}`);
		expect(others).toMatchObject(expected);
		const results = dominant_results as Record<string, number>;
		const reactions = ['errors', 'abuses', 'unsubscribes', 'clicks', 'impressions'];
		const reacted = reactions.reduce((sum, name) => sum + (results[name] ?? 0), 0);
		expect(unknown).toEqual({ total: messages(id).length - reacted });
		expect(results).toMatchObject({ destinations: messages(id).length });
		expect(results.errors).toBe(expected.errors.unique);
		const period = { begintime: '2026-03-01 00:00:00' };
		const later = await client.read(`v4/${path}`, period);
		const since = clicks.filter((row) => row.timestamp >= Date.parse('2026-02-28T23:00:00Z'));
		expect(later.clicks).toMatchObject({ total: since.length });
	});

	it('lists destinations by days, and gives one', async () => {
		const period = { from: '2026-02-20', to: '2026-03-01' };
		const rows = await client.rows(`v4/${product}/destinations`, period);
		const known = copernica.data
			.destinations(product)
			.filter(
				({ timestamp }) =>
					timestamp >= Date.parse('2026-02-19T23:00:00Z') &&
					timestamp < Date.parse('2026-03-01T23:00:00Z'),
			);
		expect(known.length).toBeGreaterThan(10);
		expect(known.length).toBeLessThan(200);
		const [row] = known;
		const common = {
			timestampsent: expect.stringMatching(/^2026-/),
			profile: String(row?.profile),
			mailing: String(row?.emailing),
		};
		const own = product === 'ms' ? 'messageID' : 'internal';
		expect(rows).toHaveLength(known.length);
		expect(rows[0]).toEqual({
			...common,
			subprofile: row?.subprofile === null ? null : String(row?.subprofile),
			id: product === 'ms' ? String(row?.id) : row?.hash,
			[own]: product === 'ms' ? row?.hash : String(row?.id),
			...(product === 'ms' ? { unsubscribed: expect.any(Boolean) } : { 'mailing-group': null }),
		});
		const ids = [row?.hash, row?.id];
		for (const id of ids) {
			const one = await client.read(`v4/${product}/destination/${id}`);
			expect(one).toMatchObject(common);
			expect(one.ID).toBe(rows[0]?.id);
			expect(Object.keys(one).sort()).toEqual(
				['ID', own, 'timestampsent', 'profile', 'subprofile', 'mailing'].sort(),
			);
		}
		const statistics = await client.read(`v4/${product}/destination/${row?.hash}/statistics`);
		expect(statistics).toMatchObject({
			ID: String(row?.id),
			deliveries: { total: expect.any(Number) },
		});
	});

	it('lists the destinations of an emailing, a profile and a subprofile', async () => {
		const key = product === 'ms' ? 'id' : 'hash';
		const [first] = list();
		const rows = await client.rows(`v4/${product}/emailing/${first?.id}/destinations`);
		expect(rows.map((row) => row.ID)).toEqual(
			messages(first?.id ?? 0).map((row) => String(row[key])),
		);
		const own = product === 'ms' ? [] : ['internal'];
		expect(Object.keys(rows[0] ?? {}).sort()).toEqual(
			['ID', 'timestampsent', 'profile', 'subprofile', 'mailing', ...own].sort(),
		);
		const all = copernica.data.destinations(product);
		const { profile, subprofile } = all.find((row) => row.subprofile !== null) ?? {};
		for (const [sort, id] of [
			['profile', profile],
			['subprofile', subprofile],
		] as const) {
			const known = all.filter((row) => row[sort] === id);
			const path = `v4/${sort}/${id}/${product}`;
			const found = await client.rows(`${path}/destinations`);
			expect(found.map((row) => row.ID)).toEqual(known.map((row) => String(row[key])));
			const later = await client.rows(`${path}/destinations`, fields('timestampsent>2099-01-01'));
			expect(later).toEqual([]);
			const emailings = idsOf(await client.rows(`${path}/emailings`), 'id');
			expect(emailings).toEqual(idsWhere((row) => known.some((one) => one.emailing === row.id)));
		}
	});

	it('can leave out what a profile got by its subprofiles, at Publisher', async () => {
		const all = copernica.data.destinations(product);
		const { profile } = all.find((row) => row.subprofile !== null) ?? {};
		const direct = all.filter((row) => row.profile === profile && row.subprofile === null);
		const path = `v4/profile/${profile}/${product}/emailings`;
		const without = idsOf(await client.rows(path, { include_subprofiles: 'no' }), 'id');
		const expected = idsWhere((row) => direct.some((one) => one.emailing === row.id));
		if (product === 'publisher') expect(without).toEqual(expected);
		else expect(without).toEqual(idsOf(await client.rows(path), 'id'));
	});
});

it('has the unsubscribed ones of Marketing Suite, by a name with a capital', async () => {
	const gone = new Set(copernica.data.events('ms', 'unsubscribe').map((row) => row.destination));
	const period = { from: '2026-01-01', to: '2026-04-01' };
	const ask = async (more: object, product = 'ms') =>
		await client.rows(`v4/${product}/destinations`, { ...period, ...more });
	const rows = await ask({ Unsubscribed: 'true' });
	expect(new Set(idsOf(rows, 'id'))).toEqual(gone);
	for (const row of await ask({})) expect(row.unsubscribed).toBe(gone.has(Number(row.id)));
	expect(await ask({ unsubscribed: 'true' })).toHaveLength(200);
	expect(await ask({ Unsubscribed: 'true' }, 'publisher')).toHaveLength(200);
	const { emailing = 0 } = copernica.data.events('ms', 'unsubscribe')[0] ?? {};
	const own = await client.rows(`v4/ms/emailing/${emailing}/destinations`, {
		Unsubscribed: 'true',
	});
	expect(own.length).toBeGreaterThan(0);
	for (const row of own) expect(gone.has(Number(row.ID))).toBe(true);
});

it('gives profiles and subprofiles, also removed ones', async () => {
	const known = copernica.data.profiles[0];
	expect(await client.read(`v4/profile/${known?.id}`)).toEqual({
		ID: String(known?.id),
		fields: known?.fields,
		interests: known?.interests,
		database: '61',
		secret: expect.stringMatching(/^[0-9a-f]{32}$/),
		created: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
		modified: expect.any(String),
		removed: false,
	});
	const gone = copernica.data.profiles.find((row) => row.removed !== null);
	const removed = await client.read(`v2/profile/${gone?.id}`);
	expect(removed.removed).toMatch(/^2026-02-18 13:00:00$/);
	expect(new Set(Object.values(removed.fields as object))).toEqual(new Set(['']));
	const sub = copernica.data.subprofiles[0];
	expect(await client.read(`v3/subprofile/${sub?.id}`)).toMatchObject({
		ID: String(sub?.id),
		profile: String(sub?.profile),
		collection: '71',
		fields: sub?.fields,
		removed: false,
	});
});
