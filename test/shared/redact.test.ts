import fc from 'fast-check';
import { redact, secretsOf } from '../../nodes/shared/redact';

const credential = {
	siteUrl: 'https://www.example.org',
	accessTokenUrl: 'https://www.example.org/l/oauth2/token',
	clientId: 'the-client',
	clientSecret: 's3cr3t/+=',
	oauthTokenData: { access_token: 'abcd1234', refresh_token: 'efgh5678', token_type: 'bearer' },
};

it('finds the secrets of a credential and of its token', () => {
	expect(secretsOf(credential)).toEqual(
		expect.arrayContaining(['s3cr3t/+=', 'abcd1234', 'efgh5678']),
	);
	expect(secretsOf(credential)).not.toContain(credential.accessTokenUrl);
	expect(secretsOf(credential)).not.toContain('bearer');
});

it('blacks them out in any text, in either spelling', () => {
	const secrets = secretsOf(credential);
	fc.assert(
		fc.property(fc.string(), fc.constantFrom(...secrets), fc.boolean(), (text, secret, encoded) => {
			const shown = redact(text + (encoded ? encodeURIComponent(secret) : secret) + text, secrets);
			expect(shown).not.toContain(secret);
		}),
	);
});

it.each([
	['Authorization: Bearer abc.def-1', 'Authorization: Bearer ***'],
	['?access_token=abc&x=1', '?access_token=***&x=1'],
	['{"refresh_token":"abc"}', '{"refresh_token":"***"}'],
	['client_secret: abc', 'client_secret: ***'],
	['trackingCode: 0b6f, Error code: 1042', 'trackingCode: 0b6f, Error code: 1042'],
])('blacks out what looks like a secret in %s', (text, expected) => {
	expect(redact(text, [])).toBe(expected);
});
