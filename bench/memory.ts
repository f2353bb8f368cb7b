import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const fileOf = (pid: number, name: string) => `/proc/${pid}/${name}`;

/** Whether this system, Linux, tells how much memory another process has had. */
export const memoryIsKnown = existsSync('/proc/self/clear_refs');

/** The resident memory of a process, in bytes: now, and the most since the last `resetPeak`. */
export function memoryOf(pid: number): { now: number; peak: number } {
	if (!memoryIsKnown) return { now: NaN, peak: NaN };
	const status = readFileSync(fileOf(pid, 'status'), 'utf8');
	const read = (name: string) =>
		Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1] ?? NaN) * 1024;
	return { now: read('VmRSS'), peak: read('VmHWM') };
}

export function resetPeak(pid: number): void {
	// See proc(5): 5 resets the peak of the resident set size.
	if (memoryIsKnown) writeFileSync(fileOf(pid, 'clear_refs'), '5');
}
