import type { FastifyInstance, FastifyRequest } from 'fastify';

import { jsonAnswer, send, textAnswer, type Answer } from '../exchange';
import { Random } from '../random';
import { invalid, refuse } from './body';
import type { Known } from './fields';
import { guard } from './guard';
import type { Outbox } from './outbox';
import { readProxies } from './proxyRequest';
import { readSearch } from './query';
import type { ProxyRow } from './rows';
import { searchBody, type SearchParts } from './search';
import { readSend } from './sendRequest';

export interface ApiParts extends SearchParts {
	outbox: Outbox;
	proxyDomains: readonly string[];
}

/** The calls of the e-mail part of the vendor's REST API. */
export class EmailApi {
	private readonly known: Known;

	constructor(private readonly parts: ApiParts) {
		this.known = { links: parts.store.links, proxyDomains: parts.proxyDomains };
	}

	register(app: FastifyInstance): void {
		this.call(app, 'POST', 'email', 'email', (request) => this.send(request));
		this.call(app, 'POST', 'email/address/proxy', 'proxy', (request) => this.proxies(request));
		this.call(app, 'GET', 'email/search', 'search', (request) => this.search(request));
	}

	private call(
		app: FastifyInstance,
		method: 'GET' | 'POST',
		path: string,
		family: string,
		answer: (request: FastifyRequest) => Answer,
	): void {
		app.all(`/rest/v1/${path}`, { config: { family } }, (request, reply) => {
			guard(request, method, this.parts.switches);
			return send(request, reply, answer(request));
		});
	}

	private send(request: FastifyRequest): Answer {
		const { switches, outbox } = this.parts;
		const mail = readSend(bodyOf(request), this.known);
		const receipt = outbox.accept(mail.request, mail.attachments);
		switch (switches.sendAnswer) {
			case 'json':
				return jsonAnswer(201, receipt);
			case 'empty':
				return textAnswer(201, '');
			case 'timeout':
				return jsonAnswer(504, { message: 'Endpoint request timed out' });
		}
	}

	private proxies(request: FastifyRequest): Answer {
		const { switches, outbox } = this.parts;
		const leaveOut = switches.invalidEntry === 'leavesOut';
		const asked = readProxies(bodyOf(request), this.known, leaveOut);
		const made = asked.map((one) => shownProxy(outbox.makeProxy(one), switches.proxyEcho));
		if (switches.proxyOrder === 'shuffled') new Random(request.exchange.number).shuffle(made);
		return jsonAnswer(switches.proxyStatus, made);
	}

	private search(request: FastifyRequest): Answer {
		const { number, fault } = request.exchange;
		const search = readSearch(request.raw.url ?? '');
		const body = searchBody(this.parts, search, { number, fault: fault?.kind });
		return jsonAnswer(200, body);
	}
}

function shownProxy(row: ProxyRow, echo: boolean): object {
	const { link_id, sender_address, recipient_address, proxy_address, conversation_id } = row;
	const asked = echo ? { link_id, sender_address, recipient_address } : {};
	return { ...asked, proxy_address, conversation_id };
}

/** @throws Refusal 415, or invalid for what is not JSON, without any parameter in the URL */
function bodyOf(request: FastifyRequest): unknown {
	const type = request.headers['content-type'] ?? '';
	if (!/^application\/json( *;.*)?$/i.test(type)) {
		throw refuse(415, `Content-Type must be application/json, got "${type}"`);
	}
	if (request.raw.url?.includes('?')) throw invalid(['There are no parameters to this call']);
	try {
		const bytes = request.body instanceof Buffer ? request.body : Buffer.alloc(0);
		const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
		return JSON.parse(text) as unknown;
	} catch {
		throw invalid(['The body must be valid JSON']);
	}
}
