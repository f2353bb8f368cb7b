import type { IDataObject, INode, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import type { IovoxOptions } from '../../../sandbox/iovox/options';
import { type IovoxMailRow, type IovoxSandbox, type Sandbox, startSandbox } from '../../../sandbox';
import { iovoxAt, type MemoryCredentials } from '../credentials';
import { runNode, type RunResult } from '../engine';

/** A sandbox with an iovox of some mails that have come in all states there are. */
export const startSite = async (iovox: Partial<IovoxOptions> = {}): Promise<Sandbox> =>
	await startSandbox({ iovox: { mails: 300, failShare: 0.15, conversationShare: 0.4, ...iovox } });

/** All mails, as Get Many asks for them where nothing else is said. */
export const ALL: INodeParameters = { resource: 'email', operation: 'getAll', returnAll: true };

export interface Run {
	readonly items?: Array<IDataObject | INodeExecutionData>;
	readonly credentials?: MemoryCredentials;
	readonly timezone?: string;
	readonly onError?: INode['onError'];
}

/** Runs the node; the parameters say the operation. */
export async function run(
	iovox: IovoxSandbox,
	parameters: INodeParameters,
	{ items = [{}], credentials = iovoxAt(iovox), ...rest }: Run = {},
): Promise<RunResult> {
	return await runNode({
		...{ credentials, parameters, ...rest },
		items: items.map((each) => ('json' in each ? (each as INodeExecutionData) : { json: each })),
	});
}

/** Runs the node; the JSON of its items. @throws with all that a user would see */
export async function jsonOf(
	iovox: IovoxSandbox,
	parameters: INodeParameters,
	more: Run = {},
): Promise<IDataObject[]> {
	const result = await run(iovox, parameters, more);
	if (result.error) throw new Error(textOf(result));
	return result.items.map(({ json }) => json);
}

/** What a user sees of an error. */
export const textOf = ({ error }: RunResult) =>
	error ? `${error.message}\n${error.description ?? ''}` : '';

/** The order that is asked for by default: by the time of receiving, and the ID. */
export const inOrder = <Row extends Pick<IovoxMailRow, 'receive_date' | 'message_id'>>(
	mails: readonly Row[],
): Row[] =>
	[...mails].sort((a, b) => {
		const [one, other] = [a, b].map((each) => `${each.receive_date} ${each.message_id}`);
		return one! < other! ? -1 : 1;
	});

export const idsOf = (rows: ReadonlyArray<{ message_id?: unknown }>) =>
	rows.map(({ message_id }) => String(message_id));

/** The parameters of a search, decoded. */
export type Query = Readonly<Record<string, string>>;

/** The searches that come from now on; each is checked for what all of them have to keep to. */
export function searchesOf(iovox: Pick<IovoxSandbox, 'requests'>): () => Query[] {
	const before = iovox.requests.length;
	return () =>
		iovox.requests
			.slice(before)
			.filter(({ path }) => path.includes('/email/search'))
			.map(({ path }) => queryOf(path));
}

const DATE = /^\d{4}-\d\d-\d\d%20\d\d(?::|%3A)\d\d(?::|%3A)\d\d$/;

/** @throws where a date is missing, or a blank is not %20 */
export function queryOf(path: string): Query {
	const raw = path
		.slice(path.indexOf('?') + 1)
		.split('&')
		.map((pair) => pair.split('=') as [string, string]);
	const { start_date, end_date } = Object.fromEntries(raw) as Record<string, string>;
	expect(start_date).toMatch(DATE);
	expect(end_date).toMatch(DATE);
	expect(path).not.toContain('+');
	return Object.fromEntries(raw.map(([name, value]) => [name, decodeURIComponent(value)]));
}

/** The POSTs that come from now on. */
export function postsOf(iovox: Pick<IovoxSandbox, 'requests'>): () => string[] {
	const before = iovox.requests.length;
	return () =>
		iovox.requests
			.slice(before)
			.filter(({ method }) => method === 'POST')
			.map(({ path, status }) => `${path.slice(path.indexOf('/email'))} ${status}`);
}
