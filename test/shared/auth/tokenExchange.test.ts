import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IHttpRequestOptions,
} from 'n8n-workflow';
import { tokenLogin, tokenFields } from '../../../nodes/shared/auth/tokenExchange';
import { onlyTheClockIsFake } from '../../time';
import {
	type Answer,
	authenticate,
	credentialOf,
	fetchWith,
	gives,
	n8n,
	told,
} from './exampleExchange';

onlyTheClockIsFake();

const NOW = Date.parse('2026-03-02T09:00:00Z');
const HOUR = 3_600_000;
beforeEach(() => jest.setSystemTime(NOW));

/** A credential that has fetched this token. */
async function holding(token: string, changes: IDataObject = {}) {
	const credential = credentialOf();
	const fetched = await fetchWith(n8n(() => gives(token)).helper, credential);
	return { ...credential, ...fetched, ...changes } as ICredentialDataDecryptedObject;
}

type Sign = (
	credential: ICredentialDataDecryptedObject,
	options: IHttpRequestOptions,
) => Promise<IHttpRequestOptions>;
const sign = async (credential: ICredentialDataDecryptedObject) =>
	await (authenticate as unknown as Sign)(credential, { url: '/', headers: { Accept: 'x' } });

/** What makes n8n fetch another token before it sends anything. */
const outdated = expect.objectContaining({ response: { status: 401 } });

const jwt = (claims: unknown) =>
	['{"alg":"HS256"}', JSON.stringify(claims)]
		.map((part) => Buffer.from(part).toString('base64url'))
		.join('.') + '.signature';
const endsIn = (ms: number) => jwt({ exp: (NOW + ms) / 1_000 });

describe('the token', () => {
	it('is fetched with a form, and no redirect is followed', async () => {
		const { sent, helper } = n8n(() => gives('a.b.c'));
		const credential = credentialOf();
		const fetched = await fetchWith(helper, credential);
		expect(fetched).toMatchObject({ accessToken: 'a.b.c', fetchedAt: NOW });
		expect(Object.keys(fetched).sort()).toEqual(tokenFields.map(({ name }) => name).sort());
		expect(sent).toHaveLength(1);
		expect(sent[0]).toMatchObject({
			method: 'POST',
			url: credential.url,
			headers: {
				'Content-Type': 'application/x-www-form-urlencoded',
				Accept: 'application/json, text/plain, */*',
			},
			disableFollowRedirect: true,
		});
		const form = new URLSearchParams(sent[0]!.body as string);
		expect(Object.fromEntries(form)).toEqual({ key: credential.key, grant: 'of its own' });
	});

	it('is sent with the prefix "Bearer", beside the other headers', async () => {
		const { headers } = await sign(await holding('a.b.c'));
		expect(headers).toEqual({ Accept: 'x', Authorization: 'Bearer a.b.c' });
	});

	it('does not hold what it was fetched with', async () => {
		const credential = await holding('a.b.c');
		expect(String(credential.fetchedWith)).not.toContain(String(credential.key).slice(0, 5));
	});

	it('is asked for where n8n has none', () => {
		expect(tokenLogin.tokenOf({ accessToken: '' })).toBeUndefined();
		expect(tokenLogin.tokenOf({ accessToken: 'a' })).toBe('a');
		expect(tokenFields[0]!.typeOptions).toMatchObject({ expirable: true });
	});
});

describe('a token that is stored', () => {
	it.each([
		['an hour', HOUR],
		['almost a day', 22.9 * HOUR],
	])('for %s is sent', async (_age, age) => {
		const credential = await holding('opaque');
		jest.setSystemTime(NOW + age);
		await expect(sign(credential)).resolves.toBeDefined();
	});

	it.each([
		['for a day', 23 * HOUR],
		['for two years', 2 * 365 * 24 * HOUR],
		['since a time that is still to come', -HOUR],
	])('%s is not sent', async (_age, age) => {
		const credential = await holding('opaque');
		jest.setSystemTime(NOW + age);
		await expect(sign(credential)).rejects.toEqual(outdated);
	});

	it('is not sent with another key than it was fetched with', async () => {
		const credential = await holding('opaque');
		await expect(sign({ ...credential, key: 'another' })).rejects.toEqual(outdated);
		await expect(sign({ ...credential, fetchedWith: '' })).rejects.toEqual(outdated);
	});

	it('is not sent once it says itself that it has ended', async () => {
		const credential = await holding(endsIn(2 * HOUR));
		jest.setSystemTime(NOW + 1.9 * HOUR);
		await expect(sign(credential)).resolves.toBeDefined();
		jest.setSystemTime(NOW + 2 * HOUR);
		await expect(sign(credential)).rejects.toEqual(outdated);
	});

	it('is sent as long as it is new, also where the clocks differ', async () => {
		await expect(sign(await holding(endsIn(-HOUR)))).resolves.toBeDefined();
		const credential = await holding('opaque');
		jest.setSystemTime(NOW - 30_000);
		await expect(sign(credential)).resolves.toBeDefined();
	});

	it.each([
		['no JWT', 'opaque'],
		['damaged', 'aaa.b%bb.ccc'],
		['a JWT of a list', jwt([1])],
		['a JWT without an end', jwt({ iss: 'x' })],
		['a JWT with an end that is none', jwt({ exp: 'soon' })],
		['a JWT with an empty end', jwt({ exp: null })],
	])('is trusted where it is %s', async (_what, token) => {
		const credential = await holding(token);
		jest.setSystemTime(NOW + 2 * HOUR);
		await expect(sign(credential)).resolves.toBeDefined();
	});
});

