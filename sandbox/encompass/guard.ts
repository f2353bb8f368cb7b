import type { FastifyRequest } from 'fastify';

import { refuse } from './body';
import type { Region } from './clients';
import type { EncompassSwitches } from './switches';
import type { Tokens } from './tokens';

/**
 * What every call of the API asks of a request, in this order: the method, a token of the region,
 * and that the answer may be JSON.
 *
 * @throws Refusal 405, 401 (or 403), 406
 */
export function guard(
	request: FastifyRequest,
	region: Region,
	{ tokens, switches }: { tokens: Tokens; switches: EncompassSwitches },
): void {
	if (request.method !== 'GET') {
		throw refuse(405, `Method ${request.method} is not allowed here`, { allow: 'GET' });
	}
	const { authorization, accept = '' } = request.headers;
	const token = /^Bearer (\S+)$/.exec(authorization ?? '')?.[1];
	if (token === undefined || !tokens.use(token, region)) {
		throw refuse(switches.refusedToken, 'Unauthorized');
	}
	const types = accept.split(',').map((type) => (type.split(';')[0] ?? '').trim().toLowerCase());
	if (!types.includes('application/json')) {
		throw refuse(406, `Accept must be application/json, got "${accept}"`);
	}
}
