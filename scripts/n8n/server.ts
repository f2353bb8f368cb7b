import type { ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathWith } from '../npm';
import { endProcess, hasEnded, killProcess, startProcess } from '../processes';
import type { N8nInstallation } from './install';
import { freePort } from './ports';

export interface N8nProcessOptions {
	installation: N8nInstallation;
	/** Holds `.n8n`: the database, the configuration and the installed packages. */
	userFolder: string;
	/** Added to n8n's environment, after the defaults below. */
	env?: Record<string, string>;
}

export interface N8nServerOptions extends N8nProcessOptions {
	/** The port of the editor; a free one by default. */
	port?: number;
}

export interface N8nProcess {
	logFile: string;
	/** n8n's process ID, for measuring. */
	pid: number;
	/** Resolves when n8n has ended, for whatever reason. */
	ended: Promise<void>;
	/** Ends it as a service manager does. */
	stop(): Promise<void>;
	/** Ends it as a power failure does. */
	kill(): Promise<void>;
}

export interface N8nServer extends N8nProcess {
	url: string;
}

const readyWithinMs = 180_000;

/** Starts n8n, on SQLite unless told otherwise, on loopback only, and resolves when it answers. */
export async function startN8n(options: N8nServerOptions): Promise<N8nServer> {
	const port = options.port ?? (await freePort());
	const url = `http://127.0.0.1:${port}`;
	const env = { N8N_PORT: String(port), ...options.env };
	return { url, ...(await start('start', url, { ...options, env })) };
}

/** Starts a worker of n8n's queue mode, and resolves when it can take work. */
export async function startN8nWorker(options: N8nProcessOptions): Promise<N8nProcess> {
	const port = await freePort();
	const env = {
		QUEUE_HEALTH_CHECK_ACTIVE: 'true',
		QUEUE_HEALTH_CHECK_PORT: String(port),
		N8N_WORKER_SERVER_ADDRESS: '127.0.0.1',
		...options.env,
	};
	return await start('worker', `http://127.0.0.1:${port}`, { ...options, env });
}

/** @param url where it says whether it is ready */
async function start(
	command: 'start' | 'worker',
	url: string,
	{ installation, userFolder, env }: N8nProcessOptions,
): Promise<N8nProcess> {
	await mkdir(userFolder, { recursive: true });
	const logFile = join(userFolder, 'n8n.log');
	const log = openSync(logFile, 'w');
	const child = startProcess(installation.node, [installation.entry, command], {
		cwd: userFolder,
		stdio: ['ignore', log, log],
		env: {
			...inheritedEnvironment(),
			...pathWith(installation.node),
			NODE_ENV: 'production',
			N8N_USER_FOLDER: userFolder,
			N8N_HOST: '127.0.0.1',
			N8N_LISTEN_ADDRESS: '127.0.0.1',
			N8N_RUNNERS_BROKER_PORT: String(await freePort()),
			N8N_SECURE_COOKIE: 'false',
			N8N_DIAGNOSTICS_ENABLED: 'false',
			N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
			N8N_TEMPLATES_ENABLED: 'false',
			N8N_PERSONALIZATION_ENABLED: 'false',
			...env,
		},
	});
	closeSync(log);
	try {
		await ready(child, url, logFile);
	} catch (error) {
		await killProcess(child);
		throw error;
	}
	return {
		logFile,
		pid: child.pid ?? 0,
		ended: new Promise((resolve) => child.once('exit', () => resolve())),
		stop: async () => await endProcess(child),
		kill: async () => await killProcess(child),
	};
}

/** n8n as it is out of the box: settings of the person who starts it must not change results. */
function inheritedEnvironment(): NodeJS.ProcessEnv {
	const steering = /^(N8N_|DB_|EXECUTIONS_|QUEUE_|WEBHOOK_|NODE_FUNCTION_|JEST_)/;
	const inherited = Object.entries(process.env).filter(([name]) => !steering.test(name));
	const noProxy = [process.env.NO_PROXY ?? process.env.no_proxy, '127.0.0.1', 'localhost'];
	const loopbackDirectly = noProxy.filter(Boolean).join(',');
	return {
		...Object.fromEntries(inherited),
		NO_PROXY: loopbackDirectly,
		no_proxy: loopbackDirectly,
	};
}

async function ready(child: ChildProcess, url: string, logFile: string): Promise<void> {
	const deadline = Date.now() + readyWithinMs;
	while (Date.now() < deadline) {
		if (hasEnded(child)) throw new Error(`n8n ended while starting.\n${await tail(logFile)}`);
		const answer = await fetch(`${url}/healthz/readiness`).catch(() => undefined);
		if (answer?.ok) return;
		await sleep(100);
	}
	throw new Error(`n8n was not ready in ${readyWithinMs / 1000} s.\n${await tail(logFile)}`);
}

async function tail(logFile: string): Promise<string> {
	const log = await readFile(logFile, 'utf8');
	return `The end of its log (${logFile}):\n${log.trim().split('\n').slice(-30).join('\n')}`;
}
