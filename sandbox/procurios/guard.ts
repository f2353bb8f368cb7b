import type { FastifyRequest } from 'fastify';

import { refuse } from './body';
import { TRACKING_SCOPE } from './options';
import type { Tokens } from './oauth/tokens';

const ACCEPT = 'application/vnd.procurios.emailtracking+json; version=1';

/**
 * What every method of the API asks of a request, in this order: the method, a valid access token,
 * the scope, the version.
 *
 * @throws Refusal 405, 401, 403 or 406
 */
export function guard(request: FastifyRequest, tokens: Tokens): void {
	if (request.method !== 'GET') {
		throw refuse(405, `Method ${request.method} is not allowed here`, { allow: 'GET' });
	}
	const { authorization, accept } = request.headers;
	const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
	if (token === undefined) {
		throw refuse(401, 'An access token is required', { 'www-authenticate': 'Bearer' });
	}
	const grant = tokens.useAccessToken(token);
	if (grant === undefined) {
		throw refuse(401, 'The access token is invalid or expired', {
			'www-authenticate': 'Bearer error="invalid_token"',
		});
	}
	if (!grant.scopes.includes(TRACKING_SCOPE)) {
		throw refuse(403, `The access token lacks the scope ${TRACKING_SCOPE}`);
	}
	if (withoutSpace(accept ?? '') !== withoutSpace(ACCEPT)) {
		throw refuse(406, `Accept must be "${ACCEPT}", got "${accept ?? ''}"`);
	}
}

function withoutSpace(text: string): string {
	return text.replace(/\s+/g, '');
}
