import type { INodeParameters } from 'n8n-workflow';
import { type CopernicaProduct, startSandbox, type Sandbox } from '../../../sandbox';
import { addressOf } from '../../../sandbox/copernica/data/makers';
import { itemsOf, type N8nClient } from '../../../scripts/n8n/client';
import { exampleWorkflow } from '../../../scripts/n8n/example';
import { RestClient } from '../../sandbox/copernica/client';
import { copernicaCredential, copernicaLogin, inAnyOrder, loggedIn } from '../shared';

let sandbox: Sandbox;
let client: N8nClient;

beforeAll(async () => {
	sandbox = await startSandbox({
		copernica: { destinations: 600, ms: { clicks: 5_432 }, publisher: { clicks: 3_210 } },
	});
	client = loggedIn();
});

afterAll(async () => await sandbox.close());

test.each<[string, CopernicaProduct]>([
	['v4', 'ms'],
	['v4', 'publisher'],
	['v3', 'ms'],
	['v3', 'publisher'],
])(
	'with %s, all clicks of %s come over their pages, each exactly once',
	async (version, product) => {
		const { json } = await pulled('copernica-clicks-with-address', version, {
			...{ product, output: 'record', options: {} },
		});
		const shown = await allRows(`${version}/${product}/clicks`);
		expect(shown).toHaveLength(sandbox.copernica.data.events(product, 'click').length);
		expect(inAnyOrder(json)).toEqual(inAnyOrder(shown));
	},
);

test('the example gives each click with the address of who it was, each person asked for once', async () => {
	const { data } = sandbox.copernica;
	const before = { ...sandbox.copernica.stats().requests };
	const { json } = await pulled('copernica-clicks-with-address', 'v4');
	const people = new Map(data.profiles.map((profile) => [profile.id, profile]));
	const subpeople = new Map(data.subprofiles.map((subprofile) => [subprofile.id, subprofile]));
	const expected = data.events('ms', 'click').map(({ id, destination, link }) => {
		const { profile, subprofile } = data.destination('ms', destination)!;
		const isThere = (person?: { removed: number | null }) => person?.removed === null;
		const sub = subpeople.get(subprofile ?? 0);
		const main = people.get(profile ?? 0);
		const address =
			(isThere(sub) && Object.values(sub!.fields).find((value) => value.includes('@'))) ||
			(isThere(main) && addressOf(main!)) ||
			null;
		return { id: String(id), profile: profile && String(profile), address, url: link.url };
	});
	expect(
		inAnyOrder(
			json.map(({ raw, recipient, link }) => ({
				id: (raw as { ID: string }).ID,
				profile: (recipient as { id: string | null }).id,
				address: (recipient as { address: string | null }).address,
				url: (link as { url: string }).url,
			})),
		),
	).toEqual(inAnyOrder(expected));
	expect(new Set(json.map(({ id }) => id)).size).toBe(expected.length);

	const after = sandbox.copernica.stats().requests;
	const asked = (family: string) => (after[family] ?? 0) - (before[family] ?? 0);
	const destinations = new Set(data.events('ms', 'click').map(({ destination }) => destination));
	expect(asked('ms/destination')).toBe(destinations.size);
	expect(asked('profile')).toBeLessThanOrEqual(
		new Set([...destinations].map((id) => data.destination('ms', id)!.profile)).size,
	);
});

test('the example for v1 gives the events of a message', async () => {
	const { data } = sandbox.copernica;
	const { destination: id } = data.events('ms', 'click')[0]!;
	const { hash: subjectId } = data.destination('ms', id)!;
	const { json } = await pulled('copernica-message-events', 'v1', { subjectId });
	const of = (kind: 'click' | 'impression' | 'delivery' | 'error' | 'abuse' | 'unsubscribe') =>
		data.events('ms', kind).filter(({ destination }) => destination === id).length;
	const types = json.map(({ type }) => type);
	const count = (type: string) => types.filter((each) => each === type).length;
	expect(count('clicked')).toBe(of('click'));
	expect(count('opened')).toBe(of('impression'));
	expect(count('delivered')).toBe(of('delivery'));
	expect(count('clicked')).toBeGreaterThan(0);
	expect(json.every(({ email }) => (email as { id: string }).id === subjectId)).toBe(true);
});

/** Runs an example, its node with other fields. */
async function pulled(example: string, version: string, parameters: INodeParameters = {}) {
	const credential = await copernicaCredential(client, copernicaLogin(sandbox, version));
	const content = await exampleWorkflow(example, credential);
	const node = content.nodes.at(-1)!;
	Object.assign(node.parameters, parameters);
	const workflow = await client.createWorkflow(content);
	const execution = await client.run(workflow, 'When clicking ‘Execute workflow’');
	expect(execution.data.resultData.error?.message).toBeUndefined();
	expect(execution.status).toBe('success');
	return { json: itemsOf(execution, node.name).map(({ json }) => json) };
}

/** A list as a client reads it that does nothing else. */
async function allRows(path: string): Promise<object[]> {
	const api = await RestClient.connect(sandbox.copernica);
	const rows: object[] = [];
	for (;;) {
		const page = await api.rows(path, { start: rows.length });
		if (page.length === 0) return rows;
		rows.push(...page);
	}
}
