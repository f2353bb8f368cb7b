import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { jsonAnswer, send } from '../exchange';
import type { FaultTarget } from '../faults';
import { type CommonParts, registerVendor } from '../plugin';
import { authenticate, guard } from './authentication';
import { invalidMethod, overloadAnswer, Refusal, refusalAnswer, refuse } from './body';
import type { CallParts } from './call';
import { Parameters } from './parameters';
import { familyOf, match, targetOf } from './router';
import type { Tokens } from './tokens';

export interface PluginParts extends CallParts, Omit<CommonParts, 'switches'> {
	tokens: Tokens;
	/** The API calls that the vendor bills: all of them, also refused ones. */
	calls: { count: number };
}

const TOKEN_PATH = '/authenticate';
/** Paths with the vendor's prefix; a query can hold anything. */
const TOKEN = /^\/[^/?]+\/authenticate\/?(\?|$)/;
const API = /^\/[^/?]+\/api\//;

/** The API in its four versions, and the authentication host; registered under a prefix of its own. */
export function registerCopernica(app: FastifyInstance, parts: PluginParts): void {
	const { switches, calls } = parts;
	app.addHook('onRequest', async (request) => {
		if (kindOf(request.raw.url ?? '') === 'api') calls.count += 1;
	});
	registerVendor(app, parts, {
		kindOf,
		familyOf: (path) => (kindOf(path) === 'token' ? 'token' : familyOf(path, switches)),
		refused(error, request) {
			const refusal = error instanceof Refusal ? error : refuse(String(error), 500);
			return refusalAnswer(switches, refusal, targetOf(request.raw.url ?? '')?.version);
		},
		nothingAt: invalidMethod,
	});
	// Fastify names a content type of its own accord.
	app.addHook('onSend', async (request, reply) => {
		if (kindOf(request.url) === 'token' && switches.jwtType === 'none') {
			reply.removeHeader('content-type');
		}
	});
	for (const path of [TOKEN_PATH, `${TOKEN_PATH}/`]) {
		app.all(path, (request, reply) => send(request, reply, authenticate(request, parts)));
	}
	app.all('/api/*', (request, reply) => answer(request, reply, parts));
}

function answer(request: FastifyRequest, reply: FastifyReply, parts: PluginParts): FastifyReply {
	const { switches, store, now, tokens, calls } = parts;
	if (switches.overload !== null && calls.count % switches.overload === 0) {
		return send(request, reply, overloadAnswer(switches));
	}
	const url = request.raw.url ?? '';
	const query = new URLSearchParams(url.includes('?') ? url.slice(url.indexOf('?')) : '');
	const target = targetOf(url);
	const { authorization } = request.headers;
	if (target !== undefined) guard({ authorization, query }, target.version, { switches, tokens });
	if (request.method !== 'GET') throw invalidMethod();
	const { version, id, ...route } = match(target, switches);
	const body = route.answer({
		version,
		id,
		parameters: new Parameters(query),
		store,
		switches,
		now,
		fault: request.exchange.fault?.kind,
	});
	return send(request, reply, jsonAnswer(200, body));
}

function kindOf(path: string): FaultTarget['kind'] {
	if (TOKEN.test(path)) return 'token';
	return API.test(path) ? 'api' : 'other';
}
