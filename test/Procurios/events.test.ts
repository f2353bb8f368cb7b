import fc from 'fast-check';
import {
	clickEvents,
	openEvents,
	recipientEvents,
	recipientIdentity,
} from '../../nodes/Procurios/events';
import { opens } from '../../nodes/Procurios/lists';
import type { Click, Open, Recipient } from '../../nodes/Procurios/records';
import { followed, once } from '../../nodes/Procurios/sources';
import { givenFields } from '../../nodes/shared/params';

const open: Open = {
	trackingCode: '0b6f7c1e-5d0a-4c3e-9a55-1f2e3d4c5b6a',
	trackingId: 50211,
	date: '2026-02-03T09:12:10+00:00',
	location: '5f1d3c9be27a4408a1b2c3d4e5f60718293a4b5c',
	bot: false,
};
const click: Click = { ...open, linkId: 91002, bot: true };
const recipient: Recipient = {
	trackingCode: open.trackingCode,
	trackingId: open.trackingId,
	relationId: 7001,
	name: 'Ada Example',
	email: 'ada@example.com',
	sent: '2026-02-03T09:00:00+00:00',
	firstOpen: open.date,
	firstBotOpen: null,
	firstClick: null,
	firstBotClick: null,
	unsubscribed: '2026-02-03T09:30:00+01:00',
	bounced: null,
	lastUpdate: open.date,
};

it('an open becomes one event, with null for what Procurios does not say', () => {
	expect(openEvents(open, 1)).toEqual([
		{
			id: 'procurios-opened-b932c805e3c9915aa414167513f0fb19',
			provider: 'procurios',
			type: 'opened',
			occurredAt: '2026-02-03T09:12:10.000Z',
			email: { id: '50211', name: null, subject: null },
			recipient: { id: open.trackingCode, address: null, name: null, externalId: null },
			link: null,
			bounce: null,
			bot: false,
			client: { ip: null, userAgent: null, device: null, location: open.location },
			raw: open,
		},
	]);
});

it('a click names its link', () => {
	const [event] = clickEvents(click, 1);
	expect(event).toMatchObject({
		type: 'clicked',
		link: { id: '91002', url: null, name: null },
		bot: true,
	});
});

it('a recipient gives what only its list knows, in the order of happening', () => {
	const events = recipientEvents({ ...recipient, bounced: '2026-02-03T09:00:05+00:00' });
	expect(events.map(({ type, occurredAt }) => [type, occurredAt])).toEqual([
		['unsubscribed', '2026-02-03T08:30:00.000Z'],
		['sent', '2026-02-03T09:00:00.000Z'],
		['bounced', '2026-02-03T09:00:05.000Z'],
	]);
	expect(events[2]!.bounce).toEqual({ type: null, code: null, reason: null });
	for (const event of events) {
		expect(event.bot).toBeNull();
		expect(event.recipient).toEqual({
			id: open.trackingCode,
			address: 'ada@example.com',
			name: 'Ada Example',
			externalId: '7001',
		});
	}
});

it('the ID of an event does not change with what else the record says later', () => {
	const [sent] = recipientEvents(recipient);
	const [later] = recipientEvents({ ...recipient, name: 'Ada Newname', firstClick: open.date });
	expect(later!.id).toBe(sent!.id);
	expect(openEvents({ ...open, device: 'phone' }, 1)[0]!.id).toBe(openEvents(open, 1)[0]!.id);
});

it('the same moment in another spelling is the same event', () => {
	const elsewhere = { ...open, date: '2026-02-03T10:12:10+01:00' };
	expect(openEvents(elsewhere, 1)[0]!.id).toBe(openEvents(open, 1)[0]!.id);
});

it('events differ in ID exactly where they differ in what identifies them', () => {
	const row = fc.record({
		trackingCode: fc.constantFrom('a', 'b'),
		linkId: fc.constantFrom(1, 2, 12),
		trackingId: fc.constantFrom(1, 2, 21),
		date: fc.constantFrom('2026-02-03T09:12:10+00:00', '2026-02-03T09:12:11+00:00'),
		location: fc.constantFrom('x', 'y'),
		bot: fc.boolean(),
	});
	fc.assert(
		fc.property(row, row, fc.constantFrom(1, 2), fc.constantFrom(1, 2), (a, b, nthA, nthB) => {
			const same = JSON.stringify([a, nthA]) === JSON.stringify([b, nthB]);
			const ids = [clickEvents(a as Click, nthA)[0]!.id, clickEvents(b as Click, nthB)[0]!.id];
			expect(ids[0] === ids[1]).toBe(same);
		}),
	);
});

const NEVER = [
	...[
		'0000-00-00 00:00:00',
		'-0001-11-30T00:00:00+00:00',
		'0000-00-00',
		'1970-01-01T00:00:00+00:00',
	],
	...['', '0', 0, false, null, undefined],
];

