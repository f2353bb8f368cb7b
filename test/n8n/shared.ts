import { resolve } from 'node:path';
import type { Sandbox } from '../../sandbox';
import { N8nClient, type Credential, type CredentialData } from '../../scripts/n8n/client';

export const artefacts = resolve(__dirname, '../artefacts');

export const owner = { email: 'owner@test.example', password: 'Under-Test-1' };

/** The tests run apart from the setup; only the environment goes from one to the other. */
export function shareUrl(url: string): void {
	process.env.N8N_UNDER_TEST = url;
}

export async function loggedIn(): Promise<N8nClient> {
	const client = new N8nClient(process.env.N8N_UNDER_TEST ?? '');
	await client.login(owner);
	return client;
}

export async function procuriosCredential(
	client: N8nClient,
	data: CredentialData,
): Promise<Credential> {
	return await client.createCredential('Procurios', 'procuriosOAuth2Api', data);
}

/** How to log in to the sandbox with its default client. */
export function sandboxLogin({ procurios }: Sandbox): CredentialData {
	return {
		grantType: 'clientCredentials',
		siteUrl: procurios.siteUrl,
		clientId: 'sandbox-client',
		clientSecret: 'sandbox-secret',
	};
}

/** For comparing two lists as multisets. */
export function inAnyOrder(records: readonly object[]): string[] {
	return records.map((record) => JSON.stringify(record)).sort();
}
