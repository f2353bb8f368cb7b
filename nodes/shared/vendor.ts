import type { IAdditionalCredentialOptions, ICredentialDataDecryptedObject } from 'n8n-workflow';

/** What the shared modules need to know of a vendor: facts and pure functions. */
export interface Vendor {
	/** `provider` of its tracking events. */
	readonly id: string;
	readonly displayName: string;
	readonly credentialType: string;
	/** Where its API is, from the credential. */
	baseUrl(credential: ICredentialDataDecryptedObject): string;
	/** The name of the credential field that holds that URL, as the user sees it. */
	readonly baseUrlField: string;
	/** Whose data is at that URL, where it serves many; absent where it serves one. */
	account?(credential: ICredentialDataDecryptedObject): string;
	/** What of the credential the lists depend on, such as the version of the API; never a secret. */
	settings?(credential: ICredentialDataDecryptedObject): Settings;
	/** Absent or undefined where the credential itself is sent and nothing is fetched with it. */
	login?(credential: ICredentialDataDecryptedObject): TokenLogin | undefined;
	/** Sent with every call. */
	readonly headers: Readonly<Record<string, string>>;
	/** How far the number of requests at a time may rise, unless the user says otherwise. */
	readonly requestsAtOnce: number;
	/** What to do about an answer with this status, in whole sentences. */
	readonly advice: Readonly<Record<number, string>>;
	/**
	 * The status that an answer means which reports a failure with another one.
	 * @param status the one that it came with
	 */
	failureIn?(body: unknown, status: number): number | undefined;
	/** What to do when n8n could not log in, in whole sentences. */
	readonly loginAdvice: string;
}

/** Values of a credential by name. */
export type Settings = Readonly<Record<string, string>>;

/** A login that fetches a token, which n8n keeps in the credential. */
export interface TokenLogin {
	/** The access token, undefined as long as none was fetched. */
	tokenOf(credential: ICredentialDataDecryptedObject): unknown;
	/** The fields of the credential that n8n keeps it in. */
	readonly tokenFields: readonly string[];
	/** The Authorization header that n8n sends with it. */
	authorization(token: unknown): string;
	/** Whether n8n fetches it by a client of its own, which no signal ends and no proxy of a node reaches. */
	readonly isFetchedByN8n: boolean;
	/** The statuses on which n8n fetches another and asks once more. */
	readonly renewsOn: readonly number[];
	/** What n8n is told with a request, so that it renews the token on these statuses. */
	optionsFor(renewsOn: readonly number[]): IAdditionalCredentialOptions;
}
