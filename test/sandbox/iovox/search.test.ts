import { startSandbox, type IovoxMailRow, type IovoxSandbox, type Sandbox } from '../../../sandbox';
import { FIELDS } from '../../../sandbox/iovox/rows';
import { ALL, BY_TIME, NOW, RestClient } from './client';

let sandbox: Sandbox;
let iovox: IovoxSandbox;
let client: RestClient;

beforeAll(async () => {
	sandbox = await startSandbox({ iovox: { mails: 1000, now: () => NOW } });
	({ iovox } = sandbox);
	client = new RestClient(iovox);
});

afterAll(async () => await sandbox.close());

it('gives all mails in pages, from page 1', async () => {
	const rows: IovoxMailRow[] = [];
	for (let page = 1; page <= 8; page++) {
		const answer = await client.page({ ...BY_TIME, page, limit: 150 });
		expect(answer.totals).toEqual({ current_page: page, total_pages: 7, total_results: 1000 });
		expect(answer.rows).toHaveLength([0, 100, 150][Math.min(2, Math.max(0, 8 - page))] ?? 0);
		rows.push(...answer.rows);
	}
	expect(rows).toEqual(iovox.data.mails);
});

it('is answered with what the documentation says, and nothing else', async () => {
	const { status, json, headers } = await client.call('email/search?limit=1');
	expect(status).toBe(200);
	expect(headers.get('content-type')).toBe('application/json;charset=UTF-8');
	expect(Object.keys(json)).toEqual(['current_page', 'total_pages', 'total_results', 'results']);
});

it('has 20,000 rows on a page unless other is asked for', async () => {
	const big = await startSandbox({ iovox: { mails: 20_001 } });
	const { rows, totals } = await new RestClient(big.iovox).page(ALL);
	expect(rows).toHaveLength(20_000);
	expect(totals).toEqual({ current_page: 1, total_pages: 2, total_results: 20_001 });
	await big.close();
});

it('is for this month until the end of today unless other is asked for', async () => {
	const { add } = iovox;
	const dates = [
		...['2026-02-28 23:59:59', '2026-03-01 00:00:00'],
		...['2026-03-10 23:59:59', '2026-03-11 00:00:00'],
	].map((receive_date) => add.mail({ receive_date }).receive_date);
	const found = async (parameters: Record<string, string>) => {
		const { rows } = await client.page(parameters);
		return dates.map((date) => rows.some((row) => row.receive_date === date));
	};
	expect(await found({})).toEqual([false, true, true, false]);
	expect(await found({ start_date: ALL.start_date })).toEqual([true, true, true, false]);
	expect(await found({ end_date: ALL.end_date })).toEqual([false, true, true, true]);
	expect(await found({ disposition: 'received' })).toEqual([false, true, true, false]);
});

it('is for the seconds of both dates, too', async () => {
	const [start_date, end_date] = [iovox.data.mails[10], iovox.data.mails[20]].map(
		(row) => row?.receive_date ?? '',
	) as [string, string];
	const { rows } = await client.page({ ...BY_TIME, start_date, end_date });
	const expected = iovox.data.mails.filter(
		({ receive_date }) => receive_date >= start_date && receive_date <= end_date,
	);
	expect(rows).toEqual(expected);
	expect(rows.length).toBeGreaterThanOrEqual(11);
	expect((await client.page({ start_date: end_date, end_date: start_date })).rows).toEqual([]);
});

it.each([
	...['message_id', 'node_id', 'node_name', 'node_type', 'link_id', 'link_name', 'link_type'],
	...['sender_address', 'recipient_address', 'proxy_address', 'conversation_id'],
	...['disposition', 'read_disposition'],
] as const)('finds mails by %s, exactly', async (field) => {
	const values = new Set(iovox.data.mails.flatMap((row) => row[field as 'link_id'] ?? []));
	for (const value of [...values].slice(0, 9)) {
		const { rows } = await client.page({ ...BY_TIME, [field]: value });
		const expected = iovox.data.mails.filter((row) => row[field as 'link_id'] === value);
		expect(rows).toEqual(expected);
		expect(rows.length).toBeGreaterThan(0);
		if (field.endsWith('disposition')) continue;
		const other = await client.page({ ...ALL, [field]: `${value} ` });
		expect(other).toEqual({
			rows: [],
			totals: { current_page: 1, total_pages: 0, total_results: 0 },
		});
	}
});

