import { idsGiven, OddVendor, openOf } from './oddVendor';

jest.mock('n8n-workflow', () =>
	jest.requireActual<typeof import('../../time')>('../../time').withoutPauses(),
);

let vendor: OddVendor;
afterEach(() => vendor.close());

const ID = 1_001;
const sixtyOpens = () => Array.from({ length: 60 }, (_, place) => openOf(600 - place));

describe('a list that is short for once', () => {
	it('is not given out again, from now', async () => {
		vendor = await OddVendor.start();
		const rows = sixtyOpens();
		vendor.opens.set(ID, rows);
		const host = vendor.host();
		await host.activate();
		await host.tick();
		vendor.opens.set(ID, rows.slice(0, 20));
		await host.tick();
		vendor.opens.set(ID, rows);
		await host.tick();
		await host.tick();
		expect(idsGiven(host)).toEqual([]);
	});

	it('is not given out twice, from the beginning', async () => {
		vendor = await OddVendor.start();
		const rows = sixtyOpens();
		vendor.opens.set(ID, rows);
		const host = vendor.host({ startFrom: 'beginning' });
		await host.activate();
		vendor.opens.set(ID, []);
		await host.tick();
		vendor.opens.set(ID, rows);
		await host.tick();
		await host.tick();
		expect(idsGiven(host)).toEqual(rows.map(({ id }) => id));
	});

	it('at the first contact shows nothing old later', async () => {
		vendor = await OddVendor.start();
		vendor.opens.set(ID, []);
		const host = vendor.host();
		await host.activate();
		vendor.opens.set(ID, sixtyOpens());
		await host.tick();
		expect(idsGiven(host)).toEqual([]);
	});
});

it('passes over one record that is dated wrongly when it looks for its start', async () => {
	vendor = await OddVendor.start(1, 20);
	const rows = Array.from({ length: 90 }, (_, place) => openOf(6_000 - place * 10));
	rows[80] = openOf(0, { dateAdded: 1_500_000_000_000 });
	vendor.opens.set(ID, rows);
	const startDate = new Date(Date.now() - 3 * 24 * 60 * 60_000).toISOString();
	const host = vendor.host({ startFrom: 'date', startDate });
	await host.activate();
	const wanted = rows.filter(({ dateAdded }) => dateAdded! >= Date.parse(startDate));
	expect(idsGiven(host)).toEqual(wanted.map(({ id }) => id));
});

it('gives out nothing before a Start Date to come', async () => {
	vendor = await OddVendor.start();
	const rows = [openOf(100), openOf(50)];
	vendor.opens.set(ID, rows);
	const startDate = new Date(Date.now() + 86_400_000).toISOString();
	const host = vendor.host({ startFrom: 'date', startDate });
	await host.activate();
	rows.push(openOf(0));
	await host.tick();
	expect(idsGiven(host)).toEqual([]);
});

it('believes its eyes where the total is too low', async () => {
	vendor = await OddVendor.start();
	const rows = sixtyOpens();
	vendor.answer = ({ messageId, start, size }) =>
		messageId === undefined ? undefined : { data: rows.slice(start, start + size), total: 0 };
	const host = vendor.host({ startFrom: 'beginning' });
	await host.activate();
	for (let poll = 0; poll < 3; poll++) await host.tick();
	expect(idsGiven(host)).toEqual(rows.map(({ id }) => id));
});

it.each([
	[1, 2],
	[1, 7],
	[4, 8],
])(
	'with %i requests at once, %i failing messages keep no other from its turn',
	async (requestsAtOnce, failing) => {
		vendor = await OddVendor.start(20);
		const host = vendor.host({ options: { requestsAtOnce } });
		await host.activate();
		for (let poll = 0; poll < 3; poll++) await host.tick();
		vendor.answer = ({ messageId = 0 }) =>
			messageId >= 1_005 && messageId < 1_005 + failing ? 500 : undefined;
		for (let poll = 0; poll < 5; poll++) await host.tick();
		const rows = [openOf(0), openOf(0)];
		vendor.opens.set(1_003, [rows[0]!]).set(1_018, [rows[1]!]);
		for (let poll = 0; poll < 20; poll++) await host.tick();
		expect(idsGiven(host)).toEqual(rows.map(({ id }) => id));
	},
);

it('a busy message leaves room for the others, however little there is', async () => {
	vendor = await OddVendor.start(4);
	const host = vendor.host({ options: { requestsAtOnce: 4, maxEvents: 1 } });
	await host.activate();
	const waiting = [1_002, 1_003, 1_004].map((id) => {
		const row = openOf(0);
		vendor.opens.set(id, [row]);
		return row.id;
	});
	const busy: ReturnType<typeof openOf>[] = [];
	vendor.opens.set(1_001, busy);
	for (let poll = 0; poll < 40; poll++) {
		busy.push(openOf(0), openOf(0));
		await host.tick();
	}
	expect(idsGiven(host)).toEqual(expect.arrayContaining(waiting));
});

it('tells of a message that never answers', async () => {
	vendor = await OddVendor.start(3);
	const host = vendor.host({}, { budgetMs: 1_000 });
	await host.activate();
	vendor.answer = ({ messageId }) => (messageId === 1_002 ? 'never' : undefined);
	for (let poll = 0; poll < 4; poll++) await host.tick();
	expect([...host.warnings, ...host.errors.map(String)].join()).toMatch(/in time/);
});

it.each(['memory', 'durable'] as const)(
	'reads a message whose large pages take longer than a poll (%s)',
	async (mode) => {
		vendor = await OddVendor.start();
		const host = vendor.host({}, { mode, budgetMs: 1_000 });
		await host.activate();
		const sent = Date.now() + 2_000;
		vendor.messages.push({ id: 2_000, actualSendTimestamp: sent, dateAdded: sent });
		vendor.opens.set(
			2_000,
			Array.from({ length: 40 }, () => openOf(-1)),
		);
		vendor.answer = ({ messageId, size }) =>
			messageId !== undefined && size > 300 ? 'never' : undefined;
		for (let poll = 0; poll < 10 && host.emitted.length < 40; poll++) await host.tick();
		expect(host.emitted).toHaveLength(40);
	},
);

it('stores nothing with quiet polls', async () => {
	vendor = await OddVendor.start(3);
	for (const { id } of vendor.messages) vendor.opens.set(id, [openOf(100)]);
	const host = vendor.host({}, { mode: 'durable' });
	await host.activate();
	const revisions: unknown[] = [];
	for (let poll = 0; poll < 6; poll++) {
		vendor.clockSkewMs += 60_000;
		await host.tick();
		revisions.push((host.state.poll as { revision: number }).revision);
	}
	expect(revisions.at(-1)).toBe(revisions[2]);
});

it('says what is wrong where no message has the list', async () => {
	vendor = await OddVendor.start(3);
	vendor.answer = ({ messageId }) => (messageId === undefined ? undefined : 404);
	await expect(vendor.host().activate()).rejects.toThrow(/has nothing at/);
});
