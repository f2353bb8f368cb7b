import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';
import { messageEvents } from '../../nodes/Copernica/messageEvents';
import { eventsOf as copernicaEvents } from '../../nodes/Copernica/events';
import { eventsOf as encompassEvents } from '../../nodes/Encompass/events';
import { trackingEvents as iovoxEvents } from '../../nodes/Iovox/events';
import type { Mail } from '../../nodes/Iovox/records';
import { clickEvents, recipientEvents } from '../../nodes/Procurios/events';
import type { Click, Recipient } from '../../nodes/Procurios/records';
import { givenFields } from '../../nodes/shared/params';
import type { TrackingEvent } from '../../nodes/shared/event';

/** A record in which all that becomes text of an event is said by one value. */
interface Told {
	readonly name: string;
	events(value: unknown): TrackingEvent[];
}

const all = (names: string, value: unknown) =>
	Object.fromEntries(names.split(' ').map((name) => [name, value]));
const tellV1 = messageEvents.toEvents!(givenFields({}, { version: 'v1' }));
const ZONE = 'Europe/Amsterdam';

const TOLD: Told[] = [
	{
		name: 'Procurios, a click',
		events: (value) =>
			clickEvents(
				{
					...all('trackingCode trackingId location linkId', value),
					date: '2026-02-03T09:12:10+00:00',
				} as unknown as Click,
				1,
			),
	},
	{
		name: 'Procurios, a recipient',
		events: (value) => {
			const dates = all('sent unsubscribed bounced', '2026-02-03T09:12:10+00:00');
			const texts = all('trackingCode trackingId relationId name email', value);
			return recipientEvents({ ...dates, ...texts } as unknown as Recipient);
		},
	},
	{
		name: 'iovox',
		events: (value) =>
			iovoxEvents({
				...all('message_id recipient_address recipient_name', value),
				...{ receive_date: '2026-03-02 08:14:05', disposition: 'received' },
			} as unknown as Mail),
	},
	...(['clicked', 'bounced'] as const).map((type) => ({
		name: `Encompass, ${type}`,
		events: (value: unknown) =>
			encompassEvents(type)({
				...all('messageId recipientId linkId ipAddress userAgent type reason', value),
				recipient: all('emailAddress firstName lastName constituentId', value),
				...{ link: all('url name', value), message: all('emailName subjectLine', value) },
				timestamp: 1_772_445_000_000,
			} as never),
	})),
	...(['click', 'bounce'] as const).map((kind) => ({
		name: `Copernica, ${kind}`,
		events: (value: unknown) =>
			copernicaEvents(
				'publisher',
				kind,
				ZONE,
			)({
				...all('emailing profile link_id link link_title ip useragent device', value),
				...all('errortype errorcode status description', value),
				...{ id: '7', timestamp: '2026-02-03 09:00:00', recipient: { email: value } },
			} as IDataObject),
	})),
	...(['click', 'failure'] as const).map((event) => ({
		name: `Copernica v1, ${event}`,
		events: (value: unknown) =>
			tellV1(
				{
					...all('id profile email linkinfo type code status description ip city', value),
					...{ countryname: value, time: '2026-02-03 09:00:00', event },
				} as IDataObject,
				1,
			),
	})),
];

/** What an event says in texts that come from the vendor. */
function textsOf({ email, recipient, link, bounce, client }: TrackingEvent): unknown[] {
	return [email, recipient, link ?? {}, bounce ?? {}, client].flatMap((part) =>
		Object.values(part as object),
	);
}

describe.each(TOLD)('of $name', ({ events }) => {
	const said = (value: unknown) => events(value).flatMap(textsOf);

	it.each<[unknown]>([
		[''],
		[' '],
		['\t\r\n'],
		['\u00a0\u2003'],
		['\u200b\u2060\ufeff'],
		['\0'],
		[null],
		[undefined],
		[{}],
		[true],
	])('%j says nothing: null', (value) => {
		expect(events(value).length).toBeGreaterThan(0);
		for (const text of said(value)) expect(text).toBeNull();
	});

	it('what says something stays as it is', () => {
		expect(said(' 7 x ').some((text) => String(text).includes(' 7 x '))).toBe(true);
		for (const text of said('7x')) expect([null, '7x', '7x 7x', '7x, 7x']).toContain(text);
	});

	it('nothing is in it that PostgreSQL refuses', () => {
		const odd = fc.array(fc.constantFrom('\0', 'a', '\ud83d', '\ude00', '👍', ' '), {
			maxLength: 6,
		});
		fc.assert(
			fc.property(odd, (signs) => {
				const value = signs.join('');
				for (const text of events(value).flatMap(textsIn)) expect(text).not.toMatch(/\0|\p{Cs}/u);
			}),
			{ numRuns: 50 },
		);
	});
});

/** All texts in an event, the names of fields and those in its record included. */
function textsIn(value: unknown): string[] {
	if (typeof value === 'string') return [value];
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([name, each]) => [name, ...textsIn(each)]);
}

it.each<[unknown]>([[0], ['0'], [' 0 ']])('the ID %j is none', (value) => {
	for (const { events } of TOLD) {
		for (const { email, recipient, link } of events(value)) {
			expect([email.id, recipient.id, recipient.externalId, link?.id ?? null]).toEqual([
				...[null, null, null, null],
			]);
		}
	}
});

describe('the record in an event', () => {
	const rawOf = (record: object) =>
		clickEvents({ date: '2026-02-03T09:12:10+00:00', ...record } as Click, 1)[0]!.raw;

	it('has no NUL in names and values, however deep', () => {
		const extra = JSON.parse(
			'{"a\\u0000b":["\\u0000c",{"d\\u0000":"e\\u0000\\u0000f"}],"__proto__":"g\\u0000"}',
		) as object;
		expect(JSON.stringify(rawOf({ extra }).extra)).toBe('{"ab":["c",{"d":"ef"}],"__proto__":"g"}');
	});

	it('has U+FFFD for half of a pair, and whole pairs as they are', () => {
		expect(rawOf({ note: 'a\ud83d b👍\ude00' }).note).toBe('a\ufffd b👍\ufffd');
	});

	it('is the same object where there is none', () => {
		const click = { date: '2026-02-03T09:12:10+00:00', extra: { a: ['b'] } } as unknown as Click;
		expect(clickEvents(click, 1)[0]!.raw).toBe(click);
	});
});

describe('a bounce has the code that says something', () => {
	const codes: Array<[unknown, unknown, string | null]> = [
		[0, '5.1.1', '5.1.1'],
		['0', '5.1.1', '5.1.1'],
		['', '5.1.1', '5.1.1'],
		[' ', '5.1.1', '5.1.1'],
		[null, '5.1.1', '5.1.1'],
		[undefined, '5.1.1', '5.1.1'],
		['000', '5.1.1', '5.1.1'],
		['0.0.0', '5.1.1', '5.1.1'],
		[{}, '5.1.1', '5.1.1'],
		[550, '5.1.1', '550'],
		['550', '', '550'],
		[10, '', '10'],
		[0, 0, null],
		[0, '', null],
		[null, null, null],
	];

	it.each(codes)('errorcode %j, status %j: %j', (errorcode, status, code) => {
		for (const product of ['ms', 'publisher'] as const) {
			const row = { id: '7', errorcode, status } as IDataObject;
			expect(copernicaEvents(product, 'bounce', ZONE)(row)[0]!.bounce!.code).toBe(code);
		}
		const event = { event: 'failure', code: errorcode, status } as IDataObject;
		expect(tellV1(event, 1)[0]!.bounce!.code).toBe(code);
	});
});
