import { startSandbox, type IovoxSandbox, type Sandbox } from '../../../sandbox';
import { ALL, NOW, RestClient, UUID } from './client';

let clock = NOW;
let sandbox: Sandbox;
let iovox: IovoxSandbox;
let client: RestClient;

beforeEach(async () => {
	clock = NOW;
	sandbox = await startSandbox({ iovox: { mails: 30, now: () => clock } });
	({ iovox } = sandbox);
	client = new RestClient(iovox);
});

afterEach(async () => await sandbox.close());

const events = () => iovox.history.map(({ event }) => event);
const found = async (message_id: string) => (await client.page({ ...ALL, message_id })).rows[0];

describe('a new mail', () => {
	it('is received now, and made up for what is not said', async () => {
		const row = iovox.add.mail();
		expect(row).toMatchObject({
			message_id: expect.stringMatching(UUID),
			receive_date: '2026-03-10 12:00:00',
			link_id: expect.any(String),
			disposition: 'received',
			read_disposition: 'unread',
		});
		expect(row).not.toHaveProperty('delivery_date');
		expect(await found(row.message_id)).toEqual(row);
		expect(iovox.data.mails.at(-1)).toBe(row);
		expect(iovox.history).toEqual([
			{ at: NOW, happened: NOW, message_id: row.message_id, event: 'received' },
		]);
	});

	it('is what is said, in the order of the fields', () => {
		const given = {
			read_first_date: '2026-03-09 10:00:00',
			read_disposition: 'read',
			disposition: 'something_new',
			delivery_date: Date.parse('2026-03-09T09:00:00.900Z'),
			conversation_id: null,
			proxy_address: null,
			proxy_name: 'Name',
			recipient_name: '',
			sender_name: null,
			receive_date: '2026-03-09 08:00:00',
			message_id: 'mine',
		};
		const row = iovox.add.mail(given);
		expect(row).toMatchObject({
			message_id: 'mine',
			delivery_date: '2026-03-09 09:00:00',
			proxy_name: 'Name',
			recipient_name: '',
			disposition: 'something_new',
		});
		for (const name of ['conversation_id', 'proxy_address', 'sender_name']) {
			expect(row).not.toHaveProperty(name);
		}
		expect(Object.keys(row).slice(0, 3)).toEqual(['message_id', 'receive_date', 'delivery_date']);
		expect(events()).toEqual(['received', 'something_new', 'read']);
		expect(iovox.history.map(({ happened }) => happened)).toEqual(
			['08', '09', '10'].map((hour) => Date.parse(`2026-03-09T${hour}:00:00Z`)),
		);
	});

	it('has the names of a known link, and none of an unknown one', () => {
		const link = iovox.data.links[2];
		expect(iovox.add.mail({ link_id: link?.link_id })).toMatchObject(link ?? {});
		const other = iovox.add.mail({ link_id: 'portal-made', node_name: 'Node' });
		expect(other).toMatchObject({ link_id: 'portal-made', node_name: 'Node' });
		for (const name of ['link_name', 'link_type', 'node_id', 'node_type']) {
			expect(other).not.toHaveProperty(name);
		}
		expect(iovox.add.mail({ link_id: null })).not.toHaveProperty('link_id');
	});

	it('has the dates that its state needs', () => {
		const receive_date = '2026-03-09 08:00:00';
		const dated = { receive_date, delivery_date: receive_date };
		expect(iovox.add.mail({ receive_date, disposition: 'sent' })).toMatchObject(dated);
		expect(iovox.add.mail({ receive_date, disposition: 'received_bounced' })).toMatchObject(dated);
		const read = { receive_date, disposition: 'sent', read_disposition: 'read' };
		expect(iovox.add.mail(read)).toMatchObject({ ...dated, read_first_date: receive_date });
		const without = iovox.add.mail({ ...read, delivery_date: null, read_first_date: null });
		expect(without).not.toHaveProperty('delivery_date');
		expect(without).not.toHaveProperty('read_first_date');
		expect(iovox.add.mail({ disposition: 'queued' })).not.toHaveProperty('delivery_date');
	});

	it('lands where its receive_date puts it, behind those of the same second', () => {
		const receive_date = iovox.data.mails[10]?.receive_date;
		const row = iovox.add.mail({ receive_date });
		const same = iovox.data.mails.filter((one) => one.receive_date === receive_date);
		expect(same.at(-1)).toBe(row);
		expect(iovox.data.mails.indexOf(row)).toBeLessThan(25);
		expect(iovox.history).toEqual([
			{
				at: NOW,
				happened: Date.parse(`${receive_date}Z`),
				message_id: row.message_id,
				event: 'received',
			},
		]);
	});

	it.each<object>([
		{ subject: 'x' },
		{ toString: 'x' },
		{ receive_date: '2026-03-09' },
		{ receive_date: '2026-02-30 00:00:00' },
		{ receive_date: null },
		{ message_id: null },
		{ disposition: null },
		{ link_id: 5 },
		{ sender_name: true },
	])('is refused with %j', (given) => {
		expect(() => iovox.add.mail(given)).toThrow(Object.keys(given)[0]);
		expect(iovox.history).toEqual([]);
	});

	it('is there once', () => {
		const { message_id } = iovox.add.mail();
		expect(() => iovox.add.mail({ message_id })).toThrow(/already/);
		expect(iovox.data.mails).toHaveLength(31);
	});
});

