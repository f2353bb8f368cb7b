import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { projectDir } from '../n8n/package';
import type { SandboxFacts } from '../../sandbox';
import { endProcess, startProcess } from '../processes';

export type SandboxProcess = SandboxFacts & {
	ended: Promise<void>;
	stop(): Promise<void>;
};

/** Starts the vendors' stand-in in a process of its own, so that it takes no time from n8n's. */
export async function startSandbox(options: {
	opens: number;
	live: boolean;
	/** Other numbers of its command line, by their names there. */
	more?: Readonly<Record<string, number>>;
}): Promise<SandboxProcess> {
	const child = startProcess(
		process.execPath,
		[
			...['--import', 'tsx', 'sandbox/main.ts', '--port', '0'],
			...['--procurios-opens', String(options.opens)],
			...(options.live ? ['--live'] : []),
			...Object.entries(options.more ?? {}).flatMap(([name, value]) => [
				`--${name}`,
				String(value),
			]),
		],
		{ cwd: projectDir, stdio: ['ignore', 'pipe', 'inherit'] },
	);
	const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
	const lines = createInterface({ input: child.stdout as Readable });
	const [firstLine] = (await Promise.race([once(lines, 'line'), ended.then(() => [])])) as [
		string?,
	];
	if (firstLine === undefined) throw new Error('The sandbox ended before it was ready');
	return {
		...(JSON.parse(firstLine) as SandboxFacts),
		ended,
		stop: async () => await endProcess(child, 5_000),
	};
}
