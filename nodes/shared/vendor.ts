import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

/** What the shared modules need to know of a vendor: data, no behaviour. */
export interface Vendor {
	/** `provider` of its tracking events. */
	readonly id: string;
	readonly displayName: string;
	readonly credentialType: string;
	/** Where its API is, from the credential, without a trailing slash. */
	baseUrl(credential: ICredentialDataDecryptedObject): string;
	/** The name of the credential field that holds that URL, as the user sees it. */
	readonly baseUrlField: string;
	/** The access token that n8n keeps in the credential, if it has fetched one. */
	tokenOf(credential: ICredentialDataDecryptedObject): unknown;
	/** Sent with every call. */
	readonly headers: Readonly<Record<string, string>>;
	/** How far the number of requests at a time may rise, unless the user says otherwise. */
	readonly requestsAtOnce: number;
	/** What to do about an answer with this status, in whole sentences. */
	readonly advice: Readonly<Record<number, string>>;
	/** What to do when n8n could not log in, in whole sentences. */
	readonly loginAdvice: string;
}
