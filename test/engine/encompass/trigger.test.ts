import type { IDataObject, INodeParameters } from 'n8n-workflow';
import {
	type EncompassOptions,
	type EncompassSandbox,
	type Fault,
	type Sandbox,
	startSandbox,
} from '../../../sandbox';
import { onlyTheClockIsFake } from '../../time';
import { encompassAt } from '../credentials';
import { fetchTestEvent, Host, MODES } from '../host';

onlyTheClockIsFake();

const DAY_MS = 86_400_000;
const START = Date.parse('2026-02-03T09:00:00Z');

let sandbox: Sandbox;
let encompass: EncompassSandbox;
beforeEach(() => jest.setSystemTime(START));
afterEach(async () => await sandbox.close());

async function hostOf(parameters: INodeParameters = {}, options: Partial<EncompassOptions> = {}) {
	sandbox = await startSandbox({ encompass: { messages: 3, opens: 20, ...options } });
	({ encompass } = sandbox);
	return new Host({ mode: 'memory', credentials: encompassAt(encompass), parameters });
}

const later = (ms: number) => jest.setSystemTime(Date.now() + ms);
const idsOf = (rows: readonly object[]) =>
	rows.map((row) => Reflect.get(row, 'id') as number).sort();
const paths = (from = 0) =>
	encompass.requests.slice(from).map(({ path }) => path.replace('/encompass/us/v2', ''));

describe('an event', () => {
	it.each([
		['opened', 'open'],
		['clicked', 'click'],
		['bounced', 'bounce'],
		['delivered', 'delivery'],
	] as const)('"%s" is the record with its message', async (event, kind) => {
		const host = await hostOf({ event });
		await host.activate();
		later(60_000);
		const [message] = encompass.data.messages;
		const row = encompass.add[kind]({ messageId: message!.id });
		await host.tick();
		const { emailName, subjectLine, actualSendTimestamp } = message!;
		expect(host.emitted).toEqual([
			{
				...row,
				messageId: message!.id,
				message: { emailName, subjectLine, actualSendTimestamp },
			},
		]);
		expect(host.errors).toEqual([]);
	});

	it('as a tracking event tells of its message', async () => {
		const host = await hostOf({ event: 'clicked', output: 'trackingEvent' });
		await host.activate();
		later(60_000);
		const row = encompass.add.click({});
		await host.tick();
		const message = encompass.data.messages.find(({ id }) =>
			encompass.data.clicksOf(id).some(({ id: click }) => click === row.id),
		)!;
		expect(host.emitted).toEqual([
			expect.objectContaining({
				provider: 'encompass',
				type: 'clicked',
				occurredAt: new Date(row.timestamp).toISOString(),
				email: {
					id: String(message.id),
					name: message.emailName,
					subject: message.subjectLine,
				},
			}),
		]);
	});

	it('"newMessage" comes with each send, when it is sent', async () => {
		const host = await hostOf({ event: 'newMessage' });
		await host.activate();
		later(60_000);
		const sent = encompass.add.message({});
		const scheduled = encompass.add.message({ actualSendTimestamp: null });
		await host.tick();
		expect(idsOf(host.emitted)).toEqual([sent.id]);
		later(2 * DAY_MS);
		encompass.send(scheduled.id);
		await host.tick();
		await host.tick();
		expect(idsOf(host.emitted)).toEqual(idsOf([sent, scheduled]));
	});
});

