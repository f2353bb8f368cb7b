import type { IDataObject } from 'n8n-workflow';
import type { TokenLogin } from '../vendor';

/** How n8n logs in with a credential that extends its OAuth2 credential. */
export const oauth2Login: TokenLogin = {
	tokenOf: ({ oauthTokenData }) => (oauthTokenData as IDataObject | undefined)?.access_token,
	tokenFields: ['oauthTokenData'],
	authorization: (token) => `Bearer ${String(token)}`,
	isFetchedByN8n: true,
	renewsOn: [401],
	// Never as a query parameter, whatever type the vendor says that its token is of.
	optionsFor: () => ({ oauth2: { tokenType: 'Bearer' } }),
};
