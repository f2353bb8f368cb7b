import { createHmac } from 'node:crypto';

import type { Random } from '../random';
import type { Client, Region } from './clients';
import type { EncompassSwitches } from './switches';

interface Token {
	region: Region;
	expiresAt: number;
	requestsLeft: number;
}

/** What the documentation's sample says: two years, less a second. */
export const SAMPLE_LIFETIME_SECONDS = 63_115_199;
/** How long before it is given out the sample begins to be valid. */
const BEFORE_SECONDS = 901;

/** Every token that was given out. */
export class Tokens {
	private readonly tokens = new Map<string, Token>();

	constructor(
		private readonly random: Random,
		private readonly switches: EncompassSwitches,
		private readonly now: () => number,
	) {}

	/** A signed JSON Web Token, never the same twice. */
	give(client: Client): string {
		const seconds = Math.floor(this.now() / 1000);
		const token = signed({
			siteId: client.siteId,
			role: 'ApiUser',
			...this.expClaim(seconds),
			iss: 'http://localhost',
			aud: 'EmailApi',
			nbf: seconds - BEFORE_SECONDS,
			jti: this.random.uuid(),
		});
		this.tokens.set(token, {
			region: client.region,
			expiresAt: this.now() + this.switches.tokenLifetimeSeconds * 1000,
			requestsLeft: this.switches.tokenLifetimeRequests ?? Infinity,
		});
		return token;
	}

	/** Uses the token once; false when it is not, or no longer, valid in the region. */
	use(token: string, region: Region): boolean {
		const found = this.tokens.get(token);
		if (found === undefined || found.region !== region) return false;
		if (found.requestsLeft <= 0 || found.expiresAt <= this.now()) {
			this.tokens.delete(token);
			return false;
		}
		found.requestsLeft -= 1;
		return true;
	}

	revokeAll(): void {
		this.tokens.clear();
	}

	private expClaim(seconds: number): { exp?: number } {
		switch (this.switches.expClaim) {
			case 'twoYears':
				return { exp: seconds + SAMPLE_LIFETIME_SECONDS };
			case 'real':
				return { exp: seconds + this.switches.tokenLifetimeSeconds };
			case 'absent':
				return {};
		}
	}
}

function signed(payload: object): string {
	const text = [{ alg: 'HS256', typ: 'JWT' }, payload]
		.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
		.join('.');
	return `${text}.${createHmac('sha256', 'sandbox').update(text).digest('base64url')}`;
}
