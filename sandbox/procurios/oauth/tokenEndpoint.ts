import type { FastifyRequest } from 'fastify';

import type { RequestLog } from '../../requestLog';
import { refuse, refuseOAuth } from '../body';
import type { Site } from '../options';
import type { ProcuriosSwitches } from '../switches';
import { findClient, secretFits, type Client } from './clients';
import { readScopes } from './scopes';
import type { Grant, Tokens } from './tokens';

export interface TokenAnswer {
	access_token: string;
	token_type?: 'Bearer';
	expires_in?: number;
	refresh_token?: string;
}

/** `POST /l/oauth2/token`: gives access tokens for the three grants. */
export class TokenEndpoint {
	constructor(
		private readonly site: Site,
		private readonly switches: ProcuriosSwitches,
		private readonly tokens: Tokens,
		private readonly log: RequestLog,
	) {}

	/** @throws Refusal */
	answer(request: FastifyRequest): TokenAnswer {
		if (request.method !== 'POST') {
			throw refuse(405, 'The token endpoint takes POST only', { allow: 'POST' });
		}
		checkAccept(request.headers.accept);
		const form = readForm(request);
		const grantType = required(form, 'grant_type');
		this.log.noteGrant(request.exchange.record, grantType);
		const client = this.authenticate(request, form);
		switch (grantType) {
			case 'client_credentials':
				return this.clientCredentials(client, form);
			case 'authorization_code':
				return this.authorizationCode(client, form);
			case 'refresh_token':
				return this.refresh(client, form);
			default:
				throw refuseOAuth(400, 'unsupported_grant_type', `Unknown grant_type "${grantType}"`);
		}
	}

	private authenticate(request: FastifyRequest, form: URLSearchParams): Client {
		if (request.headers.authorization !== undefined) {
			throw refuseOAuth(401, 'invalid_client', 'Send client_id and client_secret in the body');
		}
		const client = findClient(this.site.clients, form.get('client_id') ?? '');
		if (client === undefined || !secretFits(client, form.get('client_secret') ?? '')) {
			throw refuseOAuth(401, 'invalid_client', 'Unknown client or wrong secret');
		}
		return client;
	}

	private clientCredentials(client: Client, form: URLSearchParams): TokenAnswer {
		const asked = readScopes(form.get('scope') ?? '');
		const scopes =
			asked.length === 0 && !this.switches.scopeRequired
				? client.scopes
				: asked.filter((scope) => client.scopes.includes(scope));
		const grant = { clientId: client.clientId, scopes };
		return this.tokenAnswer(grant, this.switches.token.refreshToken === 'all');
	}

	private authorizationCode(client: Client, form: URLSearchParams): TokenAnswer {
		const code = this.tokens.redeemCode(required(form, 'code'));
		if (code === undefined || code.clientId !== client.clientId) {
			throw refuseOAuth(400, 'invalid_grant', 'The code is unknown, used or too old');
		}
		const redirectUri = form.get('redirect_uri');
		if (redirectUri !== null && redirectUri !== code.redirectUri) {
			throw refuseOAuth(400, 'invalid_grant', 'redirect_uri is not the one of the authorization');
		}
		return this.tokenAnswer(code, this.switches.token.refreshToken !== 'none');
	}

	private refresh(client: Client, form: URLSearchParams): TokenAnswer {
		const token = required(form, 'refresh_token');
		const grant = this.tokens.refreshGrant(token);
		if (grant === undefined || grant.clientId !== client.clientId) {
			throw refuseOAuth(400, 'invalid_grant', 'The refresh token is unknown or used');
		}
		if (this.switches.refreshTokenRotation) this.tokens.endRefreshToken(token);
		return this.tokenAnswer(grant, this.switches.refreshTokenRotation);
	}

	private tokenAnswer(from: Grant, withRefreshToken: boolean): TokenAnswer {
		const { token } = this.switches;
		const grant: Grant = { clientId: from.clientId, scopes: from.scopes };
		return {
			access_token: this.tokens.giveAccessToken(grant),
			...(token.tokenType ? { token_type: 'Bearer' } : {}),
			...(token.expiresIn ? { expires_in: this.switches.tokenLifetimeSeconds } : {}),
			...(withRefreshToken ? { refresh_token: this.tokens.giveRefreshToken(grant) } : {}),
		};
	}
}

const JSON_TYPES = new Set(['application/json', 'application/*', '*/*']);

/** @throws Refusal (406) when the header leaves no room for JSON */
function checkAccept(accept: string | undefined): void {
	if (accept === undefined) return;
	const types = accept.split(',').map((type) => (type.split(';')[0] ?? '').trim().toLowerCase());
	if (!types.some((type) => JSON_TYPES.has(type))) {
		throw refuse(406, `Token answers are application/json, got Accept "${accept}"`);
	}
}

/** @throws Refusal (400) when the body is not a form, or says something twice */
function readForm(request: FastifyRequest): URLSearchParams {
	const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
	if (type !== 'application/x-www-form-urlencoded') {
		throw refuseOAuth(400, 'invalid_request', `The body must be form-urlencoded, got "${type}"`);
	}
	const form = new URLSearchParams(typeof request.body === 'string' ? request.body : '');
	for (const name of form.keys()) {
		if (form.getAll(name).length > 1) {
			throw refuseOAuth(400, 'invalid_request', `${name} is given more than once`);
		}
	}
	return form;
}

function required(form: URLSearchParams, name: string): string {
	const value = form.get(name);
	if (value === null || value === '') {
		throw refuseOAuth(400, 'invalid_request', `${name} is missing`);
	}
	return value;
}
