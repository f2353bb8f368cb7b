import type { IDataObject } from 'n8n-workflow';
import type { CopernicaSandbox, CopernicaSwitchChanges, Sandbox } from '../../../sandbox';
import {
	all,
	byId,
	EVER,
	idsOf,
	jsonOf,
	kept,
	listed,
	LISTS,
	PRODUCTS,
	RESOURCES,
	sorted,
	startSite,
} from './site';

jest.mock('n8n-workflow', () =>
	jest.requireActual<typeof import('../../time')>('../../time').withoutPauses(),
);

/** What the vendor leaves open: whichever way it is, the result must be the same. */
const READINGS: Array<[string, CopernicaSwitchChanges]> = [
	['lists go up', { order: 'ascending' }],
	['lists go down', { order: 'descending' }],
	['lists go by time', { order: 'byTime' }],
	['lists are in no order', { order: 'unsorted' }],
	['emailings go down', { emailingOrder: 'descending' }],
	['IDs are spelt ID', { idKey: 'ID' }],
	['IDs are spelt id', { idKey: 'id' }],
	['one emailing is in data', { emailingInData: true }],
	['destinations need no days', { destinationsPeriod: 'optional' }],
	['totals come all the same', { totalHonoured: false }],
	['answers name the limit that was asked for', { limitShown: 'asked' }],
	['pages are short', { pageCap: 37 }],
	['pages are short, and are not said to be', { pageCap: 37, limitShown: 'asked' }],
	['pages are short, and count all', { pageCap: 37, totalHonoured: false }],
	['pages are short, in no order', { pageCap: 60, order: 'unsorted' }],
	['it is too busy, now and then', { overload: 3 }],
	['it is too busy, now and then, with 504', { overload: 3, overloadStatus: 504 }],
	['answers have no date', { dateHeader: false }],
	['bounds are not in a period', { bounds: 'exclusive', fieldBounds: 'exclusive' }],
];

describe.each(READINGS)('if %s', (_reading, switches) => {
	let sandbox: Sandbox;
	let site: CopernicaSandbox;
	beforeAll(async () => {
		sandbox = await startSite({ clicks: 1_020, emailings: 40, errors: 80 });
		site = sandbox.copernica;
	});
	afterAll(async () => await sandbox.close());
	beforeEach(() => site.setSwitches(switches));

	/** All of a list, where nobody is in the way. */
	const plainly = async (path: string, parameters: Record<string, string> = {}) => {
		site.setSwitches({ overload: null, pageCap: null });
		const rows = await listed(site, path, parameters);
		site.setSwitches(switches);
		return rows;
	};

	describe.each(PRODUCTS)('of %s', (product) => {
		it.each(RESOURCES)('every %s comes once, as it is', async (resource) => {
			const rows = await jsonOf(site, all(resource, { product }));
			expect(rows).toEqual(await plainly(`v4/${product}/${LISTS[resource][1]}`));
			const ids = kept(site, product, resource).map(({ id }) => id);
			expect(sorted(idsOf(rows))).toEqual(ids);
		});

		it('every emailing and destination comes once, as it is', async () => {
			const emailings = await jsonOf(site, all('emailing', { product }));
			expect(emailings).toEqual(await plainly(`v4/${product}/emailings`));
			expect(emailings).toHaveLength(40);
			const destinations = await jsonOf(site, all('destination', { product }));
			expect(destinations).toEqual(await plainly(`v4/${product}/destinations`, EVER));
			expect(destinations).toHaveLength(200);
		});

		it('one emailing comes bare', async () => {
			const { id, subject } = site.data.emailings(product)[2]!;
			const one = { resource: 'emailing', operation: 'get', product, emailingId: byId(id) };
			const [row] = await jsonOf(site, one);
			expect(row).toMatchObject({ subject, template: expect.any(String) });
			expect(idsOf([row!])).toEqual([id]);
		});

		it('clicks of a period and of an emailing are the right ones', async () => {
			const [, { id, timestamp }] = site.data.emailings(product) as never as IDataObject[] as [
				unknown,
				{ id: number; timestamp: number },
			];
			const occurredAfter = new Date(timestamp).toISOString();
			const filters = { occurredAfter };
			const rows = await jsonOf(site, all('click', { product, filters }));
			const wanted = kept(site, product, 'click').filter((row) => row.timestamp >= timestamp);
			expect(sorted(idsOf(rows))).toEqual(wanted.map((row) => row.id));
			const of = { product, scope: 'emailing', emailingId: byId(id) };
			const own = kept(site, product, 'click', id).map((row) => row.id);
			expect(sorted(idsOf(await jsonOf(site, all('click', of))))).toEqual(own);
		});

		it('a cursor leads on behind its record', async () => {
			const rows = await jsonOf(site, all('click', { product, options: { includeCursor: true } }));
			for (const place of [0, 500, 1_018]) {
				const options = { continueAfter: String(rows[place]!.cursor) };
				const rest = await jsonOf(site, all('click', { product, options }));
				expect(idsOf(rest)).toEqual(idsOf(rows.slice(place + 1)));
			}
		});
	});
});

