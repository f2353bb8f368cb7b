import type { IDataObject, INode, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import {
	type CopernicaEvent,
	type CopernicaKind,
	type CopernicaOptions,
	type CopernicaProduct,
	type CopernicaSandbox,
	type Sandbox,
	startSandbox,
} from '../../../sandbox';
import { RestClient } from '../../sandbox/copernica/client';
import { copernicaAt, type MemoryCredentials } from '../credentials';
import { runNode, type RunResult } from '../engine';

/** A sandbox with an account of both products. */
export const startSite = async (copernica: Partial<CopernicaOptions> = {}): Promise<Sandbox> =>
	await startSandbox({ copernica });

export const PRODUCTS = ['ms', 'publisher'] as const;
export const VERSIONS = ['v2', 'v3', 'v4'] as const;

/** The lists of events, by resource: what the sandbox calls them, and the last part of their path. */
export const LISTS = {
	bounce: ['error', 'errors'],
	click: ['click', 'clicks'],
	complaint: ['abuse', 'abuses'],
	delivery: ['delivery', 'deliveries'],
	open: ['impression', 'impressions'],
	unsubscribe: ['unsubscribe', 'unsubscribes'],
} as const satisfies Record<string, readonly [CopernicaKind, string]>;
export type Resource = keyof typeof LISTS;
export const RESOURCES = Object.keys(LISTS) as Resource[];

/** All rows of a kind as the sandbox keeps them. */
export const kept = (
	{ data }: CopernicaSandbox,
	product: CopernicaProduct,
	resource: Resource,
	emailing?: number,
): readonly CopernicaEvent[] => data.events(product, LISTS[resource][0], emailing);

const NAMES = { ms: ['ms', 'draganddrop'], publisher: ['publisher', 'html'] } as const;

/** What paths of a product begin with, unless another name is asked for. */
export const root = (product: CopernicaProduct, version = 'v4') =>
	`${version}/${NAMES[product][version === 'v4' ? 1 : 0]}`;

export const byId = (id: unknown) => ({ __rl: true, mode: 'id', value: String(id) });

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
export const textOf = ({ error }: Pick<RunResult, 'error'>) =>
	error ? `${error.message}\n${error.description ?? ''}` : '';

/** What the API gives somebody who asks without the node: one answer, whatever it is. */
export async function answered(copernica: CopernicaSandbox, path: string): Promise<IDataObject> {
	const client = await RestClient.connect(copernica);
	return (await client.read(path)) as IDataObject;
}

/** All rows of a list that stays as it is, asked for without the node. */
export async function listed(
	copernica: CopernicaSandbox,
	path: string,
	parameters: Record<string, string> = {},
): Promise<IDataObject[]> {
	const client = await RestClient.connect(copernica);
	const rows: IDataObject[] = [];
	for (;;) {
		const page = await client.page(path, { ...parameters, start: rows.length, limit: 1_000 });
		if (page.rows.length === 0) return rows;
		rows.push(...(page.rows as IDataObject[]));
	}
}

/** A time between the years 2000 and 2100, for lists that want days. */
export const EVER = { from: '2000-01-01', to: '2100-01-01' };

/** The calls of the API that are asked for from now on: their path and query, decoded, less the token. */
export function askedOf({ requests }: CopernicaSandbox): () => string[] {
	const before = requests.length;
	return () => requests.slice(before).flatMap(({ path }) => callOf(path) ?? []);
}

/** @param path as it was received; undefined where it is none of the API */
export function callOf(path: string): string | undefined {
	const [, call] = /\/api\/(.*)$/.exec(path) ?? [];
	if (call === undefined) return undefined;
	const [target = '', query = ''] = call.split('?');
	const given = query
		.split('&')
		.filter((pair) => pair !== '' && !pair.startsWith('access_token='))
		.map(decodeURIComponent);
	return [target, ...(given.length > 0 ? [given.join('&')] : [])].join('?');
}

/** The tokens that were asked for from now on. */
export function exchangesOf({ requests }: CopernicaSandbox): () => number {
	const before = requests.length;
	return () => requests.slice(before).filter(({ path }) => path.includes('/authenticate')).length;
}

export const idsOf = (rows: readonly IDataObject[]): number[] =>
	rows.map(({ ID, id }) => Number(ID ?? id));

export const sorted = (numbers: readonly number[]) => [...numbers].sort((a, b) => a - b);
