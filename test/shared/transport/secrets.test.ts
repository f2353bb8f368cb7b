import fc from 'fast-check';
import { Secrets } from '../../../nodes/shared/transport/secrets';

const credential = {
	siteUrl: 'https://www.example.org',
	accessTokenUrl: 'https://www.example.org/l/oauth2/token',
	clientId: 'the-client',
	clientSecret: 's3cr3t/+=&',
	oauthTokenData: { access_token: 'abcd1234', refresh_token: 'efgh5678', token_type: 'bearer' },
};

const secrets = new Secrets();
secrets.add(credential);

it.each(['s3cr3t/+=&', 'abcd1234', 'efgh5678'])('blacks out %s in every spelling', (secret) => {
	const spellings = [
		secret,
		encodeURIComponent(secret),
		encodeURIComponent(secret).toLowerCase(),
		new URLSearchParams({ x: secret }).toString().slice(2),
		JSON.stringify(secret).slice(1, -1).replaceAll('/', '\\/'),
		secret.replaceAll('&', '&amp;'),
	];
	fc.assert(
		fc.property(fc.string(), fc.constantFrom(...spellings), (text, spelling) => {
			expect(secrets.redact(`${text} ${spelling} ${text}`)).not.toContain(spelling);
		}),
	);
});

it('shows what is no secret', () => {
	const { accessTokenUrl } = credential;
	const text = `${accessTokenUrl} is for the-client, of type bearer`;
	expect(secrets.redact(text)).toBe(text);
});

it('remembers a token that was renewed', () => {
	secrets.add({ ...credential, oauthTokenData: { access_token: 'ijkl9012' } });
	expect(secrets.redact('abcd1234 and ijkl9012')).toBe('*** and ***');
});

it.each([
	['Authorization: Bearer abc.def-1', 'Authorization: Bearer ***'],
	['?access_token=abc&x=1', '?access_token=***&x=1'],
	['{"refresh_token":"abc"}', '{"refresh_token":"***"}'],
	['client_secret: abc', 'client_secret: ***'],
	['trackingCode: 0b6f, Error code: 1042', 'trackingCode: 0b6f, Error code: 1042'],
])('blacks out what looks like a secret in %s', (text, expected) => {
	expect(new Secrets().redact(text)).toBe(expected);
});
