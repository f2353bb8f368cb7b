import { DateTime } from 'luxon';
import type { UserError } from 'n8n-workflow';
import {
	addedChoiceField,
	anyField,
	choiceField,
	choicesField,
	dateField,
	dateTimeField,
	type Field,
	longTextField,
	minutesField,
	rowsField,
	switchField,
	textField,
	textsField,
	wholeNumberField,
} from '../../nodes/shared/field';
import { givenFields } from '../../nodes/shared/params';

const named = { displayName: 'Size of Box', name: 'size' };
const sizes = [
	{ name: 'Large', value: 'l' as const },
	{ name: 'Small', value: 's' as const },
];
const size = choiceField({ ...named, type: 'options', options: sizes, default: 's' });
const count = { ...named, type: 'number' as const, typeOptions: { minValue: 1, maxValue: 9 } };

/** Fields as a node has them: what an expression gives, also null, is not the default's. */
const having = (values: Readonly<Record<string, unknown>>) =>
	Object.assign(
		<T>(name: string, absent: T) => (name in values ? (values[name] as T) : absent),
		givenFields({}),
	);

interface Kind {
	readonly field: Field<unknown>;
	readonly usual: unknown;
	readonly wrong: unknown;
	/** Values that it takes, as they are typed and as they are read. */
	readonly right: Array<[typed: unknown, read: unknown]>;
	/** What it reads where it was emptied; absent: as usual. */
	readonly emptied?: unknown;
}

const KINDS: Readonly<Record<string, Kind>> = {
	text: {
		field: textField({ ...named, type: 'string', default: 'data' }),
		usual: 'data',
		right: [
			[' x ', 'x'],
			[5, '5'],
		],
		wrong: true,
	},
	'resource locator': {
		field: textField({ ...named, type: 'resourceLocator', default: { mode: 'list', value: '' } }),
		usual: '',
		right: [['50211', '50211']],
		wrong: { a: 1 },
	},
	'long text': {
		field: longTextField({ ...named, type: 'string', default: '' }),
		usual: '',
		right: [[' x\n', ' x\n']],
		wrong: { a: 1 },
	},
	texts: {
		field: textsField({ ...named, type: 'string', default: '' }, /;/),
		usual: [],
		right: [
			['a; b,c', ['a', 'b,c']],
			[
				['a', 5],
				['a', '5'],
			],
		],
		wrong: [{ a: 1 }],
	},
	date: {
		field: dateField({ ...named, type: 'dateTime', default: '' }),
		usual: undefined,
		right: [['2026-02-03', Date.UTC(2026, 1, 3)]],
		wrong: '03/02/2026',
	},
	'date with its zone': {
		field: dateTimeField({ ...named, type: 'dateTime', default: '' }).refined((date) =>
			date?.toISODate(),
		),
		usual: undefined,
		right: [[DateTime.fromISO('2026-02-03T23:00:00-05:00', { setZone: true }), '2026-02-03']],
		wrong: 5,
	},
	switch: {
		field: switchField({ ...named, type: 'boolean', default: true }),
		usual: true,
		right: [
			[false, false],
			[' false ', false],
		],
		wrong: 'no',
	},
	choice: { field: size, usual: 's', right: [[' l ', 'l']], wrong: 'xl' },
	'choice that may not be added': {
		field: addedChoiceField({ ...named, type: 'options', options: sizes, default: 's' }),
		usual: '',
		right: [['s', 's']],
		wrong: 'xl',
	},
	choices: {
		field: choicesField({ ...named, type: 'multiOptions', options: sizes, default: ['l'] }),
		usual: ['l'],
		right: [
			['l, s,l', ['l', 's']],
			[[], []],
		],
		emptied: [],
		wrong: ['l', 'xl'],
	},
	'whole number': {
		field: wholeNumberField({ ...count, default: 3 }),
		usual: 3,
		right: [[' 9 ', 9]],
		wrong: 10,
	},
	'number that is capped': {
		field: wholeNumberField({ ...count, default: 3, isCapped: true }),
		usual: 3,
		right: [[10, 9]],
		wrong: 0,
	},
	minutes: {
		field: minutesField({ ...named, type: 'number', default: 2 }),
		usual: 120_000,
		right: [['0.5', 30_000]],
		wrong: -1,
	},
	rows: {
		field: rowsField({
			...named,
			type: 'fixedCollection',
			default: { rows: [{ a: 1 }] },
			options: [{ displayName: 'Rows', name: 'rows', values: [] }],
		}),
		usual: [{ a: 1 }],
		right: [[{ a: 2 }, [{ a: 2 }]]],
		emptied: [],
		wrong: [{ a: 1 }, 5],
	},
};

