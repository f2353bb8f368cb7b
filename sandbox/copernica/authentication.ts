import type { FastifyRequest } from 'fastify';

import { jsonAnswer, textAnswer, type Answer } from '../exchange';
import { ACCESS_TOKEN } from './account';
import { INVALID_TOKEN, refuse } from './body';
import type { CopernicaSwitches } from './switches';
import type { Tokens } from './tokens';

const FORM = 'application/x-www-form-urlencoded';

/**
 * The authentication host: gives a JSON web token for the API access token.
 *
 * @throws Refusal (400) for anything but a POST of that one field, or as `refusedToken` says
 */
export function authenticate(
	request: FastifyRequest,
	{ switches, tokens }: { switches: CopernicaSwitches; tokens: Tokens },
): Answer {
	if (request.method !== 'POST') throw refuse('Tokens are given for POST only');
	if (request.raw.url?.includes('?')) throw refuse('The access token belongs into the body');
	const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
	if (type !== FORM) throw refuse(`The body must be ${FORM}`);
	const form = new URLSearchParams(typeof request.body === 'string' ? request.body : '');
	if ([...form.keys()].join() !== 'access_token') {
		throw refuse('The body must have the field access_token, once, and no others');
	}
	if (form.get('access_token') !== ACCESS_TOKEN) {
		throw refuse(INVALID_TOKEN, switches.refusedToken);
	}
	return tokenAnswer(tokens.give(), switches);
}

function tokenAnswer(token: string, { jwtBody, jwtType }: CopernicaSwitches): Answer {
	const headers: Record<string, string> = jwtType === 'none' ? {} : { 'content-type': jwtType };
	switch (jwtBody) {
		case 'text':
			return textAnswer(200, token, headers);
		case 'line':
			return textAnswer(200, `${token}\n`, headers);
		case 'jsonString':
			return { ...jsonAnswer(200, token), headers };
		case 'object':
			return { ...jsonAnswer(200, { token }), headers };
	}
}

/**
 * What every call of the API asks of a request: in v1 to v3 the access token itself, in the query,
 * and in v4 a token that was given for it, in the header.
 *
 * @throws Refusal 400, in v4 as `expiredJwt` says
 */
export function guard(
	{ authorization, query }: { authorization?: string; query: URLSearchParams },
	version: number,
	{ switches, tokens }: { switches: CopernicaSwitches; tokens: Tokens },
): void {
	if (version === 4) {
		const token = /^Bearer (\S+)$/.exec(authorization ?? '')?.[1] ?? '';
		if (!tokens.isValid(token)) throw refuse(INVALID_TOKEN, switches.expiredJwt);
	} else if (query.getAll('access_token').join() !== ACCESS_TOKEN || switches.v4Only) {
		throw refuse(INVALID_TOKEN);
	}
}
