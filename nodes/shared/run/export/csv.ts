import type { IDataObject } from 'n8n-workflow';
import { isObject } from '../../values/json';
import { storable, storableText } from '../../values/storable';

/** The last column: what no column was declared for, as JSON; empty where there is nothing. */
const OTHER = 'other';

/** A table as RFC 4180 has it, in lines that end in CRLF. */
export class CsvTable {
	/** The line with the names of the columns. */
	readonly header: string;
	/** The place of a column, by the name of the field. */
	private readonly places = new Map<string, number>();
	/** The columns of fields inside an object, by the object's name. */
	private readonly inside = new Map<string, Map<string, number>>();
	private readonly width: number;

	/** @param columns `a.b` is the field `b` of an object `a` */
	constructor(columns: readonly string[]) {
		this.width = columns.length;
		this.header = lineOf([...columns, OTHER]);
		columns.forEach((column, place) => {
			const dot = column.indexOf('.');
			if (dot < 0) {
				this.places.set(column, place);
				return;
			}
			const name = column.slice(0, dot);
			const fields = this.inside.get(name) ?? new Map<string, number>();
			this.inside.set(name, fields.set(column.slice(dot + 1), place));
		});
	}

	/** Nothing of a record is left out but what no database takes. Null is an empty cell, and what is no plain value is JSON. */
	line(record: IDataObject): string {
		const cells = new Array<string>(this.width + 1).fill('');
		const other: Record<string, unknown> = {};
		let hasOther = false;
		for (const name of Object.keys(record)) {
			const value = record[name];
			const place = this.places.get(name);
			if (place !== undefined) {
				cells[place] = cellOf(value);
				continue;
			}
			const rest = this.putInside(cells, name, value);
			if (rest === undefined) continue;
			define(other, name, rest);
			hasOther = true;
		}
		if (hasOther) cells[this.width] = cellOf(other);
		return lineOf(cells);
	}

	/** @returns what found no column */
	private putInside(cells: string[], name: string, value: unknown): unknown {
		const fields = this.inside.get(name);
		if (!fields) return value;
		if (!isObject(value)) return value ?? undefined;
		const rest: Record<string, unknown> = {};
		for (const [inner, innerValue] of Object.entries(value)) {
			const place = fields.get(inner);
			if (place === undefined) define(rest, inner, innerValue);
			else cells[place] = cellOf(innerValue);
		}
		return Object.keys(rest).length > 0 ? rest : undefined;
	}
}

/** Also where a vendor calls a field `__proto__`. */
const define = (object: object, name: string, value: unknown) =>
	Object.defineProperty(object, name, { value, enumerable: true, configurable: true });

function cellOf(value: unknown): string {
	if (typeof value === 'string') return storableText(value);
	if (value === null || value === undefined) return '';
	return typeof value === 'object' ? JSON.stringify(storable(value)) : String(value);
}

const SPECIAL = /[",\r\n]/;

const lineOf = (cells: readonly string[]): string =>
	`${cells.map((cell) => (SPECIAL.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}\r\n`;