/** What is said of a value. */
function saidOf(work: () => unknown): string {
	try {
		return `nothing, but ${String(work())}`;
	} catch (error) {
		return (error as UserError).message;
	}
}

describe.each(Object.entries(KINDS))('a field of the kind %s', (_, kind) => {
	const { field, usual, right, wrong } = kind;

	it('has its default where there is no value', () => {
		expect(field.in(having({}))).toEqual(usual);
		expect(field.inRow({}, 'Row 2')).toEqual(usual);
	});

	it.each([undefined, null, ''])('reads %j as a field that is empty', (value) => {
		const read = field.in(having({ [field.name]: value }));
		expect(read).toEqual('emptied' in kind ? kind.emptied : usual);
	});

	it.each(right)('reads %j', (typed, read) => {
		expect(field.in(having({ [field.name]: typed }))).toEqual(read);
	});

	it('refuses what it does not take, by the name that the user sees', () => {
		expect(saidOf(() => field.in(having({ [field.name]: wrong })))).toMatch(/^Size of Box /);
		const row = { [field.property.name]: wrong } as never;
		expect(saidOf(() => field.inRow(row, 'Row 2'))).toMatch(/^Row 2: Size of Box /);
	});
});

it('a field that must not be emptied has its default where there is none, and else refuses', () => {
	const field = wholeNumberField({ ...count, default: 3, isNeeded: true });
	expect(field.in(having({}))).toBe(3);
	expect(saidOf(() => field.in(having({ size: '' })))).toMatch(/^Size of Box must be a whole/);
});

it('a number says why it takes no more', () => {
	const field = wholeNumberField({ ...count, default: 3, because: 'Nine fit in.' });
	const read = () => field.in(having({ size: 10 }));
	expect(read).toThrow('Size of Box must be 9 or less');
	expect(read).toThrow(expect.objectContaining({ description: 'Nine fit in.' }));
});

it('a choice says what it takes, the default first', () => {
	expect(() => size.in(having({ size: 'xl' }))).toThrow(
		expect.objectContaining({ description: 'It takes s, l.' }),
	);
});

it('a choice shows other fields', () => {
	expect(size.is('l')).toEqual({ size: ['l'] });
});

it('a field of any value is read as it was given', () => {
	const field = anyField({ ...named, type: 'json', default: '[]' });
	expect(field.in(having({}))).toBe('[]');
	expect(field.in(having({ size: [1] }))).toEqual([1]);
});

it('a property is what n8n knows of, wherever its value is read', () => {
	const declared = { ...count, default: 3 };
	const field = wholeNumberField({ ...declared, within: 'options', isCapped: true, because: 'x' });
	expect(field.property).toEqual(declared);
	expect(field.name).toBe('options.size');
	expect(field.in(having({ 'options.size': 4, size: 5 }))).toBe(4);
});

it('a refined reading keeps the name, also in a row', () => {
	const field = size.refined((value, displayName) => `${displayName} ${value}`);
	expect(field.in(having({}))).toBe('Size of Box s');
	expect(field.inRow({ size: 'l' }, 'Row 2')).toBe('Row 2: Size of Box l');
	expect(field.property).toBe(size.property);
});
