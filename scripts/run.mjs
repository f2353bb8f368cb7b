// The way into `npm start`, `npm test`, `npm run bench` and `npm run models`. It runs in a fresh clone, where
// node_modules does not exist yet: Node's built-in modules only.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { clearInterval, setInterval } from 'node:timers';
import { fileURLToPath, URL } from 'node:url';
import layout from './n8n/layout.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const commands = {
	start: 'scripts/start.ts',
	test: 'scripts/test.ts',
	bench: 'bench/main.ts',
	models: 'scripts/models.ts',
};

/** Whether node_modules holds what the lock file names; npm keeps its own list of what is there. */
function dependenciesInstalled() {
	const installedList = join(root, 'node_modules/.package-lock.json');
	if (!existsSync(installedList)) return false;
	const packagesIn = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;
	const installed = packagesIn(installedList);
	return Object.entries(packagesIn(join(root, 'package-lock.json'))).every(
		([path, wanted]) =>
			path === '' ||
			wanted.optional ||
			wanted.devOptional ||
			wanted.extraneous ||
			installed[path]?.version === wanted.version,
	);
}

/** What has to be fetched before the command can do its work. */
function missingParts(command, args) {
	const n8nNeeded =
		command === 'test'
			? !args.includes('--unit')
			: command === 'bench' || (command === 'start' && !process.env.N8N_URL);
	return [
		!dependenciesInstalled() && {
			what: 'the development dependencies (node_modules)',
			minutes: 1,
			gigabytes: 1,
		},
		n8nNeeded &&
			!existsSync(layout.n8nDir) && {
				what: `n8n ${layout.N8N_VERSION} (${layout.cacheDir})`,
				minutes: 6,
				gigabytes: 3,
			},
	].filter(Boolean);
}

function announce(missing) {
	const sum = (key) => Math.ceil(missing.reduce((total, part) => total + part[key], 0));
	console.log(
		`The first time takes about ${minutes(sum('minutes'))} and ${sum('gigabytes')} GB of disk space. To be installed:`,
	);
	for (const { what } of missing) console.log(`  - ${what}`);
}

const minutes = (count) => (count === 1 ? 'a minute' : `${count} minutes`);

async function agreed(args) {
	if (args.includes('--yes') || !process.stdin.isTTY || !process.stdout.isTTY) return true;
	const terminal = createInterface({ input: process.stdin, output: process.stdout });
	const answer = await terminal.question('Go on? [Y/n] ');
	terminal.close();
	return /^(y|yes|)$/i.test(answer.trim());
}

/** Runs a program in the foreground; resolves with its exit code, as a shell would count it. */
function run(program, args) {
	const child = spawn(program, args, { cwd: root, stdio: 'inherit' });
	const end = (signal) => child.kill(signal);
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, end);
	// npm tells the shell between us and itself to end, and that shell does not pass it on.
	const parent = process.ppid;
	const watch = setInterval(() => process.ppid === parent || end('SIGTERM'), 250);
	return new Promise((resolve, reject) => {
		child.once('error', reject);
		child.once('exit', (code, signal) => {
			clearInterval(watch);
			resolve(code ?? 128 + constants.signals[signal]);
		});
	});
}

/** npm without a shell, so that it works alike on every system. */
function npm(...args) {
	const cli = process.env.npm_execpath;
	return cli?.endsWith('.js') ? run(process.execPath, [cli, ...args]) : run('npm', args);
}

async function main([command, ...args]) {
	const script = commands[command];
	if (!script) {
		console.error(`Usage: node scripts/run.mjs ${Object.keys(commands).join(' | ')}`);
		return 1;
	}
	const missing = missingParts(command, args);
	if (missing.length > 0) {
		announce(missing);
		if (command === 'start' && !(await agreed(args))) return 1;
	}
	if (!dependenciesInstalled()) {
		const code = await npm('ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error');
		if (code !== 0) return code;
	}
	return await run(process.execPath, ['--import', 'tsx', script, ...args]);
}

process.exitCode = await main(process.argv.slice(2));
