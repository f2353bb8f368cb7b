import { Iovox } from '../../../nodes/Iovox/Iovox.node';
import { FIELDS } from '../../../nodes/Iovox/records';
import type { IovoxMailRow, IovoxSandbox, Sandbox } from '../../../sandbox';
import { ALL, idsOf, inOrder, jsonOf, run, searchesOf, startSite, textOf } from './site';

let sandbox: Sandbox;
let iovox: IovoxSandbox;

beforeAll(async () => {
	sandbox = await startSite({ mails: 1_300 });
	({ iovox } = sandbox);
	iovox.add.mail({ receive_date: '2019-02-03 04:05:06', link_id: 'not-known-any-more' });
	iovox.add.mail({ receive_date: '2011-12-31 23:59:59', disposition: 'sent' });
});
afterAll(async () => await sandbox.close());

const all = () => inOrder(iovox.data.mails);

describe('Return All', () => {
	it('gives every mail of every year as it is, the oldest first', async () => {
		const asked = searchesOf(iovox);
		expect(await jsonOf(iovox, ALL)).toEqual(all());
		expect(asked().map(({ page, limit, order }) => [page, limit, order])).toEqual([
			['1', '1000', 'receive_date_ASC,message_id_ASC'],
			['2', '1000', 'receive_date_ASC,message_id_ASC'],
		]);
	});

	it('gives nothing where there is nothing', async () => {
		expect(await jsonOf(iovox, { ...ALL, filters: { linkId: 'none such' } })).toEqual([]);
	});

	it.each([1, 7, 1_302, 20_000])('does so with pages of %s', async (pageSize) => {
		const filters = pageSize === 1 ? { nodeId: '007', linkType: 'Vehicle' } : {};
		const expected = all().filter(
			({ node_id, link_type }) =>
				pageSize > 1 || (node_id === filters.nodeId && link_type === filters.linkType),
		);
		const asked = searchesOf(iovox);
		expect(await jsonOf(iovox, { ...ALL, filters, options: { pageSize } })).toEqual(expected);
		expect(new Set(asked().map(({ limit }) => limit))).toEqual(new Set([String(pageSize)]));
		// One page more where nothing says that a full one is the last.
		const pages = Math.floor(expected.length / pageSize) + 1;
		expect(asked().length).toBeLessThanOrEqual(Math.max(pages, 1));
	});

	it.each([0, -1, 1.5, 'many', 20_001])('refuses pages of %s', async (pageSize) => {
		const asked = searchesOf(iovox);
		const parameters = { ...ALL, options: { pageSize: '={{ $json.size }}' } };
		const result = await run(iovox, parameters, { items: [{ size: pageSize }] });
		expect(textOf(result)).toMatch(/^Page Size must be (a whole number of 1|20,000) or/);
		expect(asked()).toEqual([]);
	});
});

describe('Limit', () => {
	const some = { ...ALL, returnAll: false };

	it.each([1, 50, 999, 1_000])('of %s takes one request for as many', async (limit) => {
		const asked = searchesOf(iovox);
		expect(await jsonOf(iovox, { ...some, limit })).toEqual(all().slice(0, limit));
		expect(asked().map((query) => query.limit)).toEqual([String(limit)]);
	});

	it('of more than a page fetches no page that it does not need', async () => {
		const asked = searchesOf(iovox);
		const options = { pageSize: 100 };
		expect(await jsonOf(iovox, { ...some, limit: 250, options })).toEqual(all().slice(0, 250));
		expect(asked().map(({ page }) => page)).toEqual(['1', '2', '3']);
	});

	it('is 50 where nothing is said, and gives what there is where that is less', async () => {
		expect(await jsonOf(iovox, some)).toEqual(all().slice(0, 50));
		const rows = await jsonOf(iovox, { ...some, limit: 5_000 });
		expect(rows).toEqual(all());
	});

	it('counts what is within the period, not what was read around it', async () => {
		const startDate = '2019-02-03T04:05:07Z';
		iovox.add.mail({ receive_date: '2019-02-03 04:05:07' });
		const rows = await jsonOf(iovox, { ...some, limit: 2, filters: { startDate } });
		const after = all().filter(({ receive_date }) => receive_date >= '2019-02-03 04:05:07');
		expect(rows).toEqual(after.slice(0, 2));
	});
});

