import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectDir } from '../../scripts/n8n/package';
import { freePort } from '../../scripts/n8n/ports';

/** `npm start`, as often as a test wants, on one data folder and port. */
export class NpmStart {
	private readonly started: ChildProcess[] = [];

	private constructor(
		private readonly data: string,
		private readonly port: number,
	) {}

	static async prepare(): Promise<NpmStart> {
		return new NpmStart(await mkdtemp(join(tmpdir(), 'npm-start-')), await freePort());
	}

	run(...args: string[]) {
		const child = spawn(
			process.execPath,
			[
				...['scripts/run.mjs', 'start'],
				...['--data', this.data, '--port', String(this.port), ...args],
			],
			{
				cwd: projectDir,
				stdio: ['ignore', 'pipe', 'pipe'],
				// As where nobody has set anything.
				env: { ...process.env, POSTGRES_URL: '', REDIS_URL: '' },
			},
		);
		this.started.push(child);
		let output = '';
		for (const stream of [child.stdout, child.stderr]) {
			stream.setEncoding('utf8').on('data', (text: string) => (output += text));
		}
		const said = () => output;
		/** Resolves when it has said this, or has ended. */
		const untilSaid = async (text: string) => {
			while (!output.includes(text) && child.exitCode === null) {
				await Promise.race([once(child.stdout, 'data'), once(child, 'close')]);
			}
		};
		return { child, said, untilSaid };
	}

	/** Where a test fails half-way, what it started must end all the same. */
	end(): void {
		this.started.splice(0).forEach((child) => child.kill('SIGTERM'));
	}

	async clear(): Promise<void> {
		await rm(this.data, { recursive: true, force: true });
	}
}
