import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** What it answers below the path of that name. */
const ANSWERS: Record<string, (said: string, response: ServerResponse, socket: Socket) => void> = {
	400: (said, response) => json(response, 400, { error: { message: `Invalid: ${said}` } }),
	401: (said, response) => json(response, 401, { error: { message: `Invalid: ${said}` } }),
	404: (said, response) => page(response, 404, said),
	503: (said, response) => page(response, 503, said),
	page: (said, response) => page(response, 200, said),
	other: (said, response) => json(response, 200, { asked: said, [said]: said }),
	half: (said, response) => json(response, 200, { asked: said }, -1),
	closed: (_said, _response, socket) => socket.destroy(),
	elsewhere: (said, response) =>
		response.writeHead(302, { location: `http://127.0.0.1:9${said.split(' ')[1]}` }).end(),
};

export const ECHOES = Object.keys(ANSWERS);

export interface EchoServer {
	readonly url: string;
	close(): void;
}

/** A gateway in front of no API, which repeats all that it was asked in its answers. */
export async function startEcho(): Promise<EchoServer> {
	const server = createServer((request, response) => {
		void heard(request).then((said) => {
			const [, way = ''] = (request.url ?? '').split('/');
			ANSWERS[way]!(said, response, request.socket);
		});
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}`,
		close() {
			server.closeAllConnections();
			server.close();
		},
	};
}

async function heard(request: IncomingMessage): Promise<string> {
	let body = '';
	for await (const part of request.setEncoding('utf8')) body += part as string;
	const { method = '', url = '', headers } = request;
	return `${method} ${url} ${headers.authorization ?? ''} ${body}`;
}

function json(response: ServerResponse, status: number, body: object, end?: number): void {
	const text = JSON.stringify(body).slice(0, end);
	response.writeHead(status, { 'content-type': 'application/json' }).end(text);
}

function page(response: ServerResponse, status: number, said: string): void {
	response
		.writeHead(status, { 'content-type': 'text/html' })
		.end(`<!DOCTYPE html><html><title>Load balancer</title><body>${said}</body></html>`);
}
