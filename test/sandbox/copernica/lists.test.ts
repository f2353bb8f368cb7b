import { startSandbox, type CopernicaSandbox, type Sandbox } from '../../../sandbox';
import { textOf, wallTime } from '../../../sandbox/copernica/time';
import {
	fields,
	idsOf,
	LIST_NAMES,
	LISTS,
	NOW,
	PRODUCTS,
	RestClient,
	type ListName,
} from './client';

let sandbox: Sandbox;
let copernica: CopernicaSandbox;
let client: RestClient;

beforeAll(async () => {
	sandbox = await startSandbox({ copernica: { now: () => NOW } });
	({ copernica } = sandbox);
	client = await RestClient.connect(copernica);
});

afterAll(async () => await sandbox.close());

type Product = (typeof PRODUCTS)[number];

const EVERY = PRODUCTS.flatMap((product) => LIST_NAMES.map((name) => [product, name] as const));

const textAt = (time: number) => textOf(wallTime(time, 'Europe/Amsterdam'));

/** The rows that there are, by ID, and the text of each one's time. */
function known(product: Product, name: ListName): Array<readonly [id: number, time: string]> {
	const rows = copernica.data.events(product, LISTS[name]);
	return rows.map((row) => [row.id, textAt(row.timestamp)] as const);
}

/** The IDs of those whose time fits. */
const where = (product: Product, name: ListName, is: (time: string) => boolean) =>
	known(product, name).flatMap(([id, time]) => (is(time) ? [id] : []));

const middle = (product: Product, name: ListName) => {
	const times = known(product, name).map(([, time]) => time);
	return times.sort()[Math.floor(times.length / 2)] ?? '';
};

describe.each(EVERY)('%s/%s', (product, name) => {
	it('lists all of the account by ID', async () => {
		const rows = await client.rows(`v4/${product}/${name}`);
		expect(idsOf(rows)).toEqual(known(product, name).map(([id]) => id));
		expect(rows.map((row) => row.timestamp)).toEqual(known(product, name).map(([, time]) => time));
	});

	it('has begintime and endtime at Marketing Suite, which Publisher ignores', async () => {
		const [begintime, endtime] = [middle(product, name), '2026-03-09 00:00:00'];
		const rows = await client.rows(`v3/${product}/${name}`, { begintime, endtime });
		const expected = where(product, name, (time) =>
			product === 'ms' ? time >= begintime && time <= endtime : true,
		);
		expect(idsOf(rows)).toEqual(expected);
		const since = await client.rows(`v4/${product}/${name}`, { begintime });
		expect(idsOf(since).length).toBeGreaterThan(0);
		if (product === 'ms') expect(idsOf(since)).toEqual(where(product, name, (t) => t >= begintime));
	});

	const hasTime = product === 'publisher' || name === 'clicks' || name === 'impressions';

	it(`${hasTime ? 'has' : 'ignores'} fields[] on timestamp`, async () => {
		const time = middle(product, name);
		for (const [operator, is] of Object.entries(OPERATORS)) {
			const rows = await client.rows(
				`v4/${product}/${name}`,
				fields(`timestamp${operator}${time}`),
			);
			const expected = where(product, name, (other) => !hasTime || is(other, time));
			expect([operator, idsOf(rows)]).toEqual([operator, expected]);
		}
	});

	const hasId = product === 'publisher' && (name === 'impressions' || name === 'deliveries');

	it(`${hasId ? 'has' : 'ignores'} fields[] on id`, async () => {
		const ids = known(product, name).map(([id]) => id);
		const bound = ids[Math.floor(ids.length / 2)] ?? 0;
		const rows = await client.rows(`v4/${product}/${name}`, fields(`id>${bound}`));
		expect(idsOf(rows)).toEqual(hasId ? ids.filter((id) => id > bound) : ids);
		const [one] = await client.rows(`v4/${product}/${name}`, fields(`id==${bound}`, 'id>=1'));
		expect(Number(one?.ID)).toBe(hasId ? bound : ids[0]);
	});

	it('lists those of an emailing, and of a destination, with the same filters', async () => {
		const [first] = copernica.data.events(product, LISTS[name]);
		const { emailing = 0, destination: number = 0 } = first ?? {};
		const destination = copernica.data.destination(product, number);
		const ofEmailing = copernica.data.events(product, LISTS[name], emailing);
		const rows = await client.rows(`v4/${product}/emailing/${emailing}/${name}`);
		expect(idsOf(rows)).toEqual(ofEmailing.map((row) => row.id));
		const ofDestination = ofEmailing.filter((row) => row.destination === number);
		const path = `v4/${product}/destination/${destination?.hash}/${name}`;
		expect(idsOf(await client.rows(path))).toEqual(ofDestination.map((row) => row.id));
		const time = textAt(first?.timestamp ?? 0);
		const filter: Array<[string, string]> =
			product === 'ms' ? [['endtime', time]] : fields(`timestamp<=${time}`);
		// What fields[] is good for at the account alone, it is not here.
		const unlike: Array<[string, string]> = fields(
			...(hasId ? ['id<1'] : []),
			...(product === 'ms' && name !== 'clicks' ? ['timestamp<2000-01-01'] : []),
		);
		for (const [lists, all] of [
			[`v4/${product}/emailing/${emailing}/${name}`, ofEmailing],
			[path, ofDestination],
		] as const) {
			const expected = all.filter((row) => textAt(row.timestamp) <= time).map((row) => row.id);
			expect(idsOf(await client.rows(lists, [...filter, ...unlike]))).toEqual(expected);
		}
	});
});

