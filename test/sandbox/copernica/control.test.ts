import { startSandbox, type CopernicaSandbox, type Sandbox } from '../../../sandbox';
import { replyOf, type Reply } from '../procurios/client';
import { LIST_NAMES, LISTS, RestClient } from './client';

let sandbox: Sandbox;
let copernica: CopernicaSandbox;
let client: RestClient;

beforeEach(async () => {
	sandbox = await startSandbox({ copernica: {} });
	({ copernica } = sandbox);
	client = await RestClient.connect(copernica);
});

afterEach(async () => await sandbox.close());

const at = (path: string) => `${sandbox.url}/_control/copernica/${path}`;
const read = async (path: string) => await replyOf(await fetch(at(path)));

async function post(path: string, body?: object): Promise<Reply> {
	const json = { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
	return await replyOf(await fetch(at(path), { method: 'POST', ...(body ? json : {}) }));
}

const clicks = async () => (await client.get('v4/ms/clicks')).status;

it('queues and clears faults', async () => {
	expect((await post('fault', { kind: 'status', status: 418, times: 'always' })).status).toBe(200);
	expect(await clicks()).toBe(418);
	await post('clear-faults');
	expect(await clicks()).toBe(200);
});

it('changes switches and shows them', async () => {
	const reply = await post('switches', { zone: 'UTC', pageCap: 7 });
	expect(reply.json).toEqual(copernica.switches);
	expect(copernica.switches).toMatchObject({ zone: 'UTC', pageCap: 7 });
	expect((await read('switches')).json).toEqual(reply.json);
});

it('adds rows of every kind', async () => {
	const before = copernica.stats().counts;
	const row = { product: 'publisher', subject: 'New', timestamp: '2026-03-09 08:00:00' };
	const added = (await post('add', { kind: 'emailing', row, recipients: 4 })).json.rows;
	const emailing = copernica.data.emailings('publisher').at(-1);
	expect(added).toEqual([emailing]);
	expect(emailing).toMatchObject({ subject: 'New', timestamp: Date.parse('2026-03-09T07:00:00Z') });
	for (const kind of Object.values(LISTS)) {
		const given = { product: 'publisher', emailing: emailing?.id };
		const rows = (await post('add', { kind, times: 3, row: given })).json.rows;
		expect(rows).toEqual(copernica.data.events('publisher', kind).slice(-3));
	}
	const profile = (await post('add', { kind: 'profile', row: { email: 'x@y.example' } })).json.rows;
	expect(profile).toEqual([copernica.data.profiles.at(-1)]);
	await post('add', { kind: 'subprofile' });
	await post('add', { kind: 'destination' });
	const { ms, publisher } = copernica.stats().counts;
	expect(copernica.stats().counts).toEqual({
		ms: { ...before.ms, destinations: (before.ms.destinations ?? 0) + 1 },
		publisher: {
			emailings: (before.publisher.emailings ?? 0) + 1,
			destinations: (before.publisher.destinations ?? 0) + 4,
			...Object.fromEntries(
				LIST_NAMES.map((name) => [name, (before.publisher[name] ?? 0) + 3] as const),
			),
		},
		profiles: before.profiles + 1,
		subprofiles: before.subprofiles + 1,
	});
	expect(ms).not.toEqual(publisher);
	expect((await read('history')).json).toEqual(copernica.history);
});

it('lets live events happen, start and stop', async () => {
	await post('live', { happen: 20 });
	const happened = copernica.history.length;
	expect(happened).toBeGreaterThanOrEqual(20);
	await post('live', { eventsPerSecond: 2000 });
	while (copernica.history.length === happened) {
		await new Promise((resolve) => setTimeout(resolve, 5));
	}
	await post('live', { on: false });
	const stopped = copernica.history.length;
	await new Promise((resolve) => setTimeout(resolve, 120));
	expect(copernica.history).toHaveLength(stopped);
});

it('revokes tokens', async () => {
	expect(await clicks()).toBe(200);
	expect((await post('revoke-tokens')).status).toBe(200);
	expect(await clicks()).toBe(400);
});

it('shows requests, counts them by sort without IDs, and the calls that are billed', async () => {
	const upcoming = copernica.nextRequest();
	const [first] = copernica.data.destinations('ms');
	await client.get('v4/ms/clicks', { limit: 1 });
	await client.get('v4/draganddrop/clicks');
	await client.get(`v3/publisher/emailing/1201/clicks`);
	await client.get(`v1/message/${first?.hash}/events/`);
	await client.get(`v4/ms/destination/${first?.hash}`);
	await client.get('v4/profile/9');
	await client.get('v4/none');
	copernica.fault({ kind: 'status' });
	await client.get('v4/identity');
	const { apiCalls, requests, grants } = (await read('stats')).json;
	expect({ apiCalls, grants }).toEqual({ apiCalls: 8, grants: {} });
	expect(requests).toEqual({
		token: 1,
		'ms/clicks': 2,
		'publisher/emailing/clicks': 1,
		'message/events': 1,
		'ms/destination': 1,
		profile: 1,
		identity: 1,
		other: 1,
	});
	expect((await read('requests')).json).toEqual(copernica.requests);
	expect(await upcoming).toBe(copernica.requests[1]);
	const [token, list, , emailing] = copernica.requests;
	expect(token).toMatchObject({ method: 'POST', path: '/copernica/authenticate', status: 200 });
	expect(list).toMatchObject({ path: '/copernica/api/v4/ms/clicks?limit=1', status: 200 });
	expect(emailing?.path).toBe(
		`/copernica/api/v3/publisher/emailing/1201/clicks?access_token=${encodeURIComponent(copernica.accessToken)}`,
	);
	expect(copernica.requests.map(({ status }) => status)).toEqual([
		...[200, 200, 200, 200, 200, 200, 400, 400, 503],
	]);
});

it.each([
	['fault', { kind: 'explode' }],
	['fault', { kind: 'foreignNext' }],
	['switches', { zone: 'none' }],
	['add', { kind: 'open' }],
	['add', { kind: 'click', row: { subject: 'x' } }],
	['add', { kind: 'click', row: { emailing: 1 } }],
	['add', { kind: 'toString' }],
])('answers 400 to %s %j', async (path, body) => {
	const reply = await post(path, body);
	expect(reply.status).toBe(400);
	expect(reply.json.message).toEqual(expect.any(String));
});
