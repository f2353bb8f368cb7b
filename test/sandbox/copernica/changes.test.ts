import { startSandbox, type CopernicaSandbox, type Sandbox } from '../../../sandbox';
import { idsOf, LIST_NAMES, LISTS, NOW, PRODUCTS, RestClient } from './client';

let clock = NOW;
let sandbox: Sandbox;
let copernica: CopernicaSandbox;
let client: RestClient;

beforeEach(async () => {
	clock = NOW;
	sandbox = await startSandbox({ copernica: { now: () => clock } });
	({ copernica } = sandbox);
	client = await RestClient.connect(copernica);
});

afterEach(async () => await sandbox.close());

const EVERY = PRODUCTS.flatMap((product) => LIST_NAMES.map((name) => [product, name] as const));

it.each(EVERY)('adds to %s/%s, at the end also what happened before', async (product, name) => {
	const kind = LISTS[name];
	const path = `v4/${product}/${name}`;
	const before = await client.rows(path);
	const row = copernica.add[kind]({ product });
	clock += 5432;
	const late = copernica.add[kind]({ product, timestamp: NOW - 86_400_000 });
	const rows = await client.rows(path);
	expect(rows.slice(0, before.length)).toEqual(before);
	expect(idsOf(rows.slice(before.length))).toEqual([row.id, late.id]);
	expect(rows.at(-1)?.timestamp).toBe('2026-03-09 13:00:00');
	expect([row.written, late.written]).toEqual([NOW, NOW + 5432]);
	const { emailing } = row;
	const own = idsOf(await client.rows(`v4/${product}/emailing/${emailing}/${name}`));
	expect(own).toContain(row.id);
	const hash = copernica.data.destination(product, row.destination)?.hash;
	expect(idsOf(await client.rows(`v4/${product}/destination/${hash}/${name}`))).toContain(row.id);
	expect(copernica.history.slice(-2)).toEqual([
		{ kind, product, row, at: NOW, happened: NOW },
		{ kind, product, row: late, at: NOW + 5432, happened: NOW - 86_400_000 },
	]);
});

it('adds emailings and messages to people, and events of those', async () => {
	const emailing = copernica.add.emailing({ subject: 'New', tags: ['a', 'b'] }, 3);
	expect(await client.read(`v4/ms/emailing/${emailing.id}`)).toMatchObject({
		subject: 'New',
		tags: ['a', 'b'],
		destinations: 3,
		timestamp: '2026-03-10 13:00:00',
	});
	const rows = await client.rows(`v4/ms/emailing/${emailing.id}/destinations`);
	expect(rows).toHaveLength(3);
	const destination = copernica.add.destination({ emailing: emailing.id, email: 'a@b.example' });
	const click = copernica.add.click({ emailing: emailing.id });
	expect(click.emailing).toBe(emailing.id);
	const byHash = copernica.add.click({ destination: destination.hash, link: '{unsubscribe}' });
	expect(byHash).toMatchObject({ destination: destination.id, emailing: emailing.id });
	const again = copernica.add.click({ destination: destination.id, link: '{unsubscribe}' });
	expect(again.link).toBe(byHash.link);
	const unique = await client.rows(`v4/ms/destination/${destination.id}/clicks`, { unique: true });
	expect(idsOf(unique)).toEqual([byHash.id]);
	expect(unique[0]?.link).toBe('{unsubscribe}');
	const events = await client.events('v1/email/a%40b.example/events');
	expect(events).toHaveLength(2);
	expect(copernica.add.destination().emailing).toBe(emailing.id);
});

it('adds what an event is to say', () => {
	const given = { ip: '2001:db8::1', useragent: 'x', referer: null };
	expect(copernica.add.click(given)).toMatchObject(given);
	const impression = { device: 'tablet', ip: '192.0.2.1' };
	expect(copernica.add.impression(impression)).toMatchObject(impression);
	expect(copernica.add.delivery({ attempts: 4 })).toMatchObject({ attempts: 4 });
	const error = { status: null, errorcode: '5.1.2', description: 'No', errortype: 'nohost' };
	expect(copernica.add.error(error)).toMatchObject(error);
	expect(copernica.add.abuse({ feedback_type: 'fraud' })).toMatchObject({ feedback_type: 'fraud' });
	const gone = { source: 'email', success: false };
	expect(copernica.add.unsubscribe(gone)).toMatchObject(gone);
});

