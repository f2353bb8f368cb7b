import type { CopernicaSandbox, CopernicaSwitchChanges, Sandbox } from '../../../sandbox';
import {
	all,
	askedOf,
	byId,
	idsOf,
	jsonOf,
	LISTS,
	PRODUCTS,
	RESOURCES,
	root,
	startSite,
} from './site';

/**
 * What is asked for of each second around the two ends of a period. The service ignores what it does
 * not know, so a filter that is misspelt would give all: what comes is looked at, and what is sent.
 */
const AFTER = Date.parse('2026-03-10T09:00:00Z');
const BEFORE = Date.parse('2026-03-10T09:00:10Z');
const filters = {
	occurredAfter: new Date(AFTER).toISOString(),
	occurredBefore: new Date(BEFORE).toISOString(),
};
/** Seconds from the beginning of the period, and whether they are in it. */
const SECONDS = [
	...[-7_200, -3_600, -2, -1, 0, 1, 5, 8, 9, 10, 11, 12, 3_600, 7_200].map(
		(second) => [second, second >= 0 && second < 10] as const,
	),
];

let sandbox: Sandbox;
let site: CopernicaSandbox;
/** The IDs of what happened, by product, resource and second. */
const ids = new Map<string, number>();
let emailing: Record<'ms' | 'publisher', number>;

beforeAll(async () => {
	sandbox = await startSite({ emailings: 0, profiles: 2 });
	site = sandbox.copernica;
	const sentOf = (product: 'ms' | 'publisher') => {
		const { id } = site.add.emailing({ product, timestamp: AFTER - 86_400_000 }, 1);
		for (const resource of RESOURCES) {
			for (const [second] of SECONDS) {
				const timestamp = AFTER + second * 1_000;
				const row = site.add[LISTS[resource][0]]({ product, timestamp });
				ids.set(`${product} ${resource} ${second}`, row.id);
			}
		}
		return id;
	};
	emailing = { ms: sentOf('ms'), publisher: sentOf('publisher') };
});
afterAll(async () => await sandbox.close());
const defaults = {
	bounds: 'inclusive',
	fieldBounds: 'asWritten',
	zone: 'Europe/Amsterdam',
} as const;
afterEach(() => site.setSwitches(defaults));

const expected = (
	product: string,
	resource: string,
	isIn = (second: number) => second >= 0 && second < 10,
) =>
	SECONDS.filter(([second]) => isIn(second)).map(([second]) =>
		ids.get(`${product} ${resource} ${second}`),
	);

const wall = (ms: number, zone: string) =>
	new Date(ms + (zone === 'UTC' ? 0 : 3_600_000)).toISOString().slice(0, 19).replace('T', ' ');

const READINGS: CopernicaSwitchChanges[] = (['inclusive', 'exclusive'] as const).flatMap((bounds) =>
	(['asWritten', 'exclusive'] as const).flatMap((fieldBounds) =>
		(['Europe/Amsterdam', 'UTC'] as const).map((zone) => ({ bounds, fieldBounds, zone })),
	),
);

describe.each(READINGS)(
	'if bounds are $bounds, those of fields $fieldBounds, in $zone',
	(switches) => {
		const zone = switches.zone!;
		const options = { timeZone: zone };

		describe.each(PRODUCTS)('of %s', (product) => {
			const path = (resource: keyof typeof LISTS, owner = '') =>
				`${root(product)}${owner}/${LISTS[resource][1]}`;
			const query = () => {
				const [from, to] = [wall(AFTER - 1_000, zone), wall(BEFORE + 1_000, zone)];
				return product === 'ms'
					? `?total=false&begintime=${from}&endtime=${to}&start=0&limit=1000`
					: `?total=false&fields[]=timestamp>=${from}&fields[]=timestamp<=${to}&start=0&limit=1000`;
			};

			it.each(RESOURCES)(
				'a period of the account has each %s of it, to the second',
				async (resource) => {
					site.setSwitches(switches);
					const asked = askedOf(site);
					const rows = await jsonOf(site, all(resource, { product, filters, options }));
					expect(idsOf(rows)).toEqual(expected(product, resource));
					// The page behind is empty, or begins with the last row.
					expect(asked()[0]).toBe(path(resource) + query());
				},
			);

			it.each(RESOURCES)('a period of an emailing has each %s of it', async (resource) => {
				site.setSwitches(switches);
				const asked = askedOf(site);
				const of = { product, scope: 'emailing', emailingId: byId(emailing[product]) };
				const rows = await jsonOf(site, all(resource, { ...of, filters, options }));
				expect(idsOf(rows)).toEqual(expected(product, resource));
				expect(asked()[0]).toBe(path(resource, `/emailing/${emailing[product]}`) + query());
			});
		});

		it.each(PRODUCTS)('half a period of %s is open', async (product) => {
			site.setSwitches(switches);
			const { occurredAfter, occurredBefore } = filters;
			const after = await jsonOf(
				site,
				all('click', { product, filters: { occurredAfter }, options }),
			);
			expect(idsOf(after)).toEqual(expected(product, 'click', (second) => second >= 0));
			const before = await jsonOf(
				site,
				all('click', { product, filters: { occurredBefore }, options }),
			);
			expect(idsOf(before)).toEqual(expected(product, 'click', (second) => second < 10));
		});
	},
);

