import type { CaseName } from './cases';
import { median } from './median';
import type { VendorName } from './sites';

/** What was measured in one run of a case. */
export type Run = Failure | Measures;

interface Failure extends Partial<Measures> {
	readonly failure: string;
}

export interface Measures {
	/** What n8n counts as the execution time of the nodes. */
	readonly nodeMs: number;
	/** From the call of the webhook until the execution is stored. */
	readonly wallMs: number;
	/** What all threads of the process took. */
	readonly cpuMs: number;
	/** The peak of the process' resident memory, over what it had before the run. */
	readonly memoryBytes: number;
	readonly requests: number;
	readonly records: number;
	/** The SHA-256 of what was written, where it was looked at. */
	readonly digest?: string;
	readonly failure?: string;
}

/** A case on a site, run several times. */
export interface Result {
	readonly vendor: VendorName;
	/** How many records the site has. */
	readonly opens: number;
	readonly latency: number;
	readonly name: CaseName | 'bareLoop';
	readonly runs: Run[];
}

export interface Machine {
	readonly cpus: number;
	readonly cpu: string;
	readonly memoryGb: number;
	readonly system: string;
	readonly node: string;
	readonly n8n: string;
	/** How many processes wanted a CPU in the minute before the first run, and before the end. */
	readonly loadBefore: number;
	readonly loadAfter: number;
}

/** All that a benchmark found. */
export interface Results {
	readonly date: string;
	readonly machine: Machine;
	readonly rounds: number;
	readonly results: Result[];
}

/** The median of each measure; undefined where a run failed. */
export function mediansOf({ runs }: Result): Omit<Measures, 'digest'> | undefined {
	if (runs.length === 0 || runs.some(({ failure }) => failure !== undefined)) return undefined;
	const of = (name: Exclude<keyof Measures, 'digest' | 'failure'>) =>
		median(runs.map((run) => run[name] ?? NaN));
	return {
		nodeMs: of('nodeMs'),
		wallMs: of('wallMs'),
		cpuMs: of('cpuMs'),
		memoryBytes: of('memoryBytes'),
		requests: of('requests'),
		records: of('records'),
	};
}
