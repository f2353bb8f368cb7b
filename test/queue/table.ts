import type { Credential, N8nClient } from '../../scripts/n8n/client';
import { query } from '../../scripts/services/postgres';

/** A database beside n8n's own, where workflows put events. */
export class EventTable {
	private constructor(
		private readonly url: URL,
		readonly credential: Credential,
	) {}

	static async create(n8nDatabase: string, name: string, client: N8nClient): Promise<EventTable> {
		const url = new URL(n8nDatabase);
		const database = `${url.pathname.slice(1)}_${name}`;
		await query(url.href, `CREATE DATABASE ${database}`);
		url.pathname = database;
		const credential = await client.createCredential(name, 'postgres', {
			host: url.hostname,
			port: Number(url.port || '5432'),
			database,
			user: decodeURIComponent(url.username),
			password: decodeURIComponent(url.password),
			ssl: 'disable',
		});
		return new EventTable(url, credential);
	}

	/** Where a run that was broken off had got to. */
	async cursor(): Promise<string | undefined> {
		const rows = await query<{ cursor: string }>(
			this.url.href,
			'SELECT cursor FROM tracking_cursors',
		);
		return rows[0]?.cursor;
	}

	async ids(type: string): Promise<string[]> {
		const rows = await query<{ id: string }>(
			this.url.href,
			'SELECT id FROM tracking_events WHERE type = $1 ORDER BY id',
			[type],
			// The table is made by the workflow.
		).catch(() => []);
		return rows.map(({ id }) => id);
	}

	async drop(n8nDatabase: string): Promise<void> {
		await query(n8nDatabase, `DROP DATABASE ${this.url.pathname.slice(1)} WITH (FORCE)`);
	}

	/** Checks that the table has each event of the lists once, and no other. */
	async check(type: string, rows: readonly object[]): Promise<void> {
		const stored = await query<{ raw: object }>(
			this.url.href,
			`SELECT event->'raw' AS raw FROM tracking_events WHERE type = $1`,
			[type],
		);
		expect(stored.map(({ raw }) => inOneOrder(raw)).sort()).toEqual(rows.map(inOneOrder).sort());
	}
}

/** PostgreSQL does not keep the order of fields. */
function inOneOrder(record: object): string {
	return JSON.stringify(Object.entries(record).sort());
}
