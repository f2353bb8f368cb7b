import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { N8nClient } from '../../../scripts/n8n/client';
import { ensureN8n } from '../../../scripts/n8n/install';
import { installTarball, packPackage } from '../../../scripts/n8n/package';
import { type N8nServer, startN8n } from '../../../scripts/n8n/server';
import { owner } from '../shared';

/** An n8n of its own that logs and keeps all it can, and all that it wrote down once it has ended. */
export class LoudN8n {
	private constructor(
		readonly client: N8nClient,
		private readonly server: N8nServer,
		private readonly userFolder: string,
	) {}

	static async start(): Promise<LoudN8n> {
		const userFolder = await mkdtemp(join(tmpdir(), 'n8n-loud-'));
		// The setup has built the package.
		const tarball = process.env.PACKAGE_TARBALL ?? (await packPackage(userFolder));
		await installTarball(tarball, userFolder);
		const server = await startN8n({
			installation: await ensureN8n(console.log),
			userFolder,
			env: {
				N8N_LOG_LEVEL: 'debug',
				EXECUTIONS_DATA_SAVE_ON_ERROR: 'all',
				EXECUTIONS_DATA_SAVE_ON_SUCCESS: 'all',
				EXECUTIONS_DATA_SAVE_ON_PROGRESS: 'true',
				EXECUTIONS_DATA_SAVE_MANUAL_EXECUTIONS: 'true',
			},
		});
		const client = new N8nClient(server.url);
		await client.setUpOwner(owner);
		return new LoudN8n(client, server, userFolder);
	}

	/** Ends it. @returns what is in its files, database and log included, but for the packages */
	async written(): Promise<Map<string, string>> {
		await this.server.stop();
		const folder = join(this.userFolder, '.n8n');
		const files = (await readdir(folder, { recursive: true, withFileTypes: true }))
			.filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
			.map((entry) => join(entry.parentPath, entry.name));
		// Byte for byte: a database is no text.
		const read = async (file: string) => [file, await readFile(file, 'latin1')] as const;
		return new Map(await Promise.all([this.server.logFile, ...files].map(read)));
	}

	async close(): Promise<void> {
		await this.server.stop();
		await rm(this.userFolder, { recursive: true, force: true });
	}
}
