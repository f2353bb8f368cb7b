import type { ICredentialDataDecryptedObject, ICredentialTestRequest } from 'n8n-workflow';
import { LoginError } from './loginError';
import { webAddress } from '../values/url';
import type { Vendor } from '../vendor';

type Rules = NonNullable<ICredentialTestRequest['rules']>;
type Rule = Rules[number];

/** What n8n says when the test is answered with a status. */
export const refused = (status: number, message: string): Rule => ({
	type: 'responseCode',
	properties: { value: status, message },
});

/** What n8n says when the answer does not have a field, as a web page has not. */
export const lacking = (key: string, message: string): Rule => ({
	type: 'responseSuccessBody',
	properties: { key, value: undefined, message },
});

/** n8n looks at each rule by itself, although its type wants rules of one kind. */
export const rules = (...each: Rule[]) => each as Rules;

/** A field of a credential as `baseAddress` reads it: a test takes an expression only. */
export const addressIn = (field: string) =>
	`String(${field} ?? "").trim().replace(/[?#].*$/, "").replace(/^(https?:\\/\\/)[^\\/@]*@/i, "$1").replace(/\\/+$/, "")`;

/**
 * Requires an address, for a login: n8n says "Invalid URL" of the address of a test, and not which
 * field holds it.
 * @throws LoginError
 */
export function requireAddress(
	{ displayName, baseUrl, baseUrlField }: Vendor,
	credential: ICredentialDataDecryptedObject,
): void {
	if (webAddress(baseUrl(credential))) return;
	throw new LoginError(`The ${baseUrlField} of the ${displayName} credential is no web address`);
}
