import type { Sandbox } from '../../../sandbox';

export const ACCEPT = 'application/vnd.procurios.emailtracking+json; version=1';
export const ROOT = '/l/email_api/tracking';

export type Row = Record<string, unknown>;

export interface Reply {
	status: number;
	headers: Headers;
	text: string;
	/** The body as JSON; reading it fails the test when it is none. */
	json: Record<string, unknown>;
}

export async function replyOf(response: Response): Promise<Reply> {
	const text = await response.text();
	return {
		status: response.status,
		headers: response.headers,
		text,
		get json() {
			return JSON.parse(text) as Record<string, unknown>;
		},
	};
}

export async function postForm(
	sandbox: Sandbox,
	form: Record<string, string> | string,
	headers: Record<string, string> = {},
): Promise<Reply> {
	const body = typeof form === 'string' ? form : new URLSearchParams(form).toString();
	return await replyOf(
		await fetch(`${sandbox.procurios.siteUrl}/l/oauth2/token`, {
			method: 'POST',
			headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
			body,
		}),
	);
}

export const CLIENT = { client_id: 'sandbox-client', client_secret: 'sandbox-secret' };
export const CREDENTIALS_GRANT = {
	grant_type: 'client_credentials',
	scope: 'email/tracking',
	...CLIENT,
};

export async function accessToken(
	sandbox: Sandbox,
	form: Record<string, string> = CREDENTIALS_GRANT,
): Promise<string> {
	const reply = await postForm(sandbox, form);
	return String(reply.json.access_token);
}

/** A client that does nothing for the user: it sends what it is told and shows what came. */
export class ApiClient {
	private constructor(
		private readonly sandbox: Sandbox,
		readonly token: string,
	) {}

	static async connect(sandbox: Sandbox): Promise<ApiClient> {
		return new ApiClient(sandbox, await accessToken(sandbox));
	}

	/** @param path after `/l/email_api/tracking/`, with the query */
	async get(path: string, init: RequestInit = {}): Promise<Reply> {
		const headers = { authorization: `Bearer ${this.token}`, accept: ACCEPT, ...init.headers };
		const url = `${this.sandbox.procurios.siteUrl}${ROOT}/${path}`;
		return await replyOf(await fetch(url, { ...init, headers }));
	}

	/** One page; the cursor is encoded. */
	async page(path: string, after?: string | number): Promise<Page> {
		const query = after === undefined ? '' : `?after=${encodeURIComponent(after)}`;
		const { status, text, json } = await this.get(`${path}${query}`);
		if (status !== 200) throw new Error(`${status} ${text}`);
		const rows = json[path.split('/').at(-1) ?? ''] as Row[];
		const links = json._links as { next?: { href: string } };
		return { rows, next: links.next?.href, links };
	}

	/** All pages, as the vendor's recipe says: the cursor of the last row until nothing more comes. */
	async walk(path: string, cursorOf: (row: Row) => string): Promise<Row[][]> {
		const pages: Row[][] = [];
		let after: string | undefined;
		for (;;) {
			const { rows } = await this.page(path, after);
			const last = rows.at(-1);
			if (last === undefined) return pages;
			pages.push(rows);
			after = cursorOf(last);
		}
	}
}

export interface Page {
	rows: Row[];
	next: string | undefined;
	links: object;
}

export const cursors: Record<'emails' | 'recipients' | 'opens' | 'clicks', (row: Row) => string> = {
	emails: (row) => String(row.trackingId),
	recipients: (row) => `${row.lastUpdate}_${row.trackingCode}`,
	opens: (row) => `${row.date}_${row.trackingCode}_${row.location}`,
	clicks: (row) => `${row.date}_${row.trackingCode}_${row.location}`,
};

/** The decoded cursor of a next link. */
export function afterOf(href: string | undefined): string {
	const raw = /\?after=(.*)$/.exec(href ?? '')?.[1];
	if (raw === undefined) throw new Error(`No cursor in ${href}`);
	return decodeURIComponent(raw);
}
