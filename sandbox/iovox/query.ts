import { invalid } from './body';
import { readVendorDate } from './dates';
import { DISPOSITIONS, FIELDS, isField, READ_DISPOSITIONS, type Field } from './rows';

export interface OrderKey {
	field: Field;
	descending: boolean;
}

/** What a search asks for; dates and order are undefined where the query does not say. */
export interface Search {
	/** In the vendor's form. */
	start?: string;
	end?: string;
	/** Values that fields must have, exactly. */
	filters: ReadonlyArray<readonly [field: Field, value: string]>;
	fields: readonly Field[];
	order: readonly OrderKey[];
	page: number;
	limit: number;
}

const MAX_LIMIT = 20_000;

const DEFAULT_ORDER = 'receive_date_ASC,delivery_date_DESC';

const FILTERS: readonly Field[] = [
	'message_id',
	'node_id',
	'node_name',
	'node_type',
	'link_id',
	'link_name',
	'link_type',
	'sender_address',
	'recipient_address',
	'proxy_address',
	'conversation_id',
	'disposition',
	'read_disposition',
];

const PARAMETERS: readonly string[] = [
	...['start_date', 'end_date', 'fields', 'order', 'page', 'limit'],
	...FILTERS,
];

/** @throws Refusal (invalid) with a text for each parameter that is unknown, doubled or malformed */
export function readSearch(url: string): Search {
	const errors: string[] = [];
	const values = parametersOf(url, errors);
	const search = {
		start: date(values, 'start_date', errors),
		end: date(values, 'end_date', errors),
		filters: filtersOf(values, errors),
		fields: fieldsOf(values, errors),
		order: orderOf(values.get('order') ?? DEFAULT_ORDER, errors),
		page: whole(values, 'page', 1, Number.MAX_SAFE_INTEGER, errors),
		limit: whole(values, 'limit', MAX_LIMIT, MAX_LIMIT, errors),
	};
	if (errors.length > 0) throw invalid(errors);
	return search;
}

function parametersOf(url: string, errors: string[]): Map<string, string> {
	const values = new Map<string, string>();
	const start = url.indexOf('?');
	for (const pair of start < 0 ? [] : url.slice(start + 1).split('&')) {
		const equals = pair.indexOf('=');
		const name = decoded(equals < 0 ? pair : pair.slice(0, equals), errors);
		const value = decoded(equals < 0 ? '' : pair.slice(equals + 1), errors);
		if (!PARAMETERS.includes(name)) errors.push(`${name} is not a known parameter`);
		else if (values.has(name)) errors.push(`${name} is given more than once`);
		else if (value === '') errors.push(`${name} cannot be empty`);
		values.set(name, value);
	}
	return values;
}

/** Only `%20` is a blank: the vendor's samples have no other, and a `+` can be part of an address. */
function decoded(text: string, errors: string[]): string {
	if (text.includes('+')) {
		errors.push(`"+" must be encoded, as %20 for a blank or %2B, in "${text}"`);
	}
	try {
		return decodeURIComponent(text);
	} catch {
		errors.push(`Malformed percent-encoding in "${text}"`);
		return text;
	}
}

function date(values: Map<string, string>, name: string, errors: string[]): string | undefined {
	const text = values.get(name);
	if (text !== undefined && readVendorDate(text) === undefined) {
		errors.push(`${name} must be a date as YYYY-MM-DD HH:MM:SS, got "${text}"`);
	}
	return text;
}

function filtersOf(values: Map<string, string>, errors: string[]): Array<[Field, string]> {
	const filters = FILTERS.flatMap((field): Array<[Field, string]> => {
		const value = values.get(field);
		return value === undefined ? [] : [[field, value]];
	});
	const known = { disposition: DISPOSITIONS, read_disposition: READ_DISPOSITIONS };
	for (const [name, choices] of Object.entries(known)) {
		const value = values.get(name);
		if (value !== undefined && !choices.some((choice) => choice === value)) {
			errors.push(`${name} must be one of ${choices.join(', ')}, got "${value}"`);
		}
	}
	return filters;
}

function fieldsOf(values: Map<string, string>, errors: string[]): readonly Field[] {
	const names = values.get('fields')?.split(',');
	if (names === undefined) return FIELDS;
	for (const name of names) {
		if (!isField(name)) errors.push(`fields has an unknown field "${name}"`);
	}
	return FIELDS.filter((field) => names.includes(field));
}

function orderOf(text: string, errors: string[]): OrderKey[] {
	return text.split(',').flatMap((part) => {
		const [, field = '', direction] = /^(.*)_(ASC|DESC)$/.exec(part) ?? [];
		if (isField(field)) return [{ field, descending: direction === 'DESC' }];
		errors.push(`order needs fields with _ASC or _DESC, got "${part}"`);
		return [];
	});
}

function whole(
	values: Map<string, string>,
	name: string,
	otherwise: number,
	most: number,
	errors: string[],
): number {
	const text = values.get(name);
	if (text === undefined) return otherwise;
	const value = /^\d{1,15}$/.test(text) ? Number(text) : 0;
	if (value < 1 || value > most) {
		errors.push(`${name} must be a whole number from 1 to ${most}, got "${text}"`);
	}
	return value;
}
