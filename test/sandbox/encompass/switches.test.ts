import { startSandbox, type EncompassSandbox, type Sandbox } from '../../../sandbox';
import { authenticate, firstId, LISTS, LIST_NAMES, MetricClient } from './client';

let sandbox: Sandbox;
let encompass: EncompassSandbox;
let client: MetricClient;
let id: number;

beforeEach(async () => {
	sandbox = await startSandbox({ encompass: {} });
	({ encompass } = sandbox);
	client = await MetricClient.connect(encompass);
	id = firstId(encompass);
});

afterEach(async () => await sandbox.close());

it('refuses a switch or a reading that there is not', () => {
	for (const wrong of [
		{ orders: 'ascending' },
		{ order: 'none' },
		{ refusedKey: 404 },
		{ refusedKey: '400' },
		{ bareObeysPaging: 'yes' },
		{ pageCap: '5' },
		{ latency: null },
		{ toString: 1 },
	]) {
		expect(() => encompass.setSwitches(wrong as object)).toThrow(/switch/);
	}
	encompass.setSwitches({ pageCap: 3, order: undefined });
	encompass.setSwitches({ pageCap: null });
	expect(encompass.switches).toMatchObject({ pageCap: null, order: 'ascending' });
});

it('changes nothing when one of several switches is wrong', () => {
	const changes = { order: 'descending', timeout: 500 };
	expect(() => encompass.setSwitches(changes as object)).toThrow(/timeout/);
	expect(encompass.switches.order).toBe('ascending');
});

describe('order', () => {
	const byDate = (row: Listed) => [row.dateAdded, row.id];
	interface Listed {
		id: number;
		dateAdded: number;
		recipientId?: number;
	}
	const KEYS: Record<string, (row: Listed) => number[]> = {
		ascending: byDate,
		descending: (row) => byDate(row).map((value) => -value),
		byRecipient: (row) => [row.recipientId ?? row.id, row.id],
	};

	it.each(
		LIST_NAMES.flatMap((name) =>
			(['ascending', 'descending', 'byRecipient'] as const).map((order) => [name, order] as const),
		),
	)('%s %s', async (name, order) => {
		encompass.switches.order = order;
		const { rows } = await client.page(`messages/${id}/${name}`);
		expect(rows).toEqual(LISTS[name](encompass, id));
		const keyed = (rows as unknown as Listed[]).map((row) => KEYS[order]?.(row) ?? []);
		const sorted = [...keyed].sort(
			(a, b) => (a[0] ?? 0) - (b[0] ?? 0) || (a[1] ?? 0) - (b[1] ?? 0),
		);
		expect(keyed).toEqual(sorted);
	});

	it('byRecipient puts a new row in the middle, and the other orders at an end', async () => {
		const recipientId = encompass.data.recipientsOf(id)[20]?.id;
		encompass.switches.order = 'byRecipient';
		encompass.data.opensOf(id);
		const row = encompass.add.open({ messageId: id, recipientId });
		const { rows } = await client.page(`messages/${id}/opens`);
		const place = rows.findIndex((one) => one.id === row.id);
		expect(place).toBeGreaterThan(0);
		expect(place).toBeLessThan(rows.length - 1);
		encompass.switches.order = 'descending';
		expect((await client.page(`messages/${id}/opens`)).rows[0]).toEqual(row);
		encompass.switches.order = 'ascending';
		expect((await client.page(`messages/${id}/opens`)).rows.at(-1)).toEqual(row);
	});

	it('messageOrder', async () => {
		const ascending = (await client.page('messages')).rows;
		encompass.switches.messageOrder = 'descending';
		const descending = (await client.page('messages')).rows;
		expect(descending).toEqual([...ascending].reverse());
		expect(descending).toEqual(encompass.data.messages);
	});
});

