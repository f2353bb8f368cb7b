import { startSandbox, type CopernicaSandbox, type Sandbox } from '../../../sandbox';
import type { Row } from '../procurios/client';
import { LISTS, NOW, RestClient } from './client';

const DAY_MS = 86_400_000;
const KINDS = Object.values(LISTS);

let clock = NOW;
let sandbox: Sandbox;
let copernica: CopernicaSandbox;
let client: RestClient;

beforeEach(async () => {
	clock = NOW;
	sandbox = await startSandbox({ copernica: { now: () => clock } });
	({ copernica } = sandbox);
	client = new RestClient(copernica);
});

afterEach(async () => await sandbox.close());

type Product = 'ms' | 'publisher';
type Message = ReturnType<CopernicaSandbox['data']['destinations']>[number];

/** An event as v1 shows it, by what it belongs to: its sort, its message and its time. */
const keyOf = (row: Row) => {
	const { id, time } = row.data as Row;
	return `${String(row.event)} ${String(id)} ${String(time)}`;
};

const NAMES: Record<string, string> = { impression: 'open', error: 'failure' };

/** The events of these messages between two moments, as keys, sorted. */
function known(messages: readonly Message[], from = 0, to = Infinity): string[] {
	return messages
		.flatMap(({ product, id, hash }) =>
			KINDS.flatMap((kind) =>
				copernica.data
					.events(product, kind)
					.filter((row) => row.destination === id && row.timestamp >= from && row.timestamp < to)
					.map((row) => `${NAMES[kind] ?? kind} ${hash} ${utc(row.timestamp)}`),
			),
		)
		.sort();
}

const utc = (time: number) => new Date(time).toISOString().slice(0, 19).replace('T', ' ');

const messagesWhere = (is: (row: Message) => boolean) =>
	(['ms', 'publisher'] as const).flatMap((product) =>
		copernica.data.destinations(product).filter(is),
	);

const ask = async (path: string, parameters: Record<string, string> = {}) => {
	copernica.switches.zone = 'UTC';
	return (await client.events(`v1/${path}/events`, parameters)).map(keyOf).sort();
};

/** The message with the most clicks, and so with some other events. */
function busiest(product: Product): Message {
	const counts = new Map<number, number>();
	for (const { destination } of copernica.data.events(product, 'click')) {
		counts.set(destination, (counts.get(destination) ?? 0) + 1);
	}
	const [[id] = [0]] = [...counts].sort((a, b) => b[1] - a[1]);
	const row = copernica.data.destination(product, id);
	if (row === undefined) throw new Error('No message');
	return row;
}

it('gives all events of a message, of both products, as a bare array', async () => {
	for (const [path, product] of [
		['message', 'ms'],
		['old/message', 'publisher'],
	] as const) {
		const message = busiest(product);
		const rows = await client.events(`v1/${path}/${message.hash}/events/`);
		expect(rows.length).toBeGreaterThan(2);
		expect(await ask(`${path}/${message.hash}`)).toEqual(known([message]));
	}
});

it('gives the events of an address, a profile and a subprofile, of both products', async () => {
	const { email, profile } = busiest('ms');
	const subprofile = copernica.data
		.destinations('ms')
		.find((row) => row.subprofile !== null)?.subprofile;
	const since = { start: '2026-02-18' };
	const byAddress = known(messagesWhere((row) => row.email === email));
	expect(await ask(`email/${encodeURIComponent(email)}`, since)).toEqual(byAddress);
	expect(await ask(`email/${encodeURIComponent(email.toUpperCase())}`, since)).toEqual(byAddress);
	expect(await ask(`profile/${profile}`, since)).toEqual(
		known(messagesWhere((row) => row.profile === profile)),
	);
	expect(await ask(`subprofile/${subprofile}`, since)).toEqual(
		known(messagesWhere((row) => row.subprofile === subprofile)),
	);
	expect(await ask('email/nobody%40people.example')).toEqual([]);
});

const ofMailings = (
	product: Product | 'both',
	is: (row: ReturnType<CopernicaSandbox['data']['emailings']>[number]) => boolean,
) =>
	messagesWhere((row) => {
		const mailing = copernica.data.emailings(row.product).find(({ id }) => id === row.emailing);
		return (product === 'both' || row.product === product) && mailing !== undefined && is(mailing);
	});

