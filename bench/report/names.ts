import { CASES } from '../cases';
import type { Result, Run } from '../results';

const number = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

export const count = (value: number) => number.format(value);

export const VENDORS = { procurios: 'Procurios', encompass: 'Encompass' };

export const nameOf = (name: Result['name']) =>
	name === 'bareLoop' ? 'Bare loop: axios, JSON.parse, a file' : CASES[name].name;

export const milliseconds = (value: number) =>
	Number.isNaN(value) ? 'unknown' : `${count(value)} ms`;

export const megabytes = (bytes: number) =>
	Number.isNaN(bytes) ? 'unknown' : `${count(bytes / 1e6)} MB`;

export function titleOf(
	{ vendor, opens, latency }: Pick<Result, 'vendor' | 'opens' | 'latency'>,
	name: Result['name'],
): string {
	const delay = latency > 0 ? `, ${latency} ms latency` : '';
	return `${count(opens)} opens of ${vendor}${delay}: ${nameOf(name)}`;
}

export function toldRun({
	failure,
	nodeMs = NaN,
	wallMs = NaN,
	cpuMs = NaN,
	memoryBytes = NaN,
}: Run): string {
	if (failure !== undefined) return `failed: ${failure}`;
	return `${milliseconds(nodeMs)}, stored after ${milliseconds(wallMs)}, ${milliseconds(cpuMs)} of CPU time, ${megabytes(memoryBytes)} over idle`;
}
