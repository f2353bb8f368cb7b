import type { IovoxMailRow, IovoxSandbox, Sandbox } from '../../../sandbox';
import { ALL, idsOf, jsonOf, run, searchesOf, startSite, textOf } from './site';

let sandbox: Sandbox;
let iovox: IovoxSandbox;

beforeAll(async () => {
	sandbox = await startSite({ mails: 700 });
	({ iovox } = sandbox);
	for (let second = 0; second < 40; second++) {
		const receive_date = `2025-05-05 05:05:0${second % 4}`;
		iovox.add.mail({ receive_date, ...(second % 3 ? {} : { link_id: 'gone' }) });
	}
});
afterAll(async () => await sandbox.close());

type Sort = ReadonlyArray<readonly [field: keyof IovoxMailRow, direction: 'ASC' | 'DESC']>;

const sorting = (sort: Sort) => ({
	fields: sort.map(([field, direction]) => ({ field, direction })),
});

/** As a service that takes a missing value for an empty one; ties by the ID. */
function sorted(sort: Sort): IovoxMailRow[] {
	const keys: Sort = [...sort, ['message_id', 'ASC']];
	return [...iovox.data.mails].sort((a, b) => {
		for (const [field, direction] of keys) {
			const [one, other] = [a[field] ?? '', b[field] ?? ''];
			if (one !== other) return one < other === (direction === 'ASC') ? -1 : 1;
		}
		return 0;
	});
}

const STEADY: Sort[] = [
	[['link_name', 'ASC']],
	[
		['link_name', 'DESC'],
		['sender_address', 'ASC'],
		['recipient_name', 'DESC'],
	],
	[['message_id', 'DESC']],
	[
		['node_id', 'ASC'],
		['message_id', 'DESC'],
	],
	[
		['proxy_address', 'ASC'],
		['receive_date', 'DESC'],
	],
	[['receive_date', 'DESC']],
	[
		['receive_date', 'DESC'],
		['link_name', 'ASC'],
	],
	[
		['receive_date', 'ASC'],
		['message_id', 'DESC'],
	],
];

const CHANGING_BY_TIME: Sort[] = [
	[
		['receive_date', 'ASC'],
		['disposition', 'DESC'],
	],
	[
		['receive_date', 'DESC'],
		['read_first_date', 'ASC'],
		['delivery_date', 'DESC'],
	],
];

const CHANGING: Sort[] = [
	[['disposition', 'ASC']],
	[['read_first_date', 'DESC']],
	[
		['read_disposition', 'DESC'],
		['link_id', 'ASC'],
		['delivery_date', 'ASC'],
	],
	[
		['link_type', 'ASC'],
		['disposition', 'DESC'],
		['receive_date', 'DESC'],
	],
];

const asText = (sort: Sort) => sort.map(([field, direction]) => `${field}_${direction}`).join(',');
const sent = (sort: Sort) =>
	asText(sort.some(([field]) => field === 'message_id') ? sort : [...sort, ['message_id', 'ASC']]);
const named = (sorts: Sort[]) => sorts.map((sort) => [asText(sort), sort] as const);

describe.each(named([...STEADY, ...CHANGING_BY_TIME]))('by %s', (_name, sort) => {
	it.each([7, 100, 1_000])('all come in that order, in pages of %s', async (pageSize) => {
		const asked = searchesOf(iovox);
		const rows = await jsonOf(iovox, { ...ALL, sort: sorting(sort), options: { pageSize } });
		expect(rows).toEqual(sorted(sort));
		for (const { order } of asked()) expect(order).toBe(sent(sort));
	});

	it('the first come with Limit, in as few requests as they need', async () => {
		const asked = searchesOf(iovox);
		const parameters = { ...ALL, returnAll: false, limit: 60, sort: sorting(sort) };
		expect(await jsonOf(iovox, parameters)).toEqual(sorted(sort).slice(0, 60));
		expect(asked()).toHaveLength(1);
	});
});

describe.each(named(CHANGING))('by %s, which changes', (_name, sort) => {
	it('with Limit, the service sorts: all is in one answer', async () => {
		const asked = searchesOf(iovox);
		for (const limit of [60, 600]) {
			const parameters = { ...ALL, returnAll: false, limit, sort: sorting(sort) };
			const options = { pageSize: 50 };
			expect(await jsonOf(iovox, { ...parameters, options })).toEqual(sorted(sort).slice(0, limit));
		}
		expect(asked().map(({ order, limit }) => [order, limit])).toEqual([
			[sent(sort), '60'],
			[sent(sort), '600'],
		]);
	});

	it.each([
		['Return All', { returnAll: true }],
		['more than one answer can hold', { returnAll: false, limit: 20_001 }],
	])('with %s, it is read in order of time and sorted here', async (_what, much) => {
		const asked = searchesOf(iovox);
		const parameters = { ...ALL, ...much, sort: sorting(sort), options: { pageSize: 100 } };
		const rows = await jsonOf(iovox, parameters);
		const keys = (list: readonly object[]) =>
			list.map((row) => sort.map(([field]) => (row as IovoxMailRow)[field]));
		expect(keys(rows)).toEqual(keys(sorted(sort)));
		expect(idsOf(rows).sort()).toEqual(idsOf(iovox.data.mails).sort());
		expect(asked().length).toBeGreaterThan(6);
		for (const { order } of asked()) expect(order).toBe('receive_date_ASC,message_id_ASC');
	});

	it('with other Fields to Return, too', async () => {
		const options = { fields: ['recipient_name'] };
		const rows = await jsonOf(iovox, { ...ALL, sort: sorting(sort), options });
		const whole = await jsonOf(iovox, { ...ALL, sort: sorting(sort) });
		expect(rows).toEqual(whole.map(({ recipient_name }) => ({ recipient_name })));
	});
});

it('a field that there is not is refused before anything is sent', async () => {
	const asked = searchesOf(iovox);
	const sort = { fields: [{ field: '={{ $json.by }}', direction: 'ASC' }] };
	const result = await run(iovox, { ...ALL, sort }, { items: [{ by: 'subject' }] });
	expect(textOf(result)).toMatch(/^Sort has "subject", which is no field of an e-mail\nThe fields/);
	expect(asked()).toEqual([]);
});
