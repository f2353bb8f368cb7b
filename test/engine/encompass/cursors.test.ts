import type { IDataObject } from 'n8n-workflow';
import type { EncompassSandbox, Sandbox } from '../../../sandbox';
import { askedOf, byId, jsonOf, type Resource, RESOURCES, rowsOf, startSite } from './site';

let sandbox: Sandbox;
let site: EncompassSandbox;
let id: number;

beforeEach(async () => {
	const sizes = { recipients: 1_300, opens: 2_500, clicks: 1_100, bounces: 30 };
	sandbox = await startSite({ messages: 1, ...sizes });
	site = sandbox.encompass;
	id = site.data.messages[0]!.id;
});
afterEach(async () => await sandbox.close());

const withCursors = async (resource: Resource) =>
	await jsonOf(site, { resource, messageId: byId(id), options: { includeCursor: true } });

const behind = async (resource: Resource, cursor: unknown) =>
	await jsonOf(site, {
		resource,
		messageId: byId(id),
		options: { continueAfter: String(cursor) },
	});

const idsOf = (rows: readonly IDataObject[]) => rows.map((row) => row.id);

it.each(RESOURCES)('resume a list of %ss after any item', async (resource) => {
	const all = await withCursors(resource);
	expect(all.map((row) => ({ ...row, cursor: undefined }))).toEqual(rowsOf(site, resource, id));
	const picks = [0, 1, 4, 998, 999, 1_000, 1_998, 1_999, all.length - 1];
	for (const pick of picks.filter((each) => each < all.length)) {
		const rest = await behind(resource, all[pick]!.cursor);
		expect(rest).toEqual(rowsOf(site, resource, id).slice(pick + 1));
	}
});

it('ask for the rest only', async () => {
	const all = await withCursors('open');
	const asked = askedOf(site);
	await behind('open', all[1_999]!.cursor);
	expect(asked()).toEqual([`/v2/messages/${id}/opens?startAt=1999&maxResults=1000`]);
});

it('resume the list of messages', async () => {
	for (let count = 0; count < 4; count++) site.add.message();
	const messages = { resource: 'message', options: { includeCursor: true } };
	const all = await jsonOf(site, messages);
	const options = { continueAfter: String(all[2]!.cursor) };
	expect(await jsonOf(site, { ...messages, options })).toEqual(site.data.messages.slice(3));
});

it('stand with the events of a list too', async () => {
	const parameters = { resource: 'click', messageId: byId(id), output: 'trackingEvent' };
	const all = await jsonOf(site, { ...parameters, options: { includeCursor: true } });
	const options = { continueAfter: String(all[1_050]!.cursor) };
	const rest = await jsonOf(site, { ...parameters, options });
	expect(idsOf(rest)).toEqual(idsOf(all.slice(1_051)));
});

describe('after the rows have moved', () => {
	it.each(['ascending', 'descending', 'byRecipient'] as const)(
		'down or within, in a list that is %s',
		async (order) => {
			site.setSwitches({ order });
			const all = await withCursors('open');
			const place = 1_200;
			// In any order, some of these come before the place, and some behind it.
			const recipients = site.data.recipientsOf(id);
			for (let count = 0; count < 1_500; count++) {
				const recipientId = recipients[count % recipients.length]!.id;
				const dateAdded = site.data.opensOf(id)[(count * 7) % 2_500]!.dateAdded;
				site.add.open({ messageId: id, recipientId, dateAdded, timestamp: dateAdded });
			}
			const rest = await behind('open', all[place]!.cursor);
			const now = idsOf(rowsOf(site, 'open', id));
			expect(idsOf(rest)).toEqual(now.slice(now.indexOf(all[place]!.id) + 1));
		},
	);

	it.each([3, 700, 1_900])('up, as %s rows were archived', async (count) => {
		const all = await withCursors('open');
		site.archive(id, 'open', count);
		expect(idsOf(await behind('open', all[1_999]!.cursor))).toEqual(idsOf(all.slice(2_000)));
	});

	it('away: the row of the cursor was archived', async () => {
		const all = await withCursors('open');
		site.archive(id, 'open', 1_000);
		await expect(behind('open', all[999]!.cursor)).rejects.toThrow(
			/place to continue after is no longer in the list of opens\n.*Read the list from the beginning/,
		);
	});
});

it.each(['yesterday', '12', '12~xyz', '2026-02-03T09:15:42+00:00_a_b'])(
	'"%s" is refused before anything is sent',
	async (cursor) => {
		const asked = askedOf(site);
		for (const resource of RESOURCES) {
			await expect(behind(resource, cursor)).rejects.toThrow(
				/is no cursor of the list of \w+\nContinue After takes a cursor/,
			);
		}
		expect(asked()).toEqual([]);
	},
);

it('of another list lead to no row by mistake', async () => {
	const opens = await withCursors('open');
	await expect(behind('click', opens[1_000]!.cursor)).rejects.toThrow(/no longer in the list/);
});
