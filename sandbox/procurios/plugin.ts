import type { FastifyInstance } from 'fastify';

import { recordExchanges, send } from '../exchange';
import type { FaultQueue, FaultTarget } from '../faults';
import type { RequestLog } from '../requestLog';
import { registerApi, type ApiParts } from './api';
import { apiAnswer, Refusal, refusalAnswer, refuse } from './body';
import { AuthorizeEndpoint } from './oauth/authorizeEndpoint';
import { TokenEndpoint } from './oauth/tokenEndpoint';

export interface PluginParts extends ApiParts {
	log: RequestLog;
	faults: FaultQueue;
}

/** Everything that a Procurios site answers; registered under a prefix of its own. */
export function registerProcurios(app: FastifyInstance, parts: PluginParts): void {
	const { site, switches, tokens, log, faults } = parts;
	recordExchanges(app, {
		log,
		faults,
		kindOf,
		latency: () => switches.latency,
		dated: () => switches.dateHeader,
		now: site.now,
	});
	// Bodies are read as text: what may be in one is for the endpoint to say.
	app.removeAllContentTypeParsers();
	app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
	app.setErrorHandler((error, request, reply) => {
		const refusal = error instanceof Refusal ? error : refuse(500, String(error));
		return send(request, reply, refusalAnswer(switches, refusal));
	});
	app.setNotFoundHandler((request) => {
		throw refuse(404, `There is nothing at ${request.raw.url ?? ''}`);
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
