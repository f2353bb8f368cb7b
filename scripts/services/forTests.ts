import { randomBytes } from 'node:crypto';
import { findPostgres, query, startPostgres } from './postgres';
import { findRedis, startRedis } from './redis';
import type { Service } from './service';

/** How the URLs of a PostgreSQL and a Redis are given that stand elsewhere. */
const { TEST_POSTGRES_URL: givenPostgres, TEST_REDIS_URL: givenRedis } = process.env;

/** Whether the Redis is one of our own, which a test may stop. */
export const ownRedis = !givenRedis;

/** What is missing for tests of n8n's queue mode, in a sentence; undefined where nothing is. */
export function missingService(): string | undefined {
	if (!givenPostgres && !findPostgres()) {
		return 'No PostgreSQL was found: install one (Debian: apt-get install postgresql) or set TEST_POSTGRES_URL.';
	}
	if (!givenRedis && !findRedis()) {
		return 'No Redis was found: install one (Debian: apt-get install redis-server) or set TEST_REDIS_URL.';
	}
	return undefined;
}

/** A PostgreSQL with an empty database: one of this machine's, where none is given. */
export async function postgresForTests(): Promise<Service> {
	if (!givenPostgres) return await startPostgres(findPostgres()!);
	const name = `test_${randomBytes(6).toString('hex')}`;
	await query(givenPostgres, `CREATE DATABASE ${name}`);
	const url = new URL(givenPostgres);
	url.pathname = name;
	return elsewhere(url.href, async () => {
		await query(givenPostgres, `DROP DATABASE ${name} WITH (FORCE)`);
	});
}

/** A Redis that keeps its data when it is stopped: one of this machine's, where none is given. */
export async function redisForTests(): Promise<Service> {
	if (!givenRedis) return await startRedis(findRedis()!, true);
	return elsewhere(givenRedis, async () => {});
}

function elsewhere(url: string, close: () => Promise<void>): Service {
	const refuse = async () => await Promise.reject(new Error('It is not ours to stop'));
	return { url, start: refuse, stop: refuse, close };
}
