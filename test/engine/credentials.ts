import { Credentials } from 'n8n-core';
import {
	type ICredentialDataDecryptedObject,
	ICredentialsHelper,
	type IDataObject,
	type IHttpRequestOptions,
	type INodeCredentialsDetails,
} from 'n8n-workflow';

export const CREDENTIAL = { id: 'credential-1', name: 'Procurios account' };

/**
 * What n8n's own credentials helper does for OAuth2, less its database and the expressions of a
 * credential's fields: those are seen in the real n8n.
 */
export class MemoryCredentials extends ICredentialsHelper {
	constructor(private data: ICredentialDataDecryptedObject) {
		super();
	}

	/** What is stored now, a fetched token included. */
	get stored(): ICredentialDataDecryptedObject {
		return this.data;
	}

	getParentTypes(): string[] {
		return ['oAuth2Api'];
	}

	isCredentialUsableByNode(): boolean {
		return true;
	}

	getCredentialsProperties() {
		return [];
	}

	async getCredentials(details: INodeCredentialsDetails) {
		return new Credentials({ id: details.id, name: details.name }, 'procuriosOAuth2Api');
	}

	async getDecrypted(): Promise<ICredentialDataDecryptedObject> {
		return structuredClone(this.data);
	}

	async updateCredentials(
		_details: INodeCredentialsDetails,
		_type: string,
		data: ICredentialDataDecryptedObject,
	): Promise<void> {
		this.data = structuredClone(data);
	}

	async updateCredentialsOauthTokenData(
		_details: INodeCredentialsDetails,
		_type: string,
		data: ICredentialDataDecryptedObject,
	): Promise<void> {
		this.data = { ...this.data, oauthTokenData: structuredClone(data.oauthTokenData ?? {}) };
	}

	async preAuthentication(): Promise<undefined> {
		return undefined;
	}

	async runPreAuthentication(): Promise<undefined> {
		return undefined;
	}

	async authenticate(
		_data: ICredentialDataDecryptedObject,
		_type: string,
		options: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		return options;
	}
}

/** A client-credentials credential for a sandbox at an address. */
export function credentialsAt(siteUrl: string, changes: IDataObject = {}): MemoryCredentials {
	return new MemoryCredentials({
		siteUrl,
		grantType: 'clientCredentials',
		accessTokenUrl: `${siteUrl}/l/oauth2/token`,
		authUrl: `${siteUrl}/l/oauth2/authorize`,
		clientId: 'sandbox-client',
		clientSecret: 'sandbox-secret',
		scope: 'email/tracking',
		authentication: 'body',
		...(changes as Record<string, string>),
	});
}
