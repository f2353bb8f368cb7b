import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { constants } from 'node:os';

/**
 * Programs that run beside this process and must not outlive it. Each gets a process group of its
 * own: Ctrl-C reaches this process only, which then ends them in order, and a group can be ended
 * with all that the program has started itself.
 */
const running = new Set<ChildProcess>();

/** What is to be done, in order, before this process ends at a signal. */
let endInOrder: (() => Promise<unknown>) | undefined;
let watching = false;

export function startProcess(
	program: string,
	args: readonly string[],
	options: SpawnOptions,
): ChildProcess {
	watch();
	const child = spawn(program, args, { ...options, detached: process.platform !== 'win32' });
	running.add(child);
	child.once('exit', () => running.delete(child));
	child.once('error', () => running.delete(child));
	return child;
}

/** Runs `end` at the first Ctrl-C or SIGTERM; a second one does not wait for it. */
export function onTermination(end: () => Promise<unknown>): void {
	endInOrder = end;
	watch();
}

function watch(): void {
	if (watching) return;
	watching = true;
	process.once('exit', () => running.forEach((child) => signalGroup(child, 'SIGKILL')));
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
		process.on(signal, () => {
			const code = 128 + constants.signals[signal];
			const end = endInOrder;
			endInOrder = undefined;
			if (end) void end().finally(() => process.exit(code));
			else process.exit(code);
		});
	}
}

/** Asks the program to end, and insists after the grace period; then ends what it left behind. */
export async function endProcess(child: ChildProcess, graceMs = 15_000): Promise<void> {
	if (!hasEnded(child)) {
		child.kill('SIGTERM');
		const insist = setTimeout(() => signalGroup(child, 'SIGKILL'), graceMs);
		await ended(child);
		clearTimeout(insist);
	}
	signalGroup(child, 'SIGKILL');
}

/** Ends the program and everything that it started, at once, as a crash would. */
export async function killProcess(child: ChildProcess): Promise<void> {
	signalGroup(child, 'SIGKILL');
	await ended(child);
}

export function hasEnded(child: ChildProcess): boolean {
	return child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
}

async function ended(child: ChildProcess): Promise<void> {
	if (!hasEnded(child)) await new Promise((resolve) => child.once('exit', resolve));
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
	if (child.pid === undefined) return;
	try {
		process.kill(process.platform === 'win32' ? child.pid : -child.pid, signal);
	} catch {
		// Nothing of the group is left.
	}
}