it('finds mails by several fields at once', async () => {
	const wanted = { read_disposition: 'read', link_id: 'garage-17' };
	const { rows } = await client.page({ ...ALL, ...wanted });
	expect(rows.length).toBeGreaterThan(5);
	for (const row of rows) expect(row).toMatchObject(wanted);
});

it.each(FIELDS)('gives %s alone', async (field) => {
	const { rows } = await client.page({ ...BY_TIME, fields: field });
	expect(rows).toEqual(
		iovox.data.mails.map((row) => (row[field] === undefined ? {} : { [field]: row[field] })),
	);
});

it('leaves out what a mail does not have, also when it is asked for', async () => {
	const { message_id } = iovox.add.mail();
	const fields = 'read_first_date,message_id,delivery_date';
	const { rows } = await client.page({ ...ALL, message_id, fields });
	expect(rows).toEqual([{ message_id }]);
});

describe('order', () => {
	const keyed = async (order: string | undefined, fields: string[]) => {
		const { rows } = await client.page({ ...ALL, ...(order === undefined ? {} : { order }) });
		expect(rows).toHaveLength(iovox.data.mails.length);
		return rows.map((row) => fields.map((field) => row[field as 'link_id'] ?? ''));
	};
	const compare = (a: string[], b: string[], down: boolean[]) => {
		const index = a.findIndex((value, at) => value !== b[at]);
		if (index < 0) return 0;
		return (a[index] ?? '') < (b[index] ?? '') === (down[index] ?? false) ? 1 : -1;
	};
	const sorted = (keys: string[][], down: boolean[]) =>
		[...keys].sort((a, b) => compare(a, b, down));

	it('is by receiving, and by delivery down, unless other is asked for', async () => {
		const keys = await keyed(undefined, ['receive_date', 'delivery_date']);
		expect(keys).toEqual(sorted(keys, [false, true]));
	});

	it.each(FIELDS.flatMap((field) => [`${field}_ASC`, `${field}_DESC`]))('%s', async (order) => {
		const keys = await keyed(order, [order.replace(/_(ASC|DESC)$/, '')]);
		expect(keys).toEqual(sorted(keys, [order.endsWith('_DESC')]));
		expect(keys[0]).not.toEqual(keys.at(-1));
	});

	it('is by several fields, each in its direction', async () => {
		const fields = ['link_id', 'receive_date', 'message_id'];
		const keys = await keyed('link_id_DESC,receive_date_ASC,message_id_DESC', fields);
		expect(keys).toEqual(sorted(keys, [true, false, true]));
	});

	it.each(['receive_date_ASC,message_id_DESC', 'receive_date_DESC,message_id_ASC'])(
		'%s is the same in pages as in one',
		async (order) => {
			const second = { receive_date: '2026-03-05 10:00:00' };
			for (let i = 0; i < 12; i++) iovox.add.mail(second);
			const whole = (await client.page({ ...ALL, order })).rows;
			const pages: IovoxMailRow[] = [];
			for (let page = 1; pages.length < whole.length; page++) {
				pages.push(...(await client.page({ ...ALL, order, page, limit: 7 })).rows);
			}
			expect(pages).toEqual(whole);
		},
	);

	it('is that of coming in where nothing else is asked for', async () => {
		const receive_date = '2026-03-06 10:00:00';
		const ids = Array.from({ length: 9 }, () => iovox.add.mail({ receive_date }).message_id);
		const second = { start_date: receive_date, end_date: receive_date };
		for (const order of ['receive_date_ASC', 'receive_date_DESC', 'disposition_DESC']) {
			const { rows } = await client.page({ ...second, order });
			expect(rows.map((row) => row.message_id)).toEqual(ids);
		}
	});
});

it('searches among 300,000 mails', async () => {
	const big = await startSandbox({ iovox: { mails: 300_000 } });
	const own = new RestClient(big.iovox);
	for (let page = 1; page <= 20; page++) {
		const order = page % 2 ? 'receive_date_ASC,message_id_ASC' : 'receive_date_DESC';
		const { totals } = await own.page({ ...ALL, page: page * 25, limit: 500, order });
		expect(totals.total_results).toBe(300_000);
		await own.page({ ...ALL, read_disposition: 'read', page, limit: 10 });
	}
	await big.close();
});
