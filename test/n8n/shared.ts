import { join, resolve } from 'node:path';
import type { Sandbox } from '../../sandbox';
import { N8nClient, type Credential, type CredentialData } from '../../scripts/n8n/client';
import { buildPackage, packPackage } from '../../scripts/n8n/package';

export const artefacts = resolve(__dirname, '../artefacts');

/** The tarball of `npm test`; packed into the folder where a test is run by itself. */
export async function packageUnderTest(folder: string): Promise<string> {
	if (process.env.PACKAGE_TARBALL) return process.env.PACKAGE_TARBALL;
	await buildPackage();
	return await packPackage(folder);
}

export const owner = { email: 'owner@test.example', password: 'Under-Test-1' };

interface UnderTest extends Pick<N8nClient, 'url' | 'session'> {
	/** The home folder of the user that n8n runs as. */
	home: string;
}

/** The tests run apart from the setup; only the environment goes from one to the other. */
export function share({ url, session }: N8nClient, home: string): void {
	process.env.N8N_UNDER_TEST = JSON.stringify({ url, session, home } satisfies UnderTest);
}

const underTest = () => JSON.parse(process.env.N8N_UNDER_TEST ?? '{}') as UnderTest;

/** In the session of the setup: n8n takes but five logins a minute. */
export function loggedIn(): N8nClient {
	const { url, session } = underTest();
	return new N8nClient(url, session);
}

/** Where n8n writes files to, unless it was told otherwise. */
export const filesFolder = (): string => join(underTest().home, '.n8n-files');

export async function procuriosCredential(
	client: N8nClient,
	data: CredentialData,
): Promise<Credential> {
	return await client.createCredential('Procurios', 'procuriosOAuth2Api', data);
}

/** How to log in to the sandbox with its default client. */
export function procuriosLogin({ procurios }: Sandbox): CredentialData {
	return {
		grantType: 'clientCredentials',
		siteUrl: procurios.siteUrl,
		clientId: 'sandbox-client',
		clientSecret: 'sandbox-secret',
	};
}

export async function encompassCredential(
	client: N8nClient,
	data: CredentialData,
): Promise<Credential> {
	return await client.createCredential('Encompass', 'encompassApi', data);
}

export function encompassLogin({ encompass }: Sandbox): CredentialData {
	const { siteUrl, siteId, apiKey, apiUrl } = encompass;
	return { siteUrl, siteId, apiKey, region: 'custom', apiUrl };
}

export async function iovoxCredential(
	client: N8nClient,
	data: CredentialData,
): Promise<Credential> {
	return await client.createCredential('Iovox', 'iovoxApi', data);
}

export function iovoxLogin({ iovox }: Sandbox): CredentialData {
	const { apiUrl, username, secureKey } = iovox;
	return { environment: 'custom', apiUrl, username, apiKey: secureKey };
}

export async function copernicaCredential(
	client: N8nClient,
	data: CredentialData,
): Promise<Credential> {
	return await client.createCredential('Copernica', 'copernicaApi', data);
}

export function copernicaLogin({ copernica }: Sandbox, version = 'v4'): CredentialData {
	const { apiUrl, authUrl, accessToken } = copernica;
	return { apiToken: accessToken, version, apiUrl, authUrl };
}

/** For comparing two lists as multisets. */
export function inAnyOrder(records: readonly object[]): string[] {
	return records.map((record) => JSON.stringify(record)).sort();
}
