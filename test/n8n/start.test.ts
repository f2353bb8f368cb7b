import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectDir } from '../../scripts/n8n/package';
import { freePort } from '../../scripts/n8n/ports';

/** Each start builds the package and waits for an n8n. */
jest.setTimeout(180_000);

const started: ChildProcess[] = [];
let data: string;
let port: number;

beforeAll(async () => {
	data = await mkdtemp(join(tmpdir(), 'npm-start-'));
	port = await freePort();
});

// Where a test fails half-way, what it started must end all the same.
afterEach(() => started.splice(0).forEach((child) => child.kill('SIGTERM')));

afterAll(async () => await rm(data, { recursive: true, force: true }));

test('npm start -- --once pulls all that the sandbox has', async () => {
	const { child, said } = start('--once', '--opens', '3000');
	await once(child, 'close');
	expect(said()).toMatch(/3,000 records came in [\d.]+ s; the sandbox has 3,000 opens\.\n/);
	expect(said()).toMatch(/200 records came in [\d.]+ s; the sandbox has 200 recipients\.\n/);
	expect(said()).toMatch(/2,000 records came in [\d.]+ s; the sandbox has 2,000 e-mails\.\n/);
	expect(said()).toMatch(
		/150 records came in [\d.]+ s; the sandbox has 150 clicks of Marketing Suite\.\n$/,
	);
	expect(child.exitCode).toBe(0);
});

test('npm start keeps what the first start made, and ends all that it started', async () => {
	const { child, said } = start('--opens', '100');
	while (!said().includes('Ctrl-C') && child.exitCode === null) {
		await Promise.race([once(child.stdout, 'data'), once(child, 'close')]);
	}
	const urls = [...said().matchAll(/(?:Editor|Pull|Trigger|Send|Sandbox) +(http\S+)/g)].map(
		([, url]) => url,
	);
	expect(urls).toHaveLength(1 + 4 * 3 + 1);
	expect(said()).toMatch(/^Procurios: 100 opens/m);
	expect(said()).toMatch(/^Anthology Encompass: 200 recipients/m);
	expect(said()).toMatch(/^iovox: 2,000 e-mails/m);
	expect(said()).toMatch(/^Copernica: 150 clicks of Marketing Suite/m);
	expect(said()).not.toContain('Installed');
	for (const url of urls) expect(await answers(url)).toBe(true);

	child.kill('SIGTERM');
	await once(child, 'close');
	for (const url of urls) expect(await answers(url)).toBe(false);
});

/** What `npm start` runs, on a data folder of its own. */
function start(...args: string[]) {
	const child = spawn(
		process.execPath,
		['scripts/run.mjs', 'start', '--data', data, '--port', String(port), ...args],
		{ cwd: projectDir, stdio: ['ignore', 'pipe', 'inherit'] },
	);
	started.push(child);
	let output = '';
	child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
	return { child, said: () => output };
}

async function answers(url = ''): Promise<boolean> {
	return await fetch(url).then(
		() => true,
		() => false,
	);
}
