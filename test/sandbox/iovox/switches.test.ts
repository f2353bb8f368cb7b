import { startSandbox, type IovoxMailRow, type IovoxSandbox, type Sandbox } from '../../../sandbox';
import { HTML_PAGE } from '../../../sandbox/exchange';
import { ALL, BY_TIME, mailWith, NOW, proxyWith, RestClient } from './client';

let clock = NOW;
let sandbox: Sandbox;
let iovox: IovoxSandbox;
let client: RestClient;

beforeEach(async () => {
	clock = NOW;
	sandbox = await startSandbox({ iovox: { mails: 60, now: () => clock } });
	({ iovox } = sandbox);
	client = new RestClient(iovox);
});

afterEach(async () => await sandbox.close());

const ids = (rows: readonly IovoxMailRow[]) => rows.map((row) => row.message_id);

it('refuses a switch or a reading that there is not', () => {
	for (const wrong of [
		{ tie: 'random' },
		{ ties: 'none' },
		{ validationStatus: 404 },
		{ proxyStatus: '201' },
		{ obeysOrder: 'yes' },
		{ pageCap: '5' },
		{ lateVisible: null },
		{ toString: 1 },
	]) {
		expect(() => iovox.setSwitches(wrong as object)).toThrow(/switch/);
	}
	expect(() => iovox.setSwitches({ ties: 'random', missing: 'middle' } as object)).toThrow();
	expect(iovox.switches.ties).toBe('insertion');
	iovox.setSwitches({ pageCap: 3, ties: undefined });
	iovox.setSwitches({ pageCap: null });
	expect(iovox.switches).toMatchObject({ pageCap: null, ties: 'insertion' });
});

