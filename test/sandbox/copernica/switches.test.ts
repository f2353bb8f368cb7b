import { startSandbox, type CopernicaSandbox, type Sandbox } from '../../../sandbox';
import { HTML_PAGE } from '../../../sandbox/exchange';
import type { Row } from '../procurios/client';
import { authenticate, fields, idsOf, NOW, RestClient } from './client';

let clock = NOW;
let sandbox: Sandbox;
let copernica: CopernicaSandbox;
let client: RestClient;

beforeEach(async () => {
	clock = NOW;
	sandbox = await startSandbox({ copernica: { now: () => clock } });
	({ copernica } = sandbox);
	client = await RestClient.connect(copernica);
});

afterEach(async () => await sandbox.close());

it('refuses a switch or a reading that there is not', () => {
	for (const wrong of [
		{ zones: 'UTC' },
		{ zone: 'Mars' },
		{ expiredJwt: 404 },
		{ refusedToken: '401' },
		{ emailingInData: 'yes' },
		{ pageCap: '5' },
		{ lateSeconds: null },
		{ toString: 1 },
	]) {
		expect(() => copernica.setSwitches(wrong as object)).toThrow(/switch/);
	}
	expect(() => copernica.setSwitches({ zone: 'UTC', order: 'any' } as object)).toThrow();
	expect(copernica.switches.zone).toBe('Europe/Amsterdam');
	copernica.setSwitches({ pageCap: 3, order: undefined });
	copernica.setSwitches({ pageCap: null, overload: 5, maxPeriodDays: 3 });
	expect(copernica.switches).toMatchObject({ pageCap: null, order: 'ascending', overload: 5 });
});

const timesOf = (rows: readonly Row[]) => rows.map((row) => row.timestamp);

it.each(['documented', 'everywhere'] as const)('idFilter %s', async (reading) => {
	copernica.switches.idFilter = reading;
	const { id = 0, emailing = 0 } = copernica.data.events('ms', 'click').at(-1) ?? {};
	const rows = await client.rows('v4/ms/clicks', fields(`id>=${id}`));
	expect(rows).toHaveLength(reading === 'documented' ? 150 : 1);
	const path = `v4/ms/emailing/${emailing}/clicks`;
	const own = await client.rows(path, fields(`id<${id}`, 'ID>0'));
	const all = copernica.data.events('ms', 'click', emailing).length;
	expect(own).toHaveLength(reading === 'documented' ? all : all - 1);
});

it.each(['perDestination', 'perLink'] as const)('uniqueClicks %s', async (reading) => {
	copernica.switches.uniqueClicks = reading;
	const { emailing = 0, destination = 0 } = copernica.data.events('ms', 'click').at(-1) ?? {};
	for (const link of ['https://a.example', 'https://b.example']) {
		copernica.add.click({ emailing, destination, link });
	}
	const clicks = copernica.data.events('ms', 'click', emailing);
	const keyOf = (row: (typeof clicks)[number]) =>
		reading === 'perLink' ? `${row.destination} ${row.link.id}` : row.destination;
	const unique = new Set(clicks.map(keyOf)).size;
	const statistics = await client.read(`v4/ms/emailing/${emailing}/statistics`);
	expect(statistics.clicks).toEqual({ total: clicks.length, unique });
});

it.each([
	['either', [200, 200]],
	['with', [400, 200]],
	['without', [200, 400]],
] as const)('eventsSlash %s', async (reading, statuses) => {
	copernica.switches.eventsSlash = reading;
	const [message] = copernica.data.destinations('ms');
	const path = `v1/message/${message?.hash}/events`;
	const replies = [await client.get(path), await client.get(`${path}/`)];
	expect(replies.map(({ status }) => status)).toEqual(statuses);
});

it.each(['ascending', 'descending', 'byTime', 'unsorted'] as const)('order %s', async (reading) => {
	copernica.switches.order = reading;
	const list = async (path: string) => idsOf(await client.rows(path));
	const late = copernica.add.click({ timestamp: NOW - 86_400_000 });
	const { emailing } = late;
	for (const [path, rows] of [
		['v4/ms/clicks', () => copernica.data.events('ms', 'click')],
		[`v4/ms/emailing/${emailing}/clicks`, () => copernica.data.events('ms', 'click', emailing)],
	] as const) {
		const ids = await list(path);
		const up = rows().map((row) => row.id);
		expect([...ids].sort((a, b) => a - b)).toEqual(up);
		expect(await list(path)).toEqual(ids);
		if (reading === 'ascending') expect(ids).toEqual(up);
		if (reading === 'descending') expect(ids).toEqual([...up].reverse());
		if (reading === 'byTime') {
			const times = timesOf(await client.rows(path)) as string[];
			expect(times).toEqual([...times].sort());
			expect(ids.at(-1)).not.toBe(late.id);
		}
		if (reading === 'unsorted') {
			expect(ids).not.toEqual(up);
			expect(ids).not.toEqual([...up].reverse());
		}
		// A new row gets to its place, and the filters go on working.
		copernica.add.click({ emailing });
		const begintime = '2026-03-05 00:00:00';
		const some = idsOf(await client.rows(path, { begintime }));
		const all = await list(path);
		expect(all).toHaveLength(ids.length + 1);
		const fitting = new Set(
			rows()
				.filter((row) => row.timestamp >= Date.parse('2026-03-04T23:00:00Z'))
				.map((row) => row.id),
		);
		expect(some).toEqual(all.filter((id) => fitting.has(id)));
	}
	const period = { from: '2026-01-01', to: '2026-12-31' };
	const messages = idsOf(await client.rows('v4/ms/destinations', period), 'id');
	const known = copernica.data.destinations('ms').map((row) => row.id);
	expect([...messages].sort((a, b) => a - b)).toEqual(known);
	if (reading === 'descending') expect(messages).toEqual([...known].reverse());
});

