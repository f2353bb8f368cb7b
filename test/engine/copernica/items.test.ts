import type { CopernicaSandbox, Sandbox } from '../../../sandbox';
import { all, byId, idsOf, jsonOf, kept, run, startSite } from './site';

jest.mock('n8n-workflow', () =>
	jest.requireActual<typeof import('../../time')>('../../time').withoutPauses(),
);

/** Many input items, of which some fail, and a service that is too busy. */
let sandbox: Sandbox;
let site: CopernicaSandbox;
let ids: number[];

beforeAll(async () => {
	sandbox = await startSite({ emailings: 20, clicks: 300 });
	site = sandbox.copernica;
	ids = site.data.emailings('ms').map(({ id }) => id);
});
afterAll(async () => await sandbox.close());
afterEach(() => {
	site.clearFaults();
	site.setSwitches({ overload: null, overloadStatus: 503 });
});

/** 20 of them: most are emailings, some there are not, some are nothing. */
const items = () =>
	ids.map((id, place) => ({ id: place % 5 === 2 ? 999_000 + place : place % 5 === 4 ? '' : id }));
const clicks = all('click', { scope: 'emailing', emailingId: byId('={{ $json.id }}') });
const pairs = (given: Array<{ pairedItem?: unknown }>) =>
	given.map(({ pairedItem }) => (pairedItem as { item: number }).item);

describe('with Continue On Fail', () => {
	it.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
		'each item that fails is an item of its own, and the others are untouched: %s',
		async (onError) => {
			const result = await run(site, clicks, { items: items(), onError });
			expect(result.error).toBeUndefined();
			const given = [...result.items, ...result.errorItems];
			const failed = given.filter(({ json }) => 'error' in json);
			expect(pairs(failed).sort((a, b) => a - b)).toEqual([2, 4, 7, 9, 12, 14, 17, 19]);
			for (const { json, pairedItem } of failed) {
				const { item } = pairedItem as { item: number };
				const message = item % 5 === 2 ? /No entity with supplied ID/ : /No emailing is chosen/;
				expect(json.error).toMatch(message);
			}
			const good = given.filter(({ json }) => !('error' in json));
			const expected = ids.flatMap((id, place) =>
				place % 5 === 2 || place % 5 === 4
					? []
					: kept(site, 'ms', 'click', id).map((row) => row.id),
			);
			expect(idsOf(good.map(({ json }) => json))).toEqual(expected);
			for (const { json, pairedItem } of good) {
				expect(pairedItem).toEqual({ item: ids.indexOf(Number(json.mailing)) });
			}
			expect(result.errorItems).toHaveLength(onError === 'continueErrorOutput' ? 8 : 0);
		},
	);

	it('what a version lacks is said for each item, and nothing is asked for', async () => {
		const { length } = site.requests;
		const result = await run(site, all('click'), {
			...{ items: Array.from({ length: 20 }, () => ({})), version: 'v1' },
			onError: 'continueRegularOutput',
		});
		expect(result.items.map(({ json }) => json.error)).toEqual(
			Array.from({ length: 20 }, () =>
				expect.stringMatching(/^Version v1 .* no list of clicks\. Set/),
			),
		);
		expect(pairs(result.items)).toEqual([...Array(20).keys()]);
		expect(site.requests).toHaveLength(length);
	});

	it('each operation says so, with its item', async () => {
		const missing = '999999';
		const of = { emailingId: byId(missing) };
		for (const parameters of [
			{ resource: 'emailing', operation: 'get', ...of },
			{ resource: 'emailing', operation: 'getStatistics', ...of },
			{ resource: 'destination', operation: 'get', destinationId: missing },
			{ resource: 'profile', operation: 'get', profileId: missing },
			all('destination', { scope: 'emailing', ...of }),
		]) {
			const result = await run(site, parameters, {
				...{ items: [{}, {}, {}], onError: 'continueRegularOutput' },
			});
			expect(pairs(result.items)).toEqual([0, 1, 2]);
			for (const { json } of result.items) expect(json.error).toMatch(/No entity with supplied ID/);
		}
	});

	it('a recipient that cannot be had fails its item only', async () => {
		const row = kept(site, 'ms', 'click', ids[1])[0]!;
		site.fault({
			kind: 'status',
			status: 500,
			match: `/destination/${row.destination}$`,
			times: 'always',
		});
		const parameters = { ...clicks, scope: 'account', options: { addRecipient: true } };
		const filters = { occurredAfter: '={{ $json.after }}' };
		const later = new Date(row.timestamp + 1_000).toISOString();
		const noOthers = kept(site, 'ms', 'click').filter(
			(each) => each.timestamp > row.timestamp && each.destination === row.destination,
		);
		const result = await run(
			site,
			{ ...parameters, filters },
			{
				items: [{ after: new Date(row.timestamp).toISOString() }, { after: later }],
				onError: 'continueRegularOutput',
			},
		);
		const failed = result.items.filter(({ json }) => 'error' in json);
		expect(pairs(failed)).toEqual(noOthers.length > 0 ? [0, 1] : [0]);
	});
});

