import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { chown, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { findExecutable } from '../executables';
import { freePort } from '../n8n/ports';
import type { Service } from './service';
import { startServer } from './server';

/** Debian keeps the server's programs apart, one folder for each version. */
const DEBIAN = '/usr/lib/postgresql';

/** The folder of the server's programs; those of the newest version where there are several. */
export function findPostgres(): string | undefined {
	const folders = (existsSync(DEBIAN) ? readdirSync(DEBIAN) : [])
		.sort((one, other) => Number(other) - Number(one))
		.map((version) => join(DEBIAN, version, 'bin'));
	const initdb = findExecutable(['initdb'], { folders });
	return initdb && dirname(initdb);
}

/** A server on loopback with an empty database `n8n`. It does not wait for the disk. */
export async function startPostgres(programs: string): Promise<Service> {
	const folder = await mkdtemp(join(tmpdir(), 'postgres-'));
	const owner = await notRoot();
	if (owner) await chown(folder, owner.uid, owner.gid);
	const data = join(folder, 'data');
	const options = { cwd: folder, ...owner };
	await promisify(execFile)(
		join(programs, 'initdb'),
		['--pgdata', data, '--username', 'n8n', '--auth', 'trust', '--encoding', 'UTF8', '--no-sync'],
		options,
	);
	const port = await freePort();
	const at = (database: string) => `postgres://n8n@127.0.0.1:${port}/${database}`;
	const service = await startServer({
		url: at('postgres'),
		program: join(programs, 'postgres'),
		args: [
			...['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', folder],
			...['-c', 'fsync=off', '-c', 'full_page_writes=off', '-c', 'synchronous_commit=off'],
			...['-c', 'max_wal_size=4GB'],
		],
		options,
		check: checkPostgres,
		clear: async () => await rm(folder, { recursive: true, force: true }),
	});
	await query(service.url, 'CREATE DATABASE n8n');
	return { ...service, url: at('n8n') };
}

/** @throws Error that says why the PostgreSQL cannot be used; no password is in it */
export async function checkPostgres(url: string): Promise<void> {
	await query(url, 'SELECT 1');
}

/** Asks something once, on a connection of its own. */
export async function query<Row extends object>(
	url: string,
	sql: string,
	values: unknown[] = [],
): Promise<Row[]> {
	const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
	await client.connect();
	try {
		return (await client.query<Row>(sql, values)).rows;
	} finally {
		await client.end();
	}
}

/** PostgreSQL refuses to run as root; whom to run it as then. */
async function notRoot(): Promise<{ uid: number; gid: number } | undefined> {
	if (process.getuid?.() !== 0) return undefined;
	const users = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
	const user =
		users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody');
	if (!user) throw new Error('PostgreSQL does not run as root, and there is no other user');
	return { uid: Number(user[2]), gid: Number(user[3]) };
}
