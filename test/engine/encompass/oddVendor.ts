import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { INodeParameters } from 'n8n-workflow';
import { encompassAt, type MemoryCredentials } from '../credentials';
import { Host, type HostOptions } from '../host';

export interface OddRow {
	id: number;
	recipientId: number;
	timestamp: number;
	dateAdded?: number;
}

/** What is asked for: a message's list, or the list of messages. */
export interface OddRequest {
	readonly messageId: number | undefined;
	readonly start: number;
	readonly size: number;
}

/** In place of the list: no answer at all, a status, or a body. */
export type OddAnswer = 'never' | number | object | undefined;

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
let rows = 0;

/** An open that was written some minutes ago. */
export const openOf = (minutesAgo: number, changes: Partial<OddRow> = {}): OddRow => {
	const time = Date.now() - minutesAgo * MINUTE_MS;
	return { id: ++rows, recipientId: rows % 7, timestamp: time, dateAdded: time, ...changes };
};

/** A metric API that does what the sandbox, which keeps to the documents, does not. */
export class OddVendor {
	readonly messages: Array<{ id: number; actualSendTimestamp: number; dateAdded: number }> = [];
	/** In the order in which they are given. */
	readonly opens = new Map<number, OddRow[]>();
	answer: (request: OddRequest) => OddAnswer = () => undefined;
	asked = 0;
	clockSkewMs = 0;
	private baseUrl = '';
	private readonly server = createServer((request, response) => {
		const { pathname, searchParams } = new URL(request.url ?? '', 'http://vendor');
		if (pathname.endsWith('/authenticate')) {
			this.tell(response, 200, { access_token: 'aaa.bbb.ccc' });
			return;
		}
		this.asked++;
		const id = /messages\/(\d+)/.exec(pathname)?.[1];
		const messageId = id === undefined ? undefined : Number(id);
		const start = Number(searchParams.get('startAt'));
		const size = Number(searchParams.get('maxResults'));
		const other = this.answer({ messageId, start, size });
		if (other === 'never') return;
		if (typeof other === 'number') this.tell(response, other, { message: 'It failed' });
		else this.tell(response, 200, other ?? this.list(messageId, start, size));
	});

	static async start(messages = 1, sentDaysAgo = 1): Promise<OddVendor> {
		const vendor = new OddVendor();
		for (let place = 0; place < messages; place++) {
			const sent = Date.now() - sentDaysAgo * DAY_MS + place;
			vendor.messages.push({ id: 1_001 + place, actualSendTimestamp: sent, dateAdded: sent });
		}
		vendor.server.listen(0, '127.0.0.1');
		await once(vendor.server, 'listening');
		vendor.baseUrl = `http://127.0.0.1:${(vendor.server.address() as AddressInfo).port}`;
		return vendor;
	}

	get credentials(): MemoryCredentials {
		const { baseUrl: url } = this;
		return encompassAt({ siteUrl: url, apiUrl: url, siteId: 1, apiKey: 'key' } as never);
	}

	host(parameters: INodeParameters = {}, more: Partial<HostOptions> = {}): Host {
		const { credentials } = this;
		return new Host({
			...{ mode: 'memory', credentials, ...more },
			parameters: { event: 'opened', ...parameters },
		});
	}

	close(): void {
		this.server.closeAllConnections();
		this.server.close();
	}

	private list(messageId: number | undefined, start: number, size: number) {
		const all = messageId === undefined ? this.messages : (this.opens.get(messageId) ?? []);
		return { data: all.slice(start, start + size), total: all.length };
	}

	private tell(response: ServerResponse, status: number, body: object): void {
		response.writeHead(status, {
			'content-type': 'application/json',
			date: new Date(Date.now() + this.clockSkewMs).toUTCString(),
		});
		response.end(JSON.stringify(body));
	}
}

export const idsGiven = ({ emitted }: Host) =>
	emitted.map(({ id }) => Number(id)).sort((a, b) => a - b);
