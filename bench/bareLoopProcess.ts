import { writeOpens, type Site } from './bareLoop';

/** What is to be done: the argument of this process. */
export interface BareLoopTask {
	readonly site: Site;
	/** A small site, read first: n8n, too, has run before it is measured. */
	readonly warmUp: Site;
	readonly file: string;
}

/** What this process says when it is done. */
export interface BareLoopResult {
	readonly ms: number;
	readonly cpuMs: number;
	readonly records: number;
	readonly idleBytes: number;
	readonly peakBytes: number;
}

async function main({ site, warmUp, file }: BareLoopTask): Promise<BareLoopResult> {
	const idleBytes = process.memoryUsage.rss();
	await writeOpens(warmUp, file);
	const cpuBefore = process.cpuUsage();
	const start = performance.now();
	const records = await writeOpens(site, file);
	const ms = performance.now() - start;
	const { user, system } = process.cpuUsage(cpuBefore);
	return {
		ms,
		cpuMs: (user + system) / 1000,
		records,
		idleBytes,
		peakBytes: process.resourceUsage().maxRSS * 1024,
	};
}

main(JSON.parse(process.argv[2]!) as BareLoopTask)
	.then((result) => console.log(JSON.stringify(result)))
	.catch((error: unknown) => {
		console.error(error);
		process.exitCode = 1;
	});
