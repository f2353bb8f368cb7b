import type { FastifyRequest } from 'fastify';

import { Refusal, refuse } from './body';
import type { IovoxSwitches } from './switches';

/** An invented customer; the key has the form of a UUID. */
export const ACCOUNT = {
	username: 'garage-group',
	secureKey: '5b0f7c1e-93d4-4c2a-8a6b-d1e27f60a9c8',
};

/**
 * What every call asks of a request, in this order: the method, and the two headers of the login.
 *
 * @throws Refusal 405, or as the switch `refusedLogin` says
 */
export function guard(
	request: FastifyRequest,
	method: 'GET' | 'POST',
	switches: IovoxSwitches,
): void {
	if (request.method !== method) {
		throw refuse(405, `Method ${request.method} is not allowed here`, { allow: method });
	}
	const { username, securekey } = request.headers;
	const isKnown = username === ACCOUNT.username && securekey === ACCOUNT.secureKey;
	if (!isKnown || !switches.addressAllowed) {
		throw new Refusal('login', ['Authentication failed: username, secureKey or address']);
	}
}
