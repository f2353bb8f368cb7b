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
	/** Takes and answers nothing from now on; resolves with what comes first. */
	hold(): Promise<IDataObject>;
	release(): void;
}

/** A server with a sink for each path. */
export interface Sinks {
	at(path: string): Sink;
	close(): void;
}

interface Arrivals {
	readonly events: IDataObject[];
	readonly waiting: Array<{ count: number; resolve: () => void }>;
	held: ((event: IDataObject) => void) | undefined;
}

export async function startSinks(): Promise<Sinks> {
	const arrivals = new Map<string, Arrivals>();
	const server = createServer((request, response) => {
		let text = '';
		request.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
		request.on('end', () => {
			const { events, waiting, held } = arrivals.get(request.url ?? '')!;
			const event = JSON.parse(text) as IDataObject;
			if (held) return held(event);
			events.push(event);
			response.end('{}');
			for (const { count, resolve } of waiting) if (events.length >= count) resolve();
		});
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	return {
		at(path) {
			const at: Arrivals = { events: [], waiting: [], held: undefined };
			const { events, waiting } = at;
			arrivals.set(path, at);
			return {
				url: `http://127.0.0.1:${port}${path}`,
				events,
				async until(count) {
					if (events.length >= count) return;
					await new Promise<void>((resolve) => waiting.push({ count, resolve }));
				},
				async hold() {
					return await new Promise((resolve) => (at.held = resolve));
				},
				release() {
					at.held = undefined;
				},
			};
		},
		close() {
			server.closeAllConnections();
			server.close();
		},
	};
}
