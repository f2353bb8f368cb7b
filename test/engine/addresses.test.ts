import type { ICredentialType, IDataObject, INodeParameters } from 'n8n-workflow';
import { Workflow } from 'n8n-workflow';
import { CopernicaApi } from '../../credentials/CopernicaApi.credentials';
import { EncompassApi } from '../../credentials/EncompassApi.credentials';
import { IovoxApi } from '../../credentials/IovoxApi.credentials';
import { ProcuriosOAuth2Api } from '../../credentials/ProcuriosOAuth2Api.credentials';
import { copernica } from '../../nodes/Copernica/vendor';
import { encompass } from '../../nodes/Encompass/vendor';
import { iovox } from '../../nodes/Iovox/vendor';
import { procurios } from '../../nodes/Procurios/vendor';
import type { Vendor } from '../../nodes/shared/vendor';
import { type Sandbox, startSandbox } from '../../sandbox';
import { procuriosAt } from './credentials';
import { runNode } from './engine';

// What users type for the address of a service, in each credential.

const { expression } = new Workflow({
	nodes: [],
	connections: {},
	active: false,
	nodeTypes: {} as never,
});

/** An expression of a credential type, as n8n evaluates it with what the user typed. */
const evaluated = (text: unknown, name: '$credentials' | '$self', values: IDataObject): unknown =>
	expression.getParameterValue(
		text as string,
		null,
		0,
		0,
		'',
		[],
		'manual',
		{ [name]: values } as never,
		undefined,
		false,
		name === '$self' ? (values as never) : {},
	);

interface Row {
	readonly vendor: Vendor;
	readonly type: ICredentialType;
	readonly field: string;
	readonly others: IDataObject;
	/** What the test asks behind the address. */
	readonly end: string;
}

const ROWS: Row[] = [
	{ vendor: procurios, type: new ProcuriosOAuth2Api(), field: 'siteUrl', others: {}, end: '' },
	{
		vendor: copernica,
		type: new CopernicaApi(),
		field: 'apiUrl',
		others: { version: 'v3' },
		end: '/v3',
	},
	{
		vendor: encompass,
		type: new EncompassApi(),
		field: 'apiUrl',
		others: { region: 'custom' },
		end: '',
	},
	{
		vendor: iovox,
		type: new IovoxApi(),
		field: 'apiUrl',
		others: { environment: 'custom' },
		end: '',
	},
];

describe.each(ROWS)('$vendor.displayName', ({ vendor, type, field, others, end }) => {
	it.each([
		['https://api.example.org', 'https://api.example.org'],
		[' https://api.example.org// ', 'https://api.example.org'],
		['https://api.example.org/base/?sid=1#top', 'https://api.example.org/base'],
		['https://api.example.org:8443/base', 'https://api.example.org:8443/base'],
		['https://ann:hunter2@api.example.org/base', 'https://api.example.org/base'],
	])('asks at the same address as its test, for %s', (typed, address) => {
		const credential = { ...others, [field]: typed };
		expect(vendor.baseUrl(credential as never)).toBe(address);
		const { baseURL } = type.test!.request;
		expect(evaluated(baseURL, '$credentials', credential)).toBe(address + end);
	});

	it.each(['', 'www.example.org', 'localhost:5678', 'ftp://example.org', 5, { a: 1 }])(
		'has no address in %j',
		async (typed) => {
			const credential = { ...others, [field]: typed } as never;
			expect(vendor.baseUrl(credential)).not.toMatch(/^https?:/);
			// n8n's own OAuth2 client logs in for Procurios.
			if (typeof type.authenticate !== 'function') return;
			const login = async () => await (type.authenticate as CallableFunction)(credential, {});
			await expect(login()).rejects.toThrow(
				`The ${vendor.baseUrlField} of the ${vendor.displayName} credential is no web address`,
			);
		},
	);
});

describe('the login of Procurios', () => {
	let sandbox: Sandbox;
	beforeAll(async () => (sandbox = await startSandbox()));
	afterAll(async () => await sandbox.close());

	const urlFor = (values: IDataObject) => {
		const { properties } = new ProcuriosOAuth2Api();
		const { default: usual } = properties.find(({ name }) => name === 'accessTokenUrl')!;
		return evaluated(usual, '$self', { customAccessTokenUrl: '', siteUrl: '', ...values });
	};

	it.each([
		[{ siteUrl: ' https://www.example.org/ ' }, 'https://www.example.org/l/oauth2/token'],
		[{ siteUrl: 'https://www.example.org?a=b' }, 'https://www.example.org/l/oauth2/token'],
		[{ customAccessTokenUrl: 'https://x.example/t' }, 'https://x.example/t'],
	])('with %j is at %s', (values, url) => {
		expect(urlFor(values)).toBe(url);
	});

	it.each<[IDataObject, RegExp]>([
		[{ siteUrl: '' }, /the-site-url-must-begin-with-https/],
		[{ siteUrl: 'www.example.org' }, /the-site-url-must-begin-with-https/],
		[{ siteUrl: 'localhost:8080' }, /the-site-url-must-begin-with-https/],
		[{ customAccessTokenUrl: 'www.example.org' }, /the-access-token-url-must-begin-with-https/],
	])('with %j says which field is wrong', async (values, message) => {
		const accessTokenUrl = String(urlFor(values));
		const { error } = await runNode({
			credentials: procuriosAt(sandbox.procurios, { accessTokenUrl }),
			parameters: { resource: 'email', operation: 'getAll' } as INodeParameters,
		});
		expect(`${error?.message} ${error?.description}`).toMatch(message);
	});
});
