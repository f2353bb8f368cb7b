import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IDataObject } from 'n8n-workflow';
import type { EncompassSandbox } from '../../../sandbox';
import { encompassAt, type MemoryCredentials } from '../credentials';

/** One request that came through. */
export interface Passed {
	readonly path: string;
	/** The token that it came with. */
	readonly token: string;
	/** 0 until it is answered. */
	status: number;
}

export interface Gateway {
	readonly requests: Passed[];
	/** How many requests for the API were under way at once, at most. */
	readonly mostAtOnce: number;
	credentials(changes?: IDataObject): MemoryCredentials;
}

const open: Array<() => void> = [];

/** For `afterEach`. */
export function closeGateways(): void {
	for (const close of open.splice(0)) close();
}

/** A gateway before an Encompass, on a host of its own: it sees what comes and how much at once. */
export async function gatewayTo(
	encompass: EncompassSandbox,
	happens: (passed: Passed) => void = () => {},
): Promise<Gateway> {
	const requests: Passed[] = [];
	let atOnce = 0;
	let mostAtOnce = 0;
	const server = createServer(async (request, response) => {
		const { url: path = '', method, headers } = request;
		const isApi = path.includes('/v2/');
		if (isApi) mostAtOnce = Math.max(mostAtOnce, ++atOnce);
		const token = (headers.authorization ?? '').replace(/^Bearer /, '');
		const passed: Passed = { path, token, status: 0 };
		requests.push(passed);
		happens(passed);
		let body = '';
		for await (const chunk of request) body += String(chunk);
		const answer = await fetch(encompass.baseUrl + path, {
			method,
			headers: headersOf(headers),
			...(body === '' ? {} : { body }),
		});
		const text = await answer.text();
		passed.status = answer.status;
		if (isApi) atOnce--;
		response.writeHead(answer.status, { 'Content-Type': 'application/json' }).end(text);
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	open.push(() => {
		server.closeAllConnections();
		server.close();
	});
	const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	return {
		requests,
		get mostAtOnce() {
			return mostAtOnce;
		},
		credentials: (changes = {}) =>
			encompassAt(encompass, { siteUrl: `${url}/site`, apiUrl: `${url}/us`, ...changes }),
	};
}

const headersOf = (headers: IDataObject | NodeJS.Dict<string | string[]>) =>
	Object.fromEntries(
		['authorization', 'accept', 'content-type'].flatMap((name) =>
			headers[name] === undefined ? [] : [[name, String(headers[name])]],
		),
	);

export const apiRequests = ({ requests }: Gateway) =>
	requests.filter(({ path }) => path.includes('/v2/'));
