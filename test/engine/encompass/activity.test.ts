import type { IDataObject } from 'n8n-workflow';
import type { EncompassSandbox, Sandbox } from '../../../sandbox';
import { ACTIVITIES, askedOf, byId, jsonOf, rowsOf, startSite } from './site';

let sandbox: Sandbox;
let site: EncompassSandbox;
let id: number;

beforeAll(async () => {
	sandbox = await startSite({ recipients: 1_200, opens: 2_100, clicks: 900, bounces: 40 });
	site = sandbox.encompass;
	id = site.data.messages[0]!.id;
});
afterAll(async () => await sandbox.close());

const activity = async (more: IDataObject = {}) =>
	await jsonOf(site, {
		resource: 'message',
		operation: 'getActivity',
		messageId: byId(id),
		...more,
	} as never);

const isoOf = (row: IDataObject | undefined) =>
	row ? new Date(row.timestamp as number).toISOString() : null;

/** What the lists say that someone did. */
function doneBy(recipientId: unknown) {
	const of = (resource: (typeof ACTIVITIES)[number]) =>
		rowsOf(site, resource, id)
			.filter((row) => row.recipientId === recipientId)
			.sort((a, b) => Number(a.timestamp) - Number(b.timestamp));
	const [deliveries, opens, clicks, bounces] = ACTIVITIES.map(of) as [
		IDataObject[],
		IDataObject[],
		IDataObject[],
		IDataObject[],
	];
	const linkOf = (linkId: unknown) => site.data.linksOf(id).find((each) => each.id === linkId);
	return {
		delivered: deliveries.length > 0,
		deliveredAt: isoOf(deliveries[0]),
		bounced: bounces.length > 0,
		bounces: bounces.map((row) => ({ type: row.type, reason: row.reason, at: isoOf(row) })),
		openCount: opens.length,
		firstOpenedAt: isoOf(opens[0]),
		lastOpenedAt: isoOf(opens.at(-1)),
		clickCount: clicks.length,
		firstClickedAt: isoOf(clicks[0]),
		lastClickedAt: isoOf(clicks.at(-1)),
		clicks: clicks.map((row) => ({
			linkId: row.linkId,
			name: linkOf(row.linkId)?.name ?? null,
			url: linkOf(row.linkId)?.url ?? null,
			at: isoOf(row),
		})),
	};
}

it('gives one item per recipient, with all that they did', async () => {
	const asked = askedOf(site);
	const items = await activity();
	expect(items.map((item) => item.id)).toEqual(site.data.recipientsOf(id).map((row) => row.id));
	const rows = rowsOf(site, 'recipient', id);
	for (const index of [0, 1, 2, 500, 999, 1_000, 1_199]) {
		expect(items[index]).toEqual({ ...rows[index], ...doneBy(rows[index]!.id) });
	}
	// Six lists of 1,200, about 1,200, 2,100, 900, 40 and 5 rows, and what is behind a full page.
	expect(asked().length).toBeLessThanOrEqual(12);
});

const totals = (items: IDataObject[]) => ({
	opens: items.reduce((sum, { openCount }) => sum + Number(openCount), 0),
	clicks: items.flatMap(({ clicks }) => clicks as object[]).length,
	bounces: items.flatMap(({ bounces }) => bounces as object[]).length,
	delivered: items.filter(({ delivered }) => delivered).length,
});

it.each(['ascending', 'descending', 'byRecipient'] as const)(
	'loses nothing that anyone did, also not of people who are not in the list (%s)',
	async (order) => {
		const stranger = { messageId: id, recipientId: order.length };
		site.add.open(stranger);
		site.add.click({ ...stranger, linkId: 2 });
		site.add.bounce({ messageId: id, recipientId: 100 + order.length });
		site.setSwitches({ order });
		const items = await activity();
		const lists = Object.fromEntries(ACTIVITIES.map((each) => [each, rowsOf(site, each, id)]));
		expect(totals(items)).toEqual({
			opens: lists.open!.length,
			clicks: lists.click!.length,
			bounces: lists.bounce!.length,
			delivered: new Set(lists.delivery!.map(({ recipientId }) => recipientId)).size,
		});
		const ids = items.map((item) => item.id);
		expect(new Set(ids).size).toBe(ids.length);
		expect(items.find((item) => item.id === stranger.recipientId)).toEqual({
			...{ id: stranger.recipientId, messageId: id },
			...{ emailAddress: null, firstName: null, lastName: null, constituentId: null },
			...doneBy(stranger.recipientId),
		});
		expect(items.at(-1)!.emailAddress).toBeNull();
		site.setSwitches({ order: 'ascending' });
	},
);

it('gives everyone of a message whose list of recipients is gone', async () => {
	const other = site.data.messages[1]!.id;
	const people = site.data.recipientsOf(other).map((row) => row.id);
	site.archive(other, 'recipient', 2_000);
	const items = await activity({ messageId: byId(other) });
	expect(items.map((item) => item.id).sort()).toEqual(people.sort());
});

it.each([1, 50, 1_201])('stops at a limit of %s', async (limit) => {
	const items = await activity({ returnAll: false, limit });
	expect(items).toHaveLength(limit);
	expect(items[0]!.id).toBe(site.data.recipientsOf(id)[0]!.id);
});

it("adds ISO times beside the recipient's own", async () => {
	const [item] = await activity({ returnAll: false, limit: 1, options: { isoTimes: true } });
	const [row] = site.data.recipientsOf(id);
	expect(item).toMatchObject({
		dateAddedIso: new Date(row!.dateAdded).toISOString(),
		lastUpdatedIso: new Date(row!.lastUpdated).toISOString(),
		...doneBy(row!.id),
	});
});
