import type { IDataObject } from 'n8n-workflow';
import type { CopernicaProduct, CopernicaSandbox, Sandbox } from '../../../sandbox';
import { LOAD_MS } from '../../load';
import { all, idsOf, kept, run, startSite } from './site';

jest.setTimeout(LOAD_MS);

/** Of each product: 500,000 of the account. */
const CLICKS = 250_000;
const AT_ONCE = 100_000;

let sandbox: Sandbox;
let site: CopernicaSandbox;

beforeAll(async () => {
	const few = { impressions: 10, deliveries: 10, errors: 0, abuses: 0, unsubscribes: 0 };
	sandbox = await startSite({ ...few, clicks: CLICKS });
	site = sandbox.copernica;
});
afterAll(async () => await sandbox.close());

/**
 * At every other request until it is stopped, two people click, one now and one some time ago. A list
 * that grows at each request has no end.
 */
function meanwhile(product: CopernicaProduct): { stop(): void } {
	let going = true;
	let number = 0;
	const { timestamp } = kept(site, product, 'click')[1_000]!;
	void (async () => {
		while (going) {
			await site.nextRequest();
			if (!going) return;
			if (++number % 2 === 0) continue;
			site.add.click({ product });
			site.add.click({ product, timestamp });
		}
	})();
	return { stop: () => (going = false) };
}

/** As people are told to do it: runs of 100,000, each behind the one before. */
async function inRuns(product: CopernicaProduct): Promise<number[]> {
	const ids: number[] = [];
	let continueAfter = '';
	for (;;) {
		const parameters = {
			...all('click', { product, options: { includeCursor: true, continueAfter } }),
			...{ returnAll: false, limit: AT_ONCE },
		};
		const { items, error } = await run(site, parameters);
		expect(error).toBeUndefined();
		if (items.length === 0) return ids;
		const rows = items.map(({ json }) => json as IDataObject);
		for (const id of idsOf(rows)) ids.push(id);
		continueAfter = String(rows.at(-1)!.cursor);
		// What is added meanwhile must not keep it going for ever.
		if (items.length < AT_ONCE) return ids;
	}
}

it.each([
	['ms', 'ascending'],
	['publisher', 'ascending'],
	['publisher', 'descending'],
	['ms', 'byTime'],
	['ms', 'unsorted'],
] as const)(
	'all clicks of %s come completely and once, while more are made, in a list that is %s',
	async (product, order) => {
		site.setSwitches({ order });
		const atFirst = kept(site, product, 'click').map(({ id }) => id);
		const additions = meanwhile(product);
		const ids = await inRuns(product);
		additions.stop();
		const given = new Set(ids);
		expect(given.size).toBe(ids.length);
		expect(atFirst.filter((id) => !given.has(id))).toEqual([]);
		expect(kept(site, product, 'click').length).toBeGreaterThan(atFirst.length + 200);
	},
	300_000,
);

it('more than n8n can take are refused, with the way out', async () => {
	const { items, error } = await run(site, all('click'));
	expect(items).toEqual([]);
	expect(error?.message).toBe('More than 100,000 clicks for one input item');
	expect(error?.description).toMatch(/Limit to 100,000 or less, switch on Include Cursor/);
});