it.each(PRODUCTS)('of %s, less is not asked for than what is given out', async (product) => {
	const asked = askedOf(site);
	await jsonOf(site, all('bounce', { product, filters: {} }));
	expect(asked()[0]).toBe(`${root(product)}/errors?total=false&start=0&limit=1000`);
});

it('where the option says another zone than the service has, all is an hour off', async () => {
	site.setSwitches({ zone: 'UTC' });
	const rows = await jsonOf(site, all('click', { filters }));
	expect(idsOf(rows)).toEqual(expected('ms', 'click', (second) => second === 3_600));
});

describe('what is entered as a time', () => {
	const given = async (occurredAfter: string, timezone = 'America/New_York', items = [{}]) => {
		const asked = askedOf(site);
		await jsonOf(site, all('click', { filters: { occurredAfter } }), { timezone, items });
		return /begintime=([^&]*)/.exec(asked()[0]!)?.[1];
	};

	it.each([
		['without a zone is in that of the workflow', '2026-03-10T05:00:00', '2026-03-10 09:59:59'],
		['with UTC keeps it', '2026-03-10T09:00:00Z', '2026-03-10 09:59:59'],
		['with an offset keeps it', '2026-03-10T11:00:00+02:00', '2026-03-10 09:59:59'],
		['is a day that begins there', '2026-03-10', '2026-03-10 04:59:59'],
		[
			'comes of an expression',
			"={{ DateTime.fromISO('2026-03-10T09:00:00Z') }}",
			'2026-03-10 09:59:59',
		],
	])('and %s', async (_how, typed, sent) => {
		expect(await given(typed)).toBe(sent);
	});

	it('is, in an hour that the clock shows twice, the earlier of both that it may be', async () => {
		// 2:30, summer time: later, it is 2:00 again.
		expect(await given('2026-10-25T00:30:00Z')).toBe('2026-10-25 01:59:59');
		// 2:30, winter time.
		expect(await given('2026-10-25T01:30:00Z')).toBe('2026-10-25 02:29:59');
		expect(await given('2026-03-29T01:00:00Z')).toBe('2026-03-29 02:59:59');
	});
});

describe('where the clock was set back in the period', () => {
	const HOUR = 3_600_000;
	const MIDNIGHT = Date.parse('2026-10-25T00:00:00Z');
	let rows: Array<{ id: number; timestamp: number }>;
	beforeAll(() => {
		// Every ten minutes: the hour from 0:00 to 1:00 UTC is shown as that from 1:00 to 2:00 is.
		rows = Array.from({ length: 24 }, (_, step) =>
			site.add.abuse({ product: 'publisher', timestamp: MIDNIGHT - HOUR + step * 600_000 }),
		);
	});

	const found = async (after: number, before: number) => {
		const [occurredAfter, occurredBefore] = [after, before].map((ms) => new Date(ms).toISOString());
		const parameters = { product: 'publisher', filters: { occurredAfter, occurredBefore } };
		return idsOf(await jsonOf(site, all('complaint', parameters)));
	};

	it.each([
		[-30, 20],
		[-30, 80],
		[-30, 60],
		[20, 80],
		[20, 50],
		[70, 110],
		[70, 140],
		[60, 120],
	])('all from %d to %d minutes after it comes, and more only of that hour', async (from, to) => {
		const [after, before] = [MIDNIGHT + from * 60_000, MIDNIGHT + to * 60_000];
		const given = await found(after, before);
		const asked = rows.filter(({ timestamp }) => timestamp >= after && timestamp < before);
		expect(given).toEqual(expect.arrayContaining(asked.map(({ id }) => id)));
		const twice = rows.filter(
			({ timestamp }) => timestamp >= MIDNIGHT && timestamp < MIDNIGHT + 2 * HOUR,
		);
		const allowed = new Set([...asked, ...twice].map(({ id }) => id));
		expect(given.filter((id) => !allowed.has(id))).toEqual([]);
	});

	it('nothing more comes where the period is far from it', async () => {
		expect(await found(MIDNIGHT - HOUR, MIDNIGHT)).toEqual(rows.slice(0, 6).map(({ id }) => id));
		const behind = rows.slice(18).map(({ id }) => id);
		expect(await found(MIDNIGHT + 2 * HOUR, MIDNIGHT + 3 * HOUR)).toEqual(behind);
	});
});
