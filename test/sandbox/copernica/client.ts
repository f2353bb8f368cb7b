import type { CopernicaSandbox } from '../../../sandbox';
import { replyOf, type Reply, type Row } from '../procurios/client';

export const NOW = Date.parse('2026-03-10T12:00:00Z');

export interface Page {
	rows: Row[];
	/** All of the reply but its rows. */
	envelope: Record<string, unknown>;
}

type Parameters = Record<string, string | number | boolean | undefined> | Array<[string, string]>;

/** Exchanges the access token, or asks the authentication host for something else. */
export async function authenticate(
	copernica: CopernicaSandbox,
	form: Record<string, string> | string = { access_token: copernica.accessToken },
	init: RequestInit = {},
	query = '',
): Promise<Reply> {
	const body = typeof form === 'string' ? form : new URLSearchParams(form).toString();
	const headers = { 'content-type': 'application/x-www-form-urlencoded', ...init.headers };
	const request = { method: 'POST', body, ...init, headers };
	return await replyOf(await fetch(copernica.authUrl + query, request));
}

/** A client that does nothing for the user: it sends what it is told and shows what came. */
export class RestClient {
	constructor(
		private readonly copernica: CopernicaSandbox,
		/** The token of v4. */
		readonly jwt = '',
	) {}

	static async connect(copernica: CopernicaSandbox): Promise<RestClient> {
		return new RestClient(copernica, (await authenticate(copernica)).text);
	}

	/** @param path with the version, without a query */
	async get(path: string, parameters: Parameters = {}, init: RequestInit = {}): Promise<Reply> {
		const isV4 = path.startsWith('v4/');
		const query = new URLSearchParams(pairsOf(parameters));
		if (!isV4) query.append('access_token', this.copernica.accessToken);
		const headers = { ...(isV4 ? { authorization: `Bearer ${this.jwt}` } : {}), ...init.headers };
		const url = `${this.copernica.apiUrl}/${path}?${query.toString()}`;
		return await replyOf(await fetch(url, { ...init, headers }));
	}

	/** The body of a good answer. */
	async read(path: string, parameters: Parameters = {}): Promise<Row> {
		const { status, text, json } = await this.get(path, parameters);
		if (status !== 200) throw new Error(`${status} ${text}`);
		return json;
	}

	/** One page of a list. */
	async page(path: string, parameters: Parameters = {}): Promise<Page> {
		const { data, ...envelope } = await this.read(path, parameters);
		return { rows: data as Row[], envelope };
	}

	/** The first 1000 rows of a list. */
	async rows(path: string, parameters: Parameters = {}): Promise<Row[]> {
		const all = [...pairsOf(parameters), ['limit', '1000'] as [string, string]];
		return (await this.page(path, all)).rows;
	}

	/** A bare array, as v1 events are. */
	async events(path: string, parameters: Parameters = {}): Promise<Row[]> {
		const body: unknown = await this.read(path, parameters);
		if (!Array.isArray(body)) throw new Error('No array');
		return body as Row[];
	}
}

function pairsOf(parameters: Parameters): Array<[string, string]> {
	if (Array.isArray(parameters)) return parameters;
	return Object.entries(parameters).flatMap(
		([name, value]): Array<[string, string]> =>
			value === undefined ? [] : [[name, String(value)]],
	);
}

/** `fields[]` with these conditions. */
export function fields(...conditions: string[]): Array<[string, string]> {
	return conditions.map((condition) => ['fields[]', condition]);
}

export const idsOf = (rows: readonly Row[], key = 'ID'): number[] =>
	rows.map((row) => Number(row[key]));

export const LISTS = {
	clicks: 'click',
	impressions: 'impression',
	deliveries: 'delivery',
	errors: 'error',
	abuses: 'abuse',
	unsubscribes: 'unsubscribe',
} as const;

export type ListName = keyof typeof LISTS;
export const LIST_NAMES = Object.keys(LISTS) as ListName[];
export const PRODUCTS = ['ms', 'publisher'] as const;