describe('rows that are listed some seconds late', () => {
	it('come when they are listed', async () => {
		let now = Date.parse('2026-03-10T12:00:00Z');
		const sandbox = await startSite({ clicks: 20, now: () => now, switches: { lateSeconds: 30 } });
		const { copernica: site } = sandbox;
		const { id } = site.add.click();
		expect(idsOf(await jsonOf(site, all('click')))).not.toContain(id);
		now += 31_000;
		expect(idsOf(await jsonOf(site, all('click')))).toContain(id);
		await sandbox.close();
	});
});

describe('Path Names', () => {
	let sandbox: Sandbox;
	let site: CopernicaSandbox;
	beforeAll(async () => {
		sandbox = await startSite({ clicks: 20 });
		site = sandbox.copernica;
	});
	afterAll(async () => await sandbox.close());

	const ask = async (prefixes: 'both' | 'old' | 'new', pathNames: string, version = 'v4') => {
		site.setSwitches({ prefixes });
		const before = site.requests.length;
		const names: string[] = [];
		for (const product of PRODUCTS) {
			const parameters = all('click', { product, options: { pathNames } });
			const error = await jsonOf(site, parameters, { version }).then(
				(rows) => expect(rows).toHaveLength(20),
				(thrown: Error) => thrown,
			);
			names.push(error ? error.message : 'all');
		}
		const paths = site.requests
			.slice(before)
			.map(({ path }) => /\/api\/v\d\/(\w+)\//.exec(path)?.[1]);
		return { names, paths: [...new Set(paths.filter(Boolean))] };
	};

	const OLD = ['ms', 'publisher'];
	const NEW = ['draganddrop', 'html'];
	it.each<['both' | 'old' | 'new', string, string, string[], boolean]>([
		['both', 'auto', 'v4', NEW, true],
		['both', 'new', 'v4', NEW, true],
		['both', 'old', 'v4', OLD, true],
		['new', 'auto', 'v4', NEW, true],
		['new', 'old', 'v4', OLD, false],
		['old', 'old', 'v4', OLD, true],
		['old', 'auto', 'v4', NEW, false],
		['both', 'auto', 'v3', OLD, true],
		['both', 'auto', 'v2', OLD, true],
		['both', 'old', 'v3', OLD, true],
		['both', 'new', 'v3', NEW, false],
	])(
		'if the service has %s, %s with %s asks for %j',
		async (prefixes, names, version, paths, works) => {
			const asked = await ask(prefixes, names, version);
			expect(asked.paths).toEqual(paths);
			if (works) expect(asked.names).toEqual(['all', 'all']);
			else
				for (const text of asked.names)
					expect(text).toMatch(/Path Names in the options.*Invalid method/);
		},
	);
});

describe('a refusal', () => {
	let sandbox: Sandbox;
	let site: CopernicaSandbox;
	beforeAll(async () => {
		sandbox = await startSite({ clicks: 20 });
		site = sandbox.copernica;
	});
	afterAll(async () => await sandbox.close());

	const get = { resource: 'emailing', operation: 'get', emailingId: byId(99_999) };
	it.each<[string, CopernicaSwitchChanges, string, RegExp]>([
		['is told', {}, 'v4', /Copernica says: No entity with supplied ID\.$/],
		[
			'is told without a prefix',
			{ errorPrefix: 'v3' },
			'v2',
			/says: No entity with supplied ID\.$/,
		],
		[
			'is told with its prefix',
			{ errorPrefix: 'v3' },
			'v3',
			/says: Copernica REST API Error 400: No entity/,
		],
		[
			'as a web page is told by its status',
			{ errorBody: 'html' },
			'v4',
			/^Copernica rejects the request for .*99999\n/,
		],
		[
			'of nothing is told by its status',
			{ errorBody: 'empty' },
			'v4',
			/^Copernica rejects the request for .*99999\n/,
		],
	])('%s', async (_how, switches, version, message) => {
		site.setSwitches({ errorPrefix: 'none', errorBody: 'json', ...switches });
		const given = jsonOf(site, get, { version });
		await expect(given).rejects.toThrow(message);
		await expect(given).rejects.toThrow(
			/^Copernica (?:rejects the request|has nothing at).*\n.*[Cc]heck the IDs in the node/,
		);
		expect(site.requests.at(-1)!.path).toContain('99999');
	});

	it('of a destination of Publisher by its number is told, where it takes hashes only', async () => {
		site.setSwitches({ errorBody: 'json', publisherDestinationByInternal: false });
		const { id, hash } = site.data.destinations('publisher')[0]!;
		const one = { resource: 'destination', operation: 'get', product: 'publisher' };
		expect(await jsonOf(site, { ...one, destinationId: hash })).toHaveLength(1);
		const byNumber = jsonOf(site, { ...one, destinationId: String(id) });
		await expect(byNumber).rejects.toThrow(/No entity with supplied ID/);
	});
});
