import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IHttpRequestHelper,
	IHttpRequestOptions,
} from 'n8n-workflow';
import { accessTokenIn, tokenExchangeHooks } from '../../../nodes/shared/auth/tokenExchange';

export const { authenticate, preAuthentication } = tokenExchangeHooks({
	displayName: 'Example',
	key: 'the Key',
	urlField: 'Address',
	identity: ({ url, key }) => [String(url), String(key)],
	request: ({ url, key }) => ({
		url: String(url),
		form: { key: String(key), grant: 'of its own' },
	}),
	tokenIn: accessTokenIn,
});

export interface Answer {
	statusCode: number;
	headers: IDataObject;
	body: unknown;
}
export const told = (statusCode: number, body: unknown, headers: IDataObject = {}): Answer => ({
	statusCode,
	headers,
	body,
});
export const gives = (token: string) => told(200, { access_token: token, token_type: 'bearer' });

/** n8n's part: it sends what it is told to. */
export function n8n(answer: (number: number) => Answer | Promise<Answer>) {
	const sent: IHttpRequestOptions[] = [];
	const httpRequest = async (options: IHttpRequestOptions) => await answer(sent.push(options));
	return { sent, helper: { helpers: { httpRequest } } as unknown as IHttpRequestHelper };
}

let keys = 0;
/** A credential that no other test had. */
export const credentialOf = (changes: IDataObject = {}): ICredentialDataDecryptedObject =>
	({
		url: 'https://login.example/token',
		key: `key-${++keys}-a&b=c`,
		...{ accessToken: '', fetchedAt: 0, fetchedWith: '' },
		...changes,
	}) as ICredentialDataDecryptedObject;

export const fetchWith = async (
	helper: IHttpRequestHelper,
	credential: ICredentialDataDecryptedObject,
) => (await preAuthentication.call(helper, credential)) as IDataObject;
