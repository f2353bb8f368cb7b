import type { FastifyError, FastifyInstance } from 'fastify';

import { recordExchanges, send } from '../exchange';
import type { FaultQueue, FaultTarget } from '../faults';
import type { RequestLog } from '../requestLog';
import { EmailApi, type ApiParts } from './api';
import { Refusal, refusalAnswer, refuse } from './body';

export interface PluginParts extends ApiParts {
	log: RequestLog;
	faults: FaultQueue;
}

/** Enough for a mail with attachments; the vendor's own limit is unknown. */
const BODY_LIMIT = 128 * 1024 * 1024;

/** The vendor's REST API; registered under a prefix of its own. */
export function registerIovox(app: FastifyInstance, parts: PluginParts): void {
	const { switches, log, faults, now } = parts;
	recordExchanges(app, {
		log,
		faults,
		kindOf,
		latency: () => switches.latency,
		dated: () => switches.dateHeader,
		now,
	});
	// Fastify names a charset of its own accord, but not with every type.
	app.addHook('onSend', async (_request, reply) => {
		const type = reply.getHeader('content-type');
		if (typeof type !== 'string') return;
		const charset = switches.charset ? ';charset=UTF-8' : '';
		reply.header('content-type', type.replace(/;.*$/, '') + charset);
	});
	// Bodies are read as bytes: what may be in one is for the call to say.
	app.removeAllContentTypeParsers();
	const parser = { parseAs: 'buffer', bodyLimit: BODY_LIMIT } as const;
	app.addContentTypeParser('*', parser, (_request, body, done) => done(null, body));
	app.setErrorHandler<FastifyError>((error, request, reply) => {
		const refusal =
			error instanceof Refusal ? error : refuse(error.statusCode ?? 500, String(error));
		return send(request, reply, refusalAnswer(switches, refusal));
	});
	app.setNotFoundHandler((request) => {
		throw refuse(404, `There is nothing at ${request.raw.url ?? ''}`);
	});
	new EmailApi(parts).register(app);
}

function kindOf(path: string): FaultTarget['kind'] {
	return path.includes('/rest/v1/') ? 'api' : 'other';
}
