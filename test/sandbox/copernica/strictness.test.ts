import { startSandbox, type CopernicaSandbox, type Sandbox } from '../../../sandbox';
import { replyOf } from '../procurios/client';
import { LIST_NAMES, NOW, RestClient } from './client';

let sandbox: Sandbox;
let copernica: CopernicaSandbox;
let client: RestClient;

beforeAll(async () => {
	sandbox = await startSandbox({ copernica: { now: () => NOW } });
	({ copernica } = sandbox);
	client = await RestClient.connect(copernica);
});

afterAll(async () => await sandbox.close());

const error = (message: string) => ({ error: { message } });
const INVALID_TOKEN = error('Invalid access token');
const INVALID_METHOD = error('Invalid method');
const NO_ENTITY = error('No entity with supplied ID');

const raw = async (path: string, headers: Record<string, string> = {}) =>
	await replyOf(await fetch(`${copernica.apiUrl}/${path}`, { headers }));

describe('tokens', () => {
	const token = () => encodeURIComponent(copernica.accessToken);

	it('are in the query of v1 to v3, and in the header of v4', async () => {
		const bearer = { authorization: `Bearer ${client.jwt}` };
		for (const version of [1, 2, 3]) {
			const path = `v${version}/identity`;
			expect((await raw(`${path}?access_token=${token()}`)).status).toBe(200);
			for (const reply of [
				await raw(path),
				await raw(path, bearer),
				await raw(`${path}?access_token=${client.jwt}`),
				await raw(`${path}?access_token=wrong`),
				await raw(`${path}?access_token=${token()}&access_token=${token()}`),
				await raw(`${path}?access_token=${copernica.accessToken}`),
			]) {
				expect([reply.status, reply.json]).toEqual([400, INVALID_TOKEN]);
			}
		}
		expect((await raw('v4/identity', bearer)).status).toBe(200);
		for (const reply of [
			await raw('v4/identity'),
			await raw(`v4/identity?access_token=${token()}`),
			await raw(`v4/identity?access_token=${client.jwt}`),
			await raw('v4/identity', { authorization: `Bearer ${copernica.accessToken}` }),
			await raw('v4/identity', { authorization: client.jwt }),
			await raw('v4/identity', { authorization: `Bearer ${client.jwt}x` }),
		]) {
			expect([reply.status, reply.json]).toEqual([400, INVALID_TOKEN]);
		}
	});

	it('are looked at before the path, and never repeated', async () => {
		const reply = await raw('v4/nothing?access_token=s3cret');
		expect(reply.json).toEqual(INVALID_TOKEN);
		expect(reply.text).not.toContain('s3cret');
	});
});

it.each([1, 2, 3, 4])('says whose account it is (v%s)', async (version) => {
	const { customer, usedBy, license, ...others } = await client.read(`v${version}/identity`);
	expect(others).toEqual(copernica.account);
	expect(customer !== undefined && usedBy === null && license !== undefined).toBe(version === 3);
});

