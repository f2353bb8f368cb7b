import type { IDataObject } from 'n8n-workflow';

export const isObject = (value: unknown): value is IDataObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The same answer, its lists taken out of the object that came: n8n holds on to that for a while, and
 * the records of many answers would be in memory at once.
 */
export function takenOut(body: unknown): unknown {
	if (Array.isArray(body)) return body.splice(0) as unknown[];
	if (!isObject(body)) return body;
	const lists = Object.entries(body).filter((entry): entry is [string, IDataObject[]] =>
		Array.isArray(entry[1]),
	);
	return { ...body, ...Object.fromEntries(lists.map(([name, list]) => [name, list.splice(0)])) };
}
