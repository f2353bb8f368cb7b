import fc from 'fast-check';
import { mailEvents, trackingEvents } from '../../nodes/Iovox/events';
import { DISPOSITIONS, type Mail } from '../../nodes/Iovox/records';

const received: Mail = {
	message_id: '3d6b0c52-9a57-4f0e-8c11-5a7f0e2d9b34',
	receive_date: '2026-03-02 08:14:05',
	recipient_address: 'kim@example.org',
	recipient_name: 'Kim Buyer',
	sender_address: 'sales@example.com',
	disposition: 'received',
	read_disposition: 'unread',
};
const sent: Mail = { ...received, disposition: 'sent', delivery_date: '2026-03-02 08:14:31' };
const read: Mail = { ...sent, read_disposition: 'read', read_first_date: '2026-03-02 09:00:00' };

const types = (mail: Mail) =>
	trackingEvents(mail).map(({ type, occurredAt }) => [type, occurredAt]);
const SENT = ['sent', '2026-03-02T08:14:05.000Z'];
const DELIVERED = ['delivered', '2026-03-02T08:14:31.000Z'];
const OPENED = ['opened', '2026-03-02T09:00:00.000Z'];

it('a mail becomes one event, with null for what its record does not say', () => {
	expect(trackingEvents(received)).toEqual([
		{
			id: expect.stringMatching(/^iovox-sent-[0-9a-f]{32}$/) as string,
			...{ provider: 'iovox', type: 'sent', occurredAt: '2026-03-02T08:14:05.000Z' },
			email: { id: '3d6b0c52-9a57-4f0e-8c11-5a7f0e2d9b34', name: null, subject: null },
			recipient: { id: null, address: 'kim@example.org', name: 'Kim Buyer', externalId: null },
			...{ link: null, bounce: null, bot: null },
			client: { ip: null, userAgent: null, device: null, location: null },
			raw: received,
		},
	]);
});

it('keeps its ID from one version of the package to the next', () => {
	expect(trackingEvents({ ...read, disposition: 'received_bounced' }).map(({ id }) => id)).toEqual([
		'iovox-sent-739f9fbc6964f18f43cffb9f955d3022',
		'iovox-delivered-394c26a295de2d929325a3e0e80411a4',
		'iovox-opened-716f4d131e7f22056b4e0134760f6248',
		'iovox-bounced-15859f8aa37f643c316598f75f6f17a3',
	]);
});

