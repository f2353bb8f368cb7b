import { randomUUID } from 'node:crypto';
import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Sandbox, startSandbox } from '../../sandbox';
import { N8nClient, type Workflow } from '../../scripts/n8n/client';
import { ensureN8n } from '../../scripts/n8n/install';
import { buildPackage, installTarball, packageName, packPackage } from '../../scripts/n8n/package';
import { type N8nServer, startN8n } from '../../scripts/n8n/server';
import { artefacts, owner, procuriosCredential, sandboxLogin } from '../n8n/shared';
import { type Sink, startSink } from './sink';

/** An n8n with one workflow, whose trigger follows the sandbox and feeds a sink; it can be ended. */
export class PolledN8n {
	private server: N8nServer | undefined;
	/** Of the first login: n8n takes but five a minute. */
	private client: N8nClient | undefined;

	private constructor(
		private readonly name: string,
		private readonly env: Record<string, string>,
		private readonly userFolder: string,
		readonly sandbox: Sandbox,
		readonly sink: Sink,
	) {}

	static async prepare(name: string, env: Record<string, string>): Promise<PolledN8n> {
		const userFolder = await mkdtemp(join(tmpdir(), `n8n-${name}-`));
		if (!process.env.PACKAGE_TARBALL) await buildPackage();
		const tarball = process.env.PACKAGE_TARBALL ?? (await packPackage(userFolder));
		await installTarball(tarball, userFolder);
		const sandbox = await startSandbox({ procurios: { opens: 3_000 } });
		return new PolledN8n(name, env, userFolder, sandbox, await startSink());
	}

	async start(): Promise<void> {
		const installation = await ensureN8n(console.log);
		const { userFolder, env } = this;
		const port = this.server && Number(new URL(this.server.url).port);
		this.server = await startN8n({ installation, userFolder, env, port });
	}

	/** As a service manager ends it. */
	async stop(): Promise<void> {
		await this.server?.stop();
	}

	/** As a power failure ends it. */
	async kill(): Promise<void> {
		await this.server?.kill();
	}

	async close(): Promise<void> {
		const { server, sandbox, sink, userFolder, name } = this;
		await server?.stop();
		await sandbox.close();
		sink.close();
		await mkdir(artefacts, { recursive: true });
		if (server) await copyFile(server.logFile, join(artefacts, `n8n-${name}.log`));
		await rm(userFolder, { recursive: true, force: true });
	}

	/** Publishes the workflow, which begins to poll. */
	async publish(): Promise<Workflow> {
		const client = await this.loggedIn();
		const workflow = await client.createWorkflow(await this.workflow(client));
		await client.activate(workflow);
		return workflow;
	}

	/** Resolves when so many executions of the workflow have failed: n8n makes one for each poll. */
	async untilFailed(workflow: Workflow, polls: number): Promise<void> {
		const client = await this.loggedIn();
		for (;;) {
			const executions = await client.listExecutions(workflow.id);
			if (executions.filter(({ status }) => status === 'error').length >= polls) return;
			await this.sandbox.procurios.nextRequest();
		}
	}

	private async loggedIn(): Promise<N8nClient> {
		if (this.client) return this.client;
		const client = new N8nClient(this.server!.url);
		await client.setUpOwner(owner);
		return (this.client = client);
	}

	private async workflow(client: N8nClient) {
		const { id, name, type } = await procuriosCredential(client, sandboxLogin(this.sandbox));
		const trigger = 'When an e-mail is opened';
		const sink = 'Sink';
		return {
			name: 'On every open',
			nodes: [
				{
					id: randomUUID(),
					name: trigger,
					type: `${packageName}.procuriosTrigger`,
					typeVersion: 1,
					position: [0, 0] as [number, number],
					parameters: {
						pollTimes: { item: [{ mode: 'everyMinute' }] },
						event: 'opened',
						traffic: 'all',
						output: 'trackingEvent',
					},
					credentials: { [type]: { id, name } },
				},
				{
					id: randomUUID(),
					name: sink,
					type: 'n8n-nodes-base.httpRequest',
					typeVersion: 4.2,
					position: [200, 0] as [number, number],
					parameters: {
						method: 'POST',
						url: this.sink.url,
						sendBody: true,
						specifyBody: 'json',
						jsonBody: '={{ JSON.stringify($json) }}',
						options: {},
					},
				},
			],
			connections: { [trigger]: { main: [[{ node: sink, type: 'main' as const, index: 0 }]] } },
			settings: { executionOrder: 'v1' as const },
		};
	}
}
