import { startSandbox, type EncompassSandbox, type Sandbox } from '../../../sandbox';
import { firstId, MetricClient } from './client';

const NOW = Date.parse('2026-03-01T12:00:00Z');

let clock = NOW;
let sandbox: Sandbox;
let encompass: EncompassSandbox;
let client: MetricClient;
let id: number;

beforeEach(async () => {
	clock = NOW;
	sandbox = await startSandbox({ encompass: { now: () => clock } });
	({ encompass } = sandbox);
	client = await MetricClient.connect(encompass);
	id = firstId(encompass);
});

afterEach(async () => await sandbox.close());

describe('messages', () => {
	it('are sent now, to as many people as it is said', async () => {
		const row = encompass.add.message({ subjectLine: 'News' }, 200);
		expect(row).toMatchObject({
			subjectLine: 'News',
			sentCount: 200,
			scheduledDateTimestamp: NOW,
			actualSendTimestamp: NOW,
			dateAdded: NOW,
		});
		expect((await client.get(`messages/${row.id}`)).json).toEqual(row);
		const { data, history } = encompass;
		const people = data.recipientsOf(row.id).map((one) => one.id);
		const [delivered, bounced] = [data.deliveriesOf(row.id), data.bouncesOf(row.id)];
		expect(people).toHaveLength(200);
		expect(delivered.length).toBeGreaterThan(150);
		expect(bounced.length).toBeGreaterThan(0);
		const reached = [...delivered, ...bounced].map((one) => one.recipientId);
		expect(reached.sort()).toEqual(people.sort());
		expect(data.linksOf(row.id)).toHaveLength(5);
		expect(history[0]).toEqual({ kind: 'message', messageId: row.id, row, at: NOW });
		expect(history).toHaveLength(401);
	});

	it('are scheduled first and sent later', async () => {
		const row = encompass.add.message({ actualSendTimestamp: null }, 10);
		expect(row.scheduledDateTimestamp).toBe(NOW + 3_600_000);
		expect(encompass.data.recipientsOf(row.id)).toEqual([]);
		clock += 3_600_500;
		const sent = encompass.send(row.id, 10);
		expect(sent).toEqual({ ...row, actualSendTimestamp: clock });
		expect((await client.get(`messages/${row.id}`)).json).toEqual(sent);
		expect(encompass.data.recipientsOf(row.id)).toHaveLength(10);
		const noted = encompass.history.filter((entry) => entry.kind === 'message');
		expect(noted.map((entry) => entry.row)).toEqual([row, sent]);
		expect(encompass.data.messages.filter((one) => one.id === row.id)).toEqual([sent]);
		expect(() => encompass.send(row.id)).toThrow(/sent/);
		expect(() => encompass.send(1)).toThrow();
	});

	it('have the highest ID, and none twice', () => {
		const { add } = encompass;
		add.message({ id: 2_000_000 });
		expect(add.message().id).toBeGreaterThan(2_000_000);
		expect(() => add.message({ id: 2_000_000 })).toThrow(/already/);
	});
});

describe('rows', () => {
	it('are made up for what is not said', () => {
		const { add, data, history } = encompass;
		const made = {
			recipient: add.recipient(),
			delivery: add.delivery(),
			open: add.open(),
			click: add.click(),
			bounce: add.bounce(),
		};
		expect(history.map(({ kind, row }) => [kind, row])).toEqual(Object.entries(made));
		for (const { messageId, row } of history) {
			expect(row.dateAdded).toBe(NOW);
			expect(data.messages.map((message) => message.id)).toContain(messageId);
		}
		for (const { timestamp } of [made.delivery, made.open, made.click, made.bounce]) {
			expect(timestamp).toBe(NOW);
		}
		const [, , open, click] = history;
		const people = data.recipientsOf(open?.messageId ?? 0).map((row) => row.id);
		expect(people).toContain(made.open.recipientId);
		expect(data.linksOf(click?.messageId ?? 0).map((row) => row.id)).toContain(made.click.linkId);
	});

	it('are what is said, in the order of the fields', () => {
		const given = {
			ipAddress: null,
			userAgent: 'Lynx',
			timestamp: NOW - 5000,
			dateAdded: NOW + 5000,
			recipientId: 77,
			id: 99_999,
		};
		const row = encompass.add.open({ messageId: id, ...given });
		expect(row).toEqual(given);
		expect(Object.keys(row)).toEqual(Object.keys(encompass.data.opensOf(id)[0] ?? {}));
		expect(encompass.data.opensOf(id).at(-1)).toBe(row);
		expect(encompass.add.open().id).toBeGreaterThan(99_999);
	});

	it('land where their dateAdded puts them', async () => {
		const middle = encompass.data.clicksOf(id)[10];
		const row = encompass.add.click({ messageId: id, dateAdded: middle?.dateAdded });
		const { rows } = await client.page(`messages/${id}/clicks`);
		const place = rows.findIndex((one) => one.id === row.id);
		expect(place).toBeGreaterThan(10);
		expect(place).toBeLessThan(rows.length - 1);
		expect(row.timestamp).toBe(NOW);
	});

	it('of a message without recipients bring one along', () => {
		const message = encompass.add.message();
		const { recipientId } = encompass.add.open({ messageId: message.id });
		expect(encompass.data.recipientsOf(message.id).map((row) => row.id)).toEqual([recipientId]);
	});

	it('are refused where they cannot be', async () => {
		const { add } = encompass;
		expect(() => add.open({ messageId: 1 })).toThrow(/no message 1/);
		expect(() => add.open({ timestamp: 'now' as unknown as number })).toThrow(/timestamp/);
		expect(() => add.recipient({ dateAdded: 1.5 })).toThrow(/dateAdded/);
		expect(() => add.bounce({ recipient: 5 } as object)).toThrow(/recipient/);
		const empty = await startSandbox({ encompass: { messages: 0 } });
		expect(() => empty.encompass.add.open()).toThrow(/no message/);
		await empty.close();
	});
});

it('archives the rows that were added first, whatever the order', async () => {
	const oldest = encompass.data.opensOf(id).slice(0, 20);
	const rest = encompass.data.opensOf(id).slice(20);
	encompass.switches.order = 'byRecipient';
	encompass.data.opensOf(id);
	expect(encompass.archive(id, 'open', 20)).toEqual(oldest);
	expect(encompass.data.opensOf(id)).toHaveLength(40);
	encompass.switches.order = 'ascending';
	const { rows, summary } = await client.page(`messages/${id}/opens`);
	expect(rows).toEqual(rest);
	expect(summary.total).toBe(40);
	expect(encompass.archive(id, 'open', 1000)).toEqual(rest);
	expect((await client.page(`messages/${id}/opens`)).rows).toEqual([]);
});

it.each(['recipient', 'delivery', 'click', 'bounce'] as const)('archives a %s', (kind) => {
	const [removed] = encompass.archive(id, kind, 1);
	expect(removed).toMatchObject({ id: expect.any(Number), dateAdded: expect.any(Number) });
	expect(encompass.history).toEqual([]);
});

it('archives links, and nothing that there is not', () => {
	expect(encompass.archive(id, 'link', 2)).toHaveLength(2);
	expect(encompass.data.linksOf(id)).toHaveLength(3);
	expect(() => encompass.archive(1, 'open', 1)).toThrow(/message/);
	expect(() => encompass.archive(id, 'toString' as 'open', 1)).toThrow(/toString/);
});
