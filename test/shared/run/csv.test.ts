import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';
import { CsvTable } from '../../../nodes/shared/run/export/csv';
import { EVENT_COLUMNS } from '../../../nodes/shared/event';

/** With the key `__proto__` where it is asked for, as an answer of JSON has it. */
const record = (json: string) => JSON.parse(json) as IDataObject;

const lineOf = (columns: string[], json: string) => new CsvTable(columns).line(record(json));

/** As an independent reader understands a table; strict about quotes and about the number of cells. */
function read(columns: readonly string[], records: readonly IDataObject[]): string[][] {
	const table = new CsvTable(columns);
	const text = table.header + records.map((each) => table.line(each)).join('');
	const rows = parse(text, { record_delimiter: '\r\n' });
	// A reader that has to guess the line ends comes to the same.
	expect(parse(text)).toEqual(rows);
	expect(text.endsWith('\r\n')).toBe(true);
	return rows;
}

describe('a header', () => {
	it('names the columns in their order, and the one for all else', () => {
		expect(new CsvTable(['id', 'email.id', 'smtp-response']).header).toBe(
			'id,email.id,smtp-response,other\r\n',
		);
	});

	it('has names in quotes where they need them', () => {
		expect(new CsvTable(['a,b', 'c"d']).header).toBe('"a,b","c""d",other\r\n');
	});
});

describe('a cell', () => {
	it.each([
		['a text', '"text"', 'text'],
		['blanks', '"  a b  "', '  a b  '],
		['a comma', '"a,b"', '"a,b"'],
		['a quote', '"5\\" wide"', '"5"" wide"'],
		['quotes alone', '"\\"\\""', '""""""'],
		['a line break', '"a\\nb"', '"a\nb"'],
		['a line break as of Windows', '"a\\r\\nb"', '"a\r\nb"'],
		['a carriage return alone', '"a\\rb"', '"a\rb"'],
		['unicode', '"Ü „軽“ 👩‍👩‍👧"', 'Ü „軽“ 👩‍👩‍👧'],
		['a semicolon', '"a;b"', 'a;b'],
		['an empty text', '""', ''],
		['null', 'null', ''],
		['false', 'false', 'false'],
		['true', 'true', 'true'],
		['zero', '0', '0'],
		['a number', '-12.5', '-12.5'],
		['a large number', '1e21', '1e+21'],
		['a list', '[1,"a,b",null]', '"[1,""a,b"",null]"'],
		['an empty list', '[]', '[]'],
		['no NUL', '"a\\u0000b\\u0000"', 'ab'],
		['nothing of NULs', '"\\u0000"', ''],
		['no NUL in a list', '["\\u0000a"]', '"[""a""]"'],
		['no NUL in an object', '{"a\\u0000":{"b":"c\\u0000"}}', '"{""a"":{""b"":""c""}}"'],
		['what only looks like one', '"\\\\u0000"', '\\u0000'],
		['an object', '{"a":{"b":"c\\nd"}}', '"{""a"":{""b"":""c\\nd""}}"'],
	])('holds %s', (_what, json, cell) => {
		expect(lineOf(['a', 'b'], `{"a":${json},"b":1}`)).toBe(`${cell},1,\r\n`);
	});

	it('is empty where the record lacks the field, or has it undefined', () => {
		expect(lineOf(['a', 'b', 'c'], '{"b":1}')).toBe(',1,,\r\n');
		expect(new CsvTable(['a', 'b']).line({ a: undefined, b: 1 })).toBe(',1,\r\n');
	});

	it('is not of the table before it', () => {
		const table = new CsvTable(['a']);
		table.line({ a: 1, x: 1 });
		expect(table.line({ a: 2 })).toBe('2,\r\n');
	});
});

describe('an object that is declared by its fields', () => {
	const COLUMNS = ['email.id', 'email.name', 'link.id', 'id'];

	it('is spread over their columns', () => {
		expect(lineOf(COLUMNS, '{"id":1,"link":{"id":2},"email":{"name":"n","id":3}}')).toBe(
			'3,n,2,1,\r\n',
		);
	});

	it('leaves its other fields for the last column', () => {
		const [, cells] = read(COLUMNS, [record('{"email":{"id":3,"tag":["x"],"none":null},"y":0}')]);
		expect(cells!.slice(0, -1)).toEqual(['3', '', '', '']);
		expect(JSON.parse(cells!.at(-1)!)).toEqual({ email: { tag: ['x'], none: null }, y: 0 });
	});

	it.each(['null', '{}', '{"id":null}'])('is empty where it is %s', (json) => {
		expect(lineOf(COLUMNS, `{"email":${json}}`)).toBe(',,,,\r\n');
	});

	it.each(['"text"', '""', '0', 'false', '[]', '[{"id":1}]'])(
		'is in the last column where it is %s',
		(json) => {
			const [, cells] = read(COLUMNS, [record(`{"email":${json}}`)]);
			expect(cells!.slice(0, -1)).toEqual(['', '', '', '']);
			expect(JSON.parse(cells!.at(-1)!)).toEqual({ email: JSON.parse(json) as unknown });
		},
	);

	it('is not taken for a field whose own name has a dot', () => {
		const [, cells] = read(COLUMNS, [record('{"email.id":9}')]);
		expect(cells).toEqual(['', '', '', '', '{"email.id":9}']);
	});
});