it('gives the events of messages with all of the tags, of a template and of a document', async () => {
	const since = { start: '2026-02-18' };
	const [, , emailing] = copernica.data.emailings('publisher');
	const tags = emailing?.tags ?? [];
	const path = (list: readonly string[]) => `tags/${list.map(encodeURIComponent).join(';')}`;
	const having = (list: readonly string[]) =>
		ofMailings('both', (row) => list.every((tag) => row.tags.includes(tag)));
	expect(await ask(path(tags), since)).toEqual(known(having(tags)));
	expect(await ask(path(tags.slice(1)), since)).toEqual(known(having(tags.slice(1))));
	expect(having(tags.slice(1)).length).toBeGreaterThan(having(tags).length);
	expect(await ask('tags/none')).toEqual([]);
	for (const [prefix, product, sort] of [
		['template', 'ms', 'template'],
		['old/template', 'publisher', 'template'],
		['old/document', 'publisher', 'document'],
	] as const) {
		const id = copernica.data.emailings(product)[1]?.[sort];
		expect(await ask(`${prefix}/${id}`, since)).toEqual(
			known(ofMailings(product, (row) => row[sort] === id)),
		);
	}
});

it('filters by tags, but not a message of Publisher', async () => {
	const message = busiest('ms');
	const mailing = copernica.data.emailings('ms').find(({ id }) => id === message.emailing);
	const [one = '', other = ''] = mailing?.tags ?? [];
	const all = known([message]);
	const path = `message/${message.hash}`;
	expect(await ask(path, { tags: one })).toEqual(all);
	expect(await ask(path, { tags: `${one};${other}` })).toEqual(all);
	expect(await ask(path, { tags: 'none' })).toEqual([]);
	expect(await ask(path, { tags: `${one};none` })).toEqual([]);
	expect(await ask(`profile/${message.profile}`, { tags: 'none' })).toEqual([]);
	const old = busiest('publisher');
	expect(await ask(`old/message/${old.hash}`, { tags: 'none' })).toEqual(known([old]));
});

describe('a period', () => {
	/** A message that was sent three years ago, clicked on every day since. */
	function longMessage(days = 400): Message {
		const sent = Date.parse('2023-03-01T12:00:00Z');
		const { id: emailing } = copernica.add.emailing({ timestamp: sent });
		const message = copernica.add.destination({ emailing, timestamp: sent });
		for (let day = 0; day < days; day++) {
			copernica.add.click({ destination: message.id, timestamp: sent + day * DAY_MS });
		}
		return message;
	}

	it.each([
		[{}, '2023-03-01T12:00:00Z', '2023-04-01T12:00:00Z'],
		[{ start: '2023-05-10' }, '2023-05-10T00:00:00Z', '2023-06-10T00:00:00Z'],
		[{ start: '2024-01-31' }, '2024-01-31T00:00:00Z', '2024-02-29T00:00:00Z'],
		[{ end: '2023-05-10' }, '2023-04-10T00:00:00Z', '2023-05-10T00:00:00Z'],
		[{ start: '2023-05-10', end: '2023-05-13' }, '2023-05-10T00:00:00Z', '2023-05-13T00:00:00Z'],
		[{ start: '2023-05-10', end: '2024-05-13' }, '2023-05-10T00:00:00Z', '2023-06-10T00:00:00Z'],
		[{ start: '2023-05-13', end: '2023-05-13' }, '2023-05-13T00:00:00Z', '2023-05-13T00:00:00Z'],
		[{ start: '2023-05-13', end: '2023-05-10' }, '2023-05-13T00:00:00Z', '2023-05-10T00:00:00Z'],
	] as const)('%j', async (parameters, from, to) => {
		const message = longMessage();
		expect(await ask(`message/${message.hash}`, { ...parameters })).toEqual(
			known([message], Date.parse(from), Date.parse(to)),
		);
	});

	it('has its start in it, and not its end, in days of UTC whatever the zone', async () => {
		const message = longMessage(1);
		const times = ['2023-03-09T23:59:59Z', '2023-03-10T00:00:00Z', '2023-03-10T23:59:59Z'];
		for (const time of times) {
			copernica.add.click({ destination: message.id, timestamp: Date.parse(time) });
		}
		const period = { start: '2023-03-10', end: '2023-03-11' };
		const rows = await client.events(`v1/message/${message.hash}/events`, period);
		expect(rows.map((row) => (row.data as Row).time)).toEqual([
			'2023-03-10 01:00:00',
			'2023-03-11 00:59:59',
		]);
	});

	it('is the last month where it is not a message', async () => {
		const message = longMessage(3);
		const { email } = message;
		const path = `email/${encodeURIComponent(email)}`;
		const of = (from: number) =>
			known(
				messagesWhere((row) => row.email === email),
				from,
				clock + 1000,
			);
		expect(await ask(path)).toEqual(of(Date.parse('2026-02-10T12:00:00Z')));
		copernica.add.click({ destination: message.id });
		expect(await ask(path)).toEqual(of(Date.parse('2026-02-10T12:00:00Z')));
		clock += 20 * DAY_MS;
		expect(await ask(path)).toEqual(of(Date.parse('2026-02-28T12:00:00Z')));
	});

	it.each([null, 7])('maxPeriodDays %s', async (reading) => {
		copernica.switches.maxPeriodDays = reading;
		const message = longMessage(60);
		const path = `message/${message.hash}`;
		const from = Date.parse('2023-03-10T00:00:00Z');
		const days = reading ?? 31;
		const expected = known([message], from, from + days * DAY_MS);
		expect(expected).toHaveLength(days);
		expect(await ask(path, { start: '2023-03-10' })).toEqual(expected);
		expect(await ask(path, { start: '2023-03-10', end: '2023-06-01' })).toEqual(expected);
		const end = { end: '2023-04-10' };
		const to = Date.parse('2023-04-10T00:00:00Z');
		expect(await ask(path, end)).toEqual(known([message], to - days * DAY_MS, to));
		expect(await ask(path)).toHaveLength(days);
	});
});