describe('Start From', () => {
	it.each(MODES)('Now gives nothing old, and all that is written after it (%s)', async (mode) => {
		await hostOf();
		const credentials = encompassAt(encompass);
		const host = new Host({ mode, credentials, parameters: { event: 'opened' } });
		await host.activate();
		await host.tick();
		expect(host.emitted).toEqual([]);
		later(1_000);
		const rows = encompass.data.messages.map(({ id }) => encompass.add.open({ messageId: id }));
		await host.tick();
		await host.tick();
		expect(idsOf(host.emitted)).toEqual(idsOf(rows));
	});

	it('Beginning gives all of the last 180 days, also of messages that are watched no longer', async () => {
		const parameters = { event: 'opened', startFrom: 'beginning', watchedDays: 2 };
		const host = await hostOf(parameters, {
			start: new Date(START - 150 * DAY_MS),
			end: new Date(START),
		});
		await host.activate();
		await host.tick();
		const all = encompass.data.messages.flatMap(({ id }) => encompass.data.opensOf(id));
		expect(idsOf(host.emitted)).toEqual(idsOf(all));
		const asked = encompass.requests.length;
		await host.tick();
		// The list of messages, and no list of one that is older.
		const young = encompass.data.messages.filter(
			({ actualSendTimestamp }) => actualSendTimestamp! > START - 2 * DAY_MS,
		);
		expect(paths(asked)).toHaveLength(1 + young.length);
	});

	it('Date gives what was written then and later', async () => {
		const date = START - 4 * DAY_MS;
		const host = await hostOf({
			...{ event: 'opened', startFrom: 'date', startDate: new Date(date).toISOString() },
		});
		await host.activate();
		const rows = encompass.data.messages
			.flatMap(({ id }) => encompass.data.opensOf(id))
			.filter(({ dateAdded }) => dateAdded >= date);
		expect(rows.length).toBeGreaterThan(0);
		expect(idsOf(host.emitted)).toEqual(idsOf(rows));
	});
});

describe('a quiet poll', () => {
	it.each([
		['ascending', 'startAt=19&maxResults=2'],
		['descending', 'startAt=0&maxResults=2'],
		// Nothing but the whole list shows what came before the last row.
		['byRecipient', 'startAt=0&maxResults=1000'],
	] as const)(
		'asks for the list of messages and once for each message (%s)',
		async (order, query) => {
			const host = await hostOf({ event: 'opened' }, { switches: { order } });
			await host.activate();
			await host.tick();
			const asked = encompass.requests.length;
			await host.tick();
			expect(paths(asked).slice(1).sort()).toEqual(
				encompass.data.messages.map(({ id }) => `/messages/${id}/opens?${query}`).sort(),
			);
			expect(paths(asked)[0]).toMatch(/^\/messages\?fromTimestamp=/);
		},
	);

	it.each(['ascending', 'descending', 'byRecipient'] as const)(
		'sees a row that came while as many were archived (%s)',
		async (order) => {
			const host = await hostOf({ event: 'opened' }, { switches: { order } });
			await host.activate();
			const [message] = encompass.data.messages;
			for (const rows of [1, 3]) {
				later(600_000);
				encompass.archive(message!.id, 'open', rows);
				const added = Array.from({ length: rows }, () =>
					encompass.add.open({ messageId: message!.id }),
				);
				const before = host.emitted.length;
				await host.tick();
				expect(idsOf(host.emitted.slice(before))).toEqual(idsOf(added));
			}
			await host.tick();
			expect(host.emitted).toHaveLength(4);
		},
	);

	it('of a long list without order shows such a row with the next one, at the latest', async () => {
		const switches = { order: 'byRecipient' as const };
		const host = await hostOf({ event: 'opened' }, { opens: 120, switches });
		await host.activate();
		const { id: messageId } = encompass.data.messages[0]!;
		later(600_000);
		encompass.archive(messageId, 'open', 1);
		const added = [encompass.add.open({ messageId })];
		await host.tick();
		later(600_000);
		await host.tick();
		// Something newer elsewhere must not make it old.
		added.push(encompass.add.open({ messageId: encompass.data.messages[1]!.id }));
		await host.tick();
		await host.tick();
		later(600_000);
		added.push(encompass.add.open({ messageId }));
		await host.tick();
		await host.tick();
		expect(idsOf(host.emitted)).toEqual(idsOf(added));
	});
});

