import type { IDataObject } from 'n8n-workflow';
import type { Feed, FieldReader } from './feed';
import { type Transport, walk } from './walker';

/** The records of a list to its end, of those that the fields ask for. */
export async function readAll<R extends IDataObject>(
	feed: Feed<R>,
	fields: FieldReader,
	transport: Transport,
	signal: AbortSignal | undefined,
): Promise<R[]> {
	const keep = feed.keep?.(fields);
	const records: R[] = [];
	for await (const page of walk(feed.open(fields), transport, { name: feed.name, signal })) {
		for (const record of page.records) if (!keep || keep(record)) records.push(record);
	}
	return records;
}
