import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import type { RequestContext } from './context';
import type { Vendor } from './vendor';

/** An edited credential is seen after this long, also in mid-walk. */
const REMEMBERED_MS = 5_000;

/**
 * n8n reads, decrypts and evaluates the credential for each request, which takes as long as a page
 * of a fast vendor. One walk needs it once, as long as its token is accepted.
 */
export class RememberedCredential {
	/** The node's context, but for the credential. */
	readonly context: RequestContext;
	private credential: ICredentialDataDecryptedObject | undefined;
	private readAt = 0;

	constructor(
		original: RequestContext,
		private readonly vendor: Vendor,
	) {
		// As n8n's RoutingNode makes the context of a pagination function from that of an item.
		this.context = Object.create(original, {
			getCredentials: {
				value: async (type: string, itemIndex?: number) =>
					type === vendor.credentialType
						? await this.remembered(original)
						: await original.getCredentials(type, itemIndex),
			},
		}) as RequestContext;
	}

	/** @param authorization the header sent last: with another token, that one was renewed elsewhere */
	check(authorization: unknown): void {
		const { credential, vendor } = this;
		if (credential && authorization !== `Bearer ${String(vendor.tokenOf(credential))}`)
			this.forget();
	}

	forget(): void {
		this.credential = undefined;
	}

	private async remembered(original: RequestContext): Promise<ICredentialDataDecryptedObject> {
		const { credentialType, tokenOf } = this.vendor;
		if (this.credential && Date.now() - this.readAt < REMEMBERED_MS) return this.credential;
		const credential = await original.getCredentials(credentialType);
		// Without a token, n8n would fetch one for each request that uses this.
		this.credential = tokenOf(credential) ? credential : undefined;
		this.readAt = Date.now();
		return credential;
	}
}