describe('one token is fetched', () => {
	it('for all that wait for it', async () => {
		let answer: (told: Answer) => void = () => {};
		const { sent, helper } = n8n(() => new Promise<Answer>((resolve) => (answer = resolve)));
		const credential = credentialOf();
		const all = Array.from({ length: 40 }, async () => await fetchWith(helper, { ...credential }));
		answer(gives('one'));
		const tokens = await Promise.all(all);
		expect(new Set(tokens.map(({ accessToken }) => accessToken))).toEqual(new Set(['one']));
		expect(sent).toHaveLength(1);
	});

	it('for all that are refused with the same one, the late ones too', async () => {
		const { sent, helper } = n8n((number) => gives(`new-${number}`));
		const old = await holding('old');
		const first = await fetchWith(helper, old);
		jest.setSystemTime(NOW + 59_000);
		expect(await fetchWith(helper, old)).toEqual(first);
		expect(sent).toHaveLength(1);
		// The new one was refused too: that is another matter.
		const next = await fetchWith(helper, { ...old, ...first } as ICredentialDataDecryptedObject);
		expect(next.accessToken).toBe('new-2');
	});

	it('and one that was refused in its turn is given to nobody', async () => {
		const { sent, helper } = n8n((number) => gives(`new-${number}`));
		const old = await holding('old');
		const replacing = async (accessToken: unknown) =>
			(await fetchWith(helper, { ...old, accessToken: String(accessToken) })).accessToken;
		const first = await replacing('old');
		const second = await replacing(first);
		expect([await replacing('old'), await replacing(first)]).toEqual([second, second]);
		expect(sent).toHaveLength(2);
	});

	it('also where the service gives the same ones in turn', async () => {
		const { sent, helper } = n8n((number) => gives(number % 2 ? 'odd' : 'even'));
		const old = await holding('old');
		for (const accessToken of ['old', 'odd', 'even', 'old', 'odd', 'even']) {
			const { accessToken: given } = await fetchWith(helper, { ...old, accessToken });
			expect(['odd', 'even']).toContain(given);
		}
		expect(sent).toHaveLength(3);
	});

	it('anew after a minute', async () => {
		const { sent, helper } = n8n((number) => gives(`new-${number}`));
		const credential = credentialOf();
		await fetchWith(helper, credential);
		jest.setSystemTime(NOW + 61_000);
		expect((await fetchWith(helper, credential)).accessToken).toBe('new-2');
		// A clock that was set back keeps no token for ever.
		jest.setSystemTime(NOW - HOUR);
		expect((await fetchWith(helper, credential)).accessToken).toBe('new-3');
		expect(sent).toHaveLength(3);
	});

	it('for each key', async () => {
		const { sent, helper } = n8n((number) => gives(`of-${number}`));
		const credential = credentialOf();
		await fetchWith(helper, credential);
		const other = await fetchWith(helper, { ...credential, key: 'another-key' });
		expect(other.accessToken).toBe('of-2');
		expect(sent).toHaveLength(2);
	});

	it('again by the next one where it failed, which all that waited are told', async () => {
		const { sent, helper } = n8n((number) => (number === 1 ? told(503, '') : gives('at-last')));
		const credential = credentialOf();
		const both = [fetchWith(helper, credential), fetchWith(helper, credential)];
		for (const { status } of await Promise.allSettled(both)) expect(status).toBe('rejected');
		expect((await fetchWith(helper, credential)).accessToken).toBe('at-last');
		expect(sent).toHaveLength(2);
	});
});
