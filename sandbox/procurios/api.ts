import type { FastifyInstance, FastifyRequest } from 'fastify';

import { send, type Answer } from '../exchange';
import type { Fault, WrongPageFault } from '../faults';
import { apiAnswer, refuse } from './body';
import { guard } from './guard';
import type { KeptPages } from './keptPages';
import type { Tokens } from './oauth/tokens';
import type { Site } from './options';
import { pageBody, type ListView } from './page';
import { readAfter, readNoParameters } from './query';
import type { EmailRow, LinkRow } from './rows';
import type { ServedList, Store } from './store';
import type { ProcuriosSwitches } from './switches';

const ROOT = '/l/email_api/tracking';

export interface ApiParts {
	site: Site;
	store: Store;
	switches: ProcuriosSwitches;
	tokens: Tokens;
	pages: KeptPages;
}

/** The methods of the Email Tracking API. */
export function registerApi(app: FastifyInstance, parts: ApiParts): void {
	const { site, store } = parts;
	const size = site.pageSize.others;
	const { recipients, servedOpens, clicks, orders } = store;
	const emails = {
		name: 'emails',
		path: `${ROOT}/emails`,
		order: orders.emails,
		list: store.emails,
		pageSize: site.pageSize.emails,
	};
	method(app, parts, 'emails', 'emails', (request) => page(request, parts, emails));
	events(app, parts, { name: 'recipients', order: orders.recipients, rows: recipients, size });
	events(app, parts, { name: 'opens', order: orders.opens, rows: servedOpens, size });
	events(app, parts, { name: 'clicks', order: orders.clicks, rows: clicks, size });
	method(app, parts, ':trackingId/links', 'email/links', (request) => {
		readNoParameters(request.raw.url ?? '');
		const links = store.links.get(requestedEmail(request, store).trackingId) ?? [];
		return apiAnswer(parts.switches, linksBody(links, parts.switches));
	});
}

interface EventList<Row> {
	name: string;
	order: ListView<Row>['order'];
	rows: ServedList<Row>;
	size: number;
}

/** A list that exists over all mails and for each mail. */
function events<Row extends object>(
	app: FastifyInstance,
	parts: ApiParts,
	{ name, order, rows, size }: EventList<Row>,
): void {
	method(app, parts, name, name, (request) =>
		page(request, parts, { name, path: `${ROOT}/${name}`, order, list: rows.all, pageSize: size }),
	);
	method(app, parts, `:trackingId/${name}`, `email/${name}`, (request) => {
		const { trackingId } = requestedEmail(request, parts.store);
		const path = `${ROOT}/${trackingId}/${name}`;
		return page(request, parts, {
			name,
			path,
			order,
			list: rows.ofMail(trackingId),
			pageSize: size,
		});
	});
}

function method(
	app: FastifyInstance,
	parts: ApiParts,
	path: string,
	family: string,
	answer: (request: FastifyRequest) => Answer,
): void {
	app.all(`${ROOT}/${path}`, { config: { family } }, (request, reply) => {
		guard(request, parts.tokens);
		return send(request, reply, answer(request));
	});
}

function page<Row extends object>(
	request: FastifyRequest,
	parts: ApiParts,
	view: ListView<Row>,
): Answer {
	const { fault, number } = request.exchange;
	const { switches, pages } = parts;
	const asked = request.raw.url ?? '';
	const answer = () => {
		const body = pageBody(view, {
			after: readAfter(asked),
			switches,
			fault: wrongPage(fault),
			foreignOrigin: fault?.location ?? 'https://elsewhere.example',
			shuffleSeed: number,
		});
		return apiAnswer(switches, body);
	};
	// These are another page each time.
	if (fault !== undefined || switches.tieOrder === 'shuffled') return answer();
	return pages.of(view.list, asked, switches, answer);
}

function wrongPage(fault: Fault | undefined): WrongPageFault | undefined {
	switch (fault?.kind) {
		case 'foreignNext':
		case 'samePage':
		case 'standStill':
		case 'notAList':
		case 'shortPage':
			return fault.kind;
		default:
			return undefined;
	}
}

/** @throws Refusal (404) when there is no such e-mail */
function requestedEmail(request: FastifyRequest, store: Store): EmailRow {
	const { trackingId } = request.params as { trackingId: string };
	const email = /^\d{1,15}$/.test(trackingId) ? store.email(Number(trackingId)) : undefined;
	if (email === undefined) throw refuse(404, `There is no tracked e-mail "${trackingId}"`);
	return email;
}

function linksBody(links: readonly LinkRow[], switches: ProcuriosSwitches): unknown {
	switch (switches.linksBody) {
		case 'links':
			return { links };
		case 'other':
			return { trackedLinks: links };
		case 'bare':
			return links;
	}
}
