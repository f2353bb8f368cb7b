import { setTimeout as wait } from 'node:timers/promises';

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import type { Fault, FaultQueue, FaultTarget } from './faults';
import type { RequestLog, RequestRecord } from './requestLog';

/** What the sandbox knows about a request while it is being answered. */
export interface Exchange {
	record: RequestRecord;
	/** How many requests came before this one. */
	number: number;
	/** The fault that this request gets, if one was queued for it. */
	fault?: Fault;
}

declare module 'fastify' {
	interface FastifyRequest {
		exchange: Exchange;
	}
	interface FastifyContextConfig {
		/** What the path asks for, without IDs; counted in the statistics. */
		family?: string;
	}
}

/** A finished answer. */
export interface Answer {
	status: number;
	headers: Record<string, string>;
	body: string;
}

export interface ExchangeOptions {
	log: RequestLog;
	faults: FaultQueue;
	kindOf(path: string): FaultTarget['kind'];
	/** The family of a path, where it is not the route's. */
	familyOf?(path: string): string | undefined;
	/** Milliseconds before an API answer, read for each request. */
	latency(): number;
	/** Whether answers carry a Date header, read for each request. */
	dated(): boolean;
	now(): number;
}

/** What is no answer of an API. */
export const HTML_PAGE = '<!DOCTYPE html><html><body><h1>Service page</h1></body></html>';

/** Records each request of the vendor whose plugin this is, and gives it the fault due. */
export function recordExchanges(app: FastifyInstance, options: ExchangeOptions): void {
	app.decorateRequest('exchange');
	app.addHook('onRequest', async (request, reply) => {
		const path = request.raw.url ?? '';
		const record: RequestRecord = { method: request.method, path, status: 0, at: options.now() };
		const kind = options.kindOf(path);
		const family = options.familyOf?.(path) ?? request.routeOptions.config.family ?? 'other';
		const number = options.log.add(record, family);
		// Not Node's own, which knows nothing of the sandbox's clock.
		reply.raw.sendDate = false;
		const date = options.dated() ? options.faults.tellDate(options.now()) : undefined;
		if (date !== undefined) reply.header('date', date);
		const fault = options.faults.take({ kind, path });
		if (fault) record.fault = fault.kind;
		request.exchange = { record, number, fault };
		const latency = kind === 'api' ? options.latency() : 0;
		if (latency > 0) await wait(latency);
		return spoilWhole(request, reply);
	});
}

/** Sends the answer, damaged where the request's fault says so. */
export function send(request: FastifyRequest, reply: FastifyReply, answer: Answer): FastifyReply {
	const { record, fault } = request.exchange;
	record.status = answer.status;
	if (fault?.kind === 'cut') return cut(reply, answer);
	const body = fault?.kind === 'truncated' ? firstHalf(answer.body) : answer.body;
	reply.code(answer.status).headers(answer.headers);
	// Fastify names a content type for an empty text, too; without a body there is none.
	return body === '' ? reply.send() : reply.send(body);
}

/** Answers the request when its fault does not depend on what was asked; else does nothing. */
function spoilWhole(request: FastifyRequest, reply: FastifyReply): FastifyReply | undefined {
	const { fault } = request.exchange;
	switch (fault?.kind) {
		case 'status':
			return send(request, reply, statusAnswer(fault));
		case 'redirect':
			return send(request, reply, textAnswer(302, '', { location: fault.location ?? '/' }));
		case 'html':
			return send(request, reply, textAnswer(200, HTML_PAGE, { 'content-type': 'text/html' }));
		case 'emptyBody':
			return send(request, reply, textAnswer(200, '', { 'content-type': 'application/json' }));
		case 'errorInBody':
			return send(request, reply, jsonAnswer(200, { error: 'Internal failure' }));
		case 'drop':
			reply.hijack();
			reply.raw.destroy();
			return reply;
		case 'stall':
			return reply.hijack();
		default:
			return undefined;
	}
}

function statusAnswer(fault: Fault): Answer {
	const status = fault.status ?? 503;
	const headers = fault.headers ?? {};
	if (fault.body === 'empty') return textAnswer(status, '', headers);
	if (fault.body === 'html') {
		return textAnswer(status, HTML_PAGE, { 'content-type': 'text/html', ...headers });
	}
	return jsonAnswer(status, { message: `Fault on demand: ${status}` }, headers);
}

export function textAnswer(
	status: number,
	body: string,
	headers: Record<string, string> = {},
): Answer {
	return { status, headers, body };
}

export function jsonAnswer(
	status: number,
	value: unknown,
	headers: Record<string, string> = {},
): Answer {
	return {
		status,
		headers: { 'content-type': 'application/json', ...headers },
		body: JSON.stringify(value),
	};
}

/** Promises the whole body, sends half of it and closes the connection. */
function cut(reply: FastifyReply, answer: Answer): FastifyReply {
	reply.hijack();
	const bytes = Buffer.from(answer.body);
	reply.raw.writeHead(answer.status, { ...answer.headers, 'content-length': bytes.length });
	const half = bytes.subarray(0, Math.floor(bytes.length / 2));
	reply.raw.write(half, () => reply.raw.destroy());
	return reply;
}

function firstHalf(body: string): string {
	return body.slice(0, Math.floor(body.length / 2));
}
