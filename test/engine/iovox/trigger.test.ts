import type { INodeParameters } from 'n8n-workflow';
import {
	type IovoxMailRow,
	type IovoxOptions,
	type IovoxSandbox,
	type Sandbox,
	startSandbox,
} from '../../../sandbox';
import { onlyTheClockIsFake } from '../../time';
import { iovoxAt } from '../credentials';
import { fetchTestEvent, Host } from '../host';

onlyTheClockIsFake();

const DAY_MS = 86_400_000;
const START = Date.parse('2026-02-03T09:00:00Z');

let sandbox: Sandbox;
let iovox: IovoxSandbox;
beforeEach(() => jest.setSystemTime(START));
afterEach(async () => await sandbox.close());

async function hostOf(parameters: INodeParameters = {}, options: Partial<IovoxOptions> = {}) {
	sandbox = await startSandbox({ iovox: { mails: 60, links: 3, ...options } });
	({ iovox } = sandbox);
	return new Host({ mode: 'memory', credentials: iovoxAt(iovox), parameters });
}

const later = (ms: number) => jest.setSystemTime(Date.now() + ms);
const idsOf = (rows: readonly object[]) =>
	rows.map((row) => String(Reflect.get(row, 'message_id'))).sort();
const searches = (from = 0) => iovox.requests.slice(from).map(({ path }) => path);
const sentMail = () => iovox.add.mail({ disposition: 'sent' });

/** What one poll costs and gives, when something has happened. */
async function afterwards(host: Host, happens: () => void) {
	await host.activate();
	expect(host.emitted).toEqual([]);
	later(60_000);
	happens();
	const asked = iovox.requests.length;
	await host.tick();
	expect(host.errors).toEqual([]);
	return iovox.requests.length - asked;
}

describe('an event', () => {
	it('"New E-Mail" is the record, by one request', async () => {
		const host = await hostOf({ event: 'newEmail' });
		let mail: IovoxMailRow;
		const requests = await afterwards(host, () => (mail = iovox.add.mail()));
		expect(host.emitted).toEqual([{ ...mail!, event: 'received' }]);
		expect(requests).toBe(1);
	});

	it('"E-Mail Sent" is the record, whether it bounced meanwhile or not', async () => {
		const host = await hostOf({ event: 'sent' });
		const mails: IovoxMailRow[] = [];
		const requests = await afterwards(host, () => {
			mails.push(sentMail());
			const bounced = sentMail();
			mails.push(iovox.add.change(bounced.message_id, { disposition: 'received_bounced' }));
			iovox.add.mail();
		});
		expect(host.emitted).toEqual(mails.map((mail) => ({ ...mail, event: 'sent' })));
		expect(requests).toBe(2);
	});

	it('"E-Mail Read" is the record, by one request', async () => {
		const host = await hostOf({ event: 'read' });
		let mail: IovoxMailRow;
		const requests = await afterwards(host, () => {
			mail = iovox.add.change(sentMail().message_id, { read: true });
		});
		expect(host.emitted).toEqual([{ ...mail!, event: 'read' }]);
		expect(requests).toBe(1);
	});

	it('"E-Mail Bounced or Failed" reports what was chosen', async () => {
		const dispositions = ['received_bounced', 'queued'];
		const host = await hostOf({ event: 'failed', dispositions });
		const requests = await afterwards(host, () => {
			iovox.add.change(sentMail().message_id, { disposition: 'received_bounced' });
			iovox.add.change(iovox.add.mail().message_id, { disposition: 'queued' });
			iovox.add.change(iovox.add.mail().message_id, { disposition: 'expired' });
		});
		expect(host.emitted.map(({ event }) => event)).toEqual(['queued', 'received_bounced']);
		expect(requests).toBe(2);
	});

	it('"Disposition Changed" reports each that a mail is seen to have come to', async () => {
		const host = await hostOf({ event: 'dispositionChanged' });
		const mail = { message_id: '' };
		await afterwards(host, () => {
			mail.message_id = iovox.add.mail().message_id;
			iovox.add.change(mail.message_id, { disposition: 'queued' });
		});
		later(60_000);
		iovox.add.change(mail.message_id, { disposition: 'sent' });
		iovox.add.change(mail.message_id, { disposition: 'received_bounced' });
		await host.tick();
		await host.tick();
		expect(host.emitted.map(({ event }) => event)).toEqual(['queued', 'sent', 'received_bounced']);
	});

	it('"Conversation Activity" reports all that the record proves, once', async () => {
		const unnamed = await hostOf({ event: 'conversation' }, { conversationShare: 1 });
		await expect(unnamed.activate()).rejects.toThrow('Conversation ID is empty');
		const { message_id, conversation_id } = iovox.data.mails.find((mail) => mail.conversation_id)!;
		const host = new Host({
			mode: 'memory',
			credentials: iovoxAt(iovox),
			parameters: { event: 'conversation', conversationId: conversation_id! },
		});
		let reply: IovoxMailRow;
		const requests = await afterwards(host, () => {
			reply = iovox.add.reply(message_id);
			// Queued, sent, read and bounced between two polls.
			for (const disposition of ['queued', 'sent']) {
				reply = iovox.add.change(reply.message_id, { disposition });
			}
			reply = iovox.add.change(reply.message_id, { read: true });
			reply = iovox.add.change(reply.message_id, { disposition: 'received_bounced' });
			iovox.add.mail();
		});
		await host.tick();
		expect(host.emitted).toEqual(
			['received', 'sent', 'read', 'received_bounced'].map((event) => ({ ...reply!, event })),
		);
		expect(requests).toBe(1);
	});

	it('as a tracking event has the shape that all services share', async () => {
		const host = await hostOf({
			event: 'failed',
			dispositions: ['undeliverable'],
			output: 'trackingEvent',
		});
		let mail: IovoxMailRow;
		await afterwards(host, () => {
			mail = iovox.add.change(iovox.add.mail().message_id, { disposition: 'undeliverable' });
		});
		expect(host.emitted).toEqual([
			expect.objectContaining({
				provider: 'iovox',
				type: 'bounced',
				occurredAt: null,
				email: { id: mail!.message_id, name: null, subject: null },
				bounce: { type: 'undeliverable', code: null, reason: null },
				raw: mail!,
			}),
		]);
	});
});

