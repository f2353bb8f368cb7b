import type { IDataObject } from 'n8n-workflow';
import type { Join, FieldReader, Lookup, Table, Tables } from '../feed';
import { readAll } from '../paging/readPages';
import type { Transport } from '../transport/transport';

class KeyedTable implements Table {
	private readonly byKey = new Map<string, IDataObject[]>();
	private readonly asked = new Set<string>();

	add(key: string, row: IDataObject): void {
		const rows = this.byKey.get(key);
		if (rows) rows.push(row);
		else this.byKey.set(key, [row]);
	}

	rows(key: string): readonly IDataObject[] {
		this.asked.add(key);
		return this.byKey.get(key) ?? [];
	}

	unasked(): string[] {
		return [...this.byKey.keys()].filter((key) => !this.asked.has(key));
	}
}

/** Reads the lists that records are completed from, each to its end, one after the other. */
export async function tablesOf<R>(
	{ lookups }: Join<R>,
	transport: Transport,
	fields: FieldReader,
	signal: AbortSignal | undefined,
): Promise<Tables> {
	const tables: Record<string, Table> = {};
	for (const [name, lookup] of Object.entries(lookups)) {
		tables[name] = await tableOf(lookup, transport, fields, signal);
	}
	return tables;
}

async function tableOf(
	{ feed, key }: Lookup,
	transport: Transport,
	fields: FieldReader,
	signal: AbortSignal | undefined,
): Promise<Table> {
	const table = new KeyedTable();
	for (const row of await readAll(feed, fields, transport, { signal })) table.add(key(row), row);
	return table;
}