describe('refusals', () => {
	const json = 'application/json;charset=UTF-8';
	const xml = 'application/xml;charset=UTF-8';

	it.each([
		['xml401', 401, xml, /^<\?xml.*<errors><error status="401">[^<]+<\/error><\/errors>$/s],
		['json401', 401, json, /^\{"errors":\["[^"]+"\]\}$/],
		['empty401', 401, null, /^$/],
		['xml403', 403, xml, /<errors><error status="403">/],
		['xml200', 200, xml, /<errors><error status="401">/],
	] as const)('refusedLogin %s', async (reading, status, type, body) => {
		iovox.switches.refusedLogin = reading;
		const headers = { secureKey: 'wrong' };
		for (const reply of [
			await client.call('email/search', { headers }),
			await client.post('email', mailWith(), headers),
		]) {
			expect([reply.status, reply.headers.get('content-type')]).toEqual([status, type]);
			expect(reply.text).toMatch(body);
		}
		expect(iovox.sentMails).toEqual([]);
	});

	it('addressAllowed', async () => {
		iovox.switches.addressAllowed = false;
		const reply = await client.call('email/search');
		const wrong = await client.call('email/search', { headers: { username: 'x' } });
		expect([reply.status, reply.text]).toEqual([401, wrong.text]);
		iovox.switches.addressAllowed = true;
		expect((await client.call('email/search')).status).toBe(200);
	});

	it.each([
		['json', json, '{"errors":["fields has an unknown field \\"<a&b>\\""]}'],
		['xml', xml, 'field "&lt;a&amp;b&gt;"</error></errors>'],
		['html', 'text/html;charset=UTF-8', HTML_PAGE],
		['empty', null, ''],
	] as const)('errorBody %s', async (reading, type, body) => {
		iovox.switches.errorBody = reading;
		const reply = await client.call('email/search?fields=%3Ca%26b%3E');
		expect([reply.status, reply.headers.get('content-type')]).toEqual([400, type]);
		expect(reply.text).toContain(body);
		const sent = await client.post('email', mailWith({ subject: '' }));
		expect([sent.status, sent.headers.get('content-type')]).toEqual([400, type]);
		if (body === '') expect(reply.text).toBe('');
	});

	it.each([400, 422, 200] as const)('validationStatus %s', async (reading) => {
		iovox.switches.validationStatus = reading;
		for (const reply of [
			await client.call('email/search?limit=0'),
			await client.post('email', mailWith({ subject: '' })),
			await client.post('email/address/proxy', []),
		]) {
			expect([reply.status, reply.json]).toEqual([reading, { errors: [expect.any(String)] }]);
		}
		expect(iovox.sentMails).toEqual([]);
		iovox.switches.errorBody = 'xml';
		const reply = await client.call('email/search?limit=0&page=0');
		expect(reply.text.match(new RegExp(`<error status="${reading}">`, 'g'))).toHaveLength(2);
	});
});

describe('sending', () => {
	it.each([
		['json', 201, /^\{"message_id":"[0-9a-f-]{36}"\}$/],
		['empty', 201, /^$/],
		['timeout', 504, /^\{"message":"[^"]+"\}$/],
	] as const)('sendAnswer %s', async (reading, status, body) => {
		iovox.switches.sendAnswer = reading;
		const reply = await client.post('email', mailWith());
		expect(reply.status).toBe(status);
		expect(reply.text).toMatch(body);
		expect(iovox.sentMails).toHaveLength(1);
		expect(iovox.data.mails).toHaveLength(61);
	});

	const many = Array.from({ length: 12 }, (_, index) =>
		proxyWith({ recipient_address: `kim${index}@people.example` }),
	);
	const addresses = async () => {
		const { json } = await client.post('email/address/proxy', many);
		return (json as unknown as IovoxMailRow[]).map((row) => row.recipient_address);
	};

	it.each([201, 200] as const)('proxyStatus %s', async (reading) => {
		iovox.switches.proxyStatus = reading;
		const reply = await client.post('email/address/proxy', [proxyWith()]);
		expect([reply.status, (reply.json as unknown as object[]).length]).toEqual([reading, 1]);
	});

	it('proxyOrder', async () => {
		const asked = many.map((entry) => entry.recipient_address);
		expect(await addresses()).toEqual(asked);
		iovox.switches.proxyOrder = 'shuffled';
		const shuffled = await addresses();
		expect(shuffled).not.toEqual(asked);
		expect([...shuffled].sort()).toEqual([...asked].sort());
	});

	it('proxyEcho', async () => {
		iovox.switches.proxyEcho = false;
		const { json } = await client.post('email/address/proxy', [proxyWith()]);
		expect(json).toEqual([
			{ proxy_address: expect.any(String), conversation_id: expect.any(String) },
		]);
	});

	it('invalidEntry leavesOut', async () => {
		iovox.switches.invalidEntry = 'leavesOut';
		const wrong = [proxyWith({ link_id: 'none' }), 5];
		const { status, json } = await client.post('email/address/proxy', [...wrong, proxyWith()]);
		expect([status, json]).toEqual([201, [expect.objectContaining({ link_id: 'garage-17' })]]);
		const none = await client.post('email/address/proxy', wrong);
		expect([none.status, none.json]).toEqual([201, []]);
		expect((await client.post('email/address/proxy', [])).status).toBe(400);
		expect(iovox.data.proxies).toHaveLength(1);
	});
});

describe('pages', () => {
	it.each([
		['all', [3, 3, 3, 3]],
		['left', [2, 1, 0, 0]],
	] as const)('totalPages %s', async (reading, expected) => {
		iovox.switches.totalPages = reading;
		const pages = [1, 2, 3, 4].map(async (page) => await client.page({ ...ALL, page, limit: 25 }));
		const totals = (await Promise.all(pages)).map((page) => page.totals.total_pages);
		expect(totals).toEqual(expected);
	});

	it.each([
		['all', [60, 60, 60, 60]],
		['call', [25, 25, 10, 0]],
	] as const)('totalResults %s', async (reading, expected) => {
		iovox.switches.totalResults = reading;
		const pages = [1, 2, 3, 4].map(async (page) => await client.page({ ...ALL, page, limit: 25 }));
		const totals = (await Promise.all(pages)).map((page) => page.totals.total_results);
		expect(totals).toEqual(expected);
	});

	it('totalsAs texts', async () => {
		iovox.switches.totalsAs = 'texts';
		const { totals } = await client.page({ ...ALL, limit: 25 });
		expect(totals).toEqual({ current_page: '1', total_pages: '3', total_results: '60' });
	});

	it('pageCap', async () => {
		iovox.switches.pageCap = 7;
		const pages = [1, 2, 9].map(async (page) => await client.page({ ...BY_TIME, page, limit: 25 }));
		const rows = (await Promise.all(pages)).map((page) => page.rows);
		const { mails } = iovox.data;
		expect(rows).toEqual([mails.slice(0, 7), mails.slice(7, 14), mails.slice(56, 60)]);
		const { totals } = await client.page({ ...ALL, page: 2 });
		expect(totals).toEqual({ current_page: 2, total_pages: 9, total_results: 60 });
		expect((await client.page({ ...BY_TIME, limit: 5 })).rows).toEqual(mails.slice(0, 5));
	});

	it.each(['insertion', 'random'] as const)('ties %s', async (reading) => {
		iovox.switches.ties = reading;
		const receive_date = '2026-03-09 08:00:00';
		const made = Array.from({ length: 20 }, () => iovox.add.mail({ receive_date }).message_id);
		const second = { start_date: receive_date, end_date: receive_date };
		const asked = { ...second, order: 'receive_date_ASC,link_id_DESC' };
		for (const order of ['receive_date_ASC', 'disposition_ASC']) {
			const one = ids((await client.page({ ...second, order })).rows);
			const other = ids((await client.page({ ...second, order })).rows);
			expect([...one].sort()).toEqual([...made].sort());
			if (reading === 'insertion') expect([one, other]).toEqual([made, made]);
			else expect(other).not.toEqual(one);
		}
		const linked = (await client.page(asked)).rows.map((row) => row.link_id ?? '');
		expect(linked).toEqual([...linked].sort().reverse());
		const total = { ...second, order: 'receive_date_ASC,message_id_ASC' };
		expect(ids((await client.page(total)).rows)).toEqual([...made].sort());
	});
});

describe('search', () => {
	it.each(['inclusive', 'exclusive'] as const)('bounds %s', async (reading) => {
		iovox.switches.bounds = reading;
		for (const second of ['09', '10', '11', '12']) {
			iovox.add.mail({ receive_date: `2026-03-09 08:00:${second}` });
		}
		const window = { start_date: '2026-03-09 08:00:09', end_date: '2026-03-09 08:00:12' };
		const { rows } = await client.page(window);
		expect(rows).toHaveLength(reading === 'inclusive' ? 4 : 2);
		expect(rows[0]?.receive_date).toBe(`2026-03-09 08:00:${reading === 'inclusive' ? '09' : '10'}`);
	});

	it.each(['always', 'withoutFilters'] as const)('dateDefaults %s', async (reading) => {
		iovox.switches.dateDefaults = reading;
		const old = iovox.add.mail({ receive_date: '2025-12-24 08:00:00' });
		const { message_id } = old;
		const expected = reading === 'always' ? [] : [old];
		expect((await client.page({ message_id })).rows).toEqual(expected);
		expect((await client.page({ message_id, fields: 'message_id', limit: 1 })).rows).toHaveLength(
			expected.length,
		);
		expect((await client.page({ message_id, start_date: '2026-01-01 00:00:00' })).rows).toEqual([]);
		expect((await client.page({ message_id, start_date: ALL.start_date })).rows).toEqual([old]);
		for (const parameters of [undefined, { limit: 500, order: 'receive_date_DESC' }]) {
			expect(ids((await client.page(parameters)).rows)).not.toContain(message_id);
		}
	});

	it.each([
		['low', true, false],
		['first', true, true],
		['last', false, false],
	] as const)('missing %s', async (reading, up, down) => {
		iovox.switches.missing = reading;
		for (const [order, isFirst] of [
			['read_first_date_ASC', up],
			['read_first_date_DESC', down],
		] as const) {
			const { rows } = await client.page({ ...ALL, order });
			const has = rows.map((row) => row.read_first_date !== undefined);
			expect(has).toEqual([...has].sort((a, b) => (isFirst ? 1 : -1) * (Number(a) - Number(b))));
			const dates = rows.flatMap((row) => row.read_first_date ?? []);
			const sorted = [...dates].sort();
			expect(dates).toEqual(order.endsWith('ASC') ? sorted : sorted.reverse());
			expect(new Set(has).size).toBe(2);
		}
	});

	it('obeysOrder', async () => {
		iovox.switches.obeysOrder = false;
		const { rows } = await client.page({ ...ALL, order: 'receive_date_DESC,message_id_ASC' });
		expect(rows).toEqual(iovox.data.mails);
	});

	it('obeysFields', async () => {
		iovox.switches.obeysFields = false;
		expect((await client.page({ ...BY_TIME, fields: 'message_id' })).rows).toEqual(
			iovox.data.mails,
		);
	});

	it('readDates never', async () => {
		iovox.switches.readDates = 'never';
		const { rows } = await client.page({ ...BY_TIME, read_disposition: 'read' });
		expect(rows.length).toBeGreaterThan(5);
		for (const row of rows) expect(row).not.toHaveProperty('read_first_date');
		expect(iovox.data.mail(rows[0]?.message_id ?? '')).toHaveProperty('read_first_date');
	});

	it.each([true, false])('deliveryDateOfBounced %s', async (reading) => {
		iovox.switches.deliveryDateOfBounced = reading;
		const { message_id } = iovox.add.mail({ disposition: 'sent' });
		iovox.add.change(message_id, { disposition: 'received_bounced' });
		const [row] = (await client.page({ ...ALL, message_id })).rows;
		expect(row?.delivery_date !== undefined).toBe(reading);
		const sent = (await client.page({ ...ALL, disposition: 'sent' })).rows;
		for (const one of sent) expect(one).toHaveProperty('delivery_date');
	});

	it('lateVisible', async () => {
		iovox.switches.lateVisible = 30_000;
		const { message_id } = iovox.add.mail();
		const late = iovox.add.mail({ receive_date: NOW - 30_000 });
		const seen = async () => ids((await client.page(ALL)).rows);
		expect(await seen()).toContain(late.message_id);
		clock = NOW + 29_999;
		expect(await seen()).not.toContain(message_id);
		clock = NOW + 30_000;
		expect(await seen()).toContain(message_id);
	});
});

it('charset', async () => {
	iovox.switches.charset = false;
	const typeOf = async (path: string) => (await client.call(path)).headers.get('content-type');
	expect(await typeOf('email/search')).toBe('application/json');
	iovox.switches.errorBody = 'xml';
	expect(await typeOf('email/search?limit=0')).toBe('application/xml');
});

it('dateHeader', async () => {
	const date = async () => (await client.call('email/search')).headers.get('date');
	expect(await date()).toBe(new Date(NOW).toUTCString());
	iovox.switches.dateHeader = false;
	expect(await date()).toBeNull();
});

it('latency', async () => {
	iovox.switches.latency = 80;
	const start = performance.now();
	await client.call('email/search?limit=1');
	expect(performance.now() - start).toBeGreaterThanOrEqual(79);
	const other = await startSandbox({ iovox: { mails: 0, latency: 7, switches: { pageCap: 3 } } });
	expect(other.iovox.switches).toMatchObject({ latency: 7, pageCap: 3 });
	await other.close();
});
