import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { npm } from '../npm';
import { lockFolder } from './lock';
import {
	cacheDir,
	N8N_OVERRIDES,
	N8N_VERSION,
	n8nDir,
	NODE_VERSION,
	nodeDir,
	ownNodeWillDo,
} from './layout';

/** What it takes to run n8n: `node` runs `entry`. */
export interface N8nInstallation {
	node: string;
	entry: string;
	version: string;
}

export type Progress = (line: string) => void;

/** Makes sure that n8n, and a Node new enough for it, are in the cache. */
export async function ensureN8n(progress: Progress): Promise<N8nInstallation> {
	const installation = {
		node: ownNodeWillDo ? process.execPath : cachedNode(nodeDir),
		entry: join(n8nDir, 'node_modules/n8n/bin/n8n'),
		version: N8N_VERSION,
	};
	if (existsSync(installation.node) && existsSync(installation.entry)) return installation;

	await mkdir(cacheDir, { recursive: true });
	const unlock = await lockFolder(cacheDir, () =>
		progress('Another process is installing n8n: waiting for it …'),
	);
	try {
		if (!existsSync(installation.node)) await complete(nodeDir, progress, installNode);
		if (!existsSync(installation.entry)) {
			await complete(n8nDir, progress, async (folder, say) => {
				await installN8n(folder, installation.node, say);
			});
		}
	} finally {
		await unlock();
	}
	return installation;
}

/**
 * A folder that stands under its name only when it was filled to the end. What an interrupted
 * attempt has left is cleared first; the lock sees to it that nobody else is at it.
 */
async function complete(
	folder: string,
	progress: Progress,
	fill: (partial: string, progress: Progress) => Promise<void>,
): Promise<void> {
	const partial = `${folder}.partial`;
	await rm(partial, { recursive: true, force: true });
	await mkdir(partial);
	await fill(partial, progress);
	await rename(partial, folder);
}

async function installNode(folder: string, progress: Progress): Promise<void> {
	progress(`Node ${process.versions.node} is too old for n8n: downloading Node ${NODE_VERSION} …`);
	await writePackage(folder, { dependencies: { [nodePackage()]: NODE_VERSION } });
	try {
		await npmInstall(folder);
	} catch (error) {
		throw new Error(
			`No Node ${NODE_VERSION} could be downloaded for this system. Install Node 24 or later and try again.`,
			{ cause: error },
		);
	}
}

async function installN8n(folder: string, node: string, progress: Progress): Promise<void> {
	await writePackage(folder, { dependencies: { n8n: N8N_VERSION }, overrides: N8N_OVERRIDES });
	await timed(`Downloading n8n ${N8N_VERSION} (about 4 minutes)`, progress, npmInstall(folder));
	// Install scripts are off, since some of n8n's 2,300 dependencies download more than is
	// needed here; these two are native modules that n8n cannot start without.
	await timed(
		'Building the native modules (about 1 minute)',
		progress,
		npm(['rebuild', 'sqlite3', 'isolated-vm', '--foreground-scripts'], {
			cwd: folder,
			node,
			env: headersOf(node),
		}),
	);
	await promisify(execFile)(node, ['-e', 'require("sqlite3"); require("isolated-vm")'], {
		cwd: folder,
	});
}

async function npmInstall(cwd: string): Promise<void> {
	await npm(['install', '--ignore-scripts', '--no-audit', '--no-fund', '--prefix', cwd], { cwd });
}

async function writePackage(folder: string, content: object): Promise<void> {
	await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true, ...content }));
}

/** The npm package that holds the Node binary for this system. */
function nodePackage(): string {
	const platform = process.platform === 'win32' ? 'win' : process.platform;
	const isAppleSilicon = platform === 'darwin' && process.arch === 'arm64';
	return `node${isAppleSilicon ? '-bin' : ''}-${platform}-${process.arch}`;
}

function cachedNode(folder: string): string {
	const binary = process.platform === 'win32' ? 'bin/node.exe' : 'bin/node';
	return join(folder, 'node_modules', nodePackage(), binary);
}

/** A Node that comes with its headers needs no download of them to build native modules. */
function headersOf(node: string): NodeJS.ProcessEnv {
	const prefix = dirname(dirname(node));
	return existsSync(join(prefix, 'include/node/node.h')) ? { npm_config_nodedir: prefix } : {};
}

/** Says what is being done, and again every half minute that it is still being done. */
async function timed<T>(what: string, progress: Progress, work: Promise<T>): Promise<T> {
	const start = Date.now();
	const seconds = () => Math.round((Date.now() - start) / 1000);
	progress(`${what} …`);
	const ticker = setInterval(() => progress(`  … ${seconds()} s`), 30_000);
	try {
		const result = await work;
		progress(`  done in ${seconds()} s`);
		return result;
	} finally {
		clearInterval(ticker);
	}
}
