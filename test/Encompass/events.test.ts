import fc from 'fast-check';
import { eventsOf } from '../../nodes/Encompass/events';
import type { Activity } from '../../nodes/Encompass/records';

const opened = eventsOf('opened');
const clicked = eventsOf('clicked');
const bounced = eventsOf('bounced');

const open: Activity = {
	id: 771,
	messageId: 900_123,
	recipientId: 55_001,
	timestamp: 1_772_445_000_000,
	dateAdded: 1_772_445_004_000,
	ipAddress: '203.0.113.7',
	userAgent: 'Mozilla/5.0',
};
const click: Activity = { ...open, linkId: 88 };

it('an open becomes one event, with null for what the row does not say', () => {
	expect(opened(open)).toEqual([
		{
			id: expect.stringMatching(/^encompass-opened-[0-9a-f]{32}$/) as string,
			provider: 'encompass',
			type: 'opened',
			occurredAt: '2026-03-02T09:50:00.000Z',
			email: { id: '900123', name: null, subject: null },
			recipient: { id: '55001', address: null, name: null, externalId: null },
			link: null,
			bounce: null,
			bot: null,
			client: { ip: '203.0.113.7', userAgent: 'Mozilla/5.0', device: null, location: null },
			raw: open,
		},
	]);
});

it('keeps its ID from one version of the package to the next', () => {
	expect(opened(open)[0]!.id).toBe('encompass-opened-ca661df1004465e9093033a078358c91');
});

it('says what was joined', () => {
	const [event] = clicked({
		...click,
		recipient: {
			emailAddress: 'sam@example.com',
			firstName: 'Sam',
			lastName: 'Grad',
			constituentId: '0000451',
		},
		link: { name: 'Register', url: 'https://example.com/reunion' },
		message: { emailName: 'Reunion invite', subjectLine: 'Join us in May' },
	});
	expect(event).toMatchObject({
		email: { id: '900123', name: 'Reunion invite', subject: 'Join us in May' },
		recipient: { id: '55001', address: 'sam@example.com', name: 'Sam Grad', externalId: '0000451' },
		link: { id: '88', name: 'Register', url: 'https://example.com/reunion' },
	});
});

it.each([
	[{ firstName: 'Sam', lastName: null }, 'Sam'],
	[{ firstName: '', lastName: 'Grad' }, 'Grad'],
	[{ firstName: ' ', lastName: 'Grad' }, 'Grad'],
	[{ firstName: ' ', lastName: '' }, null],
	[{ firstName: null, lastName: null }, null],
	[{}, null],
])('the name of %j is %s', (recipient, name) => {
	expect(opened({ ...open, recipient })[0]!.recipient.name).toBe(name);
});

it('a click names its link by its ID alone, where no more is known', () => {
	expect(clicked(click)[0]!.link).toEqual({ id: '88', url: null, name: null });
	expect(clicked(open)[0]!.link).toEqual({ id: null, url: null, name: null });
});

it('a bounce has its type and reason, and no other event has', () => {
	const row = { ...open, type: 'hard', reason: '550 no such user' };
	expect(bounced(row)[0]!.bounce).toEqual({ type: 'hard', code: null, reason: '550 no such user' });
	expect(bounced(open)[0]!.bounce).toEqual({ type: null, code: null, reason: null });
	expect(opened(row)[0]!.bounce).toBeNull();
});

it.each([
	[1_772_445_000_000, '2026-03-02T09:50:00.000Z'],
	['1772445000000', '2026-03-02T09:50:00.000Z'],
	[0, null],
	[null, null],
	['', null],
	['soon', null],
	['0', null],
	['0000-00-00 00:00:00', null],
	[-62_135_596_800_000, null],
	[Number.MAX_VALUE, null],
])('%p is the moment %s', (timestamp, occurredAt) => {
	expect(opened({ ...open, timestamp: timestamp as number })[0]!.occurredAt).toBe(occurredAt);
});

it('the ID of an event does not change with what else is known or said later', () => {
	const later = { ...open, recipient: { emailAddress: 'sam@example.com' }, userAgent: 'other' };
	expect(opened({ ...later, message: { emailName: 'x' } })[0]!.id).toBe(opened(open)[0]!.id);
	const nameless = { ...open, id: undefined, deliverId: 5 } as unknown as Activity;
	const joined = { ...nameless, recipient: { emailAddress: 'sam@example.com' } };
	expect(opened(joined)[0]!.id).toBe(opened(nameless)[0]!.id);
});

it('an ID that is text is the same as the number', () => {
	const texts = { ...open, id: '771', messageId: '900123' };
	expect(opened(texts)[0]!.id).toBe(opened(open)[0]!.id);
});

it('events differ in ID exactly where message, row or kind do', () => {
	const row = fc.record({
		id: fc.constantFrom(1, 12, 121),
		messageId: fc.constantFrom(2, 21, 1),
		timestamp: fc.constantFrom(1, 2),
	});
	const kind = fc.constantFrom('opened', 'clicked', 'delivered', 'bounced' as const);
	fc.assert(
		fc.property(row, row, kind, kind, (a, b, kindA, kindB) => {
			const same = a.id === b.id && a.messageId === b.messageId && kindA === kindB;
			const ids = [eventsOf(kindA)(a)[0]!.id, eventsOf(kindB)(b)[0]!.id];
			expect(ids[0] === ids[1]).toBe(same);
		}),
	);
});
