import type { EncompassSandbox, EncompassSwitchChanges, Sandbox } from '../../../sandbox';
import { encompassAt } from '../credentials';
import { runNode } from '../engine';
import {
	ACTIVITIES,
	askedOf,
	byId,
	jsonOf,
	LISTS,
	type Resource,
	RESOURCES,
	rowsOf,
	startSite,
} from './site';

let sandbox: Sandbox;
let site: EncompassSandbox;
let id: number;

beforeAll(async () => {
	sandbox = await startSite({ recipients: 1_300, opens: 2_600, clicks: 1_100, bounces: 30 });
	site = sandbox.encompass;
	id = site.data.messages[1]!.id;
});
afterAll(async () => await sandbox.close());

describe('Return All', () => {
	it.each(RESOURCES)(
		'gives every %s of a message, with the ID of the message',
		async (resource) => {
			const rows = await jsonOf(site, { resource, messageId: byId(id) });
			expect(rows).toEqual(rowsOf(site, resource, id));
			expect(rows.length).toBeGreaterThan(3);
			expect(rows[0]!.messageId).toBe(id);
		},
	);

	it('gives every message as it is', async () => {
		expect(await jsonOf(site, { resource: 'message' })).toEqual(site.data.messages);
	});

	it('leaves an ID that is text as text', async () => {
		const rows = await jsonOf(site, { resource: 'recipient', messageId: byId(id) });
		const withZeros = rows.filter(({ constituentId }) => String(constituentId).startsWith('000'));
		expect(withZeros.length).toBeGreaterThan(100);
		expect(rows.map(({ constituentId }) => constituentId)).toEqual(
			site.data.recipientsOf(id).map(({ constituentId }) => constituentId),
		);
	});

	it('pairs each item with the input item that it comes from', async () => {
		const ids = site.data.messages.map((message) => message.id);
		const { items, error } = await runNode({
			credentials: encompassAt(site),
			parameters: {
				resource: 'link',
				operation: 'getAll',
				returnAll: true,
				messageId: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
			},
			items: ids.map((each) => ({ json: { id: each } })),
		});
		expect(error).toBeUndefined();
		for (const { json, pairedItem } of items) {
			expect(pairedItem).toEqual({ item: ids.indexOf(json.messageId as number) });
		}
		expect(items).toHaveLength(ids.length * site.data.linksOf(id).length);
	});
});

describe('Limit', () => {
	it('stops the fetching where the limit is reached', async () => {
		const asked = askedOf(site);
		const parameters = { resource: 'open', messageId: byId(id), returnAll: false, limit: 60 };
		const rows = await jsonOf(site, parameters);
		expect(rows).toEqual(rowsOf(site, 'open', id).slice(0, 60));
		expect(asked()).toEqual([`/v2/messages/${id}/opens?startAt=0&maxResults=1000`]);
	});

	it.each(RESOURCES)('is 50 for a %s where nothing else is said', async (resource) => {
		const rows = await jsonOf(site, { resource, messageId: byId(id), returnAll: false });
		expect(rows).toEqual(rowsOf(site, resource, id).slice(0, 50));
	});

	it('gives one message, or as many as there are', async () => {
		const messages = { resource: 'message', returnAll: false };
		expect(await jsonOf(site, { ...messages, limit: 1 })).toEqual([site.data.messages[0]]);
		expect(await jsonOf(site, messages)).toHaveLength(3);
	});
});

describe('Add ISO Times', () => {
	const iso = (time: unknown) => (time ? new Date(Number(time)).toISOString() : null);

	it.each(RESOURCES)('adds each time of a %s beside it', async (resource) => {
		const parameters = { resource, messageId: byId(id), options: { isoTimes: true } };
		const rows = await jsonOf(site, parameters);
		const times =
			resource === 'recipient' ? ['dateAdded', 'lastUpdated'] : ['timestamp', 'dateAdded'];
		const expected = rowsOf(site, resource, id).map((row) => ({
			...row,
			...(resource === 'link'
				? {}
				: Object.fromEntries(times.map((name) => [`${name}Iso`, iso(row[name])]))),
		}));
		expect(rows).toEqual(expected);
	});

	it('adds each time of a message, one that is not sent too', async () => {
		const scheduled = site.add.message({ actualSendTimestamp: null });
		const parameters = { resource: 'message', options: { isoTimes: true } };
		const row = (await jsonOf(site, parameters)).find((each) => each.id === scheduled.id);
		expect(row).toEqual({
			...scheduled,
			scheduledDateTimestampIso: iso(scheduled.scheduledDateTimestamp),
			actualSendTimestampIso: null,
			dateAddedIso: iso(scheduled.dateAdded),
		});
	});

	it('changes no tracking event', async () => {
		const parameters = { resource: 'open', messageId: byId(id), output: 'trackingEvent' };
		const [event] = await jsonOf(site, { ...parameters, options: { isoTimes: true } });
		expect(event!.raw).toEqual(rowsOf(site, 'open', id)[0]);
	});
});

