import { startSandbox, type EncompassSandbox, type Sandbox } from '../../../sandbox';
import { firstId, LISTS, LIST_NAMES, MetricClient } from './client';

let sandbox: Sandbox;
let encompass: EncompassSandbox;
let client: MetricClient;
let id: number;

beforeAll(async () => {
	sandbox = await startSandbox({
		encompass: { messages: 7, recipients: 1200, opens: 2500, clicks: 40, bounces: 9 },
	});
	({ encompass } = sandbox);
	client = await MetricClient.connect(encompass);
	id = firstId(encompass);
});

afterAll(async () => await sandbox.close());

it.each(LIST_NAMES)('gives all %s of a message in pages, from index 0', async (name) => {
	const expected = LISTS[name](encompass, id);
	const path = `messages/${id}/${name}`;
	const size = Math.ceil(expected.length / 4);
	const rows: object[] = [];
	for (let startAt = 0; startAt < expected.length; startAt += size) {
		const page = await client.page(`${path}?startAt=${startAt}&maxResults=${size}`);
		expect(page.summary).toEqual({ maxResults: size, startAt, total: expected.length });
		rows.push(...page.rows);
	}
	expect(rows).toEqual(expected);
	expect(rows.length).toBeGreaterThan(8);
});

it('gives 1000 rows unless other is asked for', async () => {
	const first = await client.page(`messages/${id}/opens`);
	expect(first.rows).toEqual(encompass.data.opensOf(id).slice(0, 1000));
	expect(first.summary).toEqual({ maxResults: 1000, startAt: 0, total: 2500 });
	const last = await client.page(`messages/${id}/opens?startAt=2000`);
	expect(last.rows).toEqual(encompass.data.opensOf(id).slice(2000));
});

it('skips one row for who starts the second page of ten at 11', async () => {
	const page = await client.page(`messages/${id}/opens?startAt=11&maxResults=10`);
	expect(page.rows).toEqual(encompass.data.opensOf(id).slice(11, 21));
});

it.each(['0', '-1', '-1000'])('takes maxResults %s for 1', async (maxResults) => {
	const { rows, summary } = await client.page(`messages/${id}/opens?maxResults=${maxResults}`);
	expect(rows).toHaveLength(1);
	expect(summary.maxResults).toBe(1);
});

it('gives an empty page behind the end', async () => {
	for (const startAt of [2500, 999_999_999]) {
		const { rows, summary } = await client.page(`messages/${id}/opens?startAt=${startAt}`);
		expect(rows).toEqual([]);
		expect(summary).toEqual({ maxResults: 1000, startAt, total: 2500 });
	}
});

it('gives messages by the time of their sending, and counts those that were asked for', async () => {
	const { messages } = encompass.data;
	const all = await client.page('messages');
	expect(all.rows).toEqual(messages);
	const [from, to] = [messages[2]?.actualSendTimestamp, messages[5]?.actualSendTimestamp];
	const some = await client.page(
		`messages?fromTimestamp=${from}&toTimestamp=${to}&startAt=1&maxResults=2`,
	);
	expect(some.rows).toEqual(messages.slice(3, 5));
	expect(some.summary).toEqual({ maxResults: 2, startAt: 1, total: 4 });
	const later = await client.page(`messages?fromTimestamp=${Number(from) + 1}`);
	expect(later.rows).toEqual(messages.slice(3));
	const earlier = await client.page(`messages?toTimestamp=${Number(to) - 1}`);
	expect(earlier.rows).toEqual(messages.slice(0, 5));
});

it('gives one message, and its links as a bare array', async () => {
	const { json } = await client.get(`messages/${id}`);
	expect(json).toEqual(encompass.data.messages[0]);
	const links = encompass.data.linksOf(id);
	expect(links).toHaveLength(5);
	expect(await client.bare(`messages/${id}/links`)).toEqual(links);
	expect(await client.bare(`messages/${id}/links?startAt=1&maxResults=2`)).toEqual(
		links.slice(1, 3),
	);
});

it('never has messages that were sent before 2016', async () => {
	const { add } = encompass;
	const first = add.message({ actualSendTimestamp: Date.UTC(2016, 0, 1) });
	const before = add.message({ actualSendTimestamp: Date.UTC(2016, 0, 1) - 1 }, 3);
	const { rows } = await client.page('messages?fromTimestamp=0');
	expect(rows[0]?.id).toBe(first.id);
	expect(rows.map((row) => row.id)).not.toContain(before.id);
	for (const path of ['', '/recipients', '/links']) {
		expect((await client.get(`messages/${before.id}${path}`)).status).toBe(404);
		expect((await client.get(`messages/${first.id}${path}`)).status).toBe(200);
	}
});

it('pages over 250,000 recipients', async () => {
	const big = await startSandbox({
		encompass: { messages: 1, recipients: 250_000 },
	});
	const own = await MetricClient.connect(big.encompass);
	const path = `messages/${firstId(big.encompass)}/recipients`;
	const { summary } = await own.page(`${path}?startAt=249990`);
	expect(summary.total).toBe(250_000);
	for (let i = 0; i < 100; i++) await own.page(`${path}?startAt=${i * 2500}&maxResults=5`);
	await big.close();
});
