import type { SpawnOptions } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { endProcess, hasEnded, startProcess } from '../processes';
import type { Service } from './service';

interface ServerOptions {
	url: string;
	program: string;
	args: string[];
	options: SpawnOptions;
	/** Rejects as long as the server cannot be used. */
	check(url: string): Promise<void>;
	/** Throws away what the server holds. */
	clear(): Promise<void>;
}

const readyWithinMs = 30_000;

export async function startServer(server: ServerOptions): Promise<Service> {
	const { url, clear } = server;
	let child = await run(server);
	const stop = async () => await endProcess(child);
	return {
		url,
		start: async () => {
			child = await run(server);
		},
		stop,
		close: async () => {
			await stop();
			await clear();
		},
	};
}

async function run({ url, program, args, options, check, clear }: ServerOptions) {
	const child = startProcess(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
	let said = '';
	for (const stream of [child.stdout, child.stderr]) {
		stream?.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-5_000)));
	}
	const deadline = Date.now() + readyWithinMs;
	let reason: unknown;
	while (Date.now() < deadline && !hasEnded(child)) {
		try {
			await check(url);
			return child;
		} catch (error) {
			reason = error;
			await sleep(50);
		}
	}
	await endProcess(child);
	await clear();
	throw new Error(`${program} did not get ready:\n${said}`, { cause: reason });
}