describe('a message', () => {
	const get = async (messageId: unknown, options = {}) =>
		await jsonOf(site, { resource: 'message', operation: 'get', messageId, options } as never);

	it.each(['bare', 'envelope'] as const)('comes as it is, if its body is %s', async (body) => {
		site.setSwitches({ messageBody: body });
		const asked = askedOf(site);
		expect(await get(byId(id))).toEqual([site.data.messages[1]]);
		expect(asked()).toEqual([`/v2/messages/${id}`]);
		site.setSwitches({ messageBody: 'bare' });
	});

	it('can be picked from the list, or come from an expression as a number', async () => {
		const [message] = await get({ __rl: true, mode: 'list', value: String(id) });
		expect(message).toEqual(site.data.messages[1]);
		const locator = { __rl: true, mode: 'id', value: '={{ $json.id }}' };
		const rows = await jsonOf(
			site,
			{ resource: 'message', operation: 'get', messageId: locator },
			{ items: [{ id }] },
		);
		expect(rows).toEqual([message]);
	});

	const count = (resource: Resource) => rowsOf(site, resource, id).length;
	const totals = () => ({
		recipients: count('recipient'),
		deliveries: count('delivery'),
		opens: count('open'),
		clicks: count('click'),
		bounces: count('bounce'),
		links: count('link'),
	});

	it.each<[string, EncompassSwitchChanges]>([
		['links are bare', { linksBody: 'bare' }],
		['links have an envelope', { linksBody: 'envelope' }],
		['links are bare and always whole', { linksBody: 'bare', bareObeysPaging: false }],
		['all is bare and always whole', { listBody: 'bare', bareObeysPaging: false }],
		['numbers come as texts', { linksBody: 'envelope', summaryAs: 'texts' }],
	])('has totals, if %s', async (_reading, switches) => {
		const before = { ...site.switches };
		site.setSwitches(switches);
		const [message] = await get(byId(id), { includeTotals: true });
		site.setSwitches(before);
		expect(message).toEqual({ ...site.data.messages[1], totals: totals() });
	});

	it('has no total that is a guess: lists without a summary say none', async () => {
		site.setSwitches({ listBody: 'bare' });
		const [message] = await get(byId(id), { includeTotals: true });
		site.setSwitches({ listBody: 'envelope' });
		expect(message!.totals).toEqual({
			...{ recipients: null, deliveries: null, opens: null, clicks: null, bounces: null },
			links: count('link'),
		});
	});

	it('costs a request for each total', async () => {
		const asked = askedOf(site);
		await get(byId(id), { includeTotals: true });
		const lists = Object.values(LISTS).map(([call]) => call);
		const calls = asked().map((path) => /\d\/(\w+)\?/.exec(path)?.[1]);
		expect(calls.filter(Boolean).sort()).toEqual([...lists].sort());
		expect(asked()).toHaveLength(7);
	});
});

describe('a message that is none', () => {
	const locator = { __rl: true, mode: 'id', value: '={{ $json.id }}' };

	it.each(['', ' ', '.', '..'])('as "%s", is refused before anything is sent', async (value) => {
		const asked = askedOf(site);
		for (const resource of ACTIVITIES) {
			const run = jsonOf(site, { resource, messageId: locator }, { items: [{ id: value }] });
			await expect(run).rejects.toThrow(/No message is chosen|is no value for Message/);
		}
		expect(asked()).toEqual([]);
	});

	it.each(['../messages', '1/opens', '900123?x=1', 'a b'])(
		'as "%s", changes no path',
		async (value) => {
			const asked = askedOf(site);
			const run = jsonOf(
				site,
				{ resource: 'open', messageId: locator },
				{ items: [{ id: value }] },
			);
			await expect(run).rejects.toThrow(/has nothing at/);
			const path = `/v2/messages/${encodeURIComponent(value)}/opens?startAt=0&maxResults=1000`;
			expect(asked()).toEqual([path]);
		},
	);

	it('for the service, is named', async () => {
		const run = jsonOf(site, { resource: 'open', messageId: byId(999_999) });
		await expect(run).rejects.toThrow(/has nothing at .*999999.*\n.*Check that the message exists/);
	});
});
