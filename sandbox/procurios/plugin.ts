import type { FastifyInstance } from 'fastify';

import { send } from '../exchange';
import type { FaultTarget } from '../faults';
import { type CommonParts, registerVendor } from '../plugin';
import { registerApi, type ApiParts } from './api';
import { apiAnswer, Refusal, refusalAnswer, refuse } from './body';
import { AuthorizeEndpoint } from './oauth/authorizeEndpoint';
import { TokenEndpoint } from './oauth/tokenEndpoint';

export type PluginParts = ApiParts & CommonParts;

/** Everything that a Procurios site answers; registered under a prefix of its own. */
export function registerProcurios(app: FastifyInstance, parts: PluginParts): void {
	const { site, switches, tokens, log } = parts;
	registerVendor(app, parts, {
		kindOf,
		refused: (error) =>
			refusalAnswer(switches, error instanceof Refusal ? error : refuse(500, String(error))),
		nothingAt: (path) => refuse(404, `There is nothing at ${path}`),
	});
	registerApi(app, parts);
	const token = new TokenEndpoint(site, switches, tokens, log);
	app.all('/l/oauth2/token', { config: { family: 'token' } }, (request, reply) => {
		const answer = apiAnswer(switches, token.answer(request));
		const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' };
		return send(request, reply, { ...answer, headers });
	});
	const authorize = new AuthorizeEndpoint(site, switches, tokens);
	app.all('/l/oauth2/authorize', { config: { family: 'authorize' } }, (request, reply) =>
		send(request, reply, authorize.answer(request)),
	);
}

function kindOf(path: string): FaultTarget['kind'] {
	if (path.includes('/l/email_api/')) return 'api';
	return path.includes('/l/oauth2/token') ? 'token' : 'other';
}
