import type { FastifyInstance } from 'fastify';

import { jsonAnswer, send } from '../exchange';
import type { FaultTarget } from '../faults';
import { type CommonParts, registerVendor } from '../plugin';
import { MetricApi, type ApiParts } from './api';
import { Refusal, refusalAnswer, refuse } from './body';
import { TokenEndpoint } from './tokenEndpoint';

export type PluginParts = ApiParts & CommonParts;

const TOKEN_PATH = '/apiservices/authenticate';

/** A customer's site, and the vendor's API in both regions; registered under a prefix of its own. */
export function registerEncompass(app: FastifyInstance, parts: PluginParts): void {
	const { switches, tokens, log } = parts;
	registerVendor(app, parts, {
		kindOf,
		refused: (error) =>
			refusalAnswer(switches, error instanceof Refusal ? error : refuse(500, String(error))),
		nothingAt: (path) => refuse(404, `There is nothing at ${path}`),
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
