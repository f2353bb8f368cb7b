import { randomUUID } from 'node:crypto';

interface RequestOptions {
	body?: unknown;
	query?: Record<string, string>;
}

export interface Session {
	cookie: string;
	/** n8n ties a session to the browser that it was given to. */
	readonly browserId: string;
}

/** n8n's internal REST API, which its editor uses, within one session. */
export class N8nRest {
	/** @param session of another client that has logged in */
	constructor(
		readonly url: string,
		readonly session: Session = { cookie: '', browserId: randomUUID() },
	) {}

	/** A page of n8n as the logged-in browser gets it. */
	async openPage(path: string): Promise<string> {
		return await this.send('GET', path);
	}

	async request<T>(method: string, path: string, options: RequestOptions = {}): Promise<T> {
		return (JSON.parse(await this.send(method, path, options)) as { data: T }).data;
	}

	private async send(method: string, path: string, options: RequestOptions = {}): Promise<string> {
		const query = options.query ? `?${new URLSearchParams(options.query).toString()}` : '';
		const response = await fetch(`${this.url}${path}${query}`, {
			method,
			headers: {
				// On a connection of its own: n8n ends one that was idle while this process was busy.
				connection: 'close',
				'browser-id': this.session.browserId,
				...(this.session.cookie && { cookie: this.session.cookie }),
				...(options.body !== undefined && { 'content-type': 'application/json' }),
			},
			body: options.body === undefined ? undefined : JSON.stringify(options.body),
		}).catch((error: unknown) => {
			throw new Error(`No answer from n8n at ${this.url}`, { cause: error });
		});
		const session = response.headers
			.getSetCookie()
			.find((cookie) => cookie.startsWith('n8n-auth='));
		if (session) this.session.cookie = session.split(';')[0] ?? '';
		const text = await response.text();
		if (!response.ok) {
			// Without query and body: they may hold a code, a password or a secret.
			const asked = `${method} ${path.split('?')[0]}`;
			throw new Error(`n8n answered ${response.status} to ${asked}: ${messageIn(text)}`);
		}
		return text;
	}
}

function messageIn(text: string): string {
	try {
		return (JSON.parse(text) as { message?: string }).message ?? text;
	} catch {
		return text.slice(0, 300);
	}
}