it('takes times as numbers, in whole seconds, and as texts in the zone', () => {
	expect(copernica.add.click({ timestamp: NOW - 1 }).timestamp).toBe(NOW - 1000);
	const timestamp = '2026-07-01 12:00:00';
	expect(copernica.add.click({ timestamp }).timestamp).toBe(Date.parse('2026-07-01T10:00:00Z'));
	copernica.switches.zone = 'UTC';
	expect(copernica.add.click({ timestamp }).timestamp).toBe(Date.parse('2026-07-01T12:00:00Z'));
});

it('adds profiles and subprofiles, removed ones too', async () => {
	const { id } = copernica.add.profile({ email: 'new@people.example', created: NOW - 5000 });
	expect((await client.read(`v4/profile/${id}`)).fields).toMatchObject({
		email: 'new@people.example',
		customerid: expect.any(String),
	});
	const other = copernica.add.profile({ email: 'x@people.example', database: 62 });
	expect(other.fields).toMatchObject({ 'E-mailadres': 'x@people.example' });
	expect(other.fields).not.toHaveProperty('email');
	const subprofile = copernica.add.subprofile();
	expect(subprofile.profile).toBe(other.id);
	const message = copernica.add.destination({ subprofile: subprofile.id });
	expect(message).toMatchObject({ profile: other.id, email: 'x@people.example' });
	expect(copernica.add.destination({ profile: id })).toMatchObject({
		profile: id,
		subprofile: null,
		email: 'new@people.example',
	});
	expect(copernica.add.destination({ profile: null }).profile).toBeNull();
	const gone = copernica.add.profile({ removed: '2026-03-01 10:00:00' });
	expect((await client.read(`v4/profile/${gone.id}`)).removed).toBe('2026-03-01 10:00:00');
	const kinds = copernica.history.map(({ kind, product }) => [kind, product]);
	expect(kinds.slice(0, 3)).toEqual([
		['profile', null],
		['profile', null],
		['subprofile', null],
	]);
});

it('goes on behind an ID that is given', () => {
	expect(copernica.add.click({ id: 999_999 }).id).toBe(999_999);
	expect(copernica.add.click().id).toBeGreaterThan(999_999);
	expect(copernica.add.click({ product: 'publisher' }).id).toBeLessThan(999_999);
	expect(copernica.add.emailing({ id: 5000 }).id).toBe(5000);
	expect(copernica.add.emailing().id).toBeGreaterThan(5000);
});

it.each([
	['an unknown field', () => copernica.add.click({ subject: 'x' } as object)],
	['a field of another kind', () => copernica.add.impression({ link: 'x' } as object)],
	['a value of another type', () => copernica.add.click({ ip: 5 } as object)],
	['a time that is none', () => copernica.add.click({ timestamp: 'yesterday' })],
	['an ID below the last', () => copernica.add.click({ id: 70_001 })],
	['a product that there is not', () => copernica.add.click({ product: 'html' } as object)],
	['an emailing that there is not', () => copernica.add.click({ emailing: 1 })],
	['a destination that there is not', () => copernica.add.click({ destination: 'none' })],
	['a profile that there is not', () => copernica.add.destination({ profile: 1 })],
	['a profile that there is', () => copernica.add.profile({ id: 310_001 })],
	['a subprofile of nobody', () => copernica.add.subprofile({ profile: 1 })],
	[
		'a hash that there is',
		() => copernica.add.destination({ hash: copernica.data.destinations('ms')[0]?.hash }),
	],
])('refuses %s', (_what, add) => {
	const before = copernica.stats().counts;
	expect(add).toThrow();
	expect(copernica.stats().counts).toEqual(before);
	expect(copernica.history).toEqual([]);
});

it('makes what is missing in an empty account', async () => {
	const empty = await startSandbox({ copernica: { emailings: 0, profiles: 0 } });
	const { add, stats } = {
		add: empty.copernica.add,
		stats: () => empty.copernica.stats().counts,
	};
	add.click({ product: 'publisher' });
	await empty.close();
	expect(stats().publisher).toMatchObject({ emailings: 1, destinations: 1, clicks: 1 });
	expect(stats()).toMatchObject({ profiles: 1, ms: { emailings: 0 } });
});
