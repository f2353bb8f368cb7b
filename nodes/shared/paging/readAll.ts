import type { IDataObject } from 'n8n-workflow';
import type { Feed, FieldReader } from '../feed';
import { walk } from './walk';
import type { Transport } from '../transport/transport';

/** The records of a list, of those that the fields ask for: to its end, or of some pages. */
export async function readAll<R extends IDataObject>(
	feed: Feed<R>,
	fields: FieldReader,
	transport: Transport,
	{ signal, pages = Infinity }: { signal: AbortSignal | undefined; pages?: number | undefined },
): Promise<R[]> {
	const keep = feed.filter?.(fields);
	const records: R[] = [];
	const limit = pages === Infinity ? Infinity : 0;
	let read = 0;
	for await (const page of walk(feed.open(fields), transport, { name: feed.name, limit, signal })) {
		for (const record of page.records) if (!keep || keep(record)) records.push(record);
		if (++read >= pages) break;
	}
	return records;
}
