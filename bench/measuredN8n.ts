import { createHash, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { N8nClient } from '../scripts/n8n/client';
import type { N8nInstallation } from '../scripts/n8n/install';
import { freePort } from '../scripts/n8n/ports';
import { type N8nServer, startN8n } from '../scripts/n8n/server';
import { type CaseName, CASES, workflowOf } from './cases';
import { cpuMsOf, memoryOf, resetPeak } from './usage';
import { Reports } from './reports';
import type { Run } from './results';
import type { BenchSite, VendorName } from './sites';

/** So much more than after its start makes n8n begin anew before it is measured again. */
const MOST_LEFT_BYTES = 40e6;
const WARM_UP_RUNS = 3;
/** On a busy machine, n8n is never quick for long. */
const SETTLED_WITHIN_MS = 20_000;
const WITHIN_MS = 15 * 60_000;

const owner = { email: 'owner@bench.example', password: 'Benchmark-1' };

/** An n8n in which cases are measured, one after the other, each from the same state of it. */
export class MeasuredN8n {
	/** The webhook of each case, by the name of the workflow. */
	private readonly webhooks = new Map<string, string>();
	private readonly warm = new Set<string>();
	private warmUpSites!: Record<VendorName, BenchSite>;
	/** What it has when it is fresh; undefined where it has to begin anew before the next run. */
	private freshBytes: number | undefined;

	private constructor(
		private readonly start: () => Promise<N8nServer>,
		private readonly reports: Reports,
		private server: N8nServer,
		readonly client: N8nClient,
	) {}

	static async start(installation: N8nInstallation, userFolder: string): Promise<MeasuredN8n> {
		const reports = await Reports.listen();
		const port = await freePort();
		const start = async () =>
			await startN8n({
				installation,
				userFolder,
				port,
				env: {
					EXTERNAL_HOOK_FILES: join(__dirname, 'inN8n.cjs'),
					BENCH_REPORT_URL: reports.url,
					...(process.env.BENCH_NODE_OPTIONS && { NODE_OPTIONS: process.env.BENCH_NODE_OPTIONS }),
				},
			});
		const server = await start();
		const client = new N8nClient(server.url);
		await client.setUpOwner(owner);
		return new MeasuredN8n(start, reports, server, client);
	}

	async stop(): Promise<void> {
		this.reports.close();
		await this.server.stop();
	}

	/** Small sites, on which each case runs before it is measured. */
	async warmUpOn(sites: Record<VendorName, BenchSite>): Promise<void> {
		this.warmUpSites = sites;
		await this.lookAtFresh();
	}

	/** @param digest whether to read what was exported, too */
	async measure(name: CaseName, site: BenchSite, { digest = false } = {}): Promise<Run> {
		await this.prepare(name, site.vendor);
		return await this.run(name, site, digest);
	}

	/** Takes n8n to the state that each run begins in: warm, and with nothing left of other runs. */
	private async prepare(name: CaseName, vendor: VendorName): Promise<void> {
		if (!(await this.isFresh())) await this.restart();
		const key = `${vendor} ${name}`;
		if (this.warm.has(key)) return;
		const site = this.warmUpSites[vendor];
		for (let run = 0; run < WARM_UP_RUNS; run++) await this.run(name, site, false);
		this.warm.add(key);
		await this.settle();
	}

	private async isFresh(): Promise<boolean> {
		if (this.freshBytes === undefined) return false;
		await this.settle();
		// Where the memory is not known, it is taken for fresh.
		return !(this.memory().now > this.freshBytes + MOST_LEFT_BYTES);
	}

	private async restart(): Promise<void> {
		await this.server.stop();
		this.server = await this.start();
		this.warm.clear();
		await this.lookAtFresh();
	}

	private async lookAtFresh(): Promise<void> {
		// What n8n loads at the first run of all is no memory of that run.
		await this.run('httpRequest', this.warmUpSites.procurios, false);
		await this.settle();
		this.freshBytes = this.memory().now;
	}

	private memory() {
		return memoryOf(this.server.pid);
	}

	private async run(name: CaseName, site: BenchSite, digest: boolean): Promise<Run> {
		const { client, server, reports } = this;
		const path = await this.webhookOf(name, site);
		const requestsBefore = await site.requests();
		reports.clear();
		const { now: idleBytes } = this.memory();
		resetPeak(server.pid);
		const cpuBefore = cpuMsOf(server.pid);
		const startedAt = Date.now();
		await client.webhook(path);
		const report = await Promise.race([
			reports.next(),
			server.ended,
			sleep(WITHIN_MS, undefined, { ref: false }),
		]);
		if (!report) {
			this.freshBytes = undefined;
			return { failure: 'n8n ended, or stored nothing within 15 minutes' };
		}
		const cpuMs = cpuMsOf(server.pid) - cpuBefore;
		const memoryBytes = this.memory().peak - idleBytes;
		const requests = (await site.requests()) - requestsBefore;
		const nodes = CASES[name].nodes(site).map((node) => report.nodes[node.name]);
		const last = nodes.at(-1);
		const run: Run = {
			nodeMs: nodes.reduce((sum, node) => sum + (node?.ms ?? NaN), 0),
			wallMs: report.storedAt - startedAt,
			cpuMs,
			memoryBytes,
			requests,
			records: last?.records ?? 0,
			...(digest && { digest: await this.digestOf(last?.files ?? []) }),
			...(report.status !== 'success' && { failure: report.error ?? report.status }),
		};
		await client.request('POST', '/rest/executions/delete', {
			body: { ids: [report.executionId] },
		});
		return run;
	}

	private async webhookOf(name: CaseName, site: BenchSite): Promise<string> {
		const path = randomUUID();
		const content = workflowOf(name, site, path);
		const known = this.webhooks.get(content.name);
		if (known !== undefined) return known;
		await this.client.activate(await this.client.createWorkflow(content));
		this.webhooks.set(content.name, path);
		return path;
	}

	/** Of all parts of an export, one behind the other. */
	private async digestOf(files: readonly string[]): Promise<string> {
		const hash = createHash('sha256');
		for (const id of files) {
			const query = new URLSearchParams({ id, action: 'download' });
			hash.update(await this.client.openPage(`/rest/binary-data?${query.toString()}`));
		}
		return hash.digest('hex');
	}

	/** Waits until n8n is done with what came before: storing a large result, clearing it away. */
	private async settle(): Promise<void> {
		await this.untilIdle();
		process.kill(this.server.pid, 'SIGUSR2');
		await this.untilIdle();
	}

	private async untilIdle(): Promise<void> {
		const deadline = performance.now() + SETTLED_WITHIN_MS;
		for (let quick = 0; quick < 10 && performance.now() < deadline; ) {
			const asked = performance.now();
			// On a connection of its own: n8n ends one that was idle during a run.
			const headers = { connection: 'close' };
			await (await fetch(`${this.server.url}/healthz`, { headers })).arrayBuffer();
			quick = performance.now() - asked < 10 ? quick + 1 : 0;
			await sleep(20);
		}
	}
}