describe('messages', () => {
	const HOUR = 3_600_000;

	it.each([
		['actualSend', 'actualSendTimestamp'],
		['scheduled', 'scheduledDateTimestamp'],
		['dateAdded', 'dateAdded'],
	] as const)('timestampFilter %s', async (reading, field) => {
		encompass.switches.timestampFilter = reading;
		const now = Date.now();
		const row = encompass.add.message({
			scheduledDateTimestamp: now + HOUR,
			actualSendTimestamp: now + 2 * HOUR,
			dateAdded: now + 3 * HOUR,
		});
		const time = row[field];
		const { rows } = await client.page(`messages?fromTimestamp=${time}&toTimestamp=${time}`);
		expect(rows).toEqual([row]);
		const others = [now + HOUR, now + 2 * HOUR, now + 3 * HOUR].filter((other) => other !== time);
		for (const other of others) {
			const page = await client.page(`messages?fromTimestamp=${other}&toTimestamp=${other}`);
			expect(page.rows).toEqual([]);
		}
	});

	it('timestampFilter actualSend takes an unsent message by its scheduled time', async () => {
		const scheduled = Date.now() + HOUR;
		const row = encompass.add.message({
			actualSendTimestamp: null,
			scheduledDateTimestamp: scheduled,
		});
		const window = `fromTimestamp=${scheduled}&toTimestamp=${scheduled}`;
		expect((await client.page(`messages?${window}`)).rows).toEqual([row]);
	});

	it.each([
		['null', { actualSendTimestamp: null }],
		['zero', { actualSendTimestamp: 0 }],
		['absent', {}],
	] as const)('unsent %s', async (reading, shown) => {
		encompass.switches.unsent = reading;
		const row = encompass.add.message({ actualSendTimestamp: null });
		const { actualSendTimestamp, ...others } = row;
		expect(actualSendTimestamp).toBeNull();
		const expected = { ...others, ...shown };
		expect((await client.get(`messages/${row.id}`)).json).toEqual(expected);
		expect((await client.page('messages')).rows).toContainEqual(expected);
	});

	it('unsentListed', async () => {
		const { id: unsent } = encompass.add.message({ actualSendTimestamp: null });
		const listed = async () => (await client.page('messages')).rows.map((row) => row.id);
		expect(await listed()).toContain(unsent);
		encompass.switches.unsentListed = false;
		expect(await listed()).not.toContain(unsent);
		expect((await client.page('messages')).summary.total).toBe(5);
		encompass.send(unsent);
		expect(await listed()).toContain(unsent);
	});

	it.each([
		['bare', (row: unknown) => row],
		['envelope', (row: unknown) => ({ data: [row] })],
	] as const)('messageBody %s', async (reading, bodyOf) => {
		encompass.switches.messageBody = reading;
		const { json } = await client.get(`messages/${id}`);
		expect(json).toEqual(bodyOf(encompass.data.messages[0]));
	});
});

describe('pages', () => {
	it('aboveMaximum', async () => {
		const path = `messages/${id}/opens?maxResults=1001`;
		expect((await client.page(path)).summary.maxResults).toBe(1000);
		encompass.switches.aboveMaximum = 'refuse';
		const reply = await client.get(path);
		expect(reply.status).toBe(400);
		expect(reply.json.message).toContain('1001');
		expect((await client.get(`messages/${id}/opens?maxResults=1000`)).status).toBe(200);
	});

	it('linksBody envelope', async () => {
		encompass.switches.linksBody = 'envelope';
		const { rows, summary } = await client.page(`messages/${id}/links?startAt=3&maxResults=10`);
		expect(rows).toEqual(encompass.data.linksOf(id).slice(3));
		expect(summary).toEqual({ maxResults: 10, startAt: 3, total: 5 });
	});

	it('bareObeysPaging false gives a bare array whole', async () => {
		encompass.setSwitches({ bareObeysPaging: false, pageCap: 2 });
		const query = '?startAt=3&maxResults=1';
		const links = encompass.data.linksOf(id);
		expect(await client.bare(`messages/${id}/links${query}`)).toEqual(links);
		expect((await client.page(`messages/${id}/opens${query}`)).rows).toHaveLength(1);
	});

	it('listBody bare', async () => {
		encompass.switches.listBody = 'bare';
		expect(await client.bare('messages?startAt=4')).toEqual(encompass.data.messages.slice(4));
		for (const name of LIST_NAMES) {
			const rows = LISTS[name](encompass, id);
			const path = `messages/${id}/${name}?startAt=1&maxResults=10`;
			expect(await client.bare(path)).toEqual(rows.slice(1, 11));
		}
	});

	it('deliverNames own', async () => {
		encompass.switches.deliverNames = 'own';
		const { rows } = await client.page(`messages/${id}/delivers`);
		const expected = encompass.data
			.deliveriesOf(id)
			.map(({ id: deliverId, ...others }) => ({ deliverId, ...others }));
		expect(rows).toEqual(expected);
		expect((await client.page(`messages/${id}/opens`)).rows).toEqual(encompass.data.opensOf(id));
	});

	it('summaryAs texts', async () => {
		encompass.switches.summaryAs = 'texts';
		const { summary } = await client.page(`messages/${id}/opens?maxResults=7`);
		expect(summary).toEqual({ maxResults: '7', startAt: '0', total: '60' });
	});

	it('pageCap is not told', async () => {
		encompass.switches.pageCap = 25;
		const { rows, summary } = await client.page(`messages/${id}/opens?maxResults=50`);
		expect(rows).toEqual(encompass.data.opensOf(id).slice(0, 25));
		expect(summary).toEqual({ maxResults: 50, startAt: 0, total: 60 });
		expect((await client.page(`messages/${id}/opens?maxResults=5`)).rows).toHaveLength(5);
	});
});

