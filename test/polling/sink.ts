import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IDataObject } from 'n8n-workflow';

/** Where a workflow sends what its trigger gives out, one request for each item. */
export interface Sink {
	readonly url: string;
	readonly events: readonly IDataObject[];
	/** Resolves when so many have come. */
	until(count: number): Promise<void>;
	close(): void;
}

export async function startSink(): Promise<Sink> {
	const events: IDataObject[] = [];
	const waiting: Array<{ count: number; resolve: () => void }> = [];
	const server = createServer((request, response) => {
		let text = '';
		request.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
		request.on('end', () => {
			events.push(JSON.parse(text) as IDataObject);
			response.end('{}');
			for (const { count, resolve } of waiting) if (events.length >= count) resolve();
		});
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		events,
		until: async (count) => {
			if (events.length >= count) return;
			await new Promise<void>((resolve) => waiting.push({ count, resolve }));
		},
		close() {
			server.closeAllConnections();
			server.close();
		},
	};
}