it('follows only what the filters let through', async () => {
	const host = await hostOf();
	const { link_id } = iovox.data.links[1]!;
	const mail = { link_id, sender_address: 'a@x.example', recipient_address: 'b@x.example' };
	const filtered = new Host({
		mode: 'memory',
		credentials: iovoxAt(iovox),
		parameters: {
			event: 'newEmail',
			filters: {
				linkId: link_id,
				nodeId: iovox.data.links[1]!.node_id,
				senderAddress: 'a@x.example',
				recipientAddress: 'b@x.example',
			},
		},
	});
	let wanted: IovoxMailRow;
	await host.activate();
	await afterwards(filtered, () => {
		wanted = iovox.add.mail(mail);
		iovox.add.mail({ ...mail, link_id: iovox.data.links[0]!.link_id });
		iovox.add.mail({ ...mail, sender_address: 'c@x.example' });
		iovox.add.mail({ ...mail, recipient_address: 'c@x.example' });
	});
	expect(idsOf(filtered.emitted)).toEqual([wanted!.message_id]);
});

it.each([
	['newEmail', 1],
	['read', 1],
	['sent', 2],
])('begins by few requests, however much there is (%s)', async (event, requests) => {
	const host = await hostOf({ event }, { mails: 12_000, start: new Date(START - 5 * DAY_MS) });
	await host.activate();
	expect(searches()).toHaveLength(requests);
});

describe('the look-back', () => {
	it('reaches so many days back, from the last poll on, however long the pause', async () => {
		const host = await hostOf({ event: 'read', lookBackDays: 3 });
		const old = iovox.add.mail({ disposition: 'sent', receive_date: Date.now() - 4 * DAY_MS });
		const young = iovox.add.mail({ disposition: 'sent', receive_date: Date.now() - 2 * DAY_MS });
		await host.activate();
		later(60_000);
		iovox.add.change(old.message_id, { read: true });
		iovox.add.change(young.message_id, { read: true });
		later(20 * DAY_MS);
		await host.tick();
		expect(idsOf(host.emitted)).toEqual([young.message_id]);
	});

	it('ends without giving out again what it has given out', async () => {
		const dispositions = ['expired'];
		const host = await hostOf({ event: 'failed', dispositions, lookBackDays: 1 }, { mails: 0 });
		await host.activate();
		const { message_id } = iovox.add.mail({ disposition: 'queued' });
		later(DAY_MS + 20 * 60_000);
		await host.tick();
		iovox.add.change(message_id, { disposition: 'expired' });
		for (let poll = 0; poll < 100; poll++) {
			later(60_000);
			await host.tick();
		}
		expect(host.emitted.length).toBeLessThanOrEqual(1);
	});

	it.each([0, 31, 1.5])('takes no %s days', async (lookBackDays) => {
		const host = await hostOf({ event: 'read', lookBackDays });
		await expect(host.activate()).rejects.toThrow(/Days to Look Back must be/);
		expect(searches()).toEqual([]);
	});
});

