import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { type IovoxSandbox, type Sandbox, startSandbox } from '../../../sandbox';
import { jsonOf, postsOf, run } from './site';

let sandbox: Sandbox;
let iovox: IovoxSandbox;

beforeEach(async () => {
	sandbox = await startSandbox({
		iovox: { mails: 0, proxyDomains: ['example.net', 'other.example'] },
	});
	({ iovox } = sandbox);
});
afterEach(async () => await sandbox.close());

const CREATE: INodeParameters = { resource: 'proxyAddress', operation: 'create' };

/** As rows of the fields, and as the service takes them. */
const ROWS = Array.from({ length: 12 }, (_, n) => ({
	linkId: ['garage-17', '1234', 'véhicule-88'][n % 3]!,
	senderAddress: `sales${n % 4}@example.com`,
	recipientAddress: `buyer${n}@example.org`,
	proxyDomain: n % 2 ? 'example.net' : 'other.example',
	...(n % 5 ? {} : { proxyName: `Example "Cars" ${n}` }),
}));
const entryOf = (row: (typeof ROWS)[number]) => ({
	link_id: row.linkId,
	sender_address: row.senderAddress,
	recipient_address: row.recipientAddress,
	proxy_domain: row.proxyDomain,
	...(row.proxyName ? { proxy_name: row.proxyName } : {}),
});
const ENTRIES = ROWS.map(entryOf);

const inRows = (rows: object[]): INodeParameters =>
	({ ...CREATE, addresses: { entries: rows } }) as INodeParameters;
const inJson = (addressesJson: string): INodeParameters => ({
	...{ ...CREATE, inputMode: 'json', addressesJson },
});

/** What was made for an entry, in the order of making. */
const madeFor = ({ link_id, sender_address, recipient_address }: IDataObject) =>
	iovox.data.proxies.filter(
		(row) =>
			row.link_id === link_id &&
			row.sender_address === sender_address &&
			row.recipient_address === recipient_address,
	);

/** Each entry has come with what was made for it. */
function expectMatched(given: IDataObject[], entries: object[] = ENTRIES): void {
	expect(given).toHaveLength(entries.length);
	given.forEach((json, index) => {
		const [made] = madeFor(entries[index] as IDataObject);
		const { proxy_address, conversation_id } = made!;
		expect(json).toEqual({ ...entries[index], proxy_address, conversation_id });
		expect(proxy_address.split('@')[1]).toBe(json.proxy_domain);
	});
}

const SPELLINGS: Array<[string, INodeParameters, IDataObject]> = [
	['rows', inRows(ROWS), {}],
	['JSON', inJson(JSON.stringify(ENTRIES, null, 2)), {}],
	['an array by expression', inJson('={{ $json.entries }}'), { entries: ENTRIES }],
	['JSON by expression', inJson('={{ JSON.stringify($json.entries) }}'), { entries: ENTRIES }],
];

it.each(SPELLINGS)(
	'several addresses from %s come with one request',
	async (_from, parameters, json) => {
		const asked = postsOf(iovox);
		expectMatched(await jsonOf(iovox, parameters, { items: [json] }));
		expect(asked()).toEqual(['/email/address/proxy 201']);
		expect(iovox.data.proxies).toHaveLength(12);
	},
);

it('one address comes from one object, and a link that is a number is sent as text', async () => {
	const one = { ...ENTRIES[0]!, link_id: 1234 };
	const given = await jsonOf(iovox, inJson('={{ $json }}'), { items: [one] });
	expectMatched(given, [{ ...one, link_id: '1234' }]);
});

it('each is paired with its input item', async () => {
	const parameters = inJson('={{ $json.entries }}');
	const items = [[0, 1], [2], [3, 4, 5]].map((places) => ({
		entries: places.map((place) => ENTRIES[place]!),
	}));
	const result = await run(iovox, parameters, { items });
	expectMatched(
		result.items.map(({ json }) => json),
		ENTRIES.slice(0, 6),
	);
	expect(result.items.map(({ pairedItem }) => (pairedItem as { item: number }).item)).toEqual([
		...[0, 0, 1, 2, 2, 2],
	]);
});

describe('whichever way the service answers, each answer is with its entry', () => {
	it.each([
		['with status 200', { proxyStatus: 200 }],
		['in another order', { proxyOrder: 'shuffled' }],
		['without saying for what', { proxyEcho: false }],
		['leaving out what is wrong', { invalidEntry: 'leavesOut' }],
		['in another order, with status 200', { proxyStatus: 200, proxyOrder: 'shuffled' }],
		['without a charset', { charset: false, proxyOrder: 'shuffled' }],
	] as const)('%s', async (_how, switches) => {
		iovox.setSwitches(switches);
		for (let times = 0; times < 4; times++) {
			const before = iovox.data.proxies.length;
			const given = await jsonOf(iovox, inRows(ROWS));
			given.forEach(({ proxy_address }, index) => {
				const { sender_address, recipient_address } = ENTRIES[index]!;
				const made = iovox.data.proxies.find((row) => row.proxy_address === proxy_address);
				expect(made).toMatchObject({ sender_address, recipient_address });
			});
			expect(iovox.data.proxies).toHaveLength(before + 12);
		}
	});

	it('also where two entries differ in nothing, or in the case of their link', async () => {
		iovox.setSwitches({ proxyOrder: 'shuffled' });
		iovox.add.link({ link_id: 'GARAGE-17' });
		const [first] = ENTRIES;
		const entries = [first!, { ...first!, link_id: 'GARAGE-17' }, first!];
		for (let times = 0; times < 8; times++) {
			const given = await jsonOf(iovox, inJson(JSON.stringify(entries)));
			const made = given.map(
				(json) => iovox.data.proxies.find((row) => row.proxy_address === json.proxy_address)!,
			);
			expect(made.map(({ link_id }) => link_id)).toEqual(entries.map(({ link_id }) => link_id));
			expect(new Set(made).size).toBe(3);
		}
	});

	it('an entry that gets none says so, and the others are whole', async () => {
		for (const proxyOrder of ['asAsked', 'shuffled'] as const) {
			iovox.setSwitches({ invalidEntry: 'leavesOut', proxyOrder });
			const entries = [0, 1, 2, 3].map((place) => ({
				...ENTRIES[place]!,
				...(place === 1 ? { link_id: 'unknown' } : {}),
			}));
			const given = await jsonOf(iovox, inJson(JSON.stringify(entries)));
			expect(given[1]).toEqual({
				...entries[1],
				error: expect.stringMatching(/made no address for this entry/),
			});
			expect(given.filter(({ error }) => error === undefined)).toHaveLength(3);
			for (const place of [0, 2, 3]) {
				const made = madeFor(entries[place]!).map(({ proxy_address }) => proxy_address);
				expect(made).toContain(given[place]!.proxy_address);
			}
		}
	});

	it('an answer that cannot be matched is given out as such', async () => {
		iovox.setSwitches({ invalidEntry: 'leavesOut', proxyEcho: false });
		const entries = ENTRIES.slice(0, 3).map((entry, place) =>
			place === 1 ? { ...entry, link_id: 'unknown' } : entry,
		);
		const { items } = await run(iovox, inJson(JSON.stringify(entries)));
		const unclear = items.slice(entries.length).map(({ json }) => json);
		expect(unclear.map(({ proxy_address }) => proxy_address)).toEqual(
			iovox.data.proxies.map(({ proxy_address }) => proxy_address),
		);
		for (const { json } of items) expect(json.error).toMatch(/does not say/);
	});
});
