import { timingSafeEqual } from 'node:crypto';

/** A client as the customer of the vendor set it up. */
export interface Client {
	clientId: string;
	clientSecret: string;
	/** The scopes that the client may use; `email/tracking` is the API's. */
	scopes: string[];
}

export function findClient(clients: readonly Client[], clientId: string): Client | undefined {
	return clients.find((client) => client.clientId === clientId);
}

export function secretFits(client: Client, secret: string): boolean {
	const given = Buffer.from(secret);
	const expected = Buffer.from(client.clientSecret);
	return given.length === expected.length && timingSafeEqual(given, expected);
}

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Whether the URL leads to this computer, by its host and not by how its text begins. */
export function isLoopbackRedirect(uri: string): boolean {
	return URL.canParse(uri) && LOOPBACK.has(new URL(uri).hostname);
}