describe('recipients without a tracking code', () => {
	const told = (row: object) => {
		const bounced = { ...recipient, bounced: open.date, ...row } as unknown as Recipient;
		const event = recipientEvents(bounced).find(({ type }) => type === 'bounced')!;
		return [event.id, once('bounced', 0).subject(bounced), recipientIdentity(bounced)];
	};

	it.each([null, undefined, '', ' ', 0, '0'])(
		'(%p) are told apart by what else names them',
		(trackingCode) => {
			const none = { trackingCode, relationId: null, email: '' };
			const people = [
				...[
					{ relationId: 7001 },
					{ relationId: 7002 },
					{ relationId: '7003', email: 'a@example.com' },
				],
				...[{ email: 'a@example.com' }, { email: 'b@example.com' }],
				...[{ name: 'Ada' }, { name: 'Ben' }, { trackingId: 1, name: 'Ben' }],
			].map((each) => told({ ...none, ...each }));
			for (const of of [0, 1, 2]) {
				expect(new Set(people.map((each) => each[of])).size).toBe(people.length);
			}
		},
	);

	it('stay who they are, whatever else becomes known', () => {
		const one = { trackingCode: null };
		expect(told({ ...one, email: 'new@example.com', name: 'New' })).toEqual(told(one));
		const other = { trackingCode: null, relationId: null };
		expect(told({ ...other, name: 'New' })).toEqual(told(other));
	});

	it('are nobody that has one', () => {
		expect(told({})[0]).not.toBe(told({ trackingCode: null })[0]);
		expect(told({ relationId: 1, email: 'x@example.com' })).toEqual(told({}));
	});
});

it.each(NEVER)('what is dated %p did not happen', (date) => {
	const never = { sent: date, unsubscribed: date, bounced: date } as unknown as Recipient;
	expect(recipientEvents({ ...recipient, ...never })).toEqual([]);
	for (const field of ['sent', 'unsubscribed', 'bounced'] as const) {
		const types = recipientEvents({ ...recipient, bounced: open.date, [field]: date });
		expect(types.map(({ type }) => type)).not.toContain(field);
	}
	// That nothing happened is no other state of the recipient, however it is spelt.
	expect(recipientIdentity({ ...recipient, firstBotOpen: date as never })).toBe(
		recipientIdentity({ ...recipient, firstBotOpen: null }),
	);
});

it('what has a date that cannot be read happened, nobody knows when', () => {
	const events = recipientEvents({ ...recipient, bounced: 'soon' });
	expect(events.map(({ type, occurredAt }) => [type, occurredAt])).toContainEqual([
		'bounced',
		null,
	]);
});

describe('the trigger tells of the same as the node', () => {
	const dates = fc.constantFrom(
		...[...NEVER, '2026-02-03T09:30:00+01:00', 'soon', '2026-02-30 99:00:00', true],
	);
	it.each(['sent', 'unsubscribed', 'bounced'] as const)('where it is of %s', (event) => {
		const fields = givenFields({ event });
		fc.assert(
			fc.property(dates, (date) => {
				const row = { ...recipient, [event]: date } as Recipient;
				const told = recipientEvents(row).filter(({ type }) => type === event);
				const found = followed(fields).toEvents!(fields)({ record: row, ordinal: 1 });
				expect(found).toEqual(told);
				const { at, isUndated } = once(event, 0);
				expect(at(row) !== undefined || isUndated(row)).toBe(told.length === 1);
			}),
		);
	});
});

it.each([
	['0', false],
	[0, false],
	['false', false],
	['no', false],
	['1', true],
	[1, true],
	['true', true],
	['', null],
	[null, null],
	['maybe', null],
])('the flag %p is %p', (bot, expected) => {
	expect(openEvents({ ...open, bot } as unknown as Open, 1)[0]!.bot).toBe(expected);
	const fields = (traffic: string) => opens.filter!(givenFields({ traffic }));
	const isIn = (traffic: string) => fields(traffic)?.({ ...open, bot } as unknown as Open) ?? true;
	// Who is not taken for a machine is a person.
	expect([isIn('all'), isIn('human'), isIn('bot')]).toEqual([true, !expected, expected === true]);
});

it('the same flag in another spelling is the same event', () => {
	const idOf = (bot: unknown) => openEvents({ ...open, bot } as Open, 1)[0]!.id;
	expect(idOf('0')).toBe(idOf(false));
	expect(idOf('1')).toBe(idOf(true));
	expect(idOf(true)).not.toBe(idOf(false));
});

it('the second of two equal rows has a suffix', () => {
	expect(openEvents(open, 2)[0]!.id).toBe(`${openEvents(open, 1)[0]!.id}#2`);
});

it.each([
	['2026-02-03T09:12:10+00:00', '2026-02-03T09:12:10.000Z'],
	['2026-12-31T23:30:00-01:00', '2027-01-01T00:30:00.000Z'],
	['2028-02-29T00:00:00+00:00', '2028-02-29T00:00:00.000Z'],
	['2026-02-03T09:12:10', '2026-02-03T09:12:10.000Z'],
	['2026-99-99T99:99:99+00:00', null],
	['0000-00-00T00:00:00+00:00', null],
	['soon', null],
	['-0001-11-30T00:00:00+00:00', null],
	['1970-01-01T00:00:00+00:00', null],
])('%s is the moment %s', (date, occurredAt) => {
	expect(openEvents({ ...open, date }, 1)[0]!.occurredAt).toBe(occurredAt);
});
