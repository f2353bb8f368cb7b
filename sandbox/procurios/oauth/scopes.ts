import { refuseOAuth } from '../body';
import { TRACKING_SCOPE } from '../options';

/** Scopes are separated by spaces. @throws Refusal (400) for one that does not exist */
export function readScopes(text: string): string[] {
	const scopes = text.split(' ').filter((scope) => scope !== '');
	for (const scope of scopes) {
		if (scope !== TRACKING_SCOPE) {
			throw refuseOAuth(400, 'invalid_scope', `Unknown scope "${scope}"`);
		}
	}
	return scopes;
}
