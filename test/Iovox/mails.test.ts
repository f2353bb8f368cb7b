import {
	dispositionOf,
	iovoxTime,
	isRead,
	type Mail,
	readMails,
	timeOf,
} from '../../nodes/Iovox/records';
import { iovox } from '../../nodes/Iovox/vendor';

const mail = { message_id: '1', receive_date: '2026-03-02 08:14:05' };

describe('an answer of the search', () => {
	it.each([
		[{ total_pages: 3, total_results: 25 }, 3, 25],
		[{ total_pages: '3', total_results: '25' }, 3, 25],
		[{ total_pages: 0, total_results: 0 }, 0, 0],
		[{ total_pages: null, total_results: '' }, undefined, undefined],
		[{ total_pages: 'many', total_results: 2.5 }, undefined, undefined],
		[{}, undefined, undefined],
	])('with %j says %p pages and %p mails', (totals, pages, total) => {
		expect(readMails({ ...totals, results: [mail] })).toEqual({ records: [mail], pages, total });
	});

	it('may hold no mail', () => {
		expect(readMails({ results: [] }).records).toEqual([]);
	});

	it.each([
		[null, 'object'],
		['text', 'string'],
		[[mail], 'object'],
		[{ mails: [mail] }, 'mails'],
		[{ results: { 0: mail } }, 'results'],
		[{ results: [mail, null] }, 'object'],
		[{ results: [mail, [mail]] }, 'object|0'],
		[{ results: [{ mail: '1' }] }, 'mail'],
	])('that is %j is none, and says what came', (body, has) => {
		const error = (() => {
			try {
				readMails(body);
			} catch (thrown) {
				return thrown as Error & { description: string };
			}
			return undefined;
		})();
		expect(error?.message).toBe('iovox answered with something other than a list of e-mails');
		expect(error?.description).toMatch(
			new RegExp(`^What came has (${has})\\.(?: Entry 2 .*)? Check Environment`),
		);
	});
});

it.each([
	['2026-03-02 08:14:05', 1_772_439_245_000],
	['2026-03-02T08:14:05Z', 1_772_439_245_000],
	['2026-03-02T09:14:05+01:00', 1_772_439_245_000],
	['', undefined],
	['soon', undefined],
	[undefined, undefined],
	[5, undefined],
])('%p is the time %p', (text, time) => {
	expect(timeOf(text)).toBe(time);
	if (time !== undefined) expect(iovoxTime(time)).toBe('2026-03-02 08:14:05');
});

it('times are sent to the second, in UTC', () => {
	expect(iovoxTime(1_772_439_245_999)).toBe('2026-03-02 08:14:05');
	expect(iovoxTime(Date.UTC(2026, 11, 31, 23, 59, 59))).toBe('2026-12-31 23:59:59');
});

it.each([
	['noMxRecord', 'noMxRecord'],
	['NOMXRECORD', 'noMxRecord'],
	['Received_Bounced', 'received_bounced'],
	['something new', 'something new'],
	[undefined, ''],
])('the disposition %p is %p', (disposition, known) => {
	expect(dispositionOf({ ...mail, disposition } as Mail)).toBe(known);
});

it.each([
	['read', true],
	['READ', true],
	['unread', false],
	[undefined, false],
])('%p is read: %p', (read_disposition, is) => {
	expect(isRead({ ...mail, read_disposition } as Mail)).toBe(is);
});

describe('the vendor', () => {
	it.each([
		[{ environment: 'production', apiUrl: 'https://ignored' }, 'https://rest.iovox.com/rest/v1'],
		[{ environment: 'sandbox' }, 'https://sandbox-rest.iovox.com/rest/v1'],
		[
			{ environment: 'custom', apiUrl: ' https://gateway.example/v1 ' },
			'https://gateway.example/v1',
		],
		[{ environment: 'custom' }, ''],
	])('with %j is at "%s"', (credential, url) => {
		expect(iovox.baseUrl(credential)).toBe(url);
	});

	it.each([
		['<?xml version="1.0"?><errors><error status="401">No</error></errors>', 401],
		['<errors>\n <error code="5" status="403">No</error></errors>', 403],
		['<errors><error status="200">No</error></errors>', 400],
		['<error>No</error>', 400],
		['<html><body>errors</body></html>', undefined],
		['', undefined],
		[{ errors: ['link_id does not exist'] }, 400],
		[{ errors: [] }, undefined],
		[{ errors: 'text' }, undefined],
		[[], undefined],
		[undefined, undefined],
	])('means by %j the status %p', (body, status) => {
		expect(iovox.failureIn!(body, 200)).toBe(status);
	});
});
