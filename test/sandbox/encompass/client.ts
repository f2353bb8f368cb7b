import type { EncompassSandbox } from '../../../sandbox';
import { replyOf, type Reply, type Row } from '../procurios/client';

export const GRANT_TYPE = 'email_api_auth_key';

/** What the token endpoint wants of the US client. */
export function formOf({ siteId, apiKey }: EncompassSandbox): Record<string, string> {
	return { client_id: siteId, client_secret: apiKey, grant_type: GRANT_TYPE };
}

export async function authenticate(
	encompass: EncompassSandbox,
	form: Record<string, string> | string = formOf(encompass),
	init: RequestInit = {},
): Promise<Reply> {
	return await replyOf(
		await fetch(`${encompass.siteUrl}/apiservices/authenticate`, {
			method: 'POST',
			body: typeof form === 'string' ? form : new URLSearchParams(form).toString(),
			...init,
			headers: { 'content-type': 'application/x-www-form-urlencoded', ...init.headers },
		}),
	);
}

export interface Page {
	rows: Row[];
	summary: Record<string, unknown>;
}

/** A client that does nothing for the user: it sends what it is told and shows what came. */
export class MetricClient {
	private constructor(
		private readonly encompass: EncompassSandbox,
		readonly token: string,
	) {}

	static async connect(encompass: EncompassSandbox): Promise<MetricClient> {
		return new MetricClient(encompass, String((await authenticate(encompass)).json.access_token));
	}

	/** @param path after `/v2/`, with the query */
	async get(path: string, init: RequestInit = {}, root = this.encompass.apiUrl): Promise<Reply> {
		const headers = {
			authorization: `Bearer ${this.token}`,
			accept: 'application/json',
			...init.headers,
		};
		return await replyOf(await fetch(`${root}/v2/${path}`, { ...init, headers }));
	}

	/** One page of a list that has an envelope. */
	async page(path: string): Promise<Page> {
		const { status, text, json } = await this.get(path);
		if (status !== 200) throw new Error(`${status} ${text}`);
		const { data, ...summary } = json;
		return { rows: data as Row[], summary };
	}

	/** A list without an envelope. */
	async bare(path: string): Promise<Row[]> {
		const { status, text, json } = await this.get(path);
		if (status !== 200 || !Array.isArray(json)) throw new Error(`${status} ${text}`);
		return json as Row[];
	}
}

/** The paths of a message's lists, with what the sandbox says is in them. */
export const LISTS = {
	recipients: ({ data }: EncompassSandbox, id: number) => data.recipientsOf(id),
	delivers: ({ data }: EncompassSandbox, id: number) => data.deliveriesOf(id),
	opens: ({ data }: EncompassSandbox, id: number) => data.opensOf(id),
	clicks: ({ data }: EncompassSandbox, id: number) => data.clicksOf(id),
	bounces: ({ data }: EncompassSandbox, id: number) => data.bouncesOf(id),
} satisfies Record<string, (encompass: EncompassSandbox, id: number) => readonly object[]>;

export type ListName = keyof typeof LISTS;
export const LIST_NAMES = Object.keys(LISTS) as ListName[];

export function firstId({ data }: EncompassSandbox): number {
	return data.messages[0]?.id ?? 0;
}
