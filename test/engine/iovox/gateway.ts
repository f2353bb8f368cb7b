import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IovoxSandbox } from '../../../sandbox';
import { iovoxAt, type MemoryCredentials } from '../credentials';
import { type Query, queryOf } from './site';

/** One request that came through. */
export interface Passed {
	/** How many came before it. */
	readonly number: number;
	readonly method: string;
	readonly path: string;
	readonly headers: Readonly<NodeJS.Dict<string | string[]>>;
	readonly body: Buffer;
}

type Status = number | void;

export interface Happenings {
	/** Before the request reaches the vendor; a status is answered in its place. */
	arrives?(passed: Passed): Status | Promise<Status>;
	/** Between the vendor's answer and the client. */
	answered?(passed: Passed): void | Promise<void>;
}

export interface Gateway {
	readonly passed: Passed[];
	readonly searches: Query[];
	readonly credentials: MemoryCredentials;
}

const open: Array<() => void> = [];

/** For `afterEach`. */
export function closeGateways(): void {
	for (const close of open.splice(0)) close();
}

/** A gateway before an iovox, on a host of its own: something happens on the way, there and back. */
export async function gatewayTo(iovox: IovoxSandbox, happens: Happenings = {}): Promise<Gateway> {
	const passed: Passed[] = [];
	const { origin } = new URL(iovox.apiUrl);
	const server = createServer(async (request, response) => {
		const one = await passedOf(request, passed.length);
		passed.push(one);
		const status = await happens.arrives?.(one);
		if (status) {
			response.writeHead(status, { 'content-type': 'application/json' }).end('{}');
			return;
		}
		const { method, path, body } = one;
		const answer = await fetch(origin + path, {
			method,
			headers: headersOf(one),
			redirect: 'manual',
			...(method === 'GET' ? {} : { body: new Uint8Array(body) }),
		});
		const bytes = Buffer.from(await answer.arrayBuffer());
		await happens.answered?.(one);
		const type = answer.headers.get('content-type');
		response.writeHead(answer.status, type === null ? {} : { 'content-type': type }).end(bytes);
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	open.push(() => {
		server.closeAllConnections();
		server.close();
	});
	const apiUrl = iovox.apiUrl.replace(
		origin,
		`http://127.0.0.1:${(server.address() as AddressInfo).port}`,
	);
	const { username, secureKey } = iovox;
	return {
		passed,
		get searches() {
			return passed.filter(({ path }) => path.includes('/search')).map(({ path }) => queryOf(path));
		},
		credentials: iovoxAt({ apiUrl, username, secureKey }),
	};
}

async function passedOf(request: IncomingMessage, number: number): Promise<Passed> {
	const { method = '', url: path = '', headers } = request;
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	return { number, method, path, headers, body: Buffer.concat(chunks) };
}

const headersOf = ({ headers }: Passed) =>
	Object.fromEntries(
		['username', 'securekey', 'accept', 'content-type'].flatMap((name) =>
			headers[name] === undefined ? [] : [[name, String(headers[name])]],
		),
	);