describe('a filter', () => {
	const fields: Readonly<Record<string, keyof IovoxMailRow>> = {
		messageId: 'message_id',
		nodeId: 'node_id',
		nodeName: 'node_name',
		nodeType: 'node_type',
		linkId: 'link_id',
		linkName: 'link_name',
		linkType: 'link_type',
		senderAddress: 'sender_address',
		recipientAddress: 'recipient_address',
		proxyAddress: 'proxy_address',
		conversationId: 'conversation_id',
		disposition: 'disposition',
		readDisposition: 'read_disposition',
	};

	it('is there for each parameter of the service, and for the two dates', () => {
		const { properties } = new Iovox().description;
		const { options = [] } = properties.find(({ name }) => name === 'filters')!;
		const names = [...Object.keys(fields), 'startDate', 'endDate'];
		expect(options.map(({ name }) => name).sort()).toEqual(names.sort());
		expect(names).toHaveLength(15);
	});

	it.each(Object.entries(fields))(
		'%s gives the mails with a %s, and no other',
		async (name, field) => {
			const values = [...new Set(all().flatMap((mail) => mail[field] ?? []))].slice(0, 9);
			for (const value of values) {
				const expected = all().filter((mail) => mail[field] === value);
				expect(await jsonOf(iovox, { ...ALL, filters: { [name]: value } })).toEqual(expected);
				expect(expected.length).toBeLessThan(all().length);
			}
			expect(values.length).toBeGreaterThan(1);
		},
	);

	it('may come from an expression as a number, and with blanks around it', async () => {
		const expected = all().filter((mail) => mail.link_id === '1234');
		const parameters = { ...ALL, filters: { linkId: '={{ $json.link }}' } };
		for (const link of [1234, ' 1234 ']) {
			expect(await jsonOf(iovox, parameters, { items: [{ link }] })).toEqual(expected);
		}
	});

	it.each(['', null, undefined])('that is %p filters nothing', async (link) => {
		const parameters = { ...ALL, filters: { linkId: '={{ $json.link }}' } };
		expect(await jsonOf(iovox, parameters, { items: [{ link }] })).toEqual(all());
	});

	it('narrows with others', async () => {
		const filters = { disposition: 'sent', readDisposition: 'read', linkId: 'garage-17' };
		const expected = all().filter(
			(mail) =>
				mail.disposition === 'sent' &&
				mail.read_disposition === 'read' &&
				mail.link_id === 'garage-17',
		);
		expect(await jsonOf(iovox, { ...ALL, filters })).toEqual(expected);
		expect(expected.length).toBeGreaterThan(3);
	});
});

describe('Fields to Return', () => {
	it.each(FIELDS)('gives %s alone', async (field) => {
		const asked = searchesOf(iovox);
		const rows = await jsonOf(iovox, { ...ALL, options: { fields: [field] } });
		const expected = all().map((mail) => (field in mail ? { [field]: mail[field] } : {}));
		expect(rows).toEqual(expected);
		expect(asked()[0]!.fields).toBe([...new Set(['message_id', 'receive_date', field])].join(','));
	});

	it('gives several in one go, as a list or as text', async () => {
		const fields = ['disposition', 'read_first_date', 'link_id'];
		const expected = all().map((mail) =>
			Object.fromEntries(Object.entries(mail).filter(([name]) => fields.includes(name))),
		);
		for (const given of [fields, fields.join(', ')]) {
			const parameters = { ...ALL, options: { fields: '={{ $json.fields }}' } };
			expect(await jsonOf(iovox, parameters, { items: [{ fields: given }] })).toEqual(expected);
		}
	});

	it('gives all where none is chosen, and refuses what is none', async () => {
		const asked = searchesOf(iovox);
		expect(await jsonOf(iovox, { ...ALL, options: { fields: [] } })).toEqual(all());
		expect(asked()[0]).not.toHaveProperty('fields');
		const result = await run(iovox, { ...ALL, options: { fields: ['subject'] } });
		expect(textOf(result)).toMatch(/Fields to Return has "subject", which is no field/);
	});
});

it('pairs each item with the input item that it comes from', async () => {
	const links = ['garage-17', 'véhicule-88', 'A&B=C', 'ref 9/b', 'none'];
	const parameters = {
		...ALL,
		filters: { linkId: '={{ $json.link }}' },
		options: { pageSize: 20 },
	};
	const { items, error } = await run(iovox, parameters, { items: links.map((link) => ({ link })) });
	expect(error).toBeUndefined();
	for (const { json, pairedItem } of items) {
		expect(pairedItem).toEqual({ item: links.indexOf(String(json.link_id)) });
	}
	const expected = links.flatMap((link) => all().filter((mail) => mail.link_id === link));
	expect(idsOf(items.map(({ json }) => json))).toEqual(idsOf(expected));
});