describe('paths', () => {
	it.each([
		'v4/nothing',
		'v4/MS/clicks',
		'v4/ms/Clicks',
		'v4/ms/click',
		'v4/ms',
		'v4/ms/clicks/1',
		'v4/html-emailings',
		'v4/publisher/message/1/clicks',
		'v4/message/1/events',
		'v2/ms/unsubscribes',
		'v2/ms/emailing/1201/unsubscribes',
		'v2/ms/destination/650017/unsubscribes',
		'v2/publisher/destinations',
		'v2/draganddrop/clicks',
		'v3/html/clicks',
		'v3/message/1/events',
		'v1/ms/clicks',
		'v1/profile/310001',
		'v1/old/email/a/events',
	])('%s is none', async (path) => {
		const reply = await client.get(path);
		expect([reply.status, reply.json]).toEqual([400, INVALID_METHOD]);
	});

	it('has no other versions, which ask for no token', async () => {
		for (const path of ['v5/identity', 'v0/identity', 'identity', 'v4', 'v4/%E0%A4%A']) {
			const reply = await raw(path);
			expect(reply.status).toBe(400);
		}
		expect((await raw('v5/identity')).json).toEqual(INVALID_METHOD);
	});

	it.each([
		['v4/profile', 1],
		['v4/profile/', 1],
		['v4/ms/emailing', 2],
		['v3/publisher/destination/', 2],
		['v1/old/message', 2],
	])('%s lacks an element', async (path, index) => {
		const reply = await client.get(path);
		const message = `Invalid request, element ${index} is missing in 'directory' path`;
		expect([reply.status, reply.json]).toEqual([400, error(message)]);
	});

	it.each([
		'v4/profile/999',
		'v4/profile/x',
		'v4/profile/0310001',
		'v4/subprofile/310001',
		'v4/ms/emailing/9',
		'v4/publisher/emailing/9/statistics',
		'v4/ms/emailing/x/clicks',
		'v4/ms/destination/none/clicks',
		'v4/publisher/destination/none',
		'v4/profile/9/ms/destinations',
		'v4/subprofile/9/publisher/emailings',
		'v4/ms/emailing/1201%2Fclicks',
	])('%s is nobody', async (path) => {
		const reply = await client.get(path);
		expect([reply.status, reply.json]).toEqual([400, NO_ENTITY]);
	});

	it('may end on a slash, and holds IDs of any length', async () => {
		expect((await client.get('v4/ms/clicks/')).status).toBe(200);
		expect((await client.get('v1/identity/')).status).toBe(200);
		const long = `${'a'.repeat(500)}%40people.example`;
		expect(await client.events(`v1/email/${long}/events`)).toEqual([]);
	});

	it('takes message for destination, at Marketing Suite', async () => {
		const row = copernica.data.destinations('ms')[3];
		for (const more of ['', '/clicks', '/statistics', '/impressions']) {
			const [one, other] = [
				await client.read(`v4/ms/destination/${row?.hash}${more}`),
				await client.read(`v4/ms/message/${row?.id}${more}`),
			];
			expect(other).toEqual(one);
		}
	});

	it('has all lists of events in all versions and at all levels, but one', async () => {
		for (const version of [2, 3, 4]) {
			for (const product of ['ms', 'publisher'] as const) {
				const [first] = copernica.data.destinations(product);
				for (const name of LIST_NAMES) {
					const paths = ['', `emailing/${first?.emailing}/`, `destination/${first?.hash}/`];
					const isIn = version > 2 || product === 'publisher' || name !== 'unsubscribes';
					for (const path of paths) {
						const { status } = await client.get(`v${version}/${product}/${path}${name}`);
						expect([version, product, path, name, status]).toEqual([
							...[version, product, path, name],
							isIn ? 200 : 400,
						]);
					}
				}
			}
		}
	});

	it.each(['POST', 'PUT', 'DELETE'])('takes no %s', async (method) => {
		const reply = await client.get('v4/ms/clicks', {}, { method });
		expect([reply.status, reply.json]).toEqual([400, INVALID_METHOD]);
	});
});

it('takes both names of a product in v4, the old ones before', async () => {
	for (const [old, name] of [
		['ms', 'draganddrop'],
		['publisher', 'html'],
	] as const) {
		const [first] = copernica.data.emailings(old);
		for (const path of ['clicks', 'emailings', `emailing/${first?.id}/impressions`]) {
			expect(await client.read(`v4/${name}/${path}`)).toEqual(
				await client.read(`v4/${old}/${path}`),
			);
		}
	}
	const { profile } = copernica.data.destinations('ms')[0] ?? {};
	const path = (name: string) => `v4/profile/${profile}/${name}/destinations`;
	expect(await client.read(path('draganddrop'))).toEqual(await client.read(path('ms')));
});

it.each([
	['v4/ms/clicks', { begintime: '2026-03-09T00:00:00' }, 'begintime'],
	['v4/ms/clicks', { endtime: '2026-02-30 00:00:00' }, 'endtime'],
	['v4/ms/clicks', { unique: 'maybe' }, 'unique'],
	['v4/ms/clicks', { limit: 'all' }, 'limit'],
	['v4/ms/destinations', { from: '2026-03-01' }, 'to'],
	['v4/ms/destinations', { to: '2026-03-01' }, 'from'],
	['v4/publisher/destinations', {}, 'from'],
	['v4/ms/destinations', { from: '2026-03-01 00:00:00', to: '2026-03-02' }, 'from'],
	['v1/email/a/events', { start: '2026-3-1' }, 'start'],
	['v1/email/a/events', { end: '2026-03-01 00:00:00' }, 'end'],
] as const)('refuses %s %j', async (path, parameters, name) => {
	const reply = await client.get(path, parameters as Record<string, string>);
	expect([reply.status, reply.json]).toEqual([400, error(`Invalid value for parameter '${name}'`)]);
});