it('recipientIds perMessage starts at 1 in each message', async () => {
	const other = await startSandbox({
		encompass: { switches: { recipientIds: 'perMessage' } },
	});
	const { data, add } = other.encompass;
	for (const message of data.messages) {
		const ids = data.recipientsOf(message.id).map((row) => row.id);
		expect(ids[0]).toBe(1);
		expect(new Set(ids).size).toBe(40);
		const events = [...data.opensOf(message.id), ...data.deliveriesOf(message.id)];
		expect(events.every((row) => ids.includes(row.recipientId))).toBe(true);
	}
	expect(data.recipientsOf(add.message({}, 4).id)[0]?.id).toBe(1);
	await other.close();
	const siteWide = encompass.data.messages.flatMap((message) =>
		encompass.data.recipientsOf(message.id).map((row) => row.id),
	);
	expect(new Set(siteWide).size).toBe(200);
});

describe('slow answers', () => {
	const TIMED_OUT = { message: 'Endpoint request timed out' };

	it.each([504, 200] as const)('timeout %s', async (reading) => {
		encompass.setSwitches({ timeout: reading, timeoutEvery: 1, errorBody: 'html' });
		const reply = await client.get(`messages/${id}/opens`);
		expect([reply.status, reply.json]).toEqual([reading, TIMED_OUT]);
		expect(encompass.requests.at(-1)?.status).toBe(reading);
		expect((await client.get(`messages/${id}`)).json).not.toEqual(TIMED_OUT);
	});

	it('slowAbove hits large pages of all but links, each time', async () => {
		encompass.switches.slowAbove = 250;
		for (const path of ['messages', `messages/${id}/recipients`, `messages/${id}/clicks`]) {
			for (const query of ['', '?maxResults=251', '?maxResults=251']) {
				expect((await client.get(`${path}${query}`)).status).toBe(504);
			}
			expect((await client.get(`${path}?maxResults=250`)).status).toBe(200);
		}
		expect((await client.get(`messages/${id}/links`)).status).toBe(200);
	});

	it('timeoutEvery counts requests for lists', async () => {
		encompass.switches.timeoutEvery = 3;
		const statuses: number[] = [];
		for (let i = 0; i < 6; i++) {
			await client.get(`messages/${id}`);
			await client.get(`messages/0/opens`);
			statuses.push((await client.get(`messages/${id}/opens`)).status);
		}
		expect(statuses).toEqual([200, 200, 504, 200, 200, 504]);
	});

	it('latency is that of the API', async () => {
		encompass.switches.latency = 400;
		const before = performance.now();
		await authenticate(encompass);
		const between = performance.now();
		await client.get('messages');
		expect(performance.now() - between).toBeGreaterThan(390);
		expect(between - before).toBeLessThan(390);
	});
});

it.each([
	['json', 'application/json; charset=utf-8', /^\{"message":".+"\}$/],
	['html', 'text/html', /^<!DOCTYPE/],
	['empty', null, /^$/],
] as const)('errorBody %s', async (reading, type, body) => {
	encompass.switches.errorBody = reading;
	const refused = [
		await client.get('messages?maxResult=1'),
		await client.get('messages/0'),
		await client.get('messages', { headers: { authorization: 'x' } }),
		await authenticate(encompass, {}),
	];
	expect(refused.map((reply) => reply.status)).toEqual([400, 404, 401, 400]);
	for (const { text, headers } of refused) {
		expect(text).toMatch(body);
		expect(headers.get('content-type')).toBe(type);
	}
});

it('dateHeader tells the time of the sandbox', async () => {
	const NOW = Date.parse('2026-03-01T12:00:00Z');
	const other = await startSandbox({ encompass: { now: () => NOW } });
	const dateOf = async () => (await authenticate(other.encompass)).headers.get('date');
	expect(await dateOf()).toBe('Sun, 01 Mar 2026 12:00:00 GMT');
	other.encompass.switches.dateHeader = false;
	expect(await dateOf()).toBeNull();
	await other.close();
});