it.each<[string, Mail, unknown[][]]>([
	['was received', received, [SENT]],
	['was sent', sent, [SENT, DELIVERED]],
	['was read', read, [SENT, DELIVERED, OPENED]],
	['waits', { ...received, disposition: 'queued' }, [SENT]],
	['has no state', { ...received, disposition: undefined as never }, [SENT]],
	['has a new state', { ...received, disposition: 'spam_complaint' }, [SENT]],
	['has an empty state', { ...received, disposition: '' }, [SENT]],
	[
		'bounced later',
		{ ...sent, disposition: 'received_bounced' },
		[SENT, DELIVERED, ['bounced', null]],
	],
	[
		'bounced later, and says not when it was sent',
		{ ...received, disposition: 'received_bounced' },
		[SENT, ['delivered', null], ['bounced', null]],
	],
	[
		'was read, and bounced',
		{ ...read, disposition: 'received_bounced' },
		[SENT, DELIVERED, OPENED, ['bounced', null]],
	],
	['was refused', { ...received, disposition: 'undeliverable' }, [SENT, ['bounced', null]]],
	['has no server to go to', { ...received, disposition: 'noMxRecord' }, [SENT, ['bounced', null]]],
	['is spelt otherwise', { ...received, disposition: 'nomxrecord' }, [SENT, ['bounced', null]]],
	['was given up', { ...received, disposition: 'expired' }, [SENT, ['failed', null]]],
	['has no rules', { ...received, disposition: 'no_rules' }, [SENT, ['failed', null]]],
	['has bad rules', { ...received, disposition: 'rule_error' }, [SENT, ['failed', null]]],
	[
		'was read, and says not when',
		{ ...sent, read_disposition: 'READ' },
		[SENT, DELIVERED, ['opened', null]],
	],
	[
		'was read, and is still being sent, it says',
		{ ...received, read_disposition: 'read', read_first_date: '2026-03-02 09:00:00' },
		[SENT, ['delivered', null], OPENED],
	],
	['has dates that are none', { ...sent, delivery_date: 'soon' }, [SENT, ['delivered', null]]],
	...['0000-00-00 00:00:00', '-0001-11-30 00:00:00', '1970-01-01 00:00:00', '', '0'].map(
		(date): [string, Mail, unknown[][]] => [
			`was delivered and read on ${date || 'nothing'}`,
			{ ...received, delivery_date: date, read_first_date: date },
			[SENT],
		],
	),
	[
		'was read, on no date',
		{ ...sent, read_disposition: ' Read', read_first_date: '0000-00-00 00:00:00' },
		[SENT, DELIVERED, ['opened', null]],
	],
	[
		'was received on no date',
		{ ...received, receive_date: '1970-01-01 00:00:00' },
		[['sent', null]],
	],
	[
		'says by a flag that it was read',
		{ ...sent, read_disposition: '1', read_first_date: '2026-03-02 09:00:00' },
		[SENT, DELIVERED, OPENED],
	],
	['says by a flag that it was not', { ...sent, read_disposition: '0' }, [SENT, DELIVERED]],
	['has a date, and no state', { ...sent, disposition: '' }, [SENT, DELIVERED]],
])('of a mail that %s', (_what, mail, expected) => {
	expect(types(mail)).toEqual(expected);
});

it('a failure says what the service calls it, and no other event does', () => {
	const bounces = trackingEvents({ ...sent, disposition: 'RECEIVED_BOUNCED' }).map(
		({ bounce }) => bounce,
	);
	const failure = { type: 'received_bounced', code: null, reason: null };
	expect(bounces).toEqual([null, null, failure]);
});

it('only the event that is asked for comes, where one is', () => {
	const names = ['received', 'sent', 'read', 'received_bounced', 'queued', 'expired'];
	const mail = { ...read, disposition: 'received_bounced' };
	expect(names.map((name) => trackingEvents(mail, name).map(({ type }) => type))).toEqual([
		...[['sent'], ['delivered'], ['opened'], ['bounced'], [], []],
	]);
});

it('the events of a queued or unknown mail have names, for what is told of it', () => {
	const names = (disposition: string) =>
		mailEvents({ ...received, disposition }).map(({ name }) => name);
	expect(names('queued')).toEqual(['received', 'queued']);
	expect(names('new_state')).toEqual(['received', 'new_state']);
	expect(names('Sent')).toEqual(['received', 'sent']);
});

it('events differ in ID exactly where mail or event do, whatever else is said', () => {
	const mail = fc.record({
		message_id: fc.constantFrom('1', '12', '1 read'),
		receive_date: fc.constantFrom('2026-03-02 08:14:05', '2026-03-02 08:14:06'),
		disposition: fc.constantFrom(...Object.keys(DISPOSITIONS)),
		read_disposition: fc.constantFrom('read', 'unread'),
	});
	const keyed = (one: Mail) =>
		trackingEvents(one).map(({ id, type, bounce }) => {
			// One disposition each; all others have a type of their own.
			return [`${one.message_id}|${type}|${bounce?.type ?? ''}`, id] as const;
		});
	fc.assert(
		fc.property(mail, mail, (one, other) => {
			for (const [key, id] of keyed(one)) {
				for (const [otherKey, otherId] of keyed(other))
					expect(id === otherId).toBe(key === otherKey);
			}
		}),
	);
});
