import { Credentials } from 'n8n-core';
import {
	type ICredentialDataDecryptedObject,
	ICredentialsHelper,
	type ICredentialType,
	type IDataObject,
	type IHttpRequestHelper,
	type IHttpRequestOptions,
	type INode,
	type INodeCredentialsDetails,
} from 'n8n-workflow';
import { CopernicaApi } from '../../credentials/CopernicaApi.credentials';
import { EncompassApi } from '../../credentials/EncompassApi.credentials';
import { IovoxApi } from '../../credentials/IovoxApi.credentials';
import { ProcuriosOAuth2Api } from '../../credentials/ProcuriosOAuth2Api.credentials';
import type {
	CopernicaSandbox,
	EncompassSandbox,
	IovoxSandbox,
	ProcuriosSandbox,
} from '../../sandbox';

export const CREDENTIAL = { id: 'credential-1', name: 'Account' };

/**
 * What n8n's own credentials helper does for one credential, less its database and the expressions of
 * a credential's fields: those are seen in the real n8n.
 */
export class MemoryCredentials extends ICredentialsHelper {
	/** @param type the credential type, whose own functions log in */
	constructor(
		readonly type: ICredentialType,
		private data: ICredentialDataDecryptedObject,
	) {
		super();
	}

	/** What is stored now, a fetched token included. */
	get stored(): ICredentialDataDecryptedObject {
		return this.data;
	}

	/** The user edits the credential. */
	edit(changes: IDataObject): void {
		this.data = { ...this.data, ...(changes as ICredentialDataDecryptedObject) };
	}

	getParentTypes(): string[] {
		return this.type.extends ?? [];
	}

	isCredentialUsableByNode(): boolean {
		return true;
	}

	getCredentialsProperties() {
		return [];
	}

	async getCredentials(details: INodeCredentialsDetails) {
		return new Credentials({ id: details.id, name: details.name }, this.type.name);
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

	async preAuthentication(
		helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		_typeName: string,
		_node: INode,
		expired: boolean,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		const token = this.type.properties.find(({ typeOptions }) => typeOptions?.expirable);
		if (!token || (credentials[token.name] !== '' && !expired)) return undefined;
		const output = (await this.type.preAuthentication!.call(
			helpers,
			credentials,
		)) as ICredentialDataDecryptedObject;
		if (output[token.name] === undefined) return undefined;
		this.data = { ...this.data, ...output };
		return Object.assign(credentials, output);
	}

	async runPreAuthentication(): Promise<undefined> {
		return undefined;
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		_type: string,
		options: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		const { authenticate } = this.type;
		if (typeof authenticate === 'function') return await authenticate(credentials, options);
		const headers = Object.entries(authenticate?.properties.headers ?? {}).map(
			([name, expression]) => [name, valueOf(String(expression), credentials)],
		);
		return { ...options, headers: { ...options.headers, ...Object.fromEntries(headers) } };
	}
}

/** The expression of a generic login, of the one kind that there is: a field, trimmed. */
function valueOf(expression: string, credentials: ICredentialDataDecryptedObject): string {
	const field = /^={{ \$credentials\.(\w+)\.trim\(\) }}$/.exec(expression)?.[1];
	if (field === undefined) throw new Error(`Not an expression that is known here: ${expression}`);
	return String(credentials[field]).trim();
}

const procurios = new ProcuriosOAuth2Api();
const copernica = new CopernicaApi();
const encompass = new EncompassApi();
const iovox = new IovoxApi();

/** A credential for an Encompass of the sandbox, as a user would fill it in. */
export const encompassAt = (
	{ siteUrl, apiUrl, siteId, apiKey }: EncompassSandbox,
	changes: IDataObject = {},
): MemoryCredentials =>
	new MemoryCredentials(encompass, {
		...{ siteUrl, siteId: String(siteId), apiKey, region: 'custom', apiUrl },
		...{ accessToken: '', fetchedAt: 0, fetchedWith: '' },
		...(changes as ICredentialDataDecryptedObject),
	});

/** A credential for a Copernica of the sandbox. */
export const copernicaAt = (
	{ apiUrl, authUrl, accessToken }: Pick<CopernicaSandbox, 'apiUrl' | 'authUrl' | 'accessToken'>,
	changes: IDataObject = {},
): MemoryCredentials =>
	new MemoryCredentials(copernica, {
		...{ apiToken: accessToken, version: 'v4', apiUrl, authUrl },
		...{ accessToken: '', fetchedAt: 0, fetchedWith: '' },
		...(changes as ICredentialDataDecryptedObject),
	});

/** A credential for an iovox of the sandbox. */
export const iovoxAt = (
	{ apiUrl, username, secureKey }: Pick<IovoxSandbox, 'apiUrl' | 'username' | 'secureKey'>,
	changes: IDataObject = {},
): MemoryCredentials =>
	new MemoryCredentials(iovox, {
		...{ environment: 'custom', apiUrl, username, apiKey: secureKey },
		...(changes as ICredentialDataDecryptedObject),
	});

/** A client-credentials credential for a Procurios of the sandbox. */
export const procuriosAt = (
	{ siteUrl }: Pick<ProcuriosSandbox, 'siteUrl'>,
	changes: IDataObject = {},
): MemoryCredentials =>
	new MemoryCredentials(procurios, {
		...{ siteUrl, grantType: 'clientCredentials', scope: 'email/tracking', authentication: 'body' },
		...{ clientId: 'sandbox-client', clientSecret: 'sandbox-secret' },
		accessTokenUrl: `${siteUrl}/l/oauth2/token`,
		authUrl: `${siteUrl}/l/oauth2/authorize`,
		...(changes as ICredentialDataDecryptedObject),
	});
