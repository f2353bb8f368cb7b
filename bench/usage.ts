import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const fileOf = (pid: number, name: string) => `/proc/${pid}/${name}`;

/** Whether this system, Linux, tells how much memory and time another process has had. */
export const usageIsKnown = existsSync('/proc/self/clear_refs');

/** The resident memory of a process, in bytes: now, and the most since the last `resetPeak`. */
export function memoryOf(pid: number): { now: number; peak: number } {
	if (!usageIsKnown) return { now: NaN, peak: NaN };
	const status = readFileSync(fileOf(pid, 'status'), 'utf8');
	const read = (name: string) =>
		Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1] ?? NaN) * 1024;
	return { now: read('VmRSS'), peak: read('VmHWM') };
}

/** Of Linux, on all machines that n8n runs on. */
const TICKS_PER_SECOND = 100;

/** The time that all threads of a process have had on a CPU, in ms. */
export function cpuMsOf(pid: number): number {
	if (!usageIsKnown) return NaN;
	// See proc_pid_stat(5): the name, in brackets, may hold blanks.
	const fields = readFileSync(fileOf(pid, 'stat'), 'utf8').split(') ')[1]!.split(' ');
	return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS_PER_SECOND;
}

export function resetPeak(pid: number): void {
	// See proc(5): 5 resets the peak of the resident set size.
	if (usageIsKnown) writeFileSync(fileOf(pid, 'clear_refs'), '5');
}
