import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import 'reflect-metadata';
import { loadOutputSchema, PackageDirectoryLoader } from 'n8n-core';
import type { INodeType, IVersionedNodeType } from 'n8n-workflow';
import { operationsOf } from '../shared/operations';

const root = join(__dirname, '../..');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
	[key: string]: unknown;
	scripts: Record<string, string>;
	n8n: { nodes: string[]; credentials: string[]; strict: boolean };
};

const isNodeType = (type: INodeType | IVersionedNodeType): type is INodeType =>
	!('nodeVersions' in type);

/** The package as npm would publish it, unpacked. */
let packed: string;
beforeAll(() => {
	// Inside the checkout, where n8n-workflow is found as it is in an n8n.
	mkdirSync(join(root, 'test/artefacts'), { recursive: true });
	packed = mkdtempSync(join(root, 'test/artefacts/packed-'));
	execFileSync('npm', ['run', 'build'], { cwd: root });
	execFileSync('npm', ['pack', '--pack-destination', packed], { cwd: root });
	const tarball = readdirSync(packed).find((file) => file.endsWith('.tgz'))!;
	execFileSync('tar', ['-xzf', tarball], { cwd: packed });
});
afterAll(() => rmSync(packed, { recursive: true, force: true }));

const files = (folder: string) =>
	readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
		.sort();

it('brings nothing along: no dependencies, overrides or scripts that run at install', () => {
	for (const key of ['dependencies', 'optionalDependencies', 'bundledDependencies', 'overrides']) {
		expect(manifest[key]).toBeUndefined();
	}
	expect(manifest.peerDependencies).toEqual({ 'n8n-workflow': '*' });
	expect(Object.keys(manifest.scripts)).not.toEqual(
		expect.arrayContaining([expect.stringMatching(/^(pre|post)?(install|prepare|pack|publish)/)]),
	);
});

it('pins every tool to one version', () => {
	for (const version of Object.values(manifest.devDependencies as Record<string, string>)) {
		expect(version).toMatch(/^\d+\.\d+\.\d+$/);
	}
});

it("is linted by n8n's own configuration, unchanged", () => {
	const template =
		'node_modules/@n8n/node-cli/dist/template/templates/shared/default/eslint.config.mjs';
	const [ours, theirs] = ['eslint.config.mjs', template].map((file) =>
		readFileSync(join(root, file), 'utf8').replace(/\s+/g, ' ').trim(),
	);
	expect(ours).toBe(theirs);
	expect(manifest.n8n.strict).toBe(true);
});

it('packs what n8n loads and nothing else', () => {
	const folder = join(packed, 'package');
	const unexpected = files(folder).filter(
		(file) =>
			!/^(package\.json|README\.md|LICENSE\.md|dist\/index\.js)$/.test(file) &&
			!/^dist\/(nodes|credentials)\/.+\.(js|svg|node\.json)$/.test(file) &&
			!/^dist\/nodes\/.+\/__schema__\/.+\.json$/.test(file),
	);
	expect(unexpected).toEqual([]);
	for (const file of [...manifest.n8n.nodes, ...manifest.n8n.credentials]) {
		expect(existsSync(join(folder, file))).toBe(true);
	}
});

it('names every node and credential that there is', () => {
	const built = files(join(root, 'dist'))
		.filter((file) => /\.(node|credentials)\.js$/.test(file))
		.map((file) => `dist/${file}`);
	expect([...manifest.n8n.nodes, ...manifest.n8n.credentials].sort()).toEqual(built);
});

const VENDORS = [
	['procurios', 'Procurios', 'procuriosOAuth2Api'],
	['encompass', 'Anthology Encompass', 'encompassApi'],
	['iovox', 'Iovox', 'iovoxApi'],
	['copernica', 'Copernica', 'copernicaApi'],
];

it.each(VENDORS)(
	"%s is loaded by n8n's own loader, with icons, codex and credential",
	async (name, displayName, credential) => {
		const loader = new PackageDirectoryLoader(join(packed, 'package'));
		await loader.loadAll();
		for (const [node, title] of [
			[name, displayName],
			[`${name}Trigger`, `${displayName} Trigger`],
		]) {
			expect(loader.types.nodes.find((type) => type.name === node)).toMatchObject({
				displayName: title,
				iconUrl: {
					light: expect.stringContaining('.svg'),
					dark: expect.stringContaining('.dark.svg'),
				},
				codex: { categories: expect.arrayContaining(['Marketing']), alias: expect.any(Array) },
				credentials: [{ name: credential, required: true }],
			});
		}
		expect(loader.types.credentials.map((type) => type.name)).toContain(credential);
	},
);

it('declares every operation: no node has code of its own', async () => {
	const loader = new PackageDirectoryLoader(join(packed, 'package'));
	await loader.loadAll();
	const actions = Object.values(loader.nodeTypes)
		.map(({ type }) => type)
		.filter(isNodeType)
		.filter(({ description }) => !description.polling);
	expect(actions.map(({ description }) => description.name).sort()).toEqual(
		VENDORS.map(([name]) => name).sort(),
	);
	for (const type of actions) {
		expect(type.execute).toBeUndefined();
		expect(type.customOperations).toBeUndefined();
		const operations = type.description.properties
			.filter(({ name }) => name === 'operation')
			.flatMap(({ options }) => options ?? []);
		expect(operations.length).toBeGreaterThan(0);
		for (const operation of operations) {
			expect(operation).toMatchObject({
				routing: { send: { paginate: true }, operations: { pagination: expect.any(Function) } },
			});
		}
	}
});

it('tells n8n what every operation gives, before it runs', async () => {
	const loader = new PackageDirectoryLoader(join(packed, 'package'));
	await loader.loadAll();
	for (const { type, sourcePath } of Object.values(loader.nodeTypes)) {
		if (!isNodeType(type) || type.description.polling) continue;
		for (const [resource, operation] of operationsOf(type)) {
			const nodeDir = join(packed, 'package', dirname(sourcePath));
			const schema = loadOutputSchema({ nodeDir, version: 1, resource, operation });
			expect([sourcePath, resource, operation, schema]).toEqual([
				...[sourcePath, resource, operation],
				expect.objectContaining({ type: 'object' }),
			]);
		}
	}
});

it('passes the community scanner, as source and as tarball', () => {
	// In a process of its own: the scanner is an ES module with an ESLint of its own.
	const scanner = require.resolve('@n8n/scan-community-package/scanner/scanner.mjs');
	const script = `
		const { analyzePackage, SOURCE_FILE_PATTERNS } = await import(${JSON.stringify(pathToFileURL(scanner).href)});
		const source = await analyzePackage(${JSON.stringify(root)}, SOURCE_FILE_PATTERNS);
		const tarball = await analyzePackage(${JSON.stringify(join(packed, 'package'))});
		process.stdout.write('\\n' + JSON.stringify([source, tarball]));
	`;
	// The plugin's rules look at other file names where NODE_ENV is "test".
	const output = execFileSync('node', ['--input-type=module', '--eval', script], {
		cwd: root,
		env: { ...process.env, NODE_ENV: 'production' },
	});
	const results = JSON.parse(output.toString().trim().split('\n').at(-1)!) as unknown[];
	expect(results).toEqual([{ passed: true }, { passed: true }]);
});
