import { isObject } from '../values/json';
import type { Connection } from '../transport/connection';

/**
 * Takes what is no record, but stands among them, for one that says nothing else: a trigger gives it
 * out as the odd thing that it is, in place of reading no further.
 */
export const withRecordsOnly = (connection: Connection): Connection =>
	Object.create(connection, {
		get: {
			async value(...asked: Parameters<Connection['get']>) {
				const { body, headers } = await connection.get(...asked);
				return { body: recordsOnly(body), headers };
			},
		},
	}) as Connection;

/** An answer with nothing but objects in its lists. */
function recordsOnly(body: unknown): unknown {
	if (Array.isArray(body)) return body.map(asRecord);
	if (!isObject(body)) return body;
	const lists = Object.entries(body).filter(
		([, value]) => Array.isArray(value) && !value.every(isObject),
	);
	if (lists.length === 0) return body;
	return { ...body, ...Object.fromEntries(lists.map(([name, list]) => [name, recordsOnly(list)])) };
}

const asRecord = (value: unknown) => (isObject(value) ? value : { value });
