import { UserError } from 'n8n-workflow';

/** How a login failed: with a status, or with the network's code, such as ECONNREFUSED. */
export interface LoginFailure {
	readonly status?: number;
	readonly code?: string;
}

/** A login that failed, in one sentence that says what to change. It holds no secret. */
export class LoginError extends UserError {
	/**
	 * @param failure in a field of its own: n8n shows its own words in place of the sentence where an
	 * error has a `code` or a `status`, and asks for another token where it has a `response`
	 */
	constructor(
		message: string,
		readonly failure: LoginFailure = {},
	) {
		super(message);
	}
}
