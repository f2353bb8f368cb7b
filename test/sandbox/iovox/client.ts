import type { IovoxMailRow, IovoxSandbox } from '../../../sandbox';
import { replyOf, type Reply } from '../procurios/client';

export interface Page {
	rows: IovoxMailRow[];
	totals: Record<string, unknown>;
}

/** A client that does nothing for the user: it sends what it is told and shows what came. */
export class RestClient {
	constructor(private readonly iovox: IovoxSandbox) {}

	/** @param path after `/rest/v1/`, with the query */
	async call(path: string, init: RequestInit = {}): Promise<Reply> {
		const { username, secureKey, apiUrl } = this.iovox;
		const headers = { username, secureKey, ...init.headers };
		return await replyOf(await fetch(`${apiUrl}/${path}`, { ...init, headers }));
	}

	/** @param body text as it is, anything else as JSON */
	async post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Reply> {
		return await this.call(path, {
			method: 'POST',
			body: typeof body === 'string' ? body : JSON.stringify(body),
			headers: { 'content-type': 'application/json', ...headers },
		});
	}

	/** One page of a search. */
	async page(parameters: Record<string, string | number> = {}): Promise<Page> {
		const { status, text, json } = await this.call(`email/search?${queryOf(parameters)}`);
		if (status !== 200) throw new Error(`${status} ${text}`);
		const { results, ...totals } = json;
		return { rows: results as IovoxMailRow[], totals };
	}
}

/** Encoded as the vendor wants it: a blank as %20. */
export function queryOf(parameters: Record<string, string | number>): string {
	return Object.entries(parameters)
		.map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
		.join('&');
}

/** Dates between which there is all that a test makes. */
export const ALL = { start_date: '2000-01-01 00:00:00', end_date: '2099-12-31 23:59:59' };

/** All mails in the order of the sandbox's data. */
export const BY_TIME = { ...ALL, order: 'receive_date_ASC' };

export const NOW = Date.parse('2026-03-10T12:00:00Z');

/** A mail that is accepted, unless it is changed. */
export function mailWith(changes: object = {}): Record<string, unknown> {
	return {
		link_id: 'garage-17',
		sender_address: 'sales@cars.example',
		sender_name: 'Sales Desk',
		recipient_address: 'kim@people.example',
		recipient_name: 'Kim Buyer',
		subject: 'Your test drive — vendredi',
		text_content: 'See you on Friday',
		html_content: '<html><body>See you <b>Friday</b></body></html>',
		...changes,
	};
}

/** A proxy address that is given, unless it is changed. */
export function proxyWith(changes: object = {}): Record<string, unknown> {
	return {
		link_id: 'garage-17',
		sender_address: 'sales@cars.example',
		recipient_address: 'kim@people.example',
		proxy_domain: 'example.net',
		...changes,
	};
}

export function attachmentWith(changes: object = {}): Record<string, unknown> {
	return {
		disposition: 'attachment',
		type: 'text/plain',
		filename: 'route.txt',
		body: Buffer.from('Turn left').toString('base64'),
		...changes,
	};
}

export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
