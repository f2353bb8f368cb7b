import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import {
	copernicaAt,
	encompassAt,
	iovoxAt,
	type MemoryCredentials,
	procuriosAt,
} from './credentials';
import { byId } from './export/lists';

/** One that is sent to a vendor; the login has been answered by then. */
type Answer = RequestListener;

/** A vendor of nothing but sockets: what it answers, and how, is all the test's. */
export interface RawVendor {
	readonly url: string;
	/** Requests for the API so far. */
	readonly asked: string[];
	/** Requests for tokens so far. */
	readonly logins: string[];
	/** Connections that are open now. */
	readonly open: ReadonlySet<Socket>;
}

export interface RawOptions {
	/** In place of a token. */
	readonly login?: Answer;
	/** With a certificate that nobody trusts. */
	readonly tls?: { key: string; cert: string };
}

const servers: Array<() => void> = [];

/** For `afterEach`. */
export function closeRawVendors(): void {
	for (const close of servers.splice(0)) close();
}

export const TOKEN = `Access.Token-${'x'.repeat(24)}.of-a/kind+=`;
const JWT = `${'a'.repeat(30)}.${'b'.repeat(30)}.${'c'.repeat(30)}`;

const givesToken: Answer = ({ url = '' }, response) => {
	response.setHeader('Content-Type', 'application/json');
	response.end(JSON.stringify({ access_token: url.startsWith('/copernica') ? JWT : TOKEN }));
};

const LOGIN = /token|authenticate|\/login/;

export async function rawVendor(answer: Answer, options: RawOptions = {}): Promise<RawVendor> {
	const { login = givesToken, tls } = options;
	const asked: string[] = [];
	const logins: string[] = [];
	const open = new Set<Socket>();
	const listener: Answer = (request, response) => {
		const { url = '' } = request;
		const isLogin = request.method === 'POST' && LOGIN.test(url);
		(isLogin ? logins : asked).push(url);
		(isLogin ? login : answer)(request, response);
	};
	const server = tls ? createSecureServer(tls, listener) : createServer(listener);
	server.on('connection', (socket: Socket) => {
		open.add(socket);
		socket.once('close', () => open.delete(socket));
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	servers.push(() => {
		server.closeAllConnections();
		server.close();
	});
	const { port } = server.address() as AddressInfo;
	return { url: `http${tls ? 's' : ''}://127.0.0.1:${port}`, asked, logins, open };
}

/** A list of each vendor, and how it is reached; all that n8n does to log in differs. */
export interface VendorCase {
	readonly name: string;
	readonly parameters: INodeParameters;
	/** Whether a token is fetched. */
	readonly hasLogin: boolean;
	/** A list of it without an entry. */
	readonly empty: object;
	credentials(url: string, changes?: IDataObject): MemoryCredentials;
}

const getAll = { operation: 'getAll', returnAll: true };
const copernica = (url: string, version: string, changes: IDataObject = {}) =>
	copernicaAt(
		{
			apiUrl: `${url}/copernica`,
			authUrl: `${url}/copernica/token`,
			accessToken: 'api-Token/1+2=3',
		},
		{ version, ...changes },
	);

export const VENDORS: readonly VendorCase[] = [
	{
		...{ name: 'Procurios', hasLogin: true, empty: { opens: [], _links: {} } },
		parameters: { ...getAll, resource: 'open' },
		credentials: (siteUrl, changes) => procuriosAt({ siteUrl }, changes),
	},
	{
		...{ name: 'iovox', hasLogin: false, empty: { results: [], total_results: 0, total_pages: 0 } },
		parameters: { ...getAll, resource: 'email' },
		credentials: (url, changes) =>
			iovoxAt({ apiUrl: url, username: 'me', secureKey: 'the-Secure/key+1=' }, changes),
	},
	{
		...{ name: 'Anthology Encompass', hasLogin: true, empty: { data: [], total: 0 } },
		parameters: { ...getAll, resource: 'open', messageId: byId(1_001) },
		credentials: (url, changes) =>
			encompassAt(
				{ siteUrl: url, apiUrl: url, siteId: 1, apiKey: 'api-Key/1+2=3' } as never,
				changes,
			),
	},
	{
		...{ name: 'Copernica', hasLogin: true, empty: { start: 0, limit: 1_000, count: 0, data: [] } },
		parameters: { ...getAll, resource: 'emailing', product: 'publisher' },
		credentials: (url, changes) => copernica(url, 'v4', changes),
	},
	{
		...{
			name: 'Copernica v2',
			hasLogin: false,
			empty: { start: 0, limit: 1_000, count: 0, data: [] },
		},
		parameters: { ...getAll, resource: 'emailing', product: 'publisher' },
		credentials: (url, changes) => copernica(url, 'v2', changes),
	},
];

export const vendorNamed = (name: string) => VENDORS.find((each) => each.name === name)!;
