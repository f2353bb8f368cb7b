import type { INodeParameters } from 'n8n-workflow';
import type { CopernicaSandbox, Sandbox } from '../../../sandbox';
import { all, askedOf, byId, idsOf, jsonOf, PRODUCTS, root, startSite } from './site';

/** Days of the account, and times of an emailing, from which and before which something was sent. */
const SENT = Date.parse('2026-03-10T22:30:00Z');
const DAY = 86_400;
/** In seconds from it: it is 23:30 in Amsterdam then, and another day soon, in UTC half an hour later. */
const SECONDS = [
	-3 * DAY,
	-DAY,
	-3_600,
	-1,
	0,
	1,
	1_799,
	1_800,
	3_600,
	5_400,
	DAY,
	DAY + 1,
	3 * DAY,
];

let sandbox: Sandbox;
let site: CopernicaSandbox;
let emailing: Record<'ms' | 'publisher', number>;
/** The `internal` of Publisher, by second. */
const sent: Record<'ms' | 'publisher', Map<number, string>> = {
	ms: new Map(),
	publisher: new Map(),
};

beforeAll(async () => {
	sandbox = await startSite({ emailings: 0, profiles: 3 });
	site = sandbox.copernica;
	const sentOf = (product: 'ms' | 'publisher') => {
		const { id } = site.add.emailing({ product, timestamp: SENT - 4 * DAY * 1_000 });
		for (const second of SECONDS) {
			const timestamp = SENT + second * 1_000;
			const row = site.add.destination({ product, emailing: id, timestamp });
			sent[product].set(second, product === 'ms' ? String(row.id) : row.hash);
			if (second % 2 === 1) site.add.unsubscribe({ product, destination: row.id });
		}
		return id;
	};
	emailing = { ms: sentOf('ms'), publisher: sentOf('publisher') };
});
afterAll(async () => await sandbox.close());
afterEach(() =>
	site.setSwitches({
		...{ bounds: 'inclusive', fieldBounds: 'asWritten', zone: 'Europe/Amsterdam' },
		destinationsPeriod: 'required',
	}),
);

async function found(more: INodeParameters) {
	const asked = askedOf(site);
	const rows = await jsonOf(site, all('destination', more));
	const [call = ''] = asked();
	const query = new URLSearchParams(call.split('?')[1] ?? '');
	for (const name of ['total', 'start', 'limit']) query.delete(name);
	const ids = rows.map(({ ID, id }) => String(ID ?? id));
	return { ids, path: call.split('?')[0], query: [...query] };
}

const idsIn = (product: 'ms' | 'publisher', isIn: (second: number) => boolean) =>
	SECONDS.filter(isIn).map((second) => sent[product].get(second));

const at = (second: number) => new Date(SENT + second * 1_000).toISOString();
const PERIOD = { sentAfter: at(0), sentBefore: at(1_800) };

const READINGS = (['inclusive', 'exclusive'] as const).flatMap((bounds) =>
	(['Europe/Amsterdam', 'UTC'] as const).flatMap((zone) =>
		(['required', 'optional'] as const).map((destinationsPeriod) => ({
			...{ bounds, zone, destinationsPeriod },
			fieldBounds: bounds === 'inclusive' ? ('asWritten' as const) : bounds,
		})),
	),
);

describe.each(READINGS)('if bounds are $bounds, in $zone, days $destinationsPeriod', (switches) => {
	const options = { timeZone: switches.zone };
	beforeEach(() => site.setSwitches(switches));

	it.each(PRODUCTS)('those of a period, of all of %s, come exactly', async (product) => {
		const { ids, path, query } = await found({ product, filters: PERIOD, options });
		expect(ids).toEqual(idsIn(product, (second) => second >= 0 && second < 1_800));
		expect(path).toBe(`${root(product)}/destinations`);
		// In Amsterdam it ends with the day; the day behind is asked for in case the last one is not in.
		const days =
			switches.zone === 'UTC' ? ['2026-03-10', '2026-03-11'] : ['2026-03-10', '2026-03-12'];
		expect(query).toEqual([
			['from', days[0]],
			['to', days[1]],
		]);
	});

	it.each(PRODUCTS)('those of half a period, of all of %s, come exactly', async (product) => {
		const after = await found({ product, filters: { sentAfter: PERIOD.sentAfter }, options });
		expect(after.ids).toEqual(idsIn(product, (second) => second >= 0));
		expect(after.query).toEqual([
			['from', '2026-03-10'],
			['to', '2100-01-01'],
		]);
		const before = await found({ product, filters: { sentBefore: at(1) }, options });
		expect(before.ids).toEqual(idsIn(product, (second) => second < 1));
		expect(before.query).toEqual([
			['from', '2000-01-01'],
			['to', '2026-03-11'],
		]);
	});

	it.each(PRODUCTS)('all of %s come without a period', async (product) => {
		const { ids, query } = await found({ product, options });
		expect(ids).toEqual(idsIn(product, () => true));
		expect(query).toEqual([
			['from', '2000-01-01'],
			['to', '2100-01-01'],
		]);
	});

	it.each(PRODUCTS)('those of a period, of an emailing of %s, come exactly', async (product) => {
		const of = { product, scope: 'emailing', emailingId: byId(emailing[product]) };
		const { ids, path, query } = await found({ ...of, filters: PERIOD, options });
		expect(ids).toEqual(idsIn(product, (second) => second >= 0 && second < 1_800));
		expect(path).toBe(`${root(product)}/emailing/${emailing[product]}/destinations`);
		const [from, to] =
			switches.zone === 'UTC'
				? ['2026-03-10 22:29:59', '2026-03-10 23:00:01']
				: ['2026-03-10 23:29:59', '2026-03-11 00:00:01'];
		expect(query).toEqual([
			['fields[]', `timestampsent>=${from}`],
			['fields[]', `timestampsent<=${to}`],
		]);
	});
});

describe('Unsubscribed', () => {
	const filters = { unsubscribed: true };
	const isOdd = (second: number) => second % 2 === 1;

	it('asks, of Marketing Suite, with a capital', async () => {
		const { ids, query } = await found({ filters });
		expect(query.at(-1)).toEqual(['Unsubscribed', 'true']);
		expect(ids).toEqual(idsIn('ms', isOdd));
		expect(ids.length).toBeGreaterThan(1);
	});

	it('asks so of an emailing, too, together with a period', async () => {
		const of = { scope: 'emailing', emailingId: byId(emailing.ms) };
		const { ids, query } = await found({ ...of, filters: { ...filters, sentAfter: at(2) } });
		expect(query.map(([name]) => name)).toEqual(['fields[]', 'Unsubscribed']);
		expect(ids).toEqual(idsIn('ms', (second) => isOdd(second) && second >= 2));
	});

	it('is nothing that Publisher is asked', async () => {
		const { ids, query } = await found({ product: 'publisher', filters });
		expect(query.map(([name]) => name)).toEqual(['from', 'to']);
		expect(ids).toHaveLength(SECONDS.length);
	});

	it('is not sent where it is off', async () => {
		const { query } = await found({ filters: { unsubscribed: false } });
		expect(query.map(([name]) => name)).toEqual(['from', 'to']);
	});
});

it('a destination can be asked for by what an event of Marketing Suite names', async () => {
	const destinationId = sent.ms.get(0)!;
	const rows = await jsonOf(site, { resource: 'destination', operation: 'get', destinationId });
	expect(idsOf(rows)).toEqual([Number(destinationId)]);
});
