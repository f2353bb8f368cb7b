import type { Random } from '../../random';
import type { ProcuriosSwitches } from '../switches';

/** What a token stands for. */
export interface Grant {
	clientId: string;
	scopes: readonly string[];
}

interface AccessToken extends Grant {
	expiresAt: number;
	requestsLeft: number;
}

interface AuthorizationCode extends Grant {
	/** The redirect URL as it was sent at authorization, if it was. */
	redirectUri: string | undefined;
	expiresAt: number;
}

const CODE_LIFETIME_MS = 60_000;

/** Every code and token that was given out. */
export class Tokens {
	private readonly codes = new Map<string, AuthorizationCode>();
	private readonly accessTokens = new Map<string, AccessToken>();
	private readonly refreshTokens = new Map<string, Grant>();

	constructor(
		private readonly random: Random,
		private readonly switches: ProcuriosSwitches,
		private readonly now: () => number,
	) {}

	giveCode(grant: Grant, redirectUri: string | undefined): string {
		const code = this.random.hex(20);
		this.codes.set(code, { ...grant, redirectUri, expiresAt: this.now() + CODE_LIFETIME_MS });
		return code;
	}

	/** A code works once, also when what follows fails. */
	redeemCode(code: string): AuthorizationCode | undefined {
		const found = this.codes.get(code);
		this.codes.delete(code);
		return found !== undefined && found.expiresAt > this.now() ? found : undefined;
	}

	giveAccessToken(grant: Grant): string {
		const token = this.random.hex(20);
		this.accessTokens.set(token, {
			...grant,
			expiresAt: this.now() + this.switches.tokenLifetimeSeconds * 1000,
			requestsLeft: this.switches.tokenLifetimeRequests ?? Infinity,
		});
		return token;
	}

	/** The grant behind the token, which is thereby used once; undefined when it is no longer valid. */
	useAccessToken(token: string): Grant | undefined {
		const found = this.accessTokens.get(token);
		if (found === undefined) return undefined;
		if (found.requestsLeft <= 0 || found.expiresAt <= this.now()) {
			this.accessTokens.delete(token);
			return undefined;
		}
		found.requestsLeft -= 1;
		return found;
	}

	revokeAccessTokens(): void {
		this.accessTokens.clear();
	}

	giveRefreshToken(grant: Grant): string {
		const token = this.random.hex(20);
		this.refreshTokens.set(token, grant);
		return token;
	}

	refreshGrant(token: string): Grant | undefined {
		return this.refreshTokens.get(token);
	}

	endRefreshToken(token: string): void {
		this.refreshTokens.delete(token);
	}
}