describe('the watch', () => {
	it('ends so many days after a message was sent', async () => {
		const host = await hostOf({ event: 'opened', watchedDays: 5 }, { messages: 1 });
		const { id } = encompass.add.message({}, 1);
		await host.activate();
		later(4 * DAY_MS);
		const row = encompass.add.open({ messageId: id });
		await host.tick();
		expect(idsOf(host.emitted)).toEqual([row.id]);
		later(1.5 * DAY_MS);
		const last = encompass.add.open({ messageId: id });
		await host.tick();
		expect(idsOf(host.emitted)).toEqual(idsOf([row, last]));
		await host.tick();
		const asked = encompass.requests.length;
		await host.tick();
		expect(paths(asked).some((path) => path.includes(`/${id}/`))).toBe(false);
	});

	it('does not count a pause', async () => {
		const host = await hostOf({ event: 'opened', watchedDays: 5 }, { messages: 1 });
		const { id } = encompass.add.message({}, 1);
		await host.activate();
		later(DAY_MS);
		await host.tick();
		const row = encompass.add.open({ messageId: id });
		later(100 * DAY_MS);
		await host.tick();
		expect(idsOf(host.emitted)).toEqual([row.id]);
	});

	it('goes on for a message that could not be read when it was to end', async () => {
		const host = await hostOf({ event: 'opened', watchedDays: 5 }, { messages: 1 });
		const { id } = encompass.add.message({}, 1);
		await host.activate();
		later(4.9 * DAY_MS);
		await host.tick();
		const row = encompass.add.open({ messageId: id });
		encompass.fault({
			...{ kind: 'status', status: 400, times: 'always', match: `/messages/${id}/` },
		} as Fault);
		for (let poll = 0; poll < 2; poll++) {
			later(2 * DAY_MS);
			encompass.add.message({}, 1);
			await host.tick();
		}
		encompass.clearFaults();
		await host.tick();
		expect(idsOf(host.emitted)).toEqual([row.id]);
	});

	it('repeats nothing of messages that come back into it', async () => {
		const host = await hostOf({ event: 'opened', watchedDays: 5 }, { messages: 1 });
		const { id } = encompass.add.message({}, 1);
		await host.activate();
		later(DAY_MS);
		const row = encompass.add.open({ messageId: id });
		await host.tick();
		later(10 * DAY_MS);
		await host.tick();
		await host.tick();
		await host.republish({ event: 'opened', watchedDays: 60 });
		later(60_000);
		const next = encompass.add.open({ messageId: id });
		await host.tick();
		expect(idsOf(host.emitted)).toEqual(idsOf([row, next]));
	});

	it('is of chosen messages only', async () => {
		await hostOf();
		const [one, other] = encompass.data.messages;
		const host = new Host({
			mode: 'memory',
			credentials: encompassAt(encompass),
			parameters: { event: 'opened', messageScope: 'chosen', messageIds: [String(one!.id)] },
		});
		await host.activate();
		later(60_000);
		encompass.add.open({ messageId: other!.id });
		const row = encompass.add.open({ messageId: one!.id });
		await host.tick();
		expect(idsOf(host.emitted)).toEqual([row.id]);
	});
});

it.each<[INodeParameters, RegExp]>([
	[{ messageScope: 'chosen', messageIds: [] }, /No message is chosen/],
	[{ messageScope: 'chosen', messageIds: ['1'] }, /There is no "1" among the messages/],
	[{ watchedDays: 181 }, /Days to Watch must be 180 or less/],
	[{ watchedDays: 0 }, /Days to Watch must be a whole number/],
	[{ startFrom: 'date' }, /Start Date is empty/],
])('does not publish with %j', async (parameters, text) => {
	const host = await hostOf({ event: 'opened', ...parameters });
	await expect(host.activate()).rejects.toThrow(text);
});

describe('Fetch Test Event', () => {
	it.each(['opened', 'bounced', 'newMessage'])('shows real ones of "%s"', async (event) => {
		await hostOf();
		const credentials = encompassAt(encompass);
		const items = await fetchTestEvent({ credentials, parameters: { event } });
		expect(items.length).toBeGreaterThan(0);
		expect(items.length).toBeLessThanOrEqual(10);
		expect(paths().filter((path) => path.startsWith('/messages')).length).toBeLessThanOrEqual(3);
		expect(items[0]!.json).toHaveProperty(event === 'newMessage' ? 'subjectLine' : 'messageId');
	});

	it('says what to do where there are none', async () => {
		await hostOf({}, { messages: 0 });
		const credentials = encompassAt(encompass);
		const parameters: IDataObject = { event: 'opened' };
		await expect(
			fetchTestEvent({ credentials, parameters: parameters as INodeParameters }),
		).rejects.toThrow('Anthology Encompass shows no such event yet');
	});
});
