import type { IDataObject } from 'n8n-workflow';
import type { IovoxMailRow, IovoxSandbox, Sandbox } from '../../../sandbox';
import { ALL, inOrder, jsonOf, startSite } from './site';

let sandbox: Sandbox;
let iovox: IovoxSandbox;

beforeAll(async () => {
	sandbox = await startSite({ mails: 800 });
	({ iovox } = sandbox);
	iovox.add.mail({ disposition: 'something_new', read_disposition: 'unread' });
	iovox.add.mail({ disposition: 'NOMXRECORD', recipient_address: null, recipient_name: null });
});
afterAll(async () => await sandbox.close());

const EVENTS = { ...ALL, output: 'trackingEvent' };
const utc = (date: string) => `${date.replace(' ', 'T')}.000Z`;

const FAILURES: Readonly<Record<string, string>> = {
	nomxrecord: 'bounced',
	undeliverable: 'bounced',
	received_bounced: 'bounced',
	expired: 'failed',
	no_rules: 'failed',
	rule_error: 'failed',
};

/** What a mail's record says happened: type and time. */
function said(mail: IovoxMailRow): Array<[type: string, at: string | null]> {
	const failure = FAILURES[mail.disposition.toLowerCase()];
	return [
		['sent', utc(mail.receive_date)],
		...(mail.delivery_date ? [['delivered', utc(mail.delivery_date)] as [string, string]] : []),
		...(mail.read_disposition === 'read'
			? [['opened', utc(mail.read_first_date!)] as [string, string]]
			: []),
		...(failure ? [[failure, null] as [string, null]] : []),
	];
}

const brief = (events: IDataObject[]) =>
	events.map(({ email, type, occurredAt }) => [(email as IDataObject).id, type, occurredAt]);

it('each mail gives what its record says happened, in that order', async () => {
	const events = await jsonOf(iovox, EVENTS);
	const mails = inOrder(iovox.data.mails);
	expect(brief(events)).toEqual(
		mails.flatMap((mail) => said(mail).map((each) => [mail.message_id, ...each])),
	);
	const types = new Set(events.map(({ type }) => type));
	expect([...types].sort()).toEqual(['bounced', 'delivered', 'failed', 'opened', 'sent']);
});

it('an event has one shape, whatever it is, and an ID of its own, always the same', async () => {
	const events = await jsonOf(iovox, EVENTS);
	const ids = events.map(({ id }) => id);
	expect(new Set(ids).size).toBe(ids.length);
	expect((await jsonOf(iovox, EVENTS)).map(({ id }) => id)).toEqual(ids);
	for (const { id, type, raw, bounce, ...event } of events) {
		const mail = iovox.data.mail((raw as unknown as IovoxMailRow).message_id)!;
		expect(raw).toEqual(mail);
		expect(id).toMatch(new RegExp(`^iovox-${String(type)}-[0-9a-f]{32}$`));
		const isFailure = ['bounced', 'failed'].includes(String(type));
		const known = mail.disposition === 'NOMXRECORD' ? 'noMxRecord' : mail.disposition;
		expect(bounce).toEqual(isFailure ? { type: known, code: null, reason: null } : null);
		expect(event).toEqual({
			provider: 'iovox',
			occurredAt: event.occurredAt,
			email: { id: mail.message_id, name: null, subject: null },
			recipient: {
				id: null,
				address: mail.recipient_address ?? null,
				name: mail.recipient_name ?? null,
				externalId: null,
			},
			link: null,
			bot: null,
			client: { ip: null, userAgent: null, device: null, location: null },
		});
	}
});

it('an ID stays the same when more happens to the mail', async () => {
	const { message_id } = iovox.add.mail({ receive_date: '2026-01-02 03:04:05' });
	const one = { ...EVENTS, filters: { messageId: message_id } };
	const first = await jsonOf(iovox, one);
	iovox.add.change(message_id, { disposition: 'sent' });
	const second = await jsonOf(iovox, one);
	iovox.add.change(message_id, { read: true });
	iovox.add.change(message_id, { disposition: 'received_bounced' });
	const third = await jsonOf(iovox, one);
	const ids = [first, second, third].map((events) => events.map(({ id }) => id));
	expect(ids.map(({ length }) => length)).toEqual([1, 2, 4]);
	expect(ids[2]!.slice(0, 2)).toEqual(ids[1]);
	expect(ids[1]!.slice(0, 1)).toEqual(ids[0]);
});

it('Limit counts events, and parts none of a mail', async () => {
	const all = await jsonOf(iovox, EVENTS);
	for (const limit of [1, 2, 3, 10, 11, 12, 13, 200]) {
		const events = await jsonOf(iovox, { ...EVENTS, returnAll: false, limit });
		expect(events).toEqual(all.slice(0, events.length));
		// Those of one mail stay together; the first mail comes whole.
		expect(events.length).toBeGreaterThan(limit - 4);
		expect(events.length).toBeLessThanOrEqual(
			Math.max(limit, said(inOrder(iovox.data.mails)[0]!).length),
		);
	}
});

it('Fields to Return take nothing from an event', async () => {
	const options = { fields: ['link_id'] };
	expect(await jsonOf(iovox, { ...EVENTS, options })).toEqual(await jsonOf(iovox, EVENTS));
});
