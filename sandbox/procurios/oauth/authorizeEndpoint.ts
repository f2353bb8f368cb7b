import type { FastifyRequest } from 'fastify';

import { textAnswer, type Answer } from '../../exchange';
import { escapeHtml, htmlPage, Refusal, refuse, refuseOAuth } from '../body';
import type { Site } from '../options';
import type { ProcuriosSwitches } from '../switches';
import { findClient, type Client } from './clients';
import { readScopes } from './scopes';
import type { Tokens } from './tokens';

interface Authorization {
	client: Client;
	/** Where the browser goes afterwards. */
	redirectTo: string;
	/** The redirect URL as it was sent; a token request that names one must name the same. */
	redirectUri: string | undefined;
	scopes: string[];
	state: string | null;
}

/**
 * `/l/oauth2/authorize`: GET shows a page with the buttons Allow and Deny, which POST to the same
 * address. Mistakes in client or redirect URL are shown here; all others go to the redirect URL.
 */
export class AuthorizeEndpoint {
	constructor(
		private readonly site: Site,
		private readonly switches: ProcuriosSwitches,
		private readonly tokens: Tokens,
	) {}

	/** @throws Refusal */
	answer(request: FastifyRequest): Answer {
		const query = new URLSearchParams((request.raw.url ?? '').split('?')[1] ?? '');
		const { client, redirectTo, redirectUri } = this.readTarget(query);
		const state = query.get('state');
		try {
			const scopes = readRequest(query);
			const authorization = { client, redirectTo, redirectUri, scopes, state };
			return this.decide(request, authorization);
		} catch (error) {
			if (!(error instanceof Refusal) || !('error' in error.payload)) throw error;
			return redirect(redirectTo, { ...error.payload, state });
		}
	}

	private decide(request: FastifyRequest, authorization: Authorization): Answer {
		switch (request.method) {
			case 'GET':
				return this.switches.autoApprove
					? this.approve(authorization)
					: textAnswer(200, decisionPage(authorization.client), {
							'content-type': 'text/html; charset=utf-8',
						});
			case 'POST': {
				const form = new URLSearchParams(String(request.body ?? ''));
				if (form.get('decision') === 'allow') return this.approve(authorization);
				throw refuseOAuth(400, 'access_denied', 'The user denied access');
			}
			default:
				throw refuse(405, 'The authorization page takes GET and POST', { allow: 'GET, POST' });
		}
	}

	private approve(authorization: Authorization): Answer {
		const { client, redirectTo, redirectUri, scopes, state } = authorization;
		const granted = scopes.filter((scope) => client.scopes.includes(scope));
		const grant = { clientId: client.clientId, scopes: granted };
		return redirect(redirectTo, { code: this.tokens.giveCode(grant, redirectUri), state });
	}

	private readTarget(
		query: URLSearchParams,
	): Pick<Authorization, 'client' | 'redirectTo' | 'redirectUri'> {
		const client = findClient(this.site.clients, query.get('client_id') ?? '');
		if (client === undefined) throw refuseOAuth(400, 'invalid_client', 'Unknown client_id');
		const redirectUri = query.get('redirect_uri') ?? undefined;
		const only = this.site.redirectUris.length === 1 ? this.site.redirectUris[0] : undefined;
		const redirectTo = redirectUri ?? only;
		if (redirectTo === undefined) {
			throw refuseOAuth(400, 'invalid_request', 'redirect_uri is missing');
		}
		if (!URL.canParse(redirectTo) || !this.site.redirectAllowed(redirectTo)) {
			throw refuseOAuth(400, 'invalid_request', `redirect_uri "${redirectTo}" is not registered`);
		}
		return { client, redirectTo, redirectUri };
	}
}

/** The scopes asked for. @throws Refusal in the words of RFC 6749 */
function readRequest(query: URLSearchParams): string[] {
	const type = query.get('response_type');
	if (type !== 'code') {
		throw refuseOAuth(
			400,
			'unsupported_response_type',
			`response_type must be code, got "${type}"`,
		);
	}
	const scopes = readScopes(query.get('scope') ?? '');
	if (scopes.length === 0) throw refuseOAuth(400, 'invalid_scope', 'At least one scope is needed');
	return scopes;
}

function redirect(to: string, parameters: Record<string, string | null>): Answer {
	const url = new URL(to);
	for (const [name, value] of Object.entries(parameters)) {
		if (value !== null) url.searchParams.set(name, value);
	}
	return textAnswer(302, '', { location: url.href });
}

// The form has no action: it posts to the address of the page, whose query is checked once more.
function decisionPage(client: Client): string {
	return htmlPage(
		'Allow access?',
		`<p>${escapeHtml(client.clientId)} asks to read e-mail tracking data.</p>` +
			'<form method="post">' +
			'<button type="submit" name="decision" value="allow">Allow</button>' +
			'<button type="submit" name="decision" value="deny">Deny</button>' +
			'</form>',
	);
}
