import type { FastifyInstance } from 'fastify';

import { jsonAnswer, recordExchanges, send } from '../exchange';
import type { FaultQueue, FaultTarget } from '../faults';
import type { RequestLog } from '../requestLog';
import { MetricApi, type ApiParts } from './api';
import { Refusal, refusalAnswer, refuse } from './body';
import { TokenEndpoint } from './tokenEndpoint';

export interface PluginParts extends ApiParts {
	log: RequestLog;
	faults: FaultQueue;
	now(): number;
}

const TOKEN_PATH = '/apiservices/authenticate';

/** A customer's site, and the vendor's API in both regions; registered under a prefix of its own. */
export function registerEncompass(app: FastifyInstance, parts: PluginParts): void {
	const { switches, tokens, log, faults, now } = parts;
	recordExchanges(app, {
		log,
		faults,
		kindOf,
		latency: () => switches.latency,
		dated: () => switches.dateHeader,
		now,
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
	const token = new TokenEndpoint(switches, tokens, log);
	app.all(`/site${TOKEN_PATH}`, { config: { family: 'token' } }, (request, reply) =>
		send(request, reply, jsonAnswer(200, token.answer(request), { 'cache-control': 'no-store' })),
	);
	const counter = { lists: 0 };
	for (const region of ['us', 'ca'] as const) {
		new MetricApi(region, parts, counter).register(app);
	}
}

function kindOf(path: string): FaultTarget['kind'] {
	if (path.includes(TOKEN_PATH)) return 'token';
	return path.includes('/v2/') ? 'api' : 'other';
}
