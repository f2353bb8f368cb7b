import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Sandbox, startSandbox } from '../../sandbox';
import { N8nClient } from '../../scripts/n8n/client';
import { ensureN8n } from '../../scripts/n8n/install';
import { installTarball } from '../../scripts/n8n/package';
import { type N8nServer, startN8n } from '../../scripts/n8n/server';
import { artefacts, owner, packageUnderTest } from '../n8n/shared';
import { Following } from './following';
import { type Sinks, startSinks } from './sink';
import { triggers } from './triggers';

/** An n8n with one workflow for each trigger that follows the sandbox; it can be ended. */
export class PolledN8n {
	private server: N8nServer | undefined;
	/** Of the first login: n8n takes but five a minute. */
	private client: N8nClient | undefined;
	private readonly following: readonly Following[];

	private constructor(
		private readonly name: string,
		private readonly env: Record<string, string>,
		private readonly userFolder: string,
		private readonly sandbox: Sandbox,
		private readonly sinks: Sinks,
	) {
		this.following = triggers.map(
			(trigger) => new Following(trigger, sandbox, sinks.at(`/${trigger.vendor}`)),
		);
	}

	static async prepare(name: string, env: Record<string, string>): Promise<PolledN8n> {
		const userFolder = await mkdtemp(join(tmpdir(), `n8n-${name}-`));
		await installTarball(await packageUnderTest(userFolder), userFolder);
		const sandbox = await startSandbox({
			procurios: { opens: 3_000 },
			encompass: {},
			iovox: { mails: 3_000, switches: { pageCap: 100 } },
			copernica: { clicks: 3_000, impressions: 3_000 },
		});
		return new PolledN8n(name, env, userFolder, sandbox, await startSinks());
	}

	/** Does something with all workflows at once. */
	async each(work: (following: Following) => Promise<void> | void): Promise<void> {
		await Promise.all(this.following.map(work));
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
		const { server, sandbox, sinks, userFolder, name } = this;
		await server?.stop();
		await sandbox.close();
		sinks.close();
		await mkdir(artefacts, { recursive: true });
		if (server) await copyFile(server.logFile, join(artefacts, `n8n-${name}.log`));
		await rm(userFolder, { recursive: true, force: true });
	}

	async loggedIn(): Promise<N8nClient> {
		if (this.client) return this.client;
		const client = new N8nClient(this.server!.url);
		await client.setUpOwner(owner);
		return (this.client = client);
	}
}
