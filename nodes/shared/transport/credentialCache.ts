import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import type { RequestContext } from './context';
import type { Vendor } from '../vendor';

/** An edited credential is seen after this long, also in mid-walk. */
const REMEMBERED_MS = 5_000;

/**
 * n8n reads, decrypts and evaluates the credential for each request, which takes as long as a page
 * of a fast vendor. One walk needs it once, as long as its token is accepted.
 */
export class CredentialCache {
	/** The node's context, but for the credential. */
	readonly context: RequestContext;
	private remembered: ICredentialDataDecryptedObject | undefined;
	private readAt = 0;

	constructor(
		private readonly original: RequestContext,
		private readonly vendor: Vendor,
	) {
		// As n8n's RoutingNode makes the context of a pagination function from that of an item.
		this.context = Object.create(original, {
			getCredentials: {
				value: async (type: string, itemIndex?: number) =>
					type === vendor.credentialType
						? (this.remembered ?? (await this.read()))
						: await original.getCredentials(type, itemIndex),
			},
		}) as RequestContext;
	}

	/** The credential as it is now, or was a few seconds ago. */
	async current(): Promise<ICredentialDataDecryptedObject> {
		const fresh = Date.now() - this.readAt < REMEMBERED_MS;
		return fresh && this.remembered ? this.remembered : await this.read();
	}

	/** @param authorization the header sent last: with another token, that one was renewed elsewhere */
	check(authorization: unknown): void {
		if (!this.remembered) return;
		const login = this.vendor.login?.(this.remembered);
		if (login && authorization !== login.authorization(login.tokenOf(this.remembered)))
			this.forget();
	}

	forget(): void {
		this.remembered = undefined;
	}

	private async read(): Promise<ICredentialDataDecryptedObject> {
		const credential = await this.original.getCredentials(this.vendor.credentialType);
		const login = this.vendor.login?.(credential);
		// Without a token, n8n would fetch one for each request that uses this.
		this.remembered = !login || login.tokenOf(credential) ? credential : undefined;
		this.readAt = Date.now();
		return credential;
	}
}
