import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { projectDir } from '../scripts/n8n/package';
import { startProcess } from '../scripts/processes';
import type { BareLoopResult, BareLoopTask } from './bareLoopProcess';
import type { Run } from './results';
import type { BenchSite } from './sites';

export interface BareLoopOptions {
	/** The Node.js that n8n runs on. */
	readonly node: string;
	readonly site: BenchSite;
	/** A small site, read first. */
	readonly warmUp: BenchSite;
	readonly file: string;
}

/** The bare loop, in a process of its own. */
export async function runBareLoop({ node, site, warmUp, file }: BareLoopOptions): Promise<Run> {
	const task: BareLoopTask = {
		site: { siteUrl: site.sandbox.procurios.siteUrl, token: await site.token() },
		warmUp: { siteUrl: warmUp.sandbox.procurios.siteUrl, token: await warmUp.token() },
		file,
	};
	const requestsBefore = await site.requests();
	const child = startProcess(
		node,
		['--import', 'tsx', join(__dirname, 'bareLoopProcess.ts'), JSON.stringify(task)],
		{ cwd: projectDir, stdio: ['ignore', 'pipe', 'inherit'] },
	);
	const said = await text(child.stdout as Readable);
	if (said === '') return { failure: 'The bare loop failed' };
	const { ms, cpuMs, records, idleBytes, peakBytes } = JSON.parse(said) as BareLoopResult;
	const hash = createHash('sha256');
	await pipeline(createReadStream(file), hash);
	await rm(file);
	return {
		nodeMs: ms,
		wallMs: ms,
		cpuMs,
		memoryBytes: peakBytes - idleBytes,
		requests: (await site.requests()) - requestsBefore,
		records,
		digest: hash.digest('hex'),
	};
}
