import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { npm } from '../npm';

export const projectDir = resolve(__dirname, '../..');
export const packageName = 'n8n-nodes-email-tracking';

export async function buildPackage(): Promise<void> {
	await npm(['run', 'build'], { cwd: projectDir });
}

/** Packs what is built into the folder; resolves with the path of the tarball. */
export async function packPackage(folder: string): Promise<string> {
	await mkdir(folder, { recursive: true });
	const output = await npm(['pack', '--json', '--pack-destination', folder], { cwd: projectDir });
	const [packed] = JSON.parse(output) as [{ filename: string }];
	return join(folder, packed.filename);
}

/**
 * Installs the tarball as n8n installs a community package (its CommunityPackagesService):
 * unpacked under `.n8n/nodes`, without dev, peer and optional dependencies, no install scripts,
 * and named in the package.json there. Says whether anything had to be done.
 */
export async function installTarball(tarball: string, userFolder: string): Promise<boolean> {
	const nodesFolder = join(userFolder, '.n8n/nodes');
	const packageFolder = join(nodesFolder, 'node_modules', packageName);
	const stamp = join(packageFolder, '.tarball-sha256');
	const hash = createHash('sha256')
		.update(await readFile(tarball))
		.digest('hex');
	if ((await readFile(stamp, 'utf8').catch(() => '')) === hash) return false;

	await rm(packageFolder, { recursive: true, force: true });
	await mkdir(packageFolder, { recursive: true });
	await promisify(execFile)('tar', ['-xzf', tarball, '-C', packageFolder, '--strip-components=1']);

	const manifest = await readJson(join(packageFolder, 'package.json'));
	delete manifest.devDependencies;
	delete manifest.peerDependencies;
	delete manifest.optionalDependencies;
	await writeJson(join(packageFolder, 'package.json'), manifest);
	await npm(
		[
			'install',
			'--audit=false',
			'--fund=false',
			'--bin-links=false',
			'--install-strategy=shallow',
			'--ignore-scripts=true',
			'--package-lock=false',
		],
		{ cwd: packageFolder },
	);
	await nameInstalled(nodesFolder, manifest.version);
	await writeFile(stamp, hash);
	return true;
}

async function nameInstalled(nodesFolder: string, version: unknown): Promise<void> {
	const file = join(nodesFolder, 'package.json');
	const fresh = { name: 'installed-nodes', private: true, dependencies: {} };
	const manifest = await readJson(file).catch(() => fresh as Record<string, unknown>);
	manifest.dependencies = { ...(manifest.dependencies as object), [packageName]: version };
	await writeJson(file, manifest);
}

async function readJson(file: string): Promise<Record<string, unknown>> {
	return JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
}

async function writeJson(file: string, content: object): Promise<void> {
	await writeFile(file, JSON.stringify(content, null, 2));
}