it.each(['ascending', 'descending'] as const)('emailingOrder %s', async (reading) => {
	copernica.switches.emailingOrder = reading;
	const timestamp = copernica.data.emailings('ms')[2]?.timestamp ?? 0;
	copernica.add.emailing({ timestamp: timestamp + 1000 });
	const times = timesOf(await client.rows('v4/ms/emailings'));
	const sorted = [...times].sort();
	expect(times).toEqual(reading === 'ascending' ? sorted : sorted.reverse());
});

it.each([
	['both', [200, 200, 200, 200]],
	['old', [200, 200, 400, 400]],
	['new', [400, 400, 200, 200]],
] as const)('prefixes %s', async (reading, expected) => {
	copernica.switches.prefixes = reading;
	const names = ['ms', 'publisher', 'draganddrop', 'html'];
	const statuses = async (path: (name: string) => string) =>
		await Promise.all(names.map(async (name) => (await client.get(path(name))).status));
	expect(await statuses((name) => `v4/${name}/clicks`)).toEqual(expected);
	expect(await statuses((name) => `v4/${name}/emailing/1201`)).toEqual(expected);
	expect(await statuses((name) => `v4/profile/310001/${name}/emailings`)).toEqual(expected);
	expect(await statuses((name) => `v3/${name}/clicks`)).toEqual([200, 200, 400, 400]);
	expect(await statuses((name) => `v2/${name}/clicks`)).toEqual([200, 200, 400, 400]);
});

it.each([
	['documented', ['id', 'id', 'ID', 'ID', 'id', 'ID']],
	['ID', ['ID', 'ID', 'ID', 'ID', 'ID', 'ID']],
	['id', ['id', 'id', 'id', 'id', 'id', 'id']],
] as const)('idKey %s', async (reading, expected) => {
	copernica.switches.idKey = reading;
	const period = { from: '2026-01-01', to: '2026-12-31' };
	const hash = copernica.data.destinations('ms')[0]?.hash;
	const found = [
		await client.read('v4/identity'),
		(await client.rows('v4/ms/emailings'))[0],
		(await client.rows('v4/publisher/clicks'))[0],
		await client.read(`v4/ms/destination/${hash}`),
		(await client.rows('v4/ms/destinations', period))[0],
		await client.read('v4/profile/310001'),
	];
	const keys = found.map((row) => ['ID', 'id'].filter((key) => key in (row ?? {})));
	expect(keys).toEqual(expected.map((key) => [key]));
});

it.each([false, true])('emailingInData %s', async (reading) => {
	copernica.switches.emailingInData = reading;
	for (const product of ['ms', 'publisher']) {
		const body = await client.read(`v4/${product}/emailing/1201`);
		expect(Object.keys(body).includes('subject')).toBe(!reading);
		expect(reading ? body.data : body).toMatchObject({ id: '1201' });
	}
	expect(await client.read('v4/profile/310001')).toHaveProperty('fields');
});

it.each([true, false])('publisherDestinationByInternal %s', async (reading) => {
	copernica.switches.publisherDestinationByInternal = reading;
	const row = copernica.data.destinations('publisher')[0];
	for (const more of ['', '/clicks', '/statistics']) {
		const { status } = await client.get(`v4/publisher/destination/${row?.id}${more}`);
		expect(status).toBe(reading ? 200 : 400);
		expect((await client.get(`v4/publisher/destination/${row?.hash}${more}`)).status).toBe(200);
	}
	expect((await client.get('v4/ms/destination/650017')).status).toBe(200);
});

it.each(['required', 'optional'] as const)('destinationsPeriod %s', async (reading) => {
	copernica.switches.destinationsPeriod = reading;
	for (const parameters of [{}, { from: '2026-01-01' }, { to: '2026-12-31' }] as const) {
		const reply = await client.get('v4/ms/destinations', { limit: 1000, ...parameters });
		expect(reply.status).toBe(reading === 'required' ? 400 : 200);
		if (reading === 'optional') expect(reply.json.total).toBe(200);
	}
});

