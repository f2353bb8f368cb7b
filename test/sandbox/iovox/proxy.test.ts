import { startSandbox, type IovoxSandbox, type Sandbox } from '../../../sandbox';
import { NOW, proxyWith, RestClient, UUID } from './client';

let sandbox: Sandbox;
let iovox: IovoxSandbox;
let client: RestClient;

beforeEach(async () => {
	const proxyDomains = ['example.net', 'leads.example'];
	sandbox = await startSandbox({ iovox: { mails: 5, proxyDomains, now: () => NOW } });
	({ iovox } = sandbox);
	client = new RestClient(iovox);
});

afterEach(async () => await sandbox.close());

const errorsOf = async (body: unknown) => {
	const { status, json } = await client.post('email/address/proxy', body);
	expect(status).toBe(400);
	expect(iovox.data.proxies).toEqual([]);
	return json.errors as string[];
};

it('makes an address for each entry, in their order', async () => {
	const asked = [
		proxyWith({ proxy_name: 'Example Cars' }),
		proxyWith({ link_id: '00451', proxy_domain: 'leads.example' }),
		proxyWith(),
	];
	const { status, json } = await client.post('email/address/proxy', asked);
	expect(status).toBe(201);
	const made = json as unknown as Array<Record<string, string>>;
	expect(made).toEqual(
		asked.map(({ link_id, sender_address, recipient_address }) => ({
			link_id,
			sender_address,
			recipient_address,
			proxy_address: expect.any(String),
			conversation_id: expect.stringMatching(UUID),
		})),
	);
	expect(made.map((row) => row.proxy_address?.split('@')[1])).toEqual([
		...['example.net', 'leads.example', 'example.net'],
	]);
	for (const name of ['proxy_address', 'conversation_id'] as const) {
		expect(new Set(made.map((row) => row[name])).size).toBe(3);
	}
	expect(iovox.data.proxies).toEqual(
		made.map((row, index) => (index === 0 ? { ...row, proxy_name: 'Example Cars' } : row)),
	);
	expect(iovox.stats().counts).toMatchObject({ mails: 5, proxies: 3, accepted: 0 });
});

it.each(Object.keys(proxyWith()))('wants %s, as a text that says something', async (name) => {
	for (const value of [undefined, null, '', ' ']) {
		expect(await errorsOf([proxyWith({ [name]: value })])).toEqual([`[0].${name} cannot be empty`]);
	}
	expect(await errorsOf([proxyWith({ [name]: 5 })])).toEqual([`[0].${name} must be a string`]);
});

it('says all that is wrong in all entries at once, and makes nothing', async () => {
	const wrong = [
		proxyWith(),
		proxyWith({ link_id: 'none', sender_name: 'Bob' }),
		'x',
		proxyWith({ proxy_domain: 'other.example', proxy_name: '', recipient_address: 'kim' }),
	];
	expect((await errorsOf(wrong)).sort()).toEqual([
		'[1].link_id does not exist',
		'[1].sender_name is not a known field',
		'[2] must be an object',
		'[3].proxy_domain is not configured',
		'[3].proxy_name cannot be empty',
		'[3].recipient_address is not a valid address',
	]);
});

it('wants an array with entries', async () => {
	for (const body of [proxyWith(), { 0: proxyWith() }, 'text', null]) {
		expect(await errorsOf(JSON.stringify(body))).toEqual(['The body must be a JSON array']);
	}
	expect(await errorsOf([])).toEqual(['The array cannot be empty']);
	expect(await errorsOf('[')).toEqual(['The body must be valid JSON']);
	const type = { 'content-type': 'text/json' };
	expect((await client.post('email/address/proxy', [proxyWith()], type)).status).toBe(415);
});
