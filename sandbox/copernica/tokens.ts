import { createHmac } from 'node:crypto';

import type { Random } from '../random';
import { ACCOUNT } from './account';
import type { CopernicaSwitches } from './switches';

/** Every JSON web token that was given out, by what it is; several are valid side by side. */
export class Tokens {
	private readonly ends = new Map<string, number>();

	constructor(
		private readonly random: Random,
		private readonly switches: CopernicaSwitches,
		private readonly now: () => number,
	) {}

	/** A signed token, never the same twice. */
	give(): string {
		const seconds = Math.floor(this.now() / 1000);
		const exp = seconds + this.switches.tokenLifetimeSeconds;
		const token = signed({ sub: ACCOUNT.id, iat: seconds, exp, jti: this.random.uuid() });
		this.ends.set(token, exp * 1000);
		return token;
	}

	isValid(token: string): boolean {
		return (this.ends.get(token) ?? 0) > this.now();
	}

	revokeAll(): void {
		this.ends.clear();
	}
}

function signed(payload: object): string {
	const text = [{ alg: 'HS256', typ: 'JWT' }, payload]
		.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
		.join('.');
	return `${text}.${createHmac('sha256', 'sandbox').update(text).digest('base64url')}`;
}