it.each(['event', 'type', 'mixed'] as const)('eventKey %s', async (reading) => {
	copernica.switches.eventKey = reading;
	for (const eventData of ['nested', 'flat'] as const) {
		copernica.switches.eventData = eventData;
		const message = busiest('ms');
		const rows = await client.events(`v1/message/${message.hash}/events`);
		// A flat failure has a field `type` beside its sort, which is that of the error.
		const others = rows.filter((row) => row.event !== 'failure');
		const keys = others.map((row) => ['event', 'type'].filter((key) => key in row));
		const sorts = rows.map((row) => row.event ?? row.type);
		expect(new Set(sorts)).toContain('click');
		if (reading === 'mixed') {
			expect(new Set(keys.flat())).toEqual(new Set(['event', 'type']));
		} else {
			expect(new Set(keys.flat())).toEqual(new Set([reading]));
		}
	}
});

it.each(['nested', 'flat'] as const)('eventData %s', async (reading) => {
	copernica.switches.eventData = reading;
	const row = busiest('publisher');
	copernica.add.error({ product: 'publisher', destination: row.id, errortype: 'nohost' });
	const rows = await client.events(`v1/old/message/${row.hash}/events`);
	const click = rows.find(({ event }) => event === 'click');
	const fields = reading === 'nested' ? (click?.data as Row) : click;
	expect(fields).toMatchObject({
		id: row.hash,
		time: expect.stringMatching(/^2026-\d\d-\d\d \d\d:\d\d:\d\d$/),
		email: row.email,
		tags: expect.stringContaining(';'),
		ip: expect.any(String),
		linkinfo: expect.stringMatching(/^\d+$/),
		profile: row.profile === null ? null : String(row.profile),
		template: expect.any(String),
		document: expect.any(String),
	});
	expect(Object.keys(click ?? {})).toHaveLength(reading === 'nested' ? 2 : 18);
	// The sort of the event wins over the sort of the error.
	copernica.switches.eventKey = 'type';
	// The last one: it has just been added.
	const failure = (await client.events(`v1/old/message/${row.hash}/events`))
		.filter(({ type }) => type === 'failure')
		.at(-1);
	const own = reading === 'nested' ? (failure?.data as Row) : failure;
	expect(own).toMatchObject({ code: expect.any(String), content: '' });
	if (reading === 'nested') expect(own?.type).toBe('nohost');
});

it.each(['failure', 'error'] as const)('errorEvent %s', async (reading) => {
	copernica.switches.errorEvent = reading;
	const message = busiest('ms');
	copernica.add.error({ destination: message.id });
	const rows = await client.events(`v1/message/${message.hash}/events`);
	const sorts = new Set(rows.map((row) => row.event));
	expect([sorts.has('failure'), sorts.has('error')]).toEqual([
		reading === 'failure',
		reading === 'error',
	]);
});

it.each(['error', 'empty'] as const)('unknownSubject %s', async (reading) => {
	copernica.switches.unknownSubject = reading;
	for (const path of [
		...['message/none', 'old/message/none', 'profile/9', 'subprofile/x', 'template/9'],
		...['old/template/9', 'old/document/9'],
	]) {
		const { status, json } = await client.get(`v1/${path}/events`);
		const expected =
			reading === 'empty' ? [200, []] : [400, { error: { message: 'No entity with supplied ID' } }];
		expect([path, status, json]).toEqual([path, ...expected]);
	}
	// Another version's message, and the other product's.
	const hash = busiest('publisher').hash;
	expect((await client.get(`v1/message/${hash}/events`)).status).toBe(
		reading === 'empty' ? 200 : 400,
	);
});

it('goes by time, up, down or not at all', async () => {
	const message = busiest('ms');
	const times = async () =>
		(await client.events(`v1/message/${message.hash}/events`)).map((row) => (row.data as Row).time);
	const up = await times();
	expect(up).toEqual([...up].sort());
	copernica.switches.order = 'descending';
	expect(await times()).toEqual([...up].reverse());
	copernica.switches.order = 'unsorted';
	expect(await times()).not.toEqual(up);
	expect([...(await times())].sort()).toEqual(up);
});
