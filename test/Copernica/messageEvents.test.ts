import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';
import {
	fieldsOf,
	identityOfEvent,
	kindOf,
	messageEvents,
} from '../../nodes/Copernica/messageEvents';
import { givenFields } from '../../nodes/shared/params';
import { unlessItBlocks } from '../time';

const NAMES = ['open', 'click', 'delivery', 'failure', 'abuse', 'unsubscribe', 'attempt', 'retry'];
const fields = fc.dictionary(
	fc.constantFrom('id', 'time', 'ip', 'email', 'tags', 'profile', 'code', 'status', 'attempt'),
	fc.oneof(fc.constant(null), fc.string(), fc.integer()),
);
const name = fc.constantFrom(...NAMES);

/** The same event in each shape that the documents have, and with its fields in another order. */
const shapesOf = (sort: string, own: IDataObject, errortype: string): IDataObject[] => {
	const backwards = Object.fromEntries(Object.entries(own).reverse());
	const typed = sort === 'failure' ? { type: errortype } : {};
	return [
		{ event: sort, data: { ...own, ...typed } },
		{ type: sort, data: { ...typed, ...backwards } },
		{ event: sort, ...typed, ...own },
		{ ...backwards, ...typed, event: sort },
		// Here its own type has no place.
		{ ...own, type: sort },
		{ event: sort, ...own, data: {} },
	];
};

it('an event is the same in each shape', () => {
	fc.assert(
		fc.property(name, fields, fc.string(), (sort, own, errortype) => {
			const identities = shapesOf(sort, own as IDataObject, errortype).map(identityOfEvent);
			expect(new Set(identities).size).toBe(1);
		}),
	);
});

it('two events that differ in anything else are two', () => {
	fc.assert(
		fc.property(name, fields, name, fields, (a, some, b, others) => {
			const [one, other] = [
				{ event: a, ...some },
				{ event: b, ...others },
			] as IDataObject[];
			const ordered = (own: object) =>
				JSON.stringify(Object.entries(own).sort(([x], [y]) => (x < y ? -1 : 1)));
			const isSame = a === b && ordered(some) === ordered(others);
			expect(identityOfEvent(one!) === identityOfEvent(other!)).toBe(isSame);
		}),
	);
});

it.each([
	[{ event: 'open' }, 'open'],
	[{ type: 'open' }, 'open'],
	[{ type: 'impression' }, 'open'],
	[{ event: 'Click' }, 'click'],
	[{ event: 'failure', type: 'error' }, 'bounce'],
	[{ type: 'error' }, 'bounce'],
	[{ event: 'abuse' }, 'complaint'],
	[{ event: 'unsubscribe' }, 'unsubscribe'],
	[{ event: 'delivery' }, 'delivery'],
	[{ event: 'attempt' }, undefined],
	[{ event: 'retry' }, undefined],
	[{}, undefined],
	[{ event: null, type: 'click' }, 'click'],
])('%j is a %s', (event, kind) => {
	expect(kindOf(event as IDataObject)).toBe(kind);
});

it('error and failure are one and the same', () => {
	const own = { id: 'x', time: '2026-03-10 10:00:00' };
	expect(identityOfEvent({ event: 'error', ...own })).toBe(
		identityOfEvent({ event: 'failure', ...own }),
	);
});

it.each<[IDataObject, IDataObject]>([
	[{ event: 'open', id: 'x' }, { id: 'x' }],
	[{ type: 'open', id: 'x' }, { id: 'x' }],
	[
		{ event: 'failure', type: 'nohost', id: 'x' },
		{ type: 'nohost', id: 'x' },
	],
	[
		{ event: 'failure', data: { type: 'nohost', id: 'x' } },
		{ type: 'nohost', id: 'x' },
	],
	[
		{ type: 'failure', data: { type: 'nohost' }, id: 'x' },
		{ type: 'nohost', id: 'x' },
	],
	[{ event: 'open', id: 'outer', data: { id: 'inner' } }, { id: 'inner' }],
	[{ event: 'open', id: 'x', data: 'text' }, { id: 'x' }],
])('the fields of %j are %j', (event, own) => {
	expect(fieldsOf(event)).toEqual(own);
});

describe('a tracking event', () => {
	const told = (event: IDataObject, ordinal = 1) =>
		messageEvents.toEvents!(givenFields({}, { version: 'v1' }))(event, ordinal);

	it.each([
		['5501', { id: '5501', url: null }],
		[5_501, { id: '5501', url: null }],
		['https://example.com/a', { id: null, url: 'https://example.com/a' }],
		['HTTP://example.com', { id: null, url: 'HTTP://example.com' }],
		[null, { id: null, url: null }],
	])('of a click has the link %p', (linkinfo, link) => {
		expect(told({ event: 'click', linkinfo })[0]!.link).toEqual({ ...link, name: null });
	});

	it.each([
		[{ code: '550', status: '5.1.1' }, '550'],
		[{ code: '', status: '5.1.1' }, '5.1.1'],
		[{ status: null }, null],
	])('of a bounce has the code of %j', (own, code) => {
		const data = { type: 'nohost', description: 'x' };
		const { bounce } = told({ event: 'failure', ...own, data })[0]!;
		expect(bounce).toEqual({ type: 'nohost', code, reason: 'x' });
	});

	it.each([
		['User-Agent: Mozilla/5.0', 'Mozilla/5.0'],
		['Accept: x\r\nuser-agent:  Mozilla/5.0 (X) \r\nReferer: y', 'Mozilla/5.0 (X)'],
		['User-Agent: ', null],
		['User-Agent:\r\nReferer: y', null],
		['User-Agent:   \nReferer: y', null],
		['X-User-Agent: x', null],
		['', null],
		[undefined, null],
	])('has the user agent of %j', (header, agent) => {
		expect(told({ event: 'open', header })[0]!.client.userAgent).toBe(agent);
	});

	it.each([
		[500, 8_000],
		[20, 300_000],
	])('has the user agent of %i headers with %i blanks each, at once', (headers, count) => {
		const blanks = ' '.repeat(count);
		const agent = `x${blanks}y`;
		const header = `Accept:${blanks}z\r\nUser-Agent: ${agent}${blanks}\r\n${blanks}\r\n`;
		unlessItBlocks(() => {
			for (let nth = 0; nth < headers; nth++) {
				expect(told({ event: 'open', id: nth, header })[0]!.client.userAgent).toBe(agent);
			}
		});
	});

	it.each(['header', 'time', 'city', 'linkinfo', 'code', 'status', 'email'])(
		'is told of a %s of a million blanks',
		(name) => {
			for (const event of ['open', 'click', 'failure']) {
				const begins = name === 'header' ? 'User-Agent: x' : '2026-02-03T09:00:00';
				const value = `${begins}${' '.repeat(1_000_000)}x`;
				expect(unlessItBlocks(() => told({ event, [name]: value }))).toHaveLength(1);
			}
		},
	);

	it.each([
		[{ city: 'Liège', countryname: 'Belgium' }, 'Liège, Belgium'],
		[{ city: '', countryname: 'Belgium' }, 'Belgium'],
		[{}, null],
	])('has the place of %j', (own, location) => {
		expect(told({ event: 'open', ...own })[0]!.client.location).toBe(location);
	});

	it('is numbered where several are equal', () => {
		const event = { event: 'open', id: 'x' };
		const [first] = told(event);
		expect(told(event, 3)[0]!.id).toBe(`${first!.id}#3`);
	});

	it.each(['attempt', 'retry', 'later'])('is none of %s', (event) => {
		expect(told({ event })).toEqual([]);
	});
});
