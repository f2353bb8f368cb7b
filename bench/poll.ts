import '../test/setup';
import { join } from 'node:path';
import { projectDir } from '../scripts/n8n/package';
import { startSandbox } from '../scripts/start/sandbox';
import type { INodeType } from 'n8n-workflow';
import { procuriosAt } from '../test/engine/credentials';
import { Host } from '../test/engine/host';
import { openPages, type Site } from './bareLoop';
import { median } from './median';

const EVENTS = 10_000;

/** As it is packed: TypeScript's own loader takes the codex file for the node. */
async function builtTrigger(): Promise<INodeType> {
	const built = (await import(join(projectDir, 'dist/index.js'))) as {
		ProcuriosTrigger: new () => INodeType;
	};
	return new built.ProcuriosTrigger();
}

/** A poll of 10,000 new events in n8n's engine, beside a bare loop over as many. */
export async function benchPoll(rounds: number): Promise<void> {
	const sandbox = await startSandbox({ opens: EVENTS, live: false });
	try {
		const trigger = await builtTrigger();
		const credentials = procuriosAt(sandbox.procurios);
		const poll = async (output: string) => {
			const parameters = { event: 'opened', traffic: 'all', startFrom: 'beginning', output };
			const host = new Host({ mode: 'memory', trigger, credentials, parameters });
			return await timed(async () => {
				await host.activate();
				return host.emitted.length;
			});
		};
		// Stores a token, so that no run has to fetch one.
		await poll('record');
		const { access_token: token } = credentials.stored.oauthTokenData as { access_token: string };
		const contestants = {
			'Bare loop': async () =>
				await timed(async () => await read({ siteUrl: sandbox.procurios.siteUrl, token })),
			'Poll, vendor records': async () => await poll('record'),
			'Poll, tracking events': async () => await poll('trackingEvent'),
		};
		const times = new Map<string, number[]>();
		for (let round = 0; round <= rounds; round++) {
			for (const [name, run] of Object.entries(contestants)) {
				const ms = await run();
				// The first warms up.
				if (round > 0) times.set(name, [...(times.get(name) ?? []), ms]);
			}
		}
		const base = median(times.get('Bare loop')!);
		console.log(`\n${EVENTS.toLocaleString('en')} new events, median of ${rounds}:\n`);
		console.log('| | Time | Ratio |\n|---|---|---|');
		for (const [name, all] of times) {
			const ms = median(all);
			console.log(`| ${name} | ${Math.round(ms)} ms | ${(ms / base).toFixed(2)} |`);
		}
	} finally {
		await sandbox.stop();
	}
}

async function read(site: Site): Promise<number> {
	let records = 0;
	for await (const opens of openPages(site)) records += opens.length;
	return records;
}

async function timed(work: () => Promise<number>): Promise<number> {
	const start = performance.now();
	const records = await work();
	if (records !== EVENTS) throw new Error(`${records} records came`);
	return performance.now() - start;
}
