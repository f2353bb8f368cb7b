import type { FastifyInstance, FastifyRequest } from 'fastify';

import { type Answer, type ExchangeOptions, recordExchanges, send } from './exchange';
import type { FaultQueue } from './faults';
import type { RequestLog } from './requestLog';

/** The switches that every vendor has. */
export interface CommonSwitches {
	/** Whether answers have a Date header. */
	dateHeader: boolean;
	/** Milliseconds before each API answer. */
	latency: number;
}

/** What the plugin of every vendor works with. */
export interface CommonParts {
	readonly log: RequestLog;
	readonly faults: FaultQueue;
	readonly switches: CommonSwitches;
	now(): number;
}

/** In what the vendors differ. */
export interface Manners extends Pick<ExchangeOptions, 'kindOf' | 'familyOf'> {
	/** How a body is read, as text by default: what may be in one is for the call to say. */
	readonly body?: { parseAs: 'buffer'; bodyLimit: number };
	/** The answer where something was thrown. */
	refused(error: unknown, request: FastifyRequest): Answer;
	/** What is thrown where there is nothing at a path. */
	nothingAt(path: string): Error;
}

/** Records what is asked of a vendor, spoils it on demand, and answers what its calls refuse. */
export function registerVendor(app: FastifyInstance, parts: CommonParts, manners: Manners): void {
	const { log, faults, switches, now } = parts;
	const { kindOf, familyOf, body = { parseAs: 'string' } as const } = manners;
	recordExchanges(app, {
		...{ log, faults, kindOf, familyOf, now },
		latency: () => switches.latency,
		dated: () => switches.dateHeader,
	});
	app.removeAllContentTypeParsers();
	app.addContentTypeParser<string | Buffer>('*', body, (_request, read, done) => done(null, read));
	app.setErrorHandler((error, request, reply) =>
		send(request, reply, manners.refused(error, request)),
	);
	app.setNotFoundHandler((request) => {
		throw manners.nothingAt(request.raw.url ?? '');
	});
}
