import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { itemsOf, N8nClient } from '../scripts/n8n/client';
import { ensureN8n } from '../scripts/n8n/install';
import { buildPackage, installTarball, packPackage } from '../scripts/n8n/package';
import { startN8n } from '../scripts/n8n/server';
import { startSandbox } from '../scripts/start/sandbox';
import { median } from './median';
import { benchPoll } from './poll';
import { type Contestant, httpRequest, ours } from './workflows';

const { values } = parseArgs({
	options: {
		opens: { type: 'string', default: '100000' },
		rounds: { type: 'string', default: '9' },
	},
});
const opens = Number(values.opens);
const rounds = Number(values.rounds);
const owner = { email: 'owner@bench.example', password: 'Benchmark-1' };

interface Run {
	/** What n8n counts for the contestant's nodes. */
	ms: number;
	records: number;
}

/**
 * Waits until n8n is done with what came before, storing a large result and clearing it away.
 * @param pid n8n's process
 */
async function settle(url: string, pid: number): Promise<void> {
	await untilIdle(url);
	process.kill(pid, 'SIGUSR2');
	await untilIdle(url);
}

async function untilIdle(url: string): Promise<void> {
	for (let quick = 0; quick < 20; ) {
		const asked = performance.now();
		// On a connection of its own: n8n ends one that was idle during a run.
		const headers = { connection: 'close' };
		await (await fetch(`${url}/healthz`, { headers })).arrayBuffer();
		quick = performance.now() - asked < 5 ? quick + 1 : 0;
		await setTimeout(20);
	}
}

async function measure(client: N8nClient, contestant: Contestant): Promise<Run> {
	const { workflow, trigger, nodes } = contestant;
	const execution = await client.run(await client.putWorkflow(workflow), trigger);
	const { runData, error } = execution.data.resultData;
	const records = itemsOf(execution, nodes.at(-1)!).length;
	if (execution.status !== 'success') {
		throw new Error(`${workflow.name}: ${error?.message ?? execution.status}`);
	}
	const ms = nodes.reduce((sum, name) => sum + (runData[name]?.[0]?.executionTime ?? NaN), 0);
	return { ms, records };
}

async function main(): Promise<void> {
	const cleanUp: Array<() => Promise<unknown>> = [];
	try {
		const installation = await ensureN8n(console.log);
		const userFolder = await mkdtemp(join(tmpdir(), 'n8n-bench-'));
		cleanUp.push(async () => await rm(userFolder, { recursive: true, force: true }));
		await buildPackage();
		await installTarball(await packPackage(userFolder), userFolder);
		const sandbox = await startSandbox({ opens, live: false });
		cleanUp.push(async () => await sandbox.stop());
		const server = await startN8n({
			installation,
			userFolder,
			env: { NODE_OPTIONS: `--require "${join(__dirname, 'collectGarbage.cjs')}"` },
		});
		cleanUp.push(async () => await server.stop());

		const client = new N8nClient(server.url);
		await client.setUpOwner(owner);
		const { siteUrl, clientId, clientSecret } = sandbox;
		const credential = await client.createCredential('Procurios', 'procuriosOAuth2Api', {
			grantType: 'clientCredentials',
			siteUrl,
			clientId,
			clientSecret,
		});
		const contestants = [
			httpRequest(siteUrl, credential),
			ours('record', credential),
			ours('trackingEvent', credential),
		];
		const runs = new Map<Contestant, Run[]>(contestants.map((each) => [each, []]));
		// In turn, so that a machine that slows down does so for all, and each after another in
		// each round; the first round warms up.
		for (let round = 0; round <= rounds; round++) {
			const order = contestants.map((_, place) => contestants[(place + round) % 3]!);
			for (const each of order) {
				await settle(client.url, server.pid);
				const run = await measure(client, each);
				if (round > 0) runs.get(each)!.push(run);
				console.error(`${round === 0 ? 'warm-up' : `round ${round}`}: ${each.name}: ${run.ms} ms`);
			}
		}
		print(contestants, runs);
	} finally {
		for (const end of cleanUp.reverse()) await end();
	}
	await benchPoll(rounds);
}

/** A client that knows nothing of ties loses some records: the table says how many each got. */
function print(contestants: Contestant[], runs: Map<Contestant, Run[]>): void {
	const timeOf = (each: Contestant) => median(runs.get(each)!.map(({ ms }) => ms));
	const base = timeOf(contestants[0]!);
	console.log(`\n${opens.toLocaleString('en')} opens in a running n8n, median of ${rounds}:\n`);
	console.log('| | Records | Execution time | Ratio |\n|---|---|---|---|');
	for (const each of contestants) {
		const [{ records } = { records: 0 }] = runs.get(each)!;
		const ms = timeOf(each);
		console.log(`| ${each.name} | ${records} | ${ms} ms | ${(ms / base).toFixed(2)} |`);
	}
}

main().catch((error: unknown) => {
	console.error(error);
	process.exitCode = 1;
});