const OPERATORS: Record<string, (a: string, b: string) => boolean> = {
	'>': (a, b) => a > b,
	'>=': (a, b) => a >= b,
	'<': (a, b) => a < b,
	'<=': (a, b) => a <= b,
	'==': (a, b) => a === b,
	'!=': (a, b) => a !== b,
	'<>': (a, b) => a !== b,
	'=~': (a, b) => a === b,
	'!~': (a, b) => a !== b,
};

describe('fields[]', () => {
	const all = () => copernica.data.events('publisher', 'click').map((row) => row.id);
	const ask = async (...pairs: Array<[string, string]>) =>
		idsOf(await client.rows('v4/publisher/clicks', pairs));

	it('is anded, takes dates, and any key or none between the brackets', async () => {
		const expected = where(
			'publisher',
			'clicks',
			(time) => time >= '2026-03-01 00:00:00' && time < '2026-03-05 00:00:00',
		);
		expect(expected.length).toBeGreaterThan(0);
		const conditions = ['timestamp>=2026-03-01', 'timestamp<2026-03-05 00:00:00'] as const;
		expect(await ask(...fields(...conditions))).toEqual(expected);
		expect(await ask(['fields[0]', conditions[0]], ['fields[1]', conditions[1]])).toEqual(expected);
	});

	it('has a pattern', async () => {
		const expected = where('publisher', 'clicks', (time) => time.startsWith('2026-03-0'));
		expect(await ask(...fields('timestamp=~2026-03-0%'))).toEqual(expected);
		expect(await ask(...fields('timestamp!~2026-03-0%'))).toHaveLength(150 - expected.length);
		expect(await ask(...fields('timestamp=~2026.03%'))).toEqual([]);
	});

	it.each([
		['another field', 'destination==1'],
		['a name in other letters', 'Timestamp>2026-03-09'],
		['blanks around the operator', 'timestamp > 2026-03-09'],
		['one that is none', 'timestamp'],
		['an operator that there is not', 'timestamp=2026-03-09'],
		['a property of every object', 'toString>1'],
	])('ignores %s', async (_what, condition) => {
		expect(await ask(...fields(condition))).toEqual(all());
	});

	it('ignores parameters of other names, also such as are nearly right', async () => {
		const wrong: Array<[string, string]> = [
			['fields', 'timestamp>2026-03-09'],
			['field[]', 'timestamp>2026-03-09'],
			['begintime', '2026-03-09 00:00:00'],
			['unique', 'true'],
		];
		expect(await ask(...wrong)).toEqual(all());
		const ms = await client.rows('v4/ms/clicks', { beginTime: '2026-03-09 00:00:00', from: 'x' });
		expect(ms).toHaveLength(150);
	});

	it.each(['timestamp>yesterday', 'timestamp>2026-02-30', 'timestamp>2026-03-01T00:00:00Z'])(
		'refuses %s',
		async (condition) => {
			const reply = await client.get('v4/publisher/clicks', fields(condition));
			expect([reply.status, reply.json.error]).toEqual([400, { message: expect.any(String) }]);
		},
	);
});

describe('unique', () => {
	it('gives one click of a destination on a link, at Marketing Suite', async () => {
		const key = (row: { destination: number; link: { url: string } }) =>
			`${row.destination} ${row.link.url}`;
		const clicks = copernica.data.events('ms', 'click');
		const keys = new Set(clicks.map(key));
		expect(keys.size).toBeLessThan(clicks.length);
		const rows = await client.rows('v4/ms/clicks', { unique: 'true' });
		expect(new Set(rows.map((row) => `${String(row.destination)} ${String(row.link)}`))).toEqual(
			keys,
		);
		expect(rows).toHaveLength(keys.size);
		expect(await client.rows('v4/ms/clicks', { unique: 'false' })).toHaveLength(clicks.length);
		const { emailing = 0 } = clicks[0] ?? {};
		const own = new Set(copernica.data.events('ms', 'click', emailing).map(key));
		const ofEmailing = await client.rows(`v4/ms/emailing/${emailing}/clicks`, { unique: 1 });
		expect(ofEmailing).toHaveLength(own.size);
	});

	it('gives one unsubscribe of a destination', async () => {
		const { destination } = copernica.data.events('ms', 'unsubscribe')[0] ?? {};
		copernica.add.unsubscribe({ destination });
		const all = await client.rows('v4/ms/unsubscribes');
		const unique = await client.rows('v4/ms/unsubscribes', { unique: 'yes' });
		expect(new Set(unique.map((row) => row.destination)).size).toBe(unique.length);
		expect(all.length).toBeGreaterThan(unique.length);
	});

	it('is ignored by other lists', async () => {
		expect(await client.rows('v4/ms/impressions', { unique: 'maybe' })).toHaveLength(300);
		expect(await client.rows('v4/publisher/clicks', { unique: 'true' })).toHaveLength(150);
	});
});