it.each(['blank', 'none'] as const)('removedFields %s', async (reading) => {
	copernica.switches.removedFields = reading;
	const { id } = copernica.add.profile({ email: 'gone@people.example', removed: NOW });
	const row = await client.read(`v4/profile/${id}`);
	expect(row.removed).toBe('2026-03-10 13:00:00');
	if (reading === 'none') expect(row.fields).toEqual({});
	else expect(row.fields).toMatchObject({ email: '', customerid: '' });
	expect(row.interests).toEqual([]);
});

it.each([true, false])('totalHonoured %s', async (reading) => {
	copernica.switches.totalHonoured = reading;
	const { envelope } = await client.page('v4/ms/clicks', { total: false });
	expect('total' in envelope).toBe(!reading);
});

it.each([
	['kept', [1000, 0]],
	['asked', [5000, -5]],
] as const)('limitShown %s', async (reading, expected) => {
	copernica.switches.limitShown = reading;
	const limits = [5000, -5].map(async (limit) => await client.page('v4/ms/clicks', { limit }));
	expect((await Promise.all(limits)).map(({ envelope }) => envelope.limit)).toEqual(expected);
});

it('pageCap', async () => {
	copernica.switches.pageCap = 7;
	const { rows, envelope } = await client.page('v4/ms/clicks', { start: 3, limit: 1000 });
	const ids = copernica.data.events('ms', 'click').map((row) => row.id);
	expect(idsOf(rows)).toEqual(ids.slice(3, 10));
	expect(envelope).toEqual({ start: 3, limit: 7, count: 7, total: 150 });
	expect((await client.page('v4/ms/clicks', { limit: 5 })).rows).toHaveLength(5);
});

it('lateSeconds', async () => {
	copernica.switches.lateSeconds = 30;
	const { id, destination } = copernica.add.click({ timestamp: NOW - 3_600_000 });
	const hash = copernica.data.destination('ms', destination)?.hash;
	const seen = async () => {
		const found: boolean[] = [];
		for (const order of ['ascending', 'descending', 'byTime', 'unsorted'] as const) {
			copernica.switches.order = order;
			const lists = ['v4/ms/clicks', `v4/ms/destination/${hash}/clicks`];
			for (const path of lists) found.push(idsOf(await client.rows(path)).includes(id));
		}
		const events = await client.events(`v1/message/${hash}/events`, { start: '2026-03-10' });
		found.push(events.some((row) => (row.data as Row).time === '2026-03-10 12:00:00'));
		expect(new Set(found).size).toBe(1);
		return found[0];
	};
	clock = NOW + 29_999;
	expect(await seen()).toBe(false);
	clock = NOW + 30_000;
	expect(await seen()).toBe(true);
	copernica.add.emailing();
	expect(await client.rows('v4/ms/emailings')).toHaveLength(8);
});

it.each([
	['json', 'application/json', /^\{"error":\{"message":"Invalid method"\}\}$/],
	['html', 'text/html', new RegExp(HTML_PAGE)],
	['empty', null, /^$/],
] as const)('errorBody %s', async (reading, type, body) => {
	copernica.switches.errorBody = reading;
	const reply = await client.get('v4/none');
	expect([reply.status, reply.headers.get('content-type')?.split(';')[0] ?? null]).toEqual([
		...[400, type],
	]);
	expect(reply.text).toMatch(body);
	const refused = await authenticate(copernica, { access_token: 'wrong' });
	expect([refused.status, refused.text === '']).toEqual([400, reading === 'empty']);
});

it.each(['none', 'v3'] as const)('errorPrefix %s', async (reading) => {
	copernica.switches.errorPrefix = reading;
	const messages: unknown[] = [];
	for (const version of [2, 3, 4]) {
		const { json } = await client.get(`v${version}/none`);
		messages.push((json.error as Row).message);
	}
	const prefixed = 'Copernica REST API Error 400: Invalid method';
	expect(messages).toEqual([
		'Invalid method',
		reading === 'v3' ? prefixed : 'Invalid method',
		'Invalid method',
	]);
});

it.each([503, 504] as const)('overload %s', async (reading) => {
	copernica.setSwitches({ overload: 3, overloadStatus: reading });
	const statuses: number[] = [];
	for (let i = 0; i < 6; i++) {
		const reply = await client.get('v4/ms/clicks');
		statuses.push(reply.status);
		if (reply.status !== 200) {
			expect(reply.headers.get('content-type')).toMatch(/^text\/html/);
			expect(reply.text).toMatch(/<title>Load balancer error<\/title>.*too many requests/);
		}
	}
	expect(statuses).toEqual([200, 200, reading, 200, 200, reading]);
	expect((await authenticate(copernica)).status).toBe(200);
});

it('dateHeader', async () => {
	const date = async () => (await client.get('v4/identity')).headers.get('date');
	expect(await date()).toBe(new Date(NOW).toUTCString());
	copernica.switches.dateHeader = false;
	expect(await date()).toBeNull();
});

it('latency', async () => {
	copernica.switches.latency = 80;
	const start = performance.now();
	await client.get('v4/identity');
	expect(performance.now() - start).toBeGreaterThanOrEqual(79);
	const other = await startSandbox({ copernica: { latency: 5 } });
	await other.close();
	expect(other.copernica.switches.latency).toBe(5);
});
