import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { findExecutable } from '../executables';
import { freePort } from '../n8n/ports';
import type { Service } from './service';
import { startServer } from './server';

/** The server as Debian's package redis-server installs it. */
export function findRedis(): string | undefined {
	return findExecutable(['redis-server', 'valkey-server']);
}

/** @param keep whether it has its data still when it was stopped and started again */
export async function startRedis(program: string, keep: boolean): Promise<Service> {
	const folder = await mkdtemp(join(tmpdir(), 'redis-'));
	const port = await freePort();
	const url = `redis://127.0.0.1:${port}/0`;
	return await startServer({
		url,
		program,
		args: [
			...['--port', String(port), '--bind', '127.0.0.1', '--dir', folder],
			...['--save', '', '--appendonly', keep ? 'yes' : 'no', '--appendfsync', 'always'],
		],
		options: { cwd: folder },
		check: checkRedis,
		clear: async () => await rm(folder, { recursive: true, force: true }),
	});
}

/** @throws Error that says why the Redis cannot be used; no password is in it */
export async function checkRedis(url: string): Promise<void> {
	const redis = new Redis(url, { lazyConnect: true, retryStrategy: null, connectTimeout: 5_000 });
	let reason: Error | undefined;
	redis.on('error', (error: Error) => (reason = error));
	try {
		await redis.connect();
		await redis.ping();
	} catch (error) {
		throw reason ?? error;
	} finally {
		redis.disconnect();
	}
}
