import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { EncompassOptions } from '../../../sandbox/encompass/options';
import { type EncompassSandbox, type Sandbox, startSandbox } from '../../../sandbox';
import type { MemoryCredentials } from '../credentials';
import { encompassAt } from '../credentials';
import { runNode } from '../engine';

/** A sandbox with an Encompass of three messages, unless other is said. */
export const startSite = async (encompass: Partial<EncompassOptions> = {}): Promise<Sandbox> =>
	await startSandbox({ encompass: { messages: 3, ...encompass } });

export const byId = (id: number | string) => ({ __rl: true, mode: 'id', value: String(id) });

/** The lists of a message, by resource: the last part of their path, and what is in them. */
export const LISTS = {
	recipient: ['recipients', ({ data }: EncompassSandbox, id: number) => data.recipientsOf(id)],
	delivery: ['delivers', ({ data }: EncompassSandbox, id: number) => data.deliveriesOf(id)],
	open: ['opens', ({ data }: EncompassSandbox, id: number) => data.opensOf(id)],
	click: ['clicks', ({ data }: EncompassSandbox, id: number) => data.clicksOf(id)],
	bounce: ['bounces', ({ data }: EncompassSandbox, id: number) => data.bouncesOf(id)],
	link: ['links', ({ data }: EncompassSandbox, id: number) => data.linksOf(id)],
} as const satisfies Record<
	string,
	readonly [string, (encompass: EncompassSandbox, id: number) => readonly object[]]
>;
export type Resource = keyof typeof LISTS;
export const RESOURCES = Object.keys(LISTS) as Resource[];
export const ACTIVITIES = ['delivery', 'open', 'click', 'bounce'] as const;

/** What the node is to give of a list of a message: the rows, and which message they are of. */
export const rowsOf = (encompass: EncompassSandbox, resource: Resource, messageId: number) =>
	LISTS[resource][1](encompass, messageId).map((row) => ({ ...row, messageId }) as IDataObject);

export interface Run {
	readonly items?: IDataObject[];
	readonly credentials?: MemoryCredentials;
	readonly timezone?: string;
}

/** Runs the node; the JSON of its items. @throws with all that a user would see */
export async function jsonOf(
	encompass: EncompassSandbox,
	parameters: INodeParameters,
	{ items = [{}], credentials = encompassAt(encompass), timezone }: Run = {},
): Promise<IDataObject[]> {
	const result = await runNode({
		credentials,
		parameters: { operation: 'getAll', returnAll: true, ...parameters },
		items: items.map((json) => ({ json })),
		...(timezone === undefined ? {} : { timezone }),
	});
	if (result.error) throw new Error(`${result.error.message}\n${result.error.description}`);
	return result.items.map(({ json }) => json);
}

/** The paths of the API that are asked for from now on, with their queries. */
export function askedOf(encompass: EncompassSandbox): () => string[] {
	const before = encompass.requests.length;
	return () =>
		encompass.requests
			.slice(before)
			.map(({ path }) => path.slice(path.indexOf('/v2')))
			.filter((path) => path.startsWith('/v2'));
}

export const tokensOf = (encompass: EncompassSandbox) =>
	encompass.stats().grants.email_api_auth_key ?? 0;
