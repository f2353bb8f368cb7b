import type { FastifyRequest } from 'fastify';

import type { RequestLog } from '../requestLog';
import { refuse } from './body';
import { clientWith } from './clients';
import type { EncompassSwitches } from './switches';
import { SAMPLE_LIFETIME_SECONDS, type Tokens } from './tokens';

export interface TokenAnswer {
	access_token: string;
	token_type: 'bearer';
	expires_in?: number;
}

const KEYS = ['client_id', 'client_secret', 'grant_type'];
const GRANT_TYPE = 'email_api_auth_key';

/** `POST /apiservices/authenticate`: gives a token for a site ID and its API key. */
export class TokenEndpoint {
	constructor(
		private readonly switches: EncompassSwitches,
		private readonly tokens: Tokens,
		private readonly log: RequestLog,
	) {}

	/** @throws Refusal; it never repeats what was sent, which may be the key in the wrong place */
	answer(request: FastifyRequest): TokenAnswer {
		if (request.method !== 'POST') {
			throw refuse(405, 'Tokens are given for POST only', { allow: 'POST' });
		}
		if (request.raw.url?.includes('?')) throw refuse(400, 'All keys belong into the body');
		const form = readForm(request);
		const grant = form.get('grant_type');
		if (grant !== GRANT_TYPE) throw refuse(400, `grant_type must be ${GRANT_TYPE}`);
		this.log.noteGrant(request.exchange.record, grant);
		const client = clientWith(form.get('client_id') ?? '', form.get('client_secret') ?? '');
		if (client === undefined) {
			throw refuse(this.switches.refusedKey, 'Unknown client_id or wrong client_secret');
		}
		return { access_token: this.tokens.give(client), token_type: 'bearer', ...this.expiresIn() };
	}

	private expiresIn(): Pick<TokenAnswer, 'expires_in'> {
		switch (this.switches.expiresIn) {
			case 'sample':
				return { expires_in: SAMPLE_LIFETIME_SECONDS };
			case 'real':
				return { expires_in: this.switches.tokenLifetimeSeconds };
			case 'absent':
				return {};
		}
	}
}

/** @throws Refusal (400) when the body is not a form with the three keys, once each */
function readForm(request: FastifyRequest): URLSearchParams {
	const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
	if (type !== 'application/x-www-form-urlencoded') {
		throw refuse(400, 'The body must be application/x-www-form-urlencoded');
	}
	const form = new URLSearchParams(typeof request.body === 'string' ? request.body : '');
	const keys = [...form.keys()].sort();
	if (keys.join() !== KEYS.join()) {
		throw refuse(400, `The body must have the keys ${KEYS.join(', ')}, once each, and no others`);
	}
	return form;
}
