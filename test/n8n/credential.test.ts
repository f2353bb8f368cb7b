import type { N8nClient } from '../../scripts/n8n/client';
import { itemsOf } from '../../scripts/n8n/client';
import { exampleWorkflow } from '../../scripts/n8n/example';
import { type Fault, startSandbox, type Sandbox } from '../../sandbox';
import { loggedIn, procuriosCredential, procuriosLogin } from './shared';

let sandbox: Sandbox;
let client: N8nClient;

beforeAll(async () => {
	sandbox = await startSandbox({ procurios: { opens: 50, switches: { autoApprove: true } } });
	client = loggedIn();
});

afterAll(async () => await sandbox.close());

describe('the credential test, with client credentials', () => {
	test('succeeds with the right ones', async () => {
		expect(await testWith({})).toEqual({ status: 'OK', message: 'Connection successful!' });
	});

	test('takes a site URL that ends with a slash', async () => {
		const { siteUrl } = sandbox.procurios;
		expect(await testWith({ siteUrl: `${siteUrl}/` })).toMatchObject({ status: 'OK' });
	});

	test('takes another address for access tokens', async () => {
		const customAccessTokenUrl = `${sandbox.procurios.siteUrl}/l/oauth2/token`;
		expect(await testWith({ customAccessTokenUrl })).toMatchObject({ status: 'OK' });
		expect(await testWith({ customAccessTokenUrl: `${sandbox.url}/none` })).toMatchObject({
			status: 'Error',
		});
	});

	test.each([
		['a wrong secret', { clientSecret: 'wrong' }, /client authentication failed/i],
		[
			'a client without the scope',
			{ clientId: 'no-scope-client', clientSecret: 'no-scope-secret' },
			/scope/i,
		],
		['a site where nothing listens', { siteUrl: 'http://127.0.0.1:9' }, /refused|offline/i],
		['another site', { siteUrl: () => `${sandbox.url}/elsewhere` }, /not found/i],
	])('says what is wrong with %s', async (_, changes, message) => {
		const result = await testWith(changes);
		expect(result.status).toBe('Error');
		expect(result.message).toMatch(message);
	});

	test.each<[string, Fault, RegExp]>([
		['a site without the API', { kind: 'status', status: 404, body: 'html' }, /check the Site URL/],
		['a site of an older version', { kind: 'status', status: 406 }, /version 1/],
		['a site that shows a web page', { kind: 'html' }, /check the Site URL/],
	])('says what is wrong with %s', async (_, fault, message) => {
		sandbox.procurios.fault(fault);
		const result = await testWith({});
		expect(result.status).toBe('Error');
		expect(result.message).toMatch(message);
	});
});

test('the authorization code grant connects and pulls', async () => {
	const credential = await procuriosCredential(client, {
		...procuriosLogin(sandbox),
		grantType: 'authorizationCode',
	});

	const permission = await fetch(await client.authorizeUrl(credential), { redirect: 'manual' });
	const callback = new URL(permission.headers.get('location') ?? '');
	expect(callback.origin).toBe(client.url);
	const page = await client.openPage(callback.pathname + callback.search);
	expect(page).toContain('Connection successful');

	const workflow = await client.createWorkflow(
		await exampleWorkflow('procurios-pull-all-opens', credential),
	);
	const execution = await client.run(workflow, 'When clicking ‘Execute workflow’');
	expect(execution.data.resultData.error?.message).toBeUndefined();
	expect(itemsOf(execution, 'Get all opens')).toHaveLength(sandbox.procurios.data.opens.length);
});

type Changes = Record<string, string | (() => string)>;

async function testWith(changes: Changes) {
	const values = Object.entries(changes).map(([name, value]) => [
		name,
		typeof value === 'function' ? value() : value,
	]);
	const data = { ...procuriosLogin(sandbox), ...Object.fromEntries(values) };
	return await client.testCredential(await procuriosCredential(client, data));
}
