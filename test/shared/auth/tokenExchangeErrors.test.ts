import { inspect } from 'node:util';
import { LoginError } from '../../../nodes/shared/auth/loginError';
import { type Answer, credentialOf, fetchWith, gives, n8n, told } from './exampleExchange';

describe('a login that fails says what to change', () => {
	const lost = (code?: string) => async () => {
		const request = { config: { data: 'key=secret', headers: { Authorization: 'secret' } } };
		throw Object.assign(new Error('secret'), request, code === undefined ? {} : { code });
	};
	const location = 'https://www.other.example/elsewhere?key=1';

	it.each<[string, () => Answer | Promise<Answer>, RegExp, object]>([
		[
			'a refusal',
			() => told(400, { message: 'no' }),
			/refuses the Key \(status 400\).*Address/,
			{ status: 400 },
		],
		['401', () => told(401, {}), /refuses the Key/, { status: 401 }],
		['403', () => told(403, {}), /refuses the Key/, { status: 403 }],
		[
			'a web page',
			() => told(200, '<html>'),
			/login.example gives no access token \(status 200\).*Address/,
			{},
		],
		['a page that refuses', () => told(403, '<html>'), /gives no access token \(status 403\)/, {}],
		['a missing page', () => told(404, {}), /gives no access token \(status 404\)/, {}],
		['no token', () => told(200, { token_type: 'bearer' }), /gives no access token/, {}],
		['a token with a blank', () => gives('a b'), /gives no access token/, {}],
		['a token that is none', () => told(200, { access_token: 5 }), /gives no access token/, {}],
		[
			'a redirect',
			() => told(301, '', { location }),
			/redirects to https:\/\/www.other.example, where the key is not sent/,
			{},
		],
		[
			'a redirect to nowhere',
			() => told(302, ''),
			/redirects to https?:\/\/login.example|redirects to another/,
			{},
		],
		['429', () => told(429, ''), /is busy \(status 429\)/, { status: 429 }],
		['503', () => told(503, { message: 'x' }), /is busy \(status 503\)/, { status: 503 }],
		[
			'a closed port',
			lost('ECONNREFUSED'),
			/cannot be reached at login.example: check the Address/,
			{ code: 'ECONNREFUSED' },
		],
		['no answer', lost(), /cannot be reached at login.example: check/, { code: 'ERR_NETWORK' }],
	])('with %s', async (_what, answer, message, failure) => {
		const credential = credentialOf();
		const error = await fetchWith(n8n(answer).helper, credential).catch(
			(thrown: unknown) => thrown,
		);
		expect(error).toBeInstanceOf(LoginError);
		expect((error as LoginError).message).toMatch(message);
		expect((error as LoginError).failure).toEqual(failure);
		const shown = inspect(error, { depth: 12, showHidden: true });
		for (const secret of [credential.key, 'secret']) expect(shown).not.toContain(secret);
	});

	it('with an address that is none, before anything is sent', async () => {
		const { sent, helper } = n8n(() => gives('a'));
		const failing = fetchWith(helper, credentialOf({ url: 'login.example' }));
		await expect(failing).rejects.toThrow(
			'The Address of the Example credential is no web address',
		);
		expect(sent).toEqual([]);
	});
});
