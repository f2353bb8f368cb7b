import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { N8nClient } from '../../scripts/n8n/client';
import { ensureN8n } from '../../scripts/n8n/install';
import { installTarball } from '../../scripts/n8n/package';
import { startN8n } from '../../scripts/n8n/server';
import { artefacts, owner, packageUnderTest, share } from './shared';

/** One fresh n8n with the packed package in it, for all files of this folder. */
export default async function setup(): Promise<void> {
	const installation = await ensureN8n(console.log);
	const userFolder = await mkdtemp(join(tmpdir(), 'n8n-under-test-'));
	await installTarball(await packageUnderTest(userFolder), userFolder);
	const server = await startN8n({ installation, userFolder, env: { HOME: userFolder } });
	const client = new N8nClient(server.url);
	await client.setUpOwner(owner);
	share(client, userFolder);
	globalThis.endN8nUnderTest = async () => {
		await server.stop();
		await mkdir(artefacts, { recursive: true });
		await copyFile(server.logFile, join(artefacts, 'n8n.log'));
		await rm(userFolder, { recursive: true, force: true });
	};
}

declare global {
	var endN8nUnderTest: () => Promise<void>;
}
