import type { Credential, N8nClient } from '../scripts/n8n/client';
import { startSandbox, type SandboxProcess } from '../scripts/start/sandbox';
import { VENDORS } from '../scripts/start/vendors';

export type VendorName = 'procurios' | 'encompass';

/** A sandbox that holds so many opens, and the credential for it. */
export interface BenchSite {
	readonly vendor: VendorName;
	readonly sandbox: SandboxProcess;
	readonly credential: Credential;
	/** The requests for opens since the start. */
	requests(): Promise<number>;
	/** A token of Procurios, for who does without n8n. */
	token(): Promise<string>;
}

export interface SiteOptions {
	readonly vendor: VendorName;
	readonly opens: number;
	/** Milliseconds before each answer. */
	readonly latency: number;
}

/** More than this is the same so many rows again and again, each time later. */
const MOST_ROWS = 1_000_000;

/** Opens, and only as much else as they need. */
function sizesOf({ vendor, opens }: SiteOptions): Record<string, number> {
	const rows = Math.min(opens, MOST_ROWS);
	const recipients = Math.ceil(rows / 5);
	return vendor === 'procurios'
		? {
				'procurios-repeat': Math.ceil(opens / rows),
				'procurios-clicks': 0,
				'procurios-emails': 200,
				'procurios-recipients': recipients,
			}
		: {
				'encompass-messages': 1,
				'encompass-opens': rows,
				'encompass-recipients': recipients,
			};
}

export async function startSite(client: N8nClient, options: SiteOptions): Promise<BenchSite> {
	const { vendor, opens, latency } = options;
	const sandbox = await startSandbox({
		opens: vendor === 'procurios' ? Math.min(opens, MOST_ROWS) : 0,
		live: false,
		more: { ...sizesOf(options), latency },
	});
	const { credentialType, in: loginIn } = VENDORS.find(({ node }) => node === vendor)!;
	const name = `${vendor}, ${opens} opens, ${latency} ms, ${sandbox.url}`;
	return {
		vendor,
		sandbox,
		credential: await client.putCredential(name, credentialType, loginIn(sandbox).login),
		async requests() {
			const answer = await fetch(`${sandbox.url}/_control/${vendor}/stats`);
			const { requests } = (await answer.json()) as { requests: Record<string, number> };
			return requests.opens ?? 0;
		},
		async token() {
			const { siteUrl, clientId, clientSecret } = sandbox.procurios;
			const answer = await fetch(`${siteUrl}/l/oauth2/token`, {
				method: 'POST',
				headers: { accept: 'application/json' },
				body: new URLSearchParams({
					grant_type: 'client_credentials',
					client_id: clientId,
					client_secret: clientSecret,
					scope: 'email/tracking',
				}),
			});
			return ((await answer.json()) as { access_token: string }).access_token;
		},
	};
}
