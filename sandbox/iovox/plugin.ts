import type { FastifyError, FastifyInstance } from 'fastify';

import type { FaultTarget } from '../faults';
import { type CommonParts, registerVendor } from '../plugin';
import { EmailApi, type ApiParts } from './api';
import { Refusal, refusalAnswer, refuse } from './body';

export type PluginParts = ApiParts & CommonParts;

/** Enough for a mail with attachments; the vendor's own limit is unknown. */
const BODY_LIMIT = 128 * 1024 * 1024;

/** The vendor's REST API; registered under a prefix of its own. */
export function registerIovox(app: FastifyInstance, parts: PluginParts): void {
	const { switches } = parts;
	registerVendor(app, parts, {
		kindOf,
		body: { parseAs: 'buffer', bodyLimit: BODY_LIMIT },
		refused: (error) =>
			refusalAnswer(
				switches,
				error instanceof Refusal ? error : refuse(statusOf(error), String(error)),
			),
		nothingAt: (path) => refuse(404, `There is nothing at ${path}`),
	});
	// Fastify names a charset of its own accord, but not with every type.
	app.addHook('onSend', async (_request, reply) => {
		const type = reply.getHeader('content-type');
		if (typeof type !== 'string') return;
		const charset = switches.charset ? ';charset=UTF-8' : '';
		reply.header('content-type', type.replace(/;.*$/, '') + charset);
	});
	new EmailApi(parts).register(app);
}

/** Of what Fastify itself refuses, as a body that is too large. */
const statusOf = (error: unknown) => (error as FastifyError).statusCode ?? 500;

function kindOf(path: string): FaultTarget['kind'] {
	return path.includes('/rest/v1/') ? 'api' : 'other';
}