describe('a change', () => {
	it('delivers, reads and bounces a mail, each with its date', async () => {
		const before = iovox.add.mail();
		const { message_id } = before;
		clock += 5000;
		const sent = iovox.add.change(message_id, { disposition: 'sent' });
		expect(sent).toEqual({ ...before, disposition: 'sent', delivery_date: '2026-03-10 12:00:05' });
		clock += 60_000;
		const read = iovox.add.change(message_id, { read: true });
		expect(read).toEqual({
			...sent,
			read_disposition: 'read',
			read_first_date: '2026-03-10 12:01:05',
		});
		clock += 1000;
		expect(iovox.add.change(message_id, { read: true })).toEqual(read);
		expect(iovox.add.change(message_id, { disposition: 'sent' })).toEqual(read);
		const bounced = iovox.add.change(message_id, { disposition: 'received_bounced' });
		expect(bounced).toEqual({ ...read, disposition: 'received_bounced' });
		expect(await found(message_id)).toEqual(bounced);
		expect(iovox.data.mail(message_id)).toEqual(bounced);
		expect(before.disposition).toBe('received');
		expect(events()).toEqual(['received', 'sent', 'read', 'read', 'sent', 'received_bounced']);
		expect(iovox.history.map(({ at }) => at - NOW)).toEqual([
			0, 5000, 65_000, 66_000, 66_000, 66_000,
		]);
	});

	it('can be written late', () => {
		const { message_id } = iovox.add.mail({ receive_date: NOW - 3_600_000 });
		const at = NOW - 1_800_000;
		const row = iovox.add.change(message_id, { disposition: 'sent', read: true, at });
		expect(row).toMatchObject({
			delivery_date: '2026-03-10 11:30:00',
			read_first_date: '2026-03-10 11:30:00',
		});
		expect(iovox.history.slice(1)).toEqual([
			{ at: NOW, happened: at, message_id, event: 'sent' },
			{ at: NOW, happened: at, message_id, event: 'read' },
		]);
	});

	it('does not deliver a mail that is not sent, and can take a reading back', () => {
		const { message_id } = iovox.add.mail();
		const queued = iovox.add.change(message_id, { disposition: 'queued' });
		expect(queued).not.toHaveProperty('delivery_date');
		iovox.add.change(message_id, { read: true });
		const unread = iovox.add.change(message_id, { read: false });
		expect(unread).toEqual(queued);
		expect(events()).toEqual(['received', 'queued', 'read', 'unread']);
	});

	it('needs a mail', () => {
		expect(() => iovox.add.change('none', { read: true })).toThrow(/none/);
	});
});

it('answers in a conversation', async () => {
	const first = iovox.add.mail({
		...{ conversation_id: 'talk', proxy_address: 'x@example.net', proxy_name: 'Cars' },
		...{ disposition: 'sent', read_disposition: 'read' },
	});
	clock += 9000;
	const reply = iovox.add.reply(first.message_id, { disposition: 'sent' });
	expect(reply).toEqual({
		...first,
		message_id: expect.stringMatching(UUID),
		receive_date: '2026-03-10 12:00:09',
		delivery_date: '2026-03-10 12:00:09',
		sender_address: first.recipient_address,
		sender_name: first.recipient_name,
		recipient_address: first.sender_address,
		recipient_name: first.sender_name,
		read_disposition: 'unread',
		read_first_date: undefined,
	});
	const { rows } = await client.page({ ...ALL, conversation_id: 'talk' });
	expect(rows).toEqual([first, reply]);
	const { message_id } = iovox.add.mail({ conversation_id: null });
	expect(() => iovox.add.reply(message_id)).toThrow(/conversation/);
	expect(() => iovox.add.reply('none')).toThrow(/none/);
});

it('makes links', () => {
	const made = iovox.add.link({ link_id: 'boat', link_type: 'Boat' });
	expect(made).toMatchObject({ link_id: 'boat', link_type: 'Boat', node_id: expect.any(String) });
	expect(iovox.data.links.at(-1)).toEqual(made);
	expect(() => iovox.add.link({ link_id: 'boat' })).toThrow(/already/);
	expect(new Set([iovox.add.link(), iovox.add.link()].map((link) => link.link_id)).size).toBe(2);
});
