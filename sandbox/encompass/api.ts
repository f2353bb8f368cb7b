import type { FastifyInstance, FastifyRequest } from 'fastify';

import { jsonAnswer, send, type Answer } from '../exchange';
import { refuse, timeoutAnswer } from './body';
import type { Region } from './clients';
import { guard } from './guard';
import { messagesIn, ownDelivery, pageBody, shownMessage, type View } from './page';
import { readNoParameters, readPaging, readWindow, type Paging } from './query';
import type { DeliveryRow, ListKind, MessageRow } from './rows';
import type { Mail, Store } from './store';
import type { EncompassSwitches } from './switches';
import type { Tokens } from './tokens';

export interface ApiParts {
	store: Store;
	switches: EncompassSwitches;
	tokens: Tokens;
}

const LISTS: ReadonlyArray<readonly [path: string, kind: ListKind]> = [
	['recipients', 'recipient'],
	['delivers', 'delivery'],
	['opens', 'open'],
	['clicks', 'click'],
	['bounces', 'bounce'],
];

/** The calls of the Email Metric API, for the clients of one region. */
export class MetricApi {
	constructor(
		private readonly region: Region,
		private readonly parts: ApiParts,
		/** Counts the requests for lists of both regions. */
		private readonly counter: { lists: number },
	) {}

	register(app: FastifyInstance): void {
		this.call(app, 'messages', 'messages', (request) => this.messages(request));
		this.call(app, 'messages/:id', 'message', (request) => this.message(request));
		for (const [path, kind] of LISTS) {
			this.call(app, `messages/:id/${path}`, path, (request) => this.list(request, kind));
		}
		this.call(app, 'messages/:id/links', 'links', (request) => this.links(request));
	}

	private call(
		app: FastifyInstance,
		path: string,
		family: string,
		answer: (request: FastifyRequest) => Answer,
	): void {
		app.all(`/${this.region}/v2/${path}`, { config: { family } }, (request, reply) => {
			guard(request, this.region, this.parts);
			return send(request, reply, answer(request));
		});
	}

	private messages(request: FastifyRequest): Answer {
		const { store, switches } = this.parts;
		const { from, to, ...paging } = readWindow(request.raw.url ?? '', switches);
		return this.page(request, paging, {
			rows: messagesIn({ from, to }, store, switches),
			shown: (row) => shownMessage(row as MessageRow, switches),
			body: switches.listBody,
		});
	}

	private message(request: FastifyRequest): Answer {
		const { row } = this.requestedMail(request);
		readNoParameters(request.raw.url ?? '');
		const message = shownMessage(row, this.parts.switches);
		return jsonAnswer(
			200,
			this.parts.switches.messageBody === 'bare' ? message : { data: [message] },
		);
	}

	private list(request: FastifyRequest, kind: ListKind): Answer {
		const { switches } = this.parts;
		const { lists } = this.requestedMail(request);
		const own = kind === 'delivery' && switches.deliverNames === 'own';
		return this.page(request, readPaging(request.raw.url ?? '', switches), {
			rows: lists[kind].in(switches.order),
			shown: own ? (row) => ownDelivery(row as DeliveryRow) : undefined,
			body: switches.listBody,
		});
	}

	private links(request: FastifyRequest): Answer {
		const { switches } = this.parts;
		const { links } = this.requestedMail(request);
		const paging = readPaging(request.raw.url ?? '', switches);
		const view: View = { rows: links, body: switches.linksBody };
		return this.page(request, paging, view, { everSlow: false });
	}

	/** @param everSlow whether many rows take long, as they do where there can be many */
	private page(
		request: FastifyRequest,
		paging: Paging,
		view: View,
		{ everSlow = true } = {},
	): Answer {
		const { switches } = this.parts;
		const { slowAbove, timeoutEvery } = switches;
		this.counter.lists += 1;
		const slow = everSlow && slowAbove !== null && paging.maxResults > slowAbove;
		const unlucky = timeoutEvery !== null && this.counter.lists % timeoutEvery === 0;
		if (slow || unlucky) return timeoutAnswer(switches);
		return jsonAnswer(200, pageBody(view, paging, switches, request.exchange.fault?.kind));
	}

	/** @throws Refusal (404) when there is no such message */
	private requestedMail(request: FastifyRequest): Mail {
		const { id } = request.params as { id: string };
		const mail = /^\d{1,15}$/.test(id) ? this.parts.store.served(Number(id)) : undefined;
		if (mail === undefined) throw refuse(404, `There is no message "${id}"`);
		return mail;
	}
}
