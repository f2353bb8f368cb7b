import type { IDataObject } from 'n8n-workflow';
import {
	identityOf,
	idOf,
	isoTime,
	readList,
	readObject,
	timeTextOf,
} from '../../nodes/Copernica/records';
import { titleOf } from '../../nodes/Copernica/search';
import { copernica } from '../../nodes/Copernica/vendor';
import { idText } from '../../nodes/shared/values/idText';

it.each([
	[12, '12'],
	['0012', '0012'],
	['', ''],
	[null, ''],
	[undefined, ''],
	[true, ''],
	[{}, ''],
])('the ID %p is the text "%s"', (id, text) => {
	expect(idText(id)).toBe(text);
});

it('a record is told apart by its ID, whichever way it is spelt, or by all that it has', () => {
	expect(identityOf({ ID: '5', mailing: '6' })).toBe('5');
	expect(identityOf({ id: 5, mailing: '6' })).toBe('5');
	expect(idOf({ ID: '7', id: '8' })).toBe('7');
	expect(identityOf({ mailing: '6', ID: null })).toBe('{"mailing":"6","ID":null}');
	expect(identityOf({ mailing: '6' })).not.toBe(identityOf({ mailing: '7' }));
});

it.each([
	[{ timestamp: '2026-03-10 10:00:00' }, '2026-03-10 10:00:00'],
	[{ timestampsent: '2026-03-10 10:00:00' }, '2026-03-10 10:00:00'],
	[{ timestamp: '0000-00-00 00:00:00' }, undefined],
	[{ timestamp: '-0001-11-30T00:00:00+00:00' }, undefined],
	[{ timestamp: '1970-01-01 01:00:00' }, undefined],
	[{ timestamp: '0' }, undefined],
	[{ timestamp: ' ' }, undefined],
	[{ timestamp: null }, undefined],
	[{}, undefined],
])('the time of %j is %p', (record, time) => {
	expect(timeTextOf(record as IDataObject)).toBe(time);
});

it.each([
	['2026-03-10 10:00:00', 'Europe/Amsterdam', '2026-03-10T09:00:00.000Z'],
	['2026-07-10 10:00:00', 'Europe/Amsterdam', '2026-07-10T08:00:00.000Z'],
	['2026-03-10 10:00:00', 'UTC', '2026-03-10T10:00:00.000Z'],
	['0000-00-00 00:00:00', 'UTC', null],
	['-0001-11-30T00:00:00+00:00', 'UTC', null],
	['1970-01-01 01:00:00', 'Europe/Amsterdam', null],
	['1970-01-01T00:00:00Z', 'UTC', null],
	['soon', 'UTC', null],
	[null, 'UTC', null],
])('%p in %s is %p', (wall, zone, iso) => {
	expect(isoTime(wall, zone)).toBe(iso);
});

describe('a list', () => {
	it('comes in its envelope, or bare', () => {
		const rows = [{ ID: '1' }];
		expect(readList({ data: rows, total: 1 }, 'clicks')).toEqual({ records: rows, total: 1 });
		expect(readList({ data: rows, total: '7' }, 'clicks').total).toBe(7);
		expect(readList({ data: rows }, 'clicks').total).toBeUndefined();
		expect(readList({ data: [], total: null }, 'clicks').total).toBeUndefined();
		expect(readList(rows, 'clicks')).toEqual({ records: rows, total: undefined });
	});

	it.each([
		[{}],
		[{ data: {} }],
		[{ data: [1] }],
		[[null]],
		[undefined],
		['text'],
		[{ data: null }],
	])('is not %j', (body) => {
		expect(() => readList(body, 'clicks')).toThrow('The answer of Copernica is no list of clicks');
	});
});

describe('an object', () => {
	it('comes bare, or in data', () => {
		expect(readObject({ id: '1' }, 'emailing')).toEqual({ id: '1' });
		expect(readObject({ data: { id: '1' } }, 'emailing')).toEqual({ id: '1' });
		expect(readObject({ id: '1', data: [] }, 'emailing')).toEqual({ id: '1', data: [] });
	});

	it.each([[[]], [undefined], [null], ['x']])('is not %j', (body) => {
		expect(() => readObject(body, 'emailing')).toThrow('The answer of Copernica is no emailing');
	});
});

it.each([
	[{ subject: 'Sale', timestamp: '2026-03-10 10:00:00' }, 'Sale (2026-03-10)'],
	[{ subject: '', description: 'May', timestamp: '2026-03-10 10:00:00' }, 'May (2026-03-10)'],
	[{ from_address: { name: 'Shop' } }, 'Shop (no date)'],
	[{ from_address: null }, 'No subject (no date)'],
])('the emailing %j is shown as "%s"', (emailing, title) => {
	expect(titleOf(emailing as IDataObject)).toBe(title);
});

describe('what a 400 means', () => {
	const said = (message: unknown) => copernica.failureIn!({ error: { message } }, 400);

	it.each([
		'Invalid access token',
		'Copernica REST API Error 400: Invalid access token',
		'The access_token has expired',
		'JWT expired',
		'Invalid JSON Web Token',
		'Unauthorized',
		'unauthorised request',
		'You are not authenticated',
	])('"%s" is a refused login', (message) => {
		expect(said(message)).toBe(401);
	});

	it.each([
		'No entity with supplied ID',
		'Copernica REST API Error 400: No entity with supplied ID',
		'No database with supplied ID',
	])('"%s" is something that there is not', (message) => {
		expect(said(message)).toBe(404);
	});

	it.each(['Invalid method', 'You have no entity rights', '', undefined])(
		'"%s" is neither',
		(message) => {
			expect(said(message)).toBeUndefined();
		},
	);

	it('is none of another status', () => {
		const body = { error: { message: 'Invalid access token' } };
		for (const status of [200, 404, 500])
			expect(copernica.failureIn!(body, status)).toBeUndefined();
	});
});

describe('the address of the API', () => {
	it.each([
		['https://api.copernica.com', 'https://api.copernica.com'],
		[' https://api.copernica.com/ ', 'https://api.copernica.com'],
		['https://api.copernica.com/v4', 'https://api.copernica.com'],
		['https://api.copernica.com/v1/', 'https://api.copernica.com'],
		['https://gateway.example.com/copernica/v3', 'https://gateway.example.com/copernica'],
		['https://gateway.example.com/v5', 'https://gateway.example.com/v5'],
		[undefined, ''],
	])('%p is %p', (apiUrl, base) => {
		expect(copernica.baseUrl({ apiUrl } as never)).toBe(base);
	});
});
