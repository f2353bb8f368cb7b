import { startSandbox, type CopernicaSandbox, type Sandbox } from '../../../sandbox';
import { textOf, wallTime } from '../../../sandbox/copernica/time';
import { LISTS, NOW, RestClient, type ListName } from './client';

let sandbox: Sandbox;
let copernica: CopernicaSandbox;
let client: RestClient;

beforeAll(async () => {
	sandbox = await startSandbox({ copernica: { now: () => NOW } });
	({ copernica } = sandbox);
	client = await RestClient.connect(copernica);
});

afterAll(async () => await sandbox.close());

/** As the fact sheet has them; the level decides on the rest. */
const MS: Record<ListName, readonly string[]> = {
	clicks: ['ID', 'mailing', 'link', 'timestamp', 'ip', 'useragent', 'destination'],
	impressions: ['ID', 'mailing', 'timestamp', 'ip', 'useragent', 'device', 'destination'],
	deliveries: ['ID', 'mailing', 'timestamp', 'attempts', 'destination'],
	errors: [
		...['ID', 'mailing', 'timestamp', 'status', 'errorcode', 'description', 'errortype'],
		'destination',
	],
	abuses: ['ID', 'mailing', 'timestamp', 'report', 'destination'],
	unsubscribes: ['ID', 'mailing', 'timestamp', 'destination', 'source'],
};

const PUBLISHER: Record<ListName, readonly string[]> = {
	clicks: ['ID', 'link_id', 'link', 'link_title', 'timestamp', 'ip', 'useragent', 'referer'],
	impressions: ['ID', 'timestamp', 'ip', 'useragent', 'device', 'referer'],
	deliveries: ['ID', 'timestamp', 'attempt', 'smtp-response'],
	errors: ['ID', 'timestamp', 'errorcode', 'description', 'errortype', 'errortypedescription'],
	abuses: ['ID', 'timestamp', 'recognized_as', 'feedback_type', 'arf_version', 'details'],
	unsubscribes: ['ID', 'timestamp', 'source', 'success'],
};

const PERSON = ['profile', 'subprofile'];
const names = Object.keys(LISTS) as ListName[];

/** The paths of a list at its three levels, for the first event of its kind. */
function pathsOf(product: 'ms' | 'publisher', name: ListName) {
	const [row] = copernica.data.events(product, LISTS[name]);
	const hash = copernica.data.destination(product, row?.destination ?? 0)?.hash;
	return {
		account: `${product}/${name}`,
		emailing: `${product}/emailing/${row?.emailing}/${name}`,
		destination: `${product}/destination/${hash}/${name}`,
	};
}

async function keysAt(path: string): Promise<string[]> {
	const rows = await client.rows(path);
	expect(rows.length).toBeGreaterThan(0);
	const [keys = []] = rows.map((row) => Object.keys(row));
	for (const row of rows) expect(Object.keys(row)).toEqual(keys);
	return [...keys].sort();
}

describe.each(names)('%s', (name) => {
	it('has the fields of Marketing Suite, by level and version', async () => {
		const { account, emailing, destination } = pathsOf('ms', name);
		const own = MS[name];
		const isUnsubscribe = name === 'unsubscribes';
		const more = isUnsubscribe ? ['success'] : [];
		for (const version of isUnsubscribe ? [3, 4] : [2, 3, 4]) {
			const atAccount = version === 2 ? [...own, ...PERSON] : own;
			expect(await keysAt(`v${version}/${account}`)).toEqual([...atAccount].sort());
			expect(await keysAt(`v${version}/${emailing}`)).toEqual([...own, ...PERSON, ...more].sort());
			expect(await keysAt(`v${version}/${destination}`)).toEqual(
				[...own, ...(isUnsubscribe ? [] : PERSON)].sort(),
			);
		}
	});

	it('has the fields of Publisher, at every level and in every version', async () => {
		const own = [...PUBLISHER[name], 'emailing', 'destination', ...PERSON].sort();
		for (const path of Object.values(pathsOf('publisher', name))) {
			for (const version of [2, 3, 4]) expect(await keysAt(`v${version}/${path}`)).toEqual(own);
		}
	});

	it('says what is known of the event', async () => {
		for (const product of ['ms', 'publisher'] as const) {
			const rows = await client.rows(`v4/${product}/${name}`);
			const known = copernica.data.events(product, LISTS[name]);
			expect(rows).toHaveLength(known.length);
			rows.forEach((row, index) => {
				const event = known[index];
				expect(row).toMatchObject({
					ID: String(event?.id),
					destination: String(event?.destination),
					timestamp: textOf(wallTime(event?.timestamp ?? 0, 'Europe/Amsterdam')),
				});
				expect(row[product === 'ms' ? 'mailing' : 'emailing']).toBe(String(event?.emailing));
				// IDs are texts, also where they are made of digits.
				for (const key of ['link_id', 'attempt']) {
					if (key in row) expect(typeof row[key]).toBe('string');
				}
			});
		}
	});
});

it('names the profile as a number, a text or null', async () => {
	const seen = new Set<string>();
	for (const { id } of copernica.data.emailings('ms')) {
		for (const row of await client.rows(`v4/ms/emailing/${id}/impressions`)) {
			const destination = copernica.data.destination('ms', Number(row.destination));
			expect(row.profile).toBe(destination?.profile);
			expect(row.subprofile).toBe(destination?.subprofile ? String(destination.subprofile) : null);
			seen.add(`${typeof row.profile} ${typeof row.subprofile}`);
		}
	}
	expect(seen).toEqual(new Set(['number object', 'number string', 'object object']));
	const path = pathsOf('ms', 'impressions').destination;
	const [row] = await client.rows(`v4/${path}`);
	expect(typeof row?.profile).toBe('string');
});

it('has numbers, booleans, objects and null where the documents have them', async () => {
	const first = async (path: string) => (await client.rows(path))[0];
	expect(typeof (await first('v4/ms/deliveries'))?.attempts).toBe('number');
	expect(typeof (await first('v4/ms/abuses'))?.report).toBe('object');
	expect(typeof (await first('v4/publisher/unsubscribes'))?.success).toBe('boolean');
	const errors = await client.rows('v4/ms/errors');
	expect(errors.some((row) => row.status === null)).toBe(true);
	const links = (await client.rows('v4/ms/clicks')).map((row) => row.link);
	expect(links).toContain('https://fiets.example/klant/{$profile.customerid}');
});
