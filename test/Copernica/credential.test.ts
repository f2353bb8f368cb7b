import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IHttpRequestHelper,
	IHttpRequestOptions,
} from 'n8n-workflow';
import { CopernicaApi } from '../../credentials/CopernicaApi.credentials';

const type = new CopernicaApi();
const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl';
let number = 0;

const credentialOf = (changes: IDataObject = {}) =>
	({
		...{
			apiToken: `token/${++number}+=`,
			version: 'v4',
			accessToken: '',
			fetchedAt: 0,
			fetchedWith: '',
		},
		...{ apiUrl: 'https://api.copernica.com', authUrl: 'https://authenticate.copernica.com' },
		...changes,
	}) as ICredentialDataDecryptedObject;

/** n8n's own part, with one answer of the authentication host. */
async function exchange(body: unknown, credential = credentialOf(), statusCode = 200) {
	const sent: IHttpRequestOptions[] = [];
	const helper = {
		helpers: {
			httpRequest: async (options: IHttpRequestOptions) => {
				sent.push(options);
				return { statusCode, headers: {}, body };
			},
		},
	} as unknown as IHttpRequestHelper;
	return { fetched: await type.preAuthentication.call(helper, credential), sent };
}

const authenticate = async (credential: ICredentialDataDecryptedObject, qs?: IDataObject) => {
	const sign = type.authenticate as (
		credential: ICredentialDataDecryptedObject,
		options: IHttpRequestOptions,
	) => Promise<IHttpRequestOptions>;
	return await sign(credential, { url: 'https://api.copernica.com/x', ...(qs ? { qs } : {}) });
};

it.each<[string, unknown]>([
	['a text', JWT],
	['a text with a line end', `${JWT}\r\n`],
	['a text with quotes', `"${JWT}"`],
	['JSON with token', { token: JWT }],
	['JSON with access_token', { access_token: JWT }],
	['JSON with jwt', { jwt: JWT }],
])('the token comes as %s', async (_how, body) => {
	const credential = credentialOf();
	const { fetched, sent } = await exchange(body, credential);
	expect(fetched).toMatchObject({ accessToken: JWT });
	expect(sent).toHaveLength(1);
	expect(sent[0]).toMatchObject({
		...{ method: 'POST', url: 'https://authenticate.copernica.com', disableFollowRedirect: true },
		body: `access_token=${encodeURIComponent(String(credential.apiToken))}`,
	});
	const signed = await authenticate({ ...credential, ...fetched } as never);
	expect(signed.headers).toMatchObject({ Authorization: `Bearer ${JWT}` });
	expect(signed.qs).toBeUndefined();
});

it.each<[string, unknown]>([
	['a page', '<html>x.y.z</html>'],
	['a sentence', 'Invalid access token.'],
	['two parts', 'a.b'],
	['nothing', ''],
	['nothing at all', undefined],
	['an object without one', { error: { message: 'x' } }],
	['an object with something else', { token: { value: JWT } }],
	['one with blanks', { token: `a ${JWT}` }],
	['a number', 5],
])('%s is no token', async (_what, body) => {
	await expect(exchange(body)).rejects.toThrow(/gives no access token \(status 200\)/);
});

it('no token is taken of a refusal', async () => {
	await expect(exchange({ token: JWT }, credentialOf(), 400)).rejects.toThrow(
		/refuses the API Access Token/,
	);
});

describe.each(['v1', 'v2', 'v3'])('%s', (version) => {
	it('exchanges nothing, and adds the token to the query, once and without blanks', async () => {
		const credential = credentialOf({ version, apiToken: ' a/b+c= \n' });
		const { fetched, sent } = await exchange(JWT, credential);
		expect(fetched).toEqual({});
		expect(sent).toEqual([]);
		const signed = await authenticate(credential, { limit: '5', access_token: 'old' });
		expect(signed.qs).toEqual({ limit: '5', access_token: 'a/b+c=' });
		expect(signed.headers).toBeUndefined();
	});
});

it('the test of a credential asks for the account, of the version, at the address without one', () => {
	const { baseURL, url, disableFollowRedirect } = type.test.request;
	expect(url).toBe('/identity');
	expect(disableFollowRedirect).toBe(true);
	const expression = String(baseURL).replace(/^=\{\{|\}\}$/g, '');
	const evaluate = (apiUrl: string, version: string) =>
		// As n8n evaluates it.
		(new Function('$credentials', `return ${expression}`) as (credentials: object) => string)({
			apiUrl,
			version,
		});
	expect(evaluate(' https://api.copernica.com/ ', 'v4')).toBe('https://api.copernica.com/v4');
	expect(evaluate('https://api.copernica.com/v2', 'v3')).toBe('https://api.copernica.com/v3');
});
