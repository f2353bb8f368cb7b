import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type MemoryCredentials, procuriosAt } from './credentials';
import type { IDataObject } from 'n8n-workflow';
import type { Sandbox } from '../../sandbox';

/** One request to a stand-in. */
export interface Asked {
	/** How many requests for API paths came before it. */
	readonly number: number;
	readonly path: string;
	/** The cursor, decoded; undefined on the first page. */
	readonly after: string | undefined;
	/** The access token that came with it. */
	readonly token: string;
}

/** What a stand-in answers: JSON unless the body is a text. */
export interface Told {
	readonly status?: number;
	readonly headers?: Record<string, string> | undefined;
	readonly body?: unknown;
}

export interface StandIn {
	readonly siteUrl: string;
	/** API requests so far, the refused ones included. */
	readonly asked: Asked[];
	credentials(changes?: IDataObject): MemoryCredentials;
	close(): void;
}

/** For `afterEach`: a request that never got an answer would keep the process alive. */
export function closeStandIns(): void {
	for (const one of open.splice(0)) one.close();
}

const open: StandIn[] = [];

/**
 * A vendor that answers whatever the test wants; its token endpoint works, unless `token` says
 * otherwise. `never` leaves a request without an answer.
 */
export async function standIn(
	answer: (asked: Asked) => Told | 'never' | Promise<Told | 'never'>,
	token: (number: number, form: string) => Told | 'never' = (number) => ({
		body: { access_token: `Access-Token/${number}+${'x'.repeat(24)}=`, token_type: 'Bearer' },
	}),
): Promise<StandIn> {
	const asked: Asked[] = [];
	let tokens = 0;
	const server = createServer((request, response) => {
		const path = request.url ?? '';
		if (path.startsWith('/l/oauth2/token')) {
			void bodyOf(request).then((form) => tell(response, token(tokens++, form)));
			return;
		}
		const after = /[?&]after=([^&]*)/.exec(path)?.[1];
		const one: Asked = {
			number: asked.length,
			path,
			after: after === undefined ? undefined : decodeURIComponent(after),
			token: (request.headers.authorization ?? '').replace(/^Bearer /, ''),
		};
		asked.push(one);
		void Promise.resolve(answer(one)).then((told) => tell(response, told));
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	const siteUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	const one: StandIn = {
		siteUrl,
		asked,
		credentials: (changes) => procuriosAt({ siteUrl }, changes),
		close() {
			server.closeAllConnections();
			server.close();
		},
	};
	open.push(one);
	return one;
}

function tell(response: ServerResponse, told: Told | 'never'): void {
	if (told === 'never') return;
	const { status = 200, headers = {}, body } = told;
	const text = typeof body === 'string' ? body : JSON.stringify(body ?? '');
	response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
	response.end(text);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
	let text = '';
	for await (const chunk of request) text += String(chunk);
	return text;
}

/** A stand-in before the sandbox: something happens before each of its answers. */
export async function before(sandbox: Sandbox, happens: (asked: Asked) => void): Promise<StandIn> {
	const { siteUrl } = sandbox.procurios;
	const proxy = await standIn(async (asked) => {
		happens(asked);
		const answer = await fetch(siteUrl + asked.path, {
			redirect: 'manual',
			headers: {
				Authorization: `Bearer ${asked.token}`,
				Accept: 'application/vnd.procurios.emailtracking+json; version=1',
			},
		});
		const retryAfter = answer.headers.get('retry-after');
		return {
			status: answer.status,
			headers: retryAfter === null ? undefined : { 'Retry-After': retryAfter },
			body: await answer.text(),
		};
	});
	return {
		...proxy,
		credentials: (changes) =>
			proxy.credentials({ accessTokenUrl: `${siteUrl}/l/oauth2/token`, ...changes }),
	};
}
