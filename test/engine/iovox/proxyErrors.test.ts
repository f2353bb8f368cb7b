import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { type IovoxSandbox, type Sandbox, startSandbox } from '../../../sandbox';
import { iovoxAt } from '../credentials';
import { jsonOf, postsOf, run, textOf } from './site';

let sandbox: Sandbox;
let iovox: IovoxSandbox;

beforeAll(async () => {
	sandbox = await startSandbox({ iovox: { mails: 0 } });
	({ iovox } = sandbox);
});
afterAll(async () => await sandbox.close());

const JSON_OF: INodeParameters = {
	...{ resource: 'proxyAddress', operation: 'create', inputMode: 'json' },
	addressesJson: '={{ $json.entries }}',
};
const ENTRY = {
	...{ link_id: 'garage-17', sender_address: 'a@example.com', recipient_address: 'b@example.org' },
	proxy_domain: 'example.net',
};

it('one bad item fails alone, before or at the service; the others come', async () => {
	const items: IDataObject[] = [
		{ entries: [ENTRY] },
		{ entries: [ENTRY, { ...ENTRY, sender_address: 'nobody' }] },
		{ entries: [ENTRY, { ...ENTRY, link_id: 'unknown' }, { ...ENTRY, proxy_domain: 'x.example' }] },
		{ entries: 'nonsense' },
		{ entries: [ENTRY, ENTRY] },
	];
	const asked = postsOf(iovox);
	const result = await run(iovox, JSON_OF, { items, onError: 'continueRegularOutput' });
	expect(result.items.map(({ pairedItem }) => (pairedItem as { item: number }).item)).toEqual([
		...[0, 1, 2, 3, 4, 4],
	]);
	expect(result.items.map(({ json }) => json.error)).toEqual([
		undefined,
		expect.stringMatching(/^Address 2: Sender Address "nobody" is no e-mail address\./),
		expect.stringMatching(/\[1\]\.link_id does not exist; \[2\]\.proxy_domain is not configured/),
		expect.stringMatching(/^Addresses \(JSON\) is no JSON array of objects\./),
		undefined,
		undefined,
	]);
	expect(
		asked()
			.map((post) => post.slice(-3))
			.sort(),
	).toEqual(['201', '201', '400']);
});

it.each([undefined, null, '', 5, true, '[', '[1]', '"text"', [[ENTRY]], [null]])(
	'%j is no list of addresses',
	async (entries) => {
		const asked = postsOf(iovox);
		const result = await run(iovox, JSON_OF, { items: [{ entries } as IDataObject] });
		expect(textOf(result)).toMatch(/^Addresses \(JSON\) is no JSON array of objects\n/);
		expect(asked()).toEqual([]);
	},
);

it.each<[string, unknown, RegExp]>([
	['none', [], /^No address is asked for\n/],
	[
		'an object for a name',
		{ ...ENTRY, proxy_name: { a: 1 } },
		/^Address 1: Proxy Name takes text, and/,
	],
	[
		'a flag for a domain',
		{ ...ENTRY, proxy_domain: true },
		/^Address 1: Proxy Domain takes text, and/,
	],
	['one without a link', { ...ENTRY, link_id: ' ' }, /^Address 1: Link ID is empty\n/],
	['one without a domain', [ENTRY, { ...ENTRY, proxy_domain: undefined }], /^Address 2: Proxy Dom/],
	['one for two', { ...ENTRY, recipient_address: 'a@b.c,d@e.f' }, /is no e-mail address\n/],
])('%s is refused before anything is sent', async (_what, entries, message) => {
	const asked = postsOf(iovox);
	const result = await run(iovox, JSON_OF, { items: [{ entries } as IDataObject] });
	expect(textOf(result)).toMatch(message);
	expect(asked()).toEqual([]);
});

it('what is no field of the service is not sent', async () => {
	const entries = [{ ...ENTRY, id: 5, pairedItem: 0, proxy_name: null }];
	const [given] = await jsonOf(iovox, JSON_OF, { items: [{ entries }] });
	expect(given).toMatchObject(ENTRY);
	expect(iovox.data.proxies.at(-1)).not.toHaveProperty('proxy_name');
});

it.each([
	['a lost connection', { kind: 'drop' }],
	['an answer that is cut off', { kind: 'cut' }],
	['status 503', { kind: 'status', status: 503 }],
] as const)('after %s, it is not asked for again, and nobody knows', async (_what, fault) => {
	iovox.fault(fault);
	const asked = postsOf(iovox);
	const result = await run(iovox, JSON_OF, { items: [{ entries: [ENTRY] }] });
	expect(textOf(result)).toMatch(
		/It is not known whether the addresses were made\. Those .*again\.$/,
	);
	expect(asked()).toHaveLength(1);
});

it('an empty answer is a success without an address', async () => {
	iovox.fault({ kind: 'emptyBody' });
	const given = await jsonOf(iovox, JSON_OF, { items: [{ entries: [ENTRY, ENTRY] }] });
	expect(given).toEqual([
		{ ...ENTRY, proxy_address: null },
		{ ...ENTRY, proxy_address: null },
	]);
});

it('a login that is refused names its four causes', async () => {
	const credentials = iovoxAt(iovox, { username: 'nobody' });
	const result = await run(iovox, JSON_OF, { credentials, items: [{ entries: [ENTRY] }] });
	for (const cause of [/User Name/, /Secure Key/, /Environment/, /IP address/]) {
		expect(textOf(result)).toMatch(cause);
	}
});
