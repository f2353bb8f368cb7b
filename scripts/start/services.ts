import { checkPostgres, query } from '../services/postgres';
import { checkRedis } from '../services/redis';
import { sandboxLogin } from './login';
import type { QueueServices } from './options';

/** @throws Error that says what to do where n8n's queue mode could not work with them */
export async function checkServices({ postgres, redis }: QueueServices): Promise<void> {
	await reach('PostgreSQL', '--postgres', postgres, checkPostgres);
	await reach('Redis', '--redis', redis, checkRedis);
	if (await belongsToAnother(postgres)) {
		throw new Error(
			`The database ${shown(postgres)} is that of another n8n, which would be changed: give --postgres a database of its own (CREATE DATABASE …)`,
		);
	}
}

async function reach(
	what: string,
	option: string,
	url: string,
	check: (url: string) => Promise<void>,
): Promise<void> {
	await check(url).catch((error: unknown) => {
		const reason = error instanceof Error ? error.message : String(error);
		throw new Error(
			`The ${what} at ${shown(url)} cannot be used: ${reason}. Start it, or correct ${option}.`,
		);
	});
}

/** n8n would bring the database up to its own version, and could not read what is encrypted there. */
async function belongsToAnother(postgres: string): Promise<boolean> {
	const [found] = await query<{ users: string | null }>(
		postgres,
		`SELECT to_regclass('"user"')::text AS users`,
	);
	if (!found?.users) return false;
	const others = await query(
		postgres,
		'SELECT 1 FROM "user" WHERE email IS NOT NULL AND email <> $1',
		[sandboxLogin.email],
	);
	return others.length > 0;
}

/** Without user and password. */
function shown(url: string): string {
	const { protocol, host, pathname } = new URL(url);
	return `${protocol}//${host}${pathname}`;
}
