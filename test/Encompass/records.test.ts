import { isoTime, rowIdentity, timeIn, withIsoTimes } from '../../nodes/Encompass/records';
import { titleOf } from '../../nodes/Encompass/search';
import { encompass } from '../../nodes/Encompass/vendor';
import { sendTime } from '../../nodes/Encompass/lists';
import { idText } from '../../nodes/shared/values/idText';

it.each([
	[12, '12'],
	['0012', '0012'],
	['', ''],
	[null, ''],
	[undefined, ''],
	[{}, ''],
])('the ID %p is the text "%s"', (id, text) => {
	expect(idText(id)).toBe(text);
});

it('a row is told apart by its ID, or by all that the vendor says of it', () => {
	expect(rowIdentity({ id: 5, recipientId: 6 })).toBe('5');
	const row = { deliverId: 5, recipientId: 6, timestamp: 7 };
	const added = { messageId: 1, recipient: { id: 6 }, link: {}, message: {} };
	expect(rowIdentity({ ...row, ...added })).toBe(rowIdentity(row));
	expect(rowIdentity({ ...row, timestamp: 8 })).not.toBe(rowIdentity(row));
});

it.each([
	[1_772_445_000_000, 1_772_445_000_000],
	['1772445000000', 1_772_445_000_000],
	[' ', undefined],
	[0, undefined],
	[-5, undefined],
	[null, undefined],
	[NaN, undefined],
	[9e15, undefined],
	['2026-03-02', undefined],
])('%p is the time %p', (value, time) => {
	expect(timeIn(value)).toBe(time);
	expect(isoTime(value)).toBe(time === undefined ? null : '2026-03-02T09:50:00.000Z');
});

it('ISO times stand beside the times, and beside nothing else', () => {
	const times = {
		timestamp: 1_772_445_000_000,
		dateAdded: null,
		lastUpdated: '1772445000000',
		scheduledDateTimestamp: 0,
		actualSendTimestamp: 1_772_445_000_000,
	};
	const others = { id: 1_772_445_000_000, classYear: 2009, timestamps: 5, updated: 1 };
	const iso = '2026-03-02T09:50:00.000Z';
	expect(withIsoTimes({ ...times, ...others })).toEqual({
		...{ ...times, ...others },
		...{ timestampIso: iso, dateAddedIso: null, lastUpdatedIso: iso },
		...{ scheduledDateTimestampIso: null, actualSendTimestampIso: iso },
	});
	expect(Object.keys(withIsoTimes({ timestamp: 1, id: 2 }))).toEqual([
		'timestamp',
		'timestampIso',
		'id',
	]);
});

it.each([
	[
		{ subjectLine: 'Join us', emailName: 'Invite', actualSendTimestamp: 1_772_445_000_000 },
		'Join us – Invite (2026-03-02)',
	],
	[
		{ subjectLine: 'Same', emailName: 'Same', actualSendTimestamp: 1_772_445_000_000 },
		'Same (2026-03-02)',
	],
	[
		{ subjectLine: '', emailName: null, scheduledDateTimestamp: 1_772_445_000_000 },
		'No subject (2026-03-02)',
	],
	[{ emailName: 'Draft', actualSendTimestamp: 0 }, 'Draft (not sent)'],
])('the message %j is shown as "%s"', (message, title) => {
	expect(titleOf({ id: 1, ...message })).toBe(title);
});

it('a message is sent when it was, or when it will be', () => {
	const scheduledDateTimestamp = 1_772_445_000_000;
	for (const actualSendTimestamp of [0, null, undefined]) {
		expect(sendTime({ id: 1, actualSendTimestamp, scheduledDateTimestamp })).toBe(
			scheduledDateTimestamp,
		);
	}
	expect(sendTime({ id: 1, actualSendTimestamp: 5, scheduledDateTimestamp })).toBe(5);
	expect(sendTime({ id: 1 })).toBeUndefined();
});

describe('the vendor', () => {
	it.each([
		[{ region: 'us', apiUrl: 'https://ignored' }, 'https://emapi.imodules.com'],
		[{ region: 'ca' }, 'https://emapi-ca.imodules.com'],
		[{ region: 'custom', apiUrl: ' https://gateway.example ' }, 'https://gateway.example'],
		[{ region: 'custom' }, ''],
	])('with %j is at "%s"', (credential, url) => {
		expect(encompass.baseUrl(credential)).toBe(url);
	});

	it.each([
		[{ message: 'Endpoint request timed out' }, 504],
		[{ message: 'x', data: [] }, undefined],
		[{ message: 'x', id: 5 }, undefined],
		[{ message: {} }, undefined],
		[[], undefined],
		['', undefined],
	])('means by %j the status %p', (body, status) => {
		expect(encompass.failureIn!(body, 200)).toBe(status);
	});
});