describe('a field that no column is declared for', () => {
	it.each(['x', 'other', '__proto__', 'constructor', 'toString', 'hasOwnProperty', ''])(
		'is in the last column, also where it is called "%s"',
		(name) => {
			const json = `{"a":1,${JSON.stringify(name)}:{"b":[null,"c"]}}`;
			const [, cells] = read(['a'], [record(json)]);
			expect(cells).toEqual(['1', `{${JSON.stringify(name)}:{"b":[null,"c"]}}`]);
		},
	);

	it('is in the last column, also inside an object', () => {
		const [, cells] = read(['a.b'], [record('{"a":{"b":1,"__proto__":2,"constructor":3}}')]);
		expect(cells).toEqual(['1', '{"a":{"__proto__":2,"constructor":3}}']);
	});

	it('is kept where it is null', () => {
		expect(lineOf(['a'], '{"a":1,"b":null}')).toBe('1,"{""b"":null}"\r\n');
	});
});

it('columns may have the names that objects bring along', () => {
	const names = ['__proto__', 'constructor', 'toString'];
	const [, cells] = read(names, [record('{"__proto__":"a","constructor":"b","toString":"c"}')]);
	expect(cells).toEqual(['a', 'b', 'c', '']);
	expect(read(names, [{}])[1]).toEqual(['', '', '', '']);
});

const NAMES = ['a', 'b', 'link', 'other', '__proto__', 'constructor', 'é "x",\n', ' ', ''];
const name = fc.constantFrom(...NAMES);
const text = fc.oneof(
	fc.string({ unit: 'grapheme' }),
	fc.string({ unit: fc.constantFrom('"', ',', '\r', '\n', 'x', ' ', '\\', '\u2028', '\t') }),
);
const plain = fc.oneof(
	text,
	fc.constantFrom(null, true, false, 0, -1.5, 1e300, ''),
	fc.array(text, { maxLength: 3 }),
);
const objectOf = (value: fc.Arbitrary<unknown>) =>
	fc
		.uniqueArray(fc.tuple(name, value), { maxLength: 6, selector: ([key]) => key })
		.map((fields) =>
			record(`{${fields.map(([key, each]) => `${JSON.stringify(key)}:${JSON.stringify(each)}`)}}`),
		);
const anyRecord = objectOf(fc.oneof(plain, objectOf(fc.oneof(plain, objectOf(plain)))));
const anyColumns = fc.uniqueArray(
	fc.oneof(
		name,
		fc.tuple(name, name).map(([object, field]) => `${object}.${field}`),
	),
	{ minLength: 1, maxLength: 8 },
);

/** What is in a record, by its place: the fields of declared objects one by one. */
function contentOf(columns: readonly string[], whole: IDataObject): Map<string, string> {
	const content = new Map<string, string>();
	for (const [key, value] of Object.entries(whole)) {
		const isSpread = columns.some((column) => column.startsWith(`${key}.`));
		const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
		const isWhole = columns.includes(key) || !isSpread || !isObject;
		const parts: Array<[string[], unknown]> = isWhole
			? [[[key], value]]
			: Object.entries(value).map(([field, inner]) => [[key, field], inner]);
		for (const [place, part] of parts) put(content, place, asText(part));
	}
	return content;
}

const asText = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));

/** Null and an empty text are one in a table. */
function put(content: Map<string, string>, place: string[], value: string): void {
	if (value === '' || value === 'null') return;
	expect(content.has(JSON.stringify(place))).toBe(false);
	content.set(JSON.stringify(place), value);
}

it('nothing of a record is lost, whatever is in it, and nothing is made up', () => {
	fc.assert(
		fc.property(anyColumns, fc.array(anyRecord, { maxLength: 4 }), (columns, records) => {
			const [header, ...rows] = read(columns, records);
			expect(header).toEqual([...columns, 'other']);
			expect(rows).toHaveLength(records.length);
			rows.forEach((cells, row) => {
				const rest = JSON.parse(cells.at(-1)! || '{}') as IDataObject;
				const content = contentOf(columns, rest);
				columns.forEach((column, place) => {
					const dot = column.indexOf('.');
					const path = dot < 0 ? [column] : [column.slice(0, dot), column.slice(dot + 1)];
					put(content, path, cells[place]!);
				});
				expect(content).toEqual(contentOf(columns, records[row]!));
			});
		}),
		{ numRuns: 1_000 },
	);
});

it('a table of tracking events has a column for each of their fields', () => {
	const event = {
		...{ id: 'i', provider: 'p', type: 'clicked', occurredAt: '2026-02-03T09:00:00.000Z' },
		email: { id: 'e', name: null, subject: 'a "b"' },
		recipient: { id: 'r', address: 'kim@example.org', name: 'Kim', externalId: 'x' },
		link: { id: 'l', url: 'https://example.org/?a=1,2', name: null },
		bounce: null,
		bot: false,
		client: { ip: '192.0.2.1', userAgent: 'x', device: null, location: 'Utrecht' },
		raw: { n: 1 },
	};
	const [header, cells] = read(EVENT_COLUMNS, [event]);
	expect(Object.fromEntries(header!.map((column, place) => [column, cells![place]]))).toEqual({
		...{ id: 'i', provider: 'p', type: 'clicked', occurredAt: '2026-02-03T09:00:00.000Z' },
		...{ 'email.id': 'e', 'email.name': '', 'email.subject': 'a "b"' },
		...{ 'recipient.id': 'r', 'recipient.address': 'kim@example.org', 'recipient.name': 'Kim' },
		...{ 'recipient.externalId': 'x', 'link.id': 'l', 'link.url': 'https://example.org/?a=1,2' },
		...{ 'link.name': '', 'bounce.type': '', 'bounce.code': '', 'bounce.reason': '' },
		...{ bot: 'false', 'client.ip': '192.0.2.1', 'client.userAgent': 'x', 'client.device': '' },
		...{ 'client.location': 'Utrecht', raw: '{"n":1}', other: '' },
	});
});
