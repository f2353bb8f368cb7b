import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { N8nClient, type Login } from '../n8n/client';
import { ensureN8n } from '../n8n/install';
import { lockFolder } from '../n8n/lock';
import { installTarball, packageName } from '../n8n/package';
import { freePort } from '../n8n/ports';
import { N8nQueue, type QueueOptions } from '../n8n/queue';
import { type N8nServerOptions, startN8n } from '../n8n/server';
import { sandboxLogin } from './login';
import type { StartOptions } from './options';
import { VENDORS } from './vendors';

/** The n8n that the package is shown in. */
export interface Target {
	client: N8nClient;
	login: Login;
	ended: Promise<void>;
	stop(): Promise<void>;
}

/** An n8n of our own, with a data folder that outlives it: the second start takes seconds. */
export async function ownN8n(
	tarball: string,
	options: StartOptions,
	say: (line: string) => void,
): Promise<Target> {
	const { dataFolder, port: wantedPort, queue } = options;
	const installation = await ensureN8n(say);
	await mkdir(dataFolder, { recursive: true });
	const unlock = await lockFolder(dataFolder).catch((error: unknown) => {
		throw new Error(`"npm start" is running already, on ${dataFolder}: end that one first`, {
			cause: error,
		});
	});
	const port = await freePort(wantedPort);
	if (port !== wantedPort) say(`Port ${wantedPort} is taken: n8n gets ${port}`);
	const { url, ended, stop } = queue
		? await queueMode(
				{ ...queue, installation, tarball, port, folder: join(dataFolder, 'queue') },
				say,
			)
		: await regularMode({ installation, tarball, port, userFolder: dataFolder }, say);
	const stopAll = async () => {
		await stop();
		await unlock();
	};
	try {
		const client = new N8nClient(url);
		await client.setUpOwner(sandboxLogin);
		return { client, login: sandboxLogin, ended, stop: stopAll };
	} catch (error) {
		await stopAll();
		throw error;
	}
}

interface Running {
	url: string;
	ended: Promise<void>;
	stop(): Promise<void>;
}

async function regularMode(
	{ tarball, ...options }: N8nServerOptions & { tarball: string },
	say: (line: string) => void,
): Promise<Running> {
	if (await installTarball(tarball, options.userFolder)) {
		say(`Installed ${basename(tarball)} in n8n`);
	}
	say(`Starting n8n ${options.installation.version} …`);
	return await startN8n(options);
}

async function queueMode(options: QueueOptions, say: (line: string) => void): Promise<Running> {
	say(`Starting n8n ${options.installation.version} and two workers …`);
	const queue = await N8nQueue.start(options);
	for (const { logFile } of queue.workers) say(`What a worker does is in ${logFile}`);
	queue.keepWorkers((index) => say(`Worker ${index + 1} has ended: it is started again`));
	const { url, ended } = queue.main;
	return { url, ended, stop: async () => await queue.stop() };
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
