import type { IovoxMailRow, IovoxSandbox, Sandbox } from '../../../sandbox';
import { idsOf, inOrder, jsonOf, run, searchesOf, startSite, textOf } from './site';

let sandbox: Sandbox;
let iovox: IovoxSandbox;

beforeAll(async () => {
	sandbox = await startSite({ mails: 400 });
	({ iovox } = sandbox);
});
afterAll(async () => await sandbox.close());

const GET = { resource: 'email', operation: 'get', messageId: '={{ $json.id }}' };

describe('Get', () => {
	it('gives a mail of whatever year, in one request', async () => {
		const years = ['2004', '2015', '2025'].map((year) =>
			iovox.add.mail({ receive_date: `${year}-02-28 23:59:59`, read_disposition: 'read' }),
		);
		const asked = searchesOf(iovox);
		for (const mail of [...years, iovox.data.mails.at(-1)!]) {
			expect(await jsonOf(iovox, GET, { items: [{ id: mail.message_id }] })).toEqual([mail]);
		}
		expect(asked().map(({ message_id }) => message_id)).toEqual([
			...idsOf(years),
			iovox.data.mails.at(-1)!.message_id,
		]);
	});

	it('gives as many fields as are chosen, or the events', async () => {
		const { message_id: id, link_id } = iovox.add.mail({ disposition: 'sent' });
		const some = { ...GET, options: { fields: ['link_id', 'read_first_date'] } };
		expect(await jsonOf(iovox, some, { items: [{ id }] })).toEqual([{ link_id }]);
		const events = await jsonOf(iovox, { ...GET, output: 'trackingEvent' }, { items: [{ id }] });
		expect(events.map(({ type }) => type)).toEqual(['sent', 'delivered']);
	});

	it('of an unknown ID is an error, which says so for its item, and the others come', async () => {
		const [first, last] = iovox.data.mails as [IovoxMailRow, IovoxMailRow];
		const ids = [first.message_id, '00000000-0000-4000-8000-000000000000', '', last.message_id];
		const items = ids.map((id) => ({ id }));
		const failed = await run(iovox, GET, { items });
		expect(textOf(failed)).toMatch(/^iovox has no e-mail with this Message ID\nCheck the ID, and/);
		expect(failed.error?.context.itemIndex).toBe(1);
		const { items: given } = await run(iovox, GET, { items, onError: 'continueRegularOutput' });
		expect(given.map(({ json }) => json)).toEqual([
			first,
			{ error: expect.stringMatching(/^iovox has no e-mail with this Message ID\./) as string },
			{ error: expect.stringMatching(/^Message ID is empty\./) as string },
			last,
		]);
		expect(given.map(({ pairedItem }) => pairedItem)).toEqual(ids.map((_, item) => ({ item })));
	});

	it.each([undefined, null, '', '  '])('of %p asks for nothing', async (id) => {
		const asked = searchesOf(iovox);
		const result = await run(iovox, GET, { items: [{ id }] });
		expect(textOf(result)).toMatch(/^Message ID is empty\n/);
		expect(asked()).toEqual([]);
	});

	it.each(['a&link_id=b', 'a+b', "'; --", 'é', '%41', '#', 'a=b'])(
		'of "%s" asks for that and nothing else',
		async (id) => {
			const asked = searchesOf(iovox);
			const mail = iovox.add.mail({ message_id: id, receive_date: '2012-01-01 00:00:00' });
			expect(await jsonOf(iovox, GET, { items: [{ id: ` ${id} ` }] })).toEqual([mail]);
			expect(asked()[0]).toMatchObject({ message_id: id });
			expect(asked()[0]).not.toHaveProperty('link_id');
		},
	);
});

describe('Get Conversation', () => {
	const one = {
		...{ resource: 'email', operation: 'getConversation', returnAll: true },
		conversationId: '={{ $json.id }}',
	};
	let id: string;
	let mails: IovoxMailRow[];
	beforeAll(() => {
		const first = iovox.add.mail({
			receive_date: '2019-12-31 23:59:59',
			...{ conversation_id: 'c-1', proxy_address: 'p@example.net', proxy_name: 'P' },
		});
		for (const receive_date of ['2020-01-01 00:00:00', '2020-06-07 08:09:10']) {
			iovox.add.reply(first.message_id, { receive_date });
		}
		iovox.add.reply(first.message_id);
		id = first.conversation_id!;
		mails = inOrder(iovox.data.mails.filter((mail) => mail.conversation_id === id));
	});

	it('gives all mails of it, of whatever year, the oldest first', async () => {
		expect(mails).toHaveLength(4);
		expect(await jsonOf(iovox, one, { items: [{ id }] })).toEqual(mails);
	});

	it('gives as many as wanted, and as few fields', async () => {
		const parameters = { ...one, returnAll: false, limit: 2, options: { fields: ['message_id'] } };
		const rows = await jsonOf(iovox, parameters, { items: [{ id }] });
		expect(rows).toEqual(mails.slice(0, 2).map(({ message_id }) => ({ message_id })));
	});

	it('gives nothing where there is none, and is refused where none is named', async () => {
		expect(await jsonOf(iovox, one, { items: [{ id: 'no such' }] })).toEqual([]);
		const result = await run(iovox, one, { items: [{ id: '' }] });
		expect(textOf(result)).toMatch(/^Conversation ID is empty\n/);
	});

	it('gives each of several, paired with its item', async () => {
		const all = iovox.data.mails.flatMap(({ conversation_id }) => conversation_id ?? []);
		const ids = [...new Set(all)].slice(0, 12);
		const { items } = await run(iovox, one, { items: ids.map((each) => ({ id: each })) });
		expect(items.length).toBeGreaterThanOrEqual(ids.length);
		for (const { json, pairedItem } of items) {
			expect(pairedItem).toEqual({ item: ids.indexOf(String(json.conversation_id)) });
		}
	});
});

it('filters and sorting of Get Many that were left behind count for neither', async () => {
	const left = {
		filters: { linkId: 'none', startDate: '2030-01-01' },
		sort: { fields: [{ field: 'disposition', direction: 'DESC' }] },
	};
	const mail = iovox.data.mails.find(({ conversation_id }) => conversation_id === 'c-1')!;
	const { message_id: messageId, conversation_id: conversationId } = mail;
	expect(await jsonOf(iovox, { ...GET, ...left, messageId })).toEqual([mail]);
	const rows = await jsonOf(iovox, {
		...{ resource: 'email', operation: 'getConversation', returnAll: true, ...left },
		conversationId: conversationId!,
	});
	expect(rows).toHaveLength(4);
});