describe('Start From', () => {
	it('"Beginning" gives out all that there is, each once', async () => {
		const host = await hostOf({ event: 'newEmail', startFrom: 'beginning' });
		await host.activate();
		await host.tick();
		expect(idsOf(host.emitted)).toEqual(idsOf(iovox.data.mails));
	});

	it('"Date" gives out what happened since, to e-mails that are looked at', async () => {
		const startDate = new Date(START - 5 * DAY_MS).toISOString();
		const host = await hostOf({ event: 'read', startFrom: 'date', startDate }, { readShare: 0.9 });
		const read = iovox.data.mails.filter(
			({ read_first_date = '', receive_date }) =>
				read_first_date >= '2026-01-29 09:00:00' &&
				// What is older by then is not looked at any longer.
				receive_date >= '2026-01-22 09:00:00',
		);
		await host.activate();
		expect(idsOf(host.emitted)).toEqual(idsOf(read));
		expect(read.length).toBeGreaterThan(5);
	});
});

describe('Fetch Test Event', () => {
	it.each(['newEmail', 'sent', 'read', 'failed', 'dispositionChanged'])(
		'shows real events (%s), by three requests at most',
		async (event) => {
			await hostOf({}, { mails: 400 });
			const items = await fetchTestEvent({
				credentials: iovoxAt(iovox),
				parameters: { event },
			});
			expect(items.length).toBeGreaterThan(0);
			expect(items.length).toBeLessThanOrEqual(10);
			expect(searches().length).toBeLessThanOrEqual(3);
			for (const { json } of items) expect(json.message_id).toBeDefined();
		},
	);

	it('says what to do where there is none', async () => {
		await hostOf({}, { mails: 0 });
		const parameters = { event: 'read' };
		await expect(fetchTestEvent({ credentials: iovoxAt(iovox), parameters })).rejects.toThrow(
			'iovox shows no such event yet',
		);
	});
});

it('does not rely on a clock where the vendor tells no time', async () => {
	const hour = 60 * 60_000;
	const host = await hostOf(
		{ event: 'read', startFrom: 'beginning' },
		// Ours is an hour ahead.
		{ now: () => Date.now() - hour, switches: { dateHeader: false } },
	);
	await host.activate();
	const mail = sentMail();
	later(60_000);
	await host.tick();
	iovox.add.change(mail.message_id, { read: true });
	await host.tick();
	expect(idsOf(host.emitted)).toContain(mail.message_id);
});

it('reads all that may have changed where the vendor does not sort as it was asked to', async () => {
	const host = await hostOf(
		{ event: 'read' },
		{
			mails: 1_500,
			readShare: 1,
			start: new Date(START - 5 * DAY_MS),
			switches: { obeysOrder: false },
		},
	);
	await host.activate();
	later(60_000);
	const { message_id } = sentMail();
	iovox.add.change(message_id, { read: true });
	await host.tick();
	expect(idsOf(host.emitted)).toEqual([message_id]);
});

it('finds what happened to an e-mail that a long round had passed already', async () => {
	const host = await hostOf(
		{ event: 'read', startFrom: 'beginning', options: { maxEvents: 1 } },
		{ mails: 0 },
	);
	const mails = [1, 2, 3, 4].map((hours) =>
		iovox.add.mail({ disposition: 'sent', receive_date: START - (5 - hours) * 60 * 60_000 }),
	);
	const [passed, first, , last] = mails.map(({ message_id }) => message_id);
	const read = (id: string) => iovox.add.change(id, { read: true });
	read(first!);
	read(mails[2]!.message_id);
	await host.activate();
	expect(idsOf(host.emitted)).toEqual([first]);
	read(passed!);
	later(60 * 60_000);
	read(last!);
	for (let poll = 0; poll < 8; poll++) await host.tick();
	expect(idsOf(host.emitted)).toEqual(idsOf(mails));
});

it('writes nothing down where nothing happens', async () => {
	const host = await hostOf({ event: 'dispositionChanged' });
	await host.activate();
	later(60_000);
	await host.tick();
	const before = JSON.stringify(host.state);
	later(60_000);
	await host.tick();
	expect(JSON.stringify(host.state)).toBe(before);
});
