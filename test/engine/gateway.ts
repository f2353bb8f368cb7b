import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IDataObject } from 'n8n-workflow';

/** One request that came through. */
export interface Passed {
	readonly path: string;
	/** The token that it came with in the header. */
	readonly token: string;
	/** 0 until it is answered. */
	status: number;
	/** Whether the client closed the connection before it had an answer. */
	closed: boolean;
}

/** An answer that the vendor does not see. */
export interface Instead {
	readonly status: number;
	readonly headers?: Record<string, string>;
}

type Happens = (passed: Passed) => Instead | void | Promise<Instead | void>;

/** What is between n8n and a vendor. */
export interface Between {
	readonly url: string;
	readonly requests: Passed[];
	/** How many requests for the API were under way at once, at most. */
	readonly mostAtOnce: number;
}

interface Vendor {
	readonly baseUrl: string;
	/** Whether a path is one of the API, and not of a login. */
	isApi(path: string): boolean;
}

const open: Array<() => void> = [];

/** For `afterEach`. */
export function closeGateways(): void {
	for (const close of open.splice(0)) close();
}

/**
 * A gateway before a vendor, on a host of its own: it sees what comes and how much at once.
 * @param happens before a request reaches the vendor, if it does
 * @param altered what it makes of a good answer of the API
 */
export async function gatewayBefore(
	vendor: Vendor,
	happens: Happens = () => {},
	altered: (body: IDataObject) => IDataObject = (body) => body,
): Promise<Between> {
	const requests: Passed[] = [];
	let atOnce = 0;
	let mostAtOnce = 0;
	const server = createServer(async (request, response) => {
		const { url: path = '', method, headers } = request;
		const isApi = vendor.isApi(path);
		if (isApi) mostAtOnce = Math.max(mostAtOnce, ++atOnce);
		const token = (headers.authorization ?? '').replace(/^Bearer /, '');
		const passed: Passed = { path, token, status: 0, closed: false };
		requests.push(passed);
		response.once('close', () => (passed.closed = !response.writableFinished));
		const instead = await happens(passed);
		if (instead) {
			if (isApi) atOnce--;
			passed.status = instead.status;
			response.writeHead(instead.status, instead.headers).end();
			return;
		}
		let body = '';
		for await (const chunk of request) body += String(chunk);
		const answer = await fetch(vendor.baseUrl + path, {
			method,
			headers: headersOf(headers),
			...(body === '' ? {} : { body }),
		});
		const text = await answer.text();
		passed.status = answer.status;
		if (isApi) atOnce--;
		const type = answer.headers.get('content-type') ?? 'text/plain';
		const isGood = isApi && answer.status === 200;
		const shown = isGood ? JSON.stringify(altered(JSON.parse(text) as IDataObject)) : text;
		const date = answer.headers.get('date');
		response
			.writeHead(answer.status, { 'Content-Type': type, ...(date ? { Date: date } : {}) })
			.end(shown);
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	open.push(() => {
		server.closeAllConnections();
		server.close();
	});
	const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	return {
		url,
		requests,
		get mostAtOnce() {
			return mostAtOnce;
		},
	};
}

const headersOf = (headers: NodeJS.Dict<string | string[]>) =>
	Object.fromEntries(
		['authorization', 'username', 'securekey', 'accept', 'content-type'].flatMap((name) =>
			headers[name] === undefined ? [] : [[name, String(headers[name])]],
		),
	);
