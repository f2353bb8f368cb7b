import { mkdir } from 'node:fs/promises';
import { basename } from 'node:path';
import { N8nClient, type Login } from '../n8n/client';
import { ensureN8n } from '../n8n/install';
import { lockFolder } from '../n8n/lock';
import { installTarball, packageName } from '../n8n/package';
import { freePort } from '../n8n/ports';
import { startN8n } from '../n8n/server';
import type { StartOptions } from './options';
import { VENDORS } from './vendors';

/** The n8n that the package is shown in. */
export interface Target {
	client: N8nClient;
	login: Login;
	ended: Promise<void>;
	stop(): Promise<void>;
}

/** For a server on loopback that holds invented data only; printed at every start. */
const sandboxLogin: Login = { email: 'owner@sandbox.example', password: 'Sandbox-2025' };

/** An n8n of our own, with a data folder that outlives it: the second start takes seconds. */
export async function ownN8n(
	tarball: string,
	{ dataFolder, port: wantedPort }: StartOptions,
	say: (line: string) => void,
): Promise<Target> {
	const installation = await ensureN8n(say);
	await mkdir(dataFolder, { recursive: true });
	const unlock = await lockFolder(dataFolder).catch((error: unknown) => {
		throw new Error(`"npm start" is running already, on ${dataFolder}: end that one first`, {
			cause: error,
		});
	});
	if (await installTarball(tarball, dataFolder)) say(`Installed ${basename(tarball)} in n8n`);
	const port = await freePort(wantedPort);
	if (port !== wantedPort) say(`Port ${wantedPort} is taken: n8n gets ${port}`);
	say(`Starting n8n ${installation.version} …`);
	const server = await startN8n({ installation, userFolder: dataFolder, port });
	const stop = async () => {
		await server.stop();
		await unlock();
	};
	try {
		const client = new N8nClient(server.url);
		await client.setUpOwner(sandboxLogin);
		return { client, login: sandboxLogin, ended: server.ended, stop };
	} catch (error) {
		await stop();
		throw error;
	}
}

/** An n8n that somebody else runs: nothing is installed or ended there. */
export async function runningN8n(
	tarball: string,
	{ url, email, password }: NonNullable<StartOptions['runningN8n']>,
): Promise<Target> {
	const client = new N8nClient(url);
	await client.login({ email, password });
	for (const { node } of VENDORS) {
		if (await client.knowsNodeType(`${packageName}.${node}`)) continue;
		throw new Error(howToInstall(url, tarball));
	}
	const never = new Promise<void>(() => {});
	return { client, login: { email, password: '(yours)' }, ended: never, stop: async () => {} };
}

function howToInstall(url: string, tarball: string): string {
	const name = basename(tarball);
	const install = (file: string) =>
		`mkdir -p ~/.n8n/nodes && cd ~/.n8n/nodes && npm install --ignore-scripts --omit=peer ${file}`;
	return [
		`The n8n at ${url} does not have all nodes of ${packageName}. Install the tarball where it runs, and restart it.`,
		'',
		'n8n installed with npm:',
		`  ${install(tarball)}`,
		'',
		'n8n in Docker (with its own container name):',
		`  docker cp ${tarball} n8n:/tmp/${name}`,
		`  docker exec n8n sh -c '${install(`/tmp/${name}`)}'`,
		'  docker restart n8n',
	].join('\n');
}
