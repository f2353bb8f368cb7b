import { randomBytes } from 'node:crypto';
import { copyFile, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { N8nClient } from '../../scripts/n8n/client';
import { ensureN8n } from '../../scripts/n8n/install';
import { N8nQueue } from '../../scripts/n8n/queue';
import { postgresForTests, redisForTests } from '../../scripts/services/forTests';
import type { Service } from '../../scripts/services/service';
import { artefacts, owner, packageUnderTest } from '../n8n/shared';

/** Which executions a worker has begun, and which of them ended. */
interface Work {
	begun: Set<string>;
	ended: Set<string>;
}

/** n8n in queue mode, with two workers that can be killed, and what it needs for that. */
export class QueuedN8n {
	/** What workers did that have been killed. */
	private readonly past: Work[][] = [[], []];

	private constructor(
		readonly client: N8nClient,
		readonly redis: Service,
		/** Of n8n; workflows have another database in it. */
		readonly postgres: Service,
		private readonly queue: N8nQueue,
		private readonly folder: string,
	) {}

	static async start(): Promise<QueuedN8n> {
		const folder = await mkdtemp(join(tmpdir(), 'n8n-queue-'));
		const tarball = await packageUnderTest(folder);
		const installation = await ensureN8n(console.log);
		const [postgres, redis] = await Promise.all([postgresForTests(), redisForTests()]);
		const prefix = randomBytes(6).toString('hex');
		const queue = await N8nQueue.start({
			installation,
			tarball,
			folder,
			postgres: postgres.url,
			redis: redis.url,
			env: {
				// Another run may have its queue in the same Redis.
				QUEUE_BULL_PREFIX: prefix,
				N8N_REDIS_KEY_PREFIX: prefix,
				// By default a worker is given up for dead after a minute and a half.
				QUEUE_WORKER_LOCK_DURATION: '10000',
				QUEUE_WORKER_LOCK_RENEW_TIME: '2000',
				QUEUE_WORKER_STALLED_INTERVAL: '4000',
			},
		});
		const client = new N8nClient(queue.main.url);
		await client.setUpOwner(owner);
		return new QueuedN8n(client, redis, postgres, queue, folder);
	}

	/** The worker that was given the execution. */
	async workerOf(executionId: string): Promise<number> {
		return await until(`a worker begins with execution ${executionId}`, async () => {
			const both = await Promise.all([0, 1].map(async (index) => await this.workOf(index)));
			const index = both.findIndex(({ begun }) => begun.has(executionId));
			return index < 0 ? undefined : index;
		});
	}

	/** The executions that a worker is at. */
	async underWay(index: number): Promise<string[]> {
		const { begun, ended } = await this.workOf(index);
		return [...begun].filter((id) => !ended.has(id));
	}

	/** Ends a worker as a power failure does, and starts it again, which does not know what it did. */
	async killWorker(index: number): Promise<void> {
		await this.queue.workers[index]!.kill();
		this.past[index]!.push(await readLog(this.queue.workers[index]!.logFile));
		await this.queue.startWorker(index);
	}

	async close(): Promise<void> {
		const { queue, folder, postgres, redis } = this;
		await queue.stop();
		await mkdir(artefacts, { recursive: true });
		for (const [index, { logFile }] of [queue.main, ...queue.workers].entries()) {
			await copyFile(logFile, join(artefacts, `n8n-queue-${index}.log`));
		}
		await Promise.all([postgres.close(), redis.close()]);
		await rm(folder, { recursive: true, force: true });
	}

	private async workOf(index: number): Promise<Work> {
		const work = [...this.past[index]!, await readLog(this.queue.workers[index]!.logFile)];
		return {
			begun: new Set(work.flatMap(({ begun }) => [...begun])),
			ended: new Set(work.flatMap(({ ended }) => [...ended])),
		};
	}
}

async function readLog(file: string): Promise<Work> {
	const log = await readFile(file, 'utf8');
	const idsAfter = (words: string) =>
		new Set(
			[...log.matchAll(new RegExp(`Worker ${words} execution (\\d+)`, 'g'))].map(([, id]) => id!),
		);
	return { begun: idsAfter('started'), ended: idsAfter('finished') };
}

const patienceMs = 180_000;

/** Resolves with what is found, as soon as it is. */
export async function until<T>(what: string, find: () => Promise<T | undefined>): Promise<T> {
	const deadline = Date.now() + patienceMs;
	while (Date.now() < deadline) {
		const found = await find();
		if (found !== undefined) return found;
		await sleep(100);
	}
	throw new Error(`It did not come to this: ${what}`);
}
