import { startSandbox, type CopernicaSandbox, type Sandbox } from '../../../sandbox';
import { LIST_NAMES, LISTS, RestClient } from './client';
import { type Control, controlOf } from '../vendors';

let sandbox: Sandbox;
let control: Control;
let copernica: CopernicaSandbox;
let client: RestClient;

beforeEach(async () => {
	sandbox = await startSandbox({ copernica: {} });
	control = controlOf(sandbox, 'copernica');
	({ copernica } = sandbox);
	client = await RestClient.connect(copernica);
});

afterEach(async () => await sandbox.close());

it('adds rows of every kind', async () => {
	const before = copernica.stats().counts;
	const row = { product: 'publisher', subject: 'New', timestamp: '2026-03-09 08:00:00' };
	const added = (await control.post('add', { kind: 'emailing', row, recipients: 4 })).json.rows;
	const emailing = copernica.data.emailings('publisher').at(-1);
	expect(added).toEqual([emailing]);
	expect(emailing).toMatchObject({ subject: 'New', timestamp: Date.parse('2026-03-09T07:00:00Z') });
	for (const kind of Object.values(LISTS)) {
		const given = { product: 'publisher', emailing: emailing?.id };
		const rows = (await control.post('add', { kind, times: 3, row: given })).json.rows;
		expect(rows).toEqual(copernica.data.events('publisher', kind).slice(-3));
	}
	const profile = (await control.post('add', { kind: 'profile', row: { email: 'x@y.example' } }))
		.json.rows;
	expect(profile).toEqual([copernica.data.profiles.at(-1)]);
	await control.post('add', { kind: 'subprofile' });
	await control.post('add', { kind: 'destination' });
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
	expect((await control.read('history')).json).toEqual(copernica.history);
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
	const { apiCalls, requests, grants } = (await control.read('stats')).json;
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
	expect((await control.read('requests')).json).toEqual(copernica.requests);
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
