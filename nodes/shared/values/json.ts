import type { IDataObject } from 'n8n-workflow';

export const isObject = (value: unknown): value is IDataObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** A name of a field, and not of who is in it. */
export const FIELD = /^[a-z_][\w-]{0,30}$/i;

/** The names of the fields of an answer, for an error; what may be somebody's data is left out. */
export function namesIn(body: unknown): string {
	const names = isObject(body) ? Object.keys(body).filter((name) => FIELD.test(name)) : [];
	return names.slice(0, 20).join(', ') || 'no fields';
}

/** How many there are, which may come as text; undefined where it does not say. */
export const countIn = (value: unknown): number | undefined =>
	(typeof value === 'number' || typeof value === 'string') && /^\d{1,15}$/.test(String(value))
		? Number(value)
		: undefined;

/** What of a list is no record, in a sentence with a blank before it; '' where all are. */
export function strayIn(list: unknown): string {
	const place = Array.isArray(list) ? list.findIndex((each) => !isObject(each)) : -1;
	if (place === -1) return '';
	const stray: unknown = (list as unknown[])[place];
	const what = stray === null ? 'null' : Array.isArray(stray) ? 'a list' : `a ${typeof stray}`;
	return ` Entry ${place + 1} of the list is ${what}, and no record.`;
}

/**
 * An answer whose lists are taken out of the object that came: n8n holds on to that for a while, and
 * the records of many answers would be in memory at once.
 */
export function detachLists(body: unknown): unknown {
	if (Array.isArray(body)) return body.splice(0) as unknown[];
	if (!isObject(body)) return body;
	const lists = Object.entries(body).filter((entry): entry is [string, IDataObject[]] =>
		Array.isArray(entry[1]),
	);
	return { ...body, ...Object.fromEntries(lists.map(([name, list]) => [name, list.splice(0)])) };
}
