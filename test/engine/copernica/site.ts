import type { IDataObject, INode, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import {
	type CopernicaOptions,
	type CopernicaSandbox,
	type Sandbox,
	startSandbox,
} from '../../../sandbox';
import { copernicaAt, type MemoryCredentials } from '../credentials';
import { runNode, type RunResult } from '../engine';

/** A sandbox with an account of both products. */
export const startSite = async (copernica: Partial<CopernicaOptions> = {}): Promise<Sandbox> =>
	await startSandbox({ copernica });

export interface Run {
	readonly items?: Array<IDataObject | INodeExecutionData>;
	readonly credentials?: MemoryCredentials;
	readonly version?: string;
	readonly timezone?: string;
	readonly onError?: INode['onError'];
}

/** Get Many of a resource, all of it. */
export const all = (resource: string, more: INodeParameters = {}): INodeParameters => ({
	...{ resource, operation: 'getAll', returnAll: true },
	...more,
});

/** Runs the node; the parameters say the operation. */
export async function run(
	copernica: CopernicaSandbox,
	parameters: INodeParameters,
	{ items = [{}], version = 'v4', credentials, ...rest }: Run = {},
): Promise<RunResult> {
	return await runNode({
		...{ credentials: credentials ?? copernicaAt(copernica, { version }), parameters, ...rest },
		items: items.map((each) => ('json' in each ? (each as INodeExecutionData) : { json: each })),
	});
}

/** Runs the node; the JSON of its items. @throws with all that a user would see */
export async function jsonOf(
	copernica: CopernicaSandbox,
	parameters: INodeParameters,
	more: Run = {},
): Promise<IDataObject[]> {
	const result = await run(copernica, parameters, more);
	if (result.error) throw new Error(textOf(result));
	return result.items.map(({ json }) => json);
}

/** What a user sees of an error. */
export const textOf = ({ error }: RunResult) =>
	error ? `${error.message}\n${error.description ?? ''}` : '';
