import type { INodeParameters } from 'n8n-workflow';
import { type Sandbox, startSandbox } from '../../../sandbox';
import type { MemoryCredentials } from '../credentials';
import type { ExportedList } from '../export/lists';
import { type Between, gatewayBefore, type Instead, type Passed } from '../gateway';

export { closeGateways, type Passed } from '../gateway';

export interface Way {
	/** The list that is paged in this way. */
	readonly list: string;
	readonly options: INodeParameters;
	/** How many requests may be under way at once, or answered and not delivered. */
	readonly most: number;
}

/** The ways of paging. */
export const WAYS: Readonly<Record<string, Way>> = {
	// A page tells of the next one only.
	cursors: { list: 'Procurios open', options: {}, most: 1 },
	'indexes without a total': { list: 'Copernica open of ms', options: {}, most: 1 },
	indexes: { list: 'Encompass open', options: { requestsAtOnce: 4 }, most: 4 },
	'page numbers': { list: 'iovox e-mail', options: { requestsAtOnce: 8, pageSize: 50 }, most: 8 },
	'windows of days': {
		list: 'Copernica messageEvent',
		...{ options: { requestsAtOnce: 8, daysAtOnce: 1 }, most: 8 },
	},
};

/** All four vendors, each with a list of more than ten whole pages. */
export const startPaged = async (): Promise<Sandbox> =>
	await startSandbox({
		procurios: { opens: 1_500, pageSize: { others: 100 } },
		iovox: { mails: 1_000 },
		encompass: { messages: 1, opens: 12_000 },
		copernica: { emailings: 2, ms: { impressions: 6_000 }, destinations: 300 },
	});

export const parametersOf = (
	sandbox: Sandbox,
	list: ExportedList,
	options: INodeParameters,
): INodeParameters => ({
	...{ operation: 'getAll', returnAll: true, ...list.parameters(sandbox) },
	options,
});

/** A gateway before all vendors of the sandbox. */
export interface Switch extends Between {
	/** Those for the API, in the order in which they came. */
	asked(): Passed[];
	/** The same credential, for the vendor behind the gateway. */
	credentials(list: ExportedList): MemoryCredentials;
}

const isApi = (path: string) => !/^[^?]*(token|authenticate)/.test(path);

export async function switchBefore(
	sandbox: Sandbox,
	happens: (passed: Passed) => Instead | void | Promise<Instead | void> = () => {},
): Promise<Switch> {
	const between = await gatewayBefore({ baseUrl: sandbox.url, isApi }, (passed) =>
		isApi(passed.path) ? happens(passed) : undefined,
	);
	const moved = <T>(value: T): T =>
		JSON.parse(JSON.stringify(value).replaceAll(sandbox.url, between.url)) as T;
	return Object.assign(between, {
		asked: () => between.requests.filter(({ path }) => isApi(path)),
		credentials(list: ExportedList) {
			const credentials = list.credentials(sandbox);
			credentials.edit(moved(credentials.stored));
			return credentials;
		},
	});
}
