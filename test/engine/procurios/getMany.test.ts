import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { type Sandbox, startSandbox } from '../../../sandbox';
import { procuriosAt } from '../credentials';
import { runNode, searchEmails } from '../engine';

let sandbox: Sandbox;
const site = () => sandbox.procurios;

beforeAll(async () => {
	sandbox = await startSandbox({ procurios: { opens: 3_500, pageSize: { others: 60 } } });
});
afterAll(async () => await sandbox.close());

const byId = (id: number | string) => ({ __rl: true, mode: 'id', value: String(id) });

async function jsonOf(parameters: INodeParameters, items = [{ json: {} as IDataObject }]) {
	const result = await runNode({
		credentials: procuriosAt(sandbox.procurios),
		parameters: { operation: 'getAll', returnAll: true, ...parameters },
		items,
	});
	expect(result.error).toBeUndefined();
	return result.items.map((item) => item.json);
}

/** Rows in the order of their text: inside one position the vendor promises no order. */
const bag = (rows: readonly object[]) => rows.map((row) => JSON.stringify(row)).sort();

describe('Return All', () => {
	it.each(['email', 'recipient', 'open', 'click'] as const)(
		'gives every %s, once, in the order of the vendor',
		async (resource) => {
			expect(await jsonOf({ resource })).toEqual(site().data[`${resource}s`]);
		},
	);

	it.each(['recipient', 'open', 'click'] as const)(
		'gives every %s of one e-mail',
		async (resource) => {
			const { trackingId } = site().data.emails[1]!;
			const rows = await jsonOf({ resource, emailScope: 'one', emailId: byId(trackingId) });
			const expected = site().data[`${resource}s`].filter((row) => row.trackingId === trackingId);
			expect(rows).toEqual(expected);
			expect(rows.length).toBeGreaterThan(0);
		},
	);

	it.each([
		['human', false],
		['bot', true],
	])('gives the clicks of %s traffic alone', async (traffic, bot) => {
		const rows = await jsonOf({ resource: 'click', traffic });
		const expected = site().data.clicks.filter((row) => row.bot === bot);
		expect(rows).toEqual(expected);
		expect(rows.length).toBeGreaterThan(0);
	});

	it('gives the links of an e-mail, chosen by the address of its page', async () => {
		const { trackingId } = site().data.emails[0]!;
		const value = `https://www.example.org/mailing2/${trackingId}/edit#statistics`;
		const rows = await jsonOf({ resource: 'link', emailId: { __rl: true, mode: 'url', value } });
		expect(rows).toEqual(site().data.linksOf(trackingId));
		expect(rows.length).toBeGreaterThan(0);
	});

	it('pairs each item with the input item that it comes from', async () => {
		const emails = site()
			.data.emails.slice(0, 3)
			.map(({ trackingId }) => trackingId);
		const { items } = await runNode({
			credentials: procuriosAt(sandbox.procurios),
			parameters: {
				resource: 'open',
				operation: 'getAll',
				returnAll: true,
				emailScope: 'one',
				emailId: { __rl: true, mode: 'id', value: '={{ $json.trackingId }}' },
			},
			items: emails.map((trackingId) => ({ json: { trackingId } })),
		});
		expect(items.length).toBeGreaterThan(3);
		for (const { json, pairedItem } of items) {
			expect(pairedItem).toEqual({ item: emails.indexOf(json.trackingId as number) });
		}
	});

	it('logs in once, however many items wait for the token', async () => {
		const before = site().stats().grants.client_credentials ?? 0;
		await jsonOf(
			{ resource: 'email' },
			Array.from({ length: 20 }, () => ({ json: {} })),
		);
		expect(site().stats().grants.client_credentials).toBe(before + 1);
	});
});

describe('Limit', () => {
	it('stops the fetching where the limit is reached', async () => {
		const before = site().requests.length;
		const rows = await jsonOf({ resource: 'open', returnAll: false, limit: 60 });
		expect(rows).toEqual(site().data.opens.slice(0, 60));
		const asked = site()
			.requests.slice(before)
			.filter(({ path }) => path.includes('/opens'));
		expect(asked).toHaveLength(1);
	});

	it('is 50 where nothing else is said', async () => {
		expect(await jsonOf({ resource: 'click', returnAll: false })).toHaveLength(50);
	});
});

describe('Include Cursor and Continue After', () => {
	it.each(['email', 'recipient', 'open', 'click'] as const)(
		'resume a list of %ss after any item, losing and repeating nothing',
		async (resource) => {
			const all = await jsonOf({ resource, options: { includeCursor: true } });
			const picks = [0, 1, 2, 58, 59, 60, 61, 118, 119, 500, all.length - 1];
			for (const pick of picks.filter((each) => each < all.length)) {
				const continueAfter = all[pick]!.cursor as string;
				const rest = await jsonOf({ resource, options: { continueAfter } });
				const expected = all.slice(pick + 1).map((row) => ({ ...row, cursor: undefined }));
				expect(bag(rest)).toEqual(bag(expected));
			}
		},
	);

	it('find what is written later at the place where a run ended', async () => {
		const all = await jsonOf({ resource: 'click', options: { includeCursor: true } });
		const { cursor, ...last } = all.at(-1)!;
		const twin = site().add.click(last);
		const other = site().add.click({ ...last, linkId: Number(last.linkId) + 1 });
		const rest = await jsonOf({
			resource: 'click',
			options: { continueAfter: cursor as string },
		});
		expect(bag(rest)).toEqual(bag([twin, other]));
	});

	it('lead back before a record whose events were cut off by the limit', async () => {
		const rows = site().data.recipients;
		const index = rows.findIndex((row, place) => place > 3 && row.sent && row.unsubscribed);
		expect(index).toBeGreaterThan(0);
		const parameters = { resource: 'recipient', output: 'trackingEvent' };
		const all = await jsonOf({ ...parameters, options: { includeCursor: true } });
		const code = rows[index]!.trackingCode;
		const cut = all.findIndex((event) => (event.recipient as IDataObject).id === code);
		const rest = await jsonOf({
			...parameters,
			options: { continueAfter: all[cut]!.cursor as string },
		});
		expect(rest.slice(0, 2).map((event) => event.type)).toEqual(['sent', 'unsubscribed']);
		// The first event of a run that began there leads back there, not to the beginning.
		const again = await jsonOf({
			...parameters,
			options: { continueAfter: all[cut]!.cursor as string, includeCursor: true },
		});
		expect(again[0]!.cursor).toBe(all[cut]!.cursor);
	});
});

describe('the list behind From List', () => {
	it('shows the newest e-mail first, with its name, and opens its page', async () => {
		const { results } = await searchEmails(procuriosAt(sandbox.procurios));
		const emails = [...site().data.emails].reverse();
		expect(results.map(({ value }) => value)).toEqual(
			emails.map(({ trackingId }) => String(trackingId)),
		);
		expect(results[0]!.name).toContain(emails[0]!.subject);
		expect(results[0]!.url).toBe(new URL(emails[0]!.url, sandbox.url).href);
	});

	it('finds by subject, title or ID', async () => {
		const { trackingId, subject } = site().data.emails[2]!;
		for (const filter of [subject.toUpperCase(), String(trackingId)]) {
			const { results } = await searchEmails(procuriosAt(sandbox.procurios), filter);
			expect(results.map(({ value }) => value)).toContain(String(trackingId));
		}
		expect((await searchEmails(procuriosAt(sandbox.procurios), 'no such mail')).results).toEqual(
			[],
		);
	});
});