it('without it, the first item that fails ends the run, and is named', async () => {
	const result = await run(site, clicks, { items: items() });
	expect(result.items).toEqual([]);
	expect(result.error?.context?.itemIndex).toBe(2);
});

it('every operation pairs its items', async () => {
	const { id, hash } = site.data.destinations('ms')[0]!;
	const profile = site.data.profiles[0]!.id;
	const emailingId = byId(ids[0]);
	for (const parameters of [
		all('emailing'),
		{ resource: 'emailing', operation: 'get', emailingId },
		{ resource: 'emailing', operation: 'getStatistics', emailingId },
		all('destination'),
		{ resource: 'destination', operation: 'get', destinationId: hash },
		{ resource: 'profile', operation: 'get', profileId: String(profile) },
		{ resource: 'account', operation: 'get' },
		all('complaint', { output: 'trackingEvent', options: { addRecipient: true } }),
	]) {
		const result = await run(site, parameters, { items: [{}, {}, {}] });
		const each = result.items.length / 3;
		expect(each).toBeGreaterThan(0);
		expect(pairs(result.items)).toEqual(
			[0, 1, 2].flatMap((item) => Array<number>(each).fill(item)),
		);
	}
	expect(id).toBeGreaterThan(0);
});

describe('a service that is too busy', () => {
	it.each([503, 504] as const)(
		'is asked again, where a page says so with %d',
		async (overloadStatus) => {
			site.setSwitches({ overload: 3, overloadStatus });
			// One by one: else it may be the same that meets it each time.
			const options = { addRecipient: true, requestsAtOnce: 1 };
			const rows = await jsonOf(site, all('click', { options }));
			site.setSwitches({ overload: null });
			expect(idsOf(rows)).toEqual(kept(site, 'ms', 'click').map((row) => row.id));
			for (const { recipient } of rows) expect(recipient).toBeDefined();
			expect(site.requests.some(({ status }) => status === overloadStatus)).toBe(true);
		},
	);

	it('is asked five times, and then it is told', async () => {
		site.setSwitches({ overload: 1 });
		const before = site.stats().apiCalls;
		const { error } = await run(site, { resource: 'account', operation: 'get' });
		expect(error?.message).toBe('Copernica answered with status 503');
		expect(error?.description).toMatch(/^It has too many requests at the moment/);
		expect(error?.failure).toEqual({ cause: 'temporarily-unavailable' });
		expect(site.stats().apiCalls - before).toBe(5);
	});

	it.each(['drop', 'cut'] as const)('and one that breaks off (%s) is asked again', async (kind) => {
		site.fault({ kind, times: 2 });
		const rows = await jsonOf(site, all('click'));
		expect(rows).toHaveLength(300);
	});

	it('is asked for less where it answers 504 to a large page', async () => {
		site.fault({ kind: 'status', status: 504, match: 'limit=1000', times: 'always' });
		const rows = await jsonOf(site, all('click'));
		expect(idsOf(rows)).toEqual(kept(site, 'ms', 'click').map((row) => row.id));
	});

	it('and one that refuses is not', async () => {
		site.fault({ kind: 'status', status: 404, times: 'always' });
		const before = site.stats().apiCalls;
		await run(site, all('click'));
		expect(site.stats().apiCalls - before).toBe(1);
	});
});

it('what a list does not hold as it should is told, not given out as a list', async () => {
	site.fault({ kind: 'notAList' });
	const result = await run(site, all('click'));
	expect(result.error?.message).toBe('The answer of Copernica is no list of clicks');
	expect(result.error?.description).toMatch(
		/^It has start, limit, count, data\. Check the API URL/,
	);
	site.fault({ kind: 'samePage', times: 'always' });
	const repeated = await run(site, all('click'));
	expect(repeated.items).toEqual([]);
	expect(repeated.error?.message).toBe('The list of clicks does not move on');
});
