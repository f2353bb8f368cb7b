import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { N8nInstallation } from './install';
import { installTarball } from './package';
import { freePort } from './ports';
import { type N8nProcess, type N8nServer, startN8n, startN8nWorker } from './server';

export interface QueueOptions {
	installation: N8nInstallation;
	tarball: string;
	/** Holds a folder for each n8n, as if each were a machine of its own. */
	folder: string;
	/** URLs, with user and password where there are such. */
	postgres: string;
	redis: string;
	/** The port of the editor; a free one by default. */
	port?: number;
	workers?: number;
	/** Added to the environment of all. */
	env?: Record<string, string>;
}

/** n8n on several machines: one that people and triggers work with, and workers that execute. */
export class N8nQueue {
	private stopping = false;

	private constructor(
		private readonly options: QueueOptions & { env: Record<string, string> },
		readonly main: N8nServer,
		readonly workers: N8nProcess[],
	) {}

	static async start(options: QueueOptions): Promise<N8nQueue> {
		const port = options.port ?? (await freePort());
		const env = {
			...(await sharedEnvironment(options, port)),
			...options.env,
		};
		const main = await startN8n({ ...(await machine(options, 'main')), port, env });
		const queue = new N8nQueue({ ...options, env }, main, []);
		try {
			await Promise.all(
				Array.from({ length: options.workers ?? 2 }, async (_, index) => queue.startWorker(index)),
			);
		} catch (error) {
			await queue.stop();
			throw error;
		}
		return queue;
	}

	/** Starts a worker, also in the place of one that has ended. */
	async startWorker(index: number): Promise<void> {
		const { options } = this;
		const { env } = options;
		const name = `worker-${index + 1}`;
		this.workers[index] = await startN8nWorker({ ...(await machine(options, name)), env });
	}

	/**
	 * Starts workers again that end by themselves, as a service manager does.
	 * @param say is told which has ended
	 */
	keepWorkers(say: (index: number) => void): void {
		for (const index of this.workers.keys()) void this.keepWorker(index, say);
	}

	private async keepWorker(index: number, say: (index: number) => void): Promise<void> {
		for (;;) {
			await this.workers[index]!.ended;
			if (this.stopping) return;
			say(index);
			await this.startWorker(index).catch(async () => await sleep(1_000));
		}
	}

	/** Main first, so that nothing new is handed to workers that end. */
	async stop(): Promise<void> {
		this.stopping = true;
		await this.main.stop();
		await Promise.all(this.workers.map(async (worker) => await worker.stop()));
	}
}

/** A user folder with the package in it. */
async function machine({ installation, tarball, folder }: QueueOptions, name: string) {
	const userFolder = join(folder, name);
	await mkdir(userFolder, { recursive: true });
	await installTarball(tarball, userFolder);
	return { installation, userFolder };
}

/** What n8n's documentation asks for on each machine of its queue mode. */
async function sharedEnvironment(options: QueueOptions, port: number) {
	return {
		EXECUTIONS_MODE: 'queue',
		OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
		N8N_ENCRYPTION_KEY: await encryptionKey(options.folder),
		// n8n forgets a job when it has ended, and the main process, where it did not look in time, would
		// wait for it forever.
		N8N_EXECUTIONS_QUEUE_KEEP_LAST_COMPLETED: '1000',
		N8N_EXECUTIONS_QUEUE_KEEP_LAST_FAILED: '1000',
		// Workers, too, tell workflows where their webhooks are.
		WEBHOOK_URL: `http://127.0.0.1:${port}/`,
		...databaseEnvironment(new URL(options.postgres)),
		...redisEnvironment(new URL(options.redis)),
	};
}

/** All of them must read what one has encrypted, also at the next start. */
async function encryptionKey(folder: string): Promise<string> {
	const file = join(folder, 'encryption-key');
	await mkdir(folder, { recursive: true });
	const key = randomBytes(24).toString('base64');
	await writeFile(file, key, { flag: 'wx', mode: 0o600 }).catch(() => undefined);
	return await readFile(file, 'utf8');
}

function databaseEnvironment(url: URL): Record<string, string> {
	const tls = url.searchParams.get('sslmode') ?? 'disable';
	return {
		DB_TYPE: 'postgresdb',
		DB_POSTGRESDB_HOST: host(url),
		DB_POSTGRESDB_PORT: url.port || '5432',
		DB_POSTGRESDB_DATABASE: decodeURIComponent(url.pathname.slice(1)),
		DB_POSTGRESDB_USER: decodeURIComponent(url.username),
		DB_POSTGRESDB_PASSWORD: decodeURIComponent(url.password),
		...(tls !== 'disable' && {
			DB_POSTGRESDB_SSL_ENABLED: 'true',
			DB_POSTGRESDB_SSL_REJECT_UNAUTHORIZED: String(tls.startsWith('verify')),
		}),
	};
}

function redisEnvironment(url: URL): Record<string, string> {
	return {
		QUEUE_BULL_REDIS_HOST: host(url),
		QUEUE_BULL_REDIS_PORT: url.port || '6379',
		QUEUE_BULL_REDIS_DB: url.pathname.slice(1) || '0',
		QUEUE_BULL_REDIS_USERNAME: decodeURIComponent(url.username),
		QUEUE_BULL_REDIS_PASSWORD: decodeURIComponent(url.password),
		...(url.protocol === 'rediss:' && { QUEUE_BULL_REDIS_TLS: 'true' }),
		// Another n8n may have its queue in the same Redis.
		QUEUE_BULL_PREFIX: 'email-tracking',
		N8N_REDIS_KEY_PREFIX: 'email-tracking',
	};
}

/** Without the brackets of an IPv6 address. */
function host({ hostname }: URL): string {
	return hostname.replace(/^\[|\]$/g, '');
}
