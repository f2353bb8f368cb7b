import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { CopernicaSandbox, Sandbox } from '../../../sandbox';
import {
	all,
	byId,
	jsonOf,
	kept,
	PRODUCTS,
	type Resource,
	RESOURCES,
	startSite,
	VERSIONS,
} from './site';

let sandbox: Sandbox;
let site: CopernicaSandbox;
/** One of each kind, of a person that is known. */
let emailing: Record<'ms' | 'publisher', number>;
const place = { ip: '198.51.100.7', useragent: 'Mozilla/5.0' };

beforeAll(async () => {
	sandbox = await startSite({ emailings: 0, profiles: 0, idStep: 1 });
	site = sandbox.copernica;
	const profile = site.add.profile({ id: 310_045, email: 'ann@example.com' }).id;
	const sent = (product: 'ms' | 'publisher') => {
		const { id } = site.add.emailing({ product, id: 1_204, timestamp: '2026-03-10 10:00:00' });
		const destination = { product, emailing: id, id: 650_017, profile };
		site.add.destination({ ...destination, timestamp: '2026-03-10 10:00:05' });
		const event = { product, id: 88_123, destination: 650_017, timestamp: '2026-03-10 14:03:11' };
		const link = { id: 5_501, url: 'https://shop.example.com/{$profile.id}', title: 'Sale' };
		site.add.click({ ...event, ...place, link, referer: null });
		site.add.impression({ ...event, ...place, device: 'mobile', referer: null });
		site.add.delivery({ ...event, attempts: 2 });
		const failure = { status: '5.1.1', errorcode: '550', errortype: 'error' };
		site.add.error({ ...event, ...failure, description: 'User unknown' });
		site.add.abuse(event);
		site.add.unsubscribe({ ...event, source: 'link', success: true });
		return id;
	};
	emailing = { ms: sent('ms'), publisher: sent('publisher') };
});
afterAll(async () => await sandbox.close());
afterEach(() => site.setSwitches({ zone: 'Europe/Amsterdam', idKey: 'documented' }));

const output = 'trackingEvent';
async function told(resource: Resource, more: INodeParameters = {}, version = 'v4') {
	const [event, ...others] = await jsonOf(site, all(resource, { output, ...more }), { version });
	expect(others).toEqual([]);
	return event!;
}

const TYPES = {
	bounce: 'bounced',
	click: 'clicked',
	complaint: 'complained',
	delivery: 'delivered',
	open: 'opened',
	unsubscribe: 'unsubscribed',
} as const;
const nobody = { ip: null, userAgent: null, device: null, location: null };
const somebody = { ip: place.ip, userAgent: place.useragent, device: null, location: null };
const withUrl = { url: 'https://shop.example.com/{$profile.id}' };

const OWN: Record<Resource, Record<'ms' | 'publisher', IDataObject>> = {
	bounce: {
		ms: { bounce: { type: 'error', code: '550', reason: 'User unknown' } },
		publisher: { bounce: { type: 'error', code: '550', reason: 'User unknown' } },
	},
	click: {
		ms: { link: { id: null, name: null, ...withUrl }, client: somebody },
		publisher: { link: { id: '5501', name: 'Sale', ...withUrl }, client: somebody },
	},
	complaint: { ms: {}, publisher: {} },
	delivery: { ms: {}, publisher: {} },
	open: {
		ms: { client: { ...somebody, device: 'mobile' } },
		publisher: { client: { ...somebody, device: 'mobile' } },
	},
	unsubscribe: { ms: {}, publisher: {} },
};

describe.each(PRODUCTS)('of %s', (product) => {
	it.each(RESOURCES)('a %s is told as a tracking event', async (resource) => {
		const [raw] = await jsonOf(site, all(resource, { product }));
		// The account's lists of Marketing Suite name nobody.
		const id = product === 'ms' ? null : '310045';
		expect(await told(resource, { product })).toEqual({
			id: expect.stringMatching(new RegExp(`^copernica-${TYPES[resource]}-[0-9a-f]{32}$`)),
			provider: 'copernica',
			type: TYPES[resource],
			occurredAt: '2026-03-10T13:03:11.000Z',
			email: { id: '1204', name: null, subject: null },
			recipient: { id, address: null, name: null, externalId: null },
			link: null,
			bounce: null,
			bot: null,
			client: nobody,
			...OWN[resource][product],
			raw,
		});
	});

	it.each(RESOURCES)('a %s has the same ID in all lists and versions', async (resource) => {
		const { id } = await told(resource, { product });
		const of = { product, scope: 'emailing', emailingId: byId(emailing[product]) };
		expect((await told(resource, of)).id).toBe(id);
		const versions = product === 'ms' && resource === 'unsubscribe' ? ['v3'] : VERSIONS;
		for (const version of versions) {
			expect((await told(resource, { product }, version)).id).toBe(id);
		}
		const options = { addRecipient: true };
		expect((await told(resource, { product, options })).id).toBe(id);
		for (const idKey of ['ID', 'id'] as const) {
			site.setSwitches({ idKey });
			expect((await told(resource, { product })).id).toBe(id);
		}
	});
});

it('each kind of each product has IDs of its own, although all are numbered alike', async () => {
	const ids = new Set<unknown>();
	for (const product of PRODUCTS) {
		for (const resource of RESOURCES) ids.add((await told(resource, { product })).id);
	}
	expect(ids.size).toBe(2 * RESOURCES.length);
});

it('the list of an emailing names the profile, a number there', async () => {
	const of = { scope: 'emailing', emailingId: byId(emailing.ms) };
	const { recipient, raw } = await told('click', of);
	expect((raw as IDataObject).profile).toBe(310_045);
	expect(recipient).toMatchObject({ id: '310045', address: null });
});

it.each(['UTC', 'Europe/Amsterdam'] as const)(
	'times are of the zone of the option: %s',
	async (timeZone) => {
		site.setSwitches({ zone: timeZone });
		const { occurredAt, raw } = await told('click', { options: { timeZone } });
		expect(occurredAt).toBe('2026-03-10T13:03:11.000Z');
		const shown = timeZone === 'UTC' ? '2026-03-10 13:03:11' : '2026-03-10 14:03:11';
		expect((raw as IDataObject).timestamp).toBe(shown);
	},
);

it('times of the summer are two hours ahead', async () => {
	const { id } = site.add.abuse({ product: 'publisher', timestamp: '2026-07-10 14:03:11' });
	const events = await jsonOf(site, all('complaint', { output, product: 'publisher' }));
	const event = events.find(({ raw }) => Number((raw as IDataObject).ID) === id);
	expect(event!.occurredAt).toBe('2026-07-10T12:03:11.000Z');
});

it('what the service leaves open is null', async () => {
	const failure = { status: null, errorcode: '', errortype: '', description: '' };
	site.add.error({ timestamp: Date.now(), ...failure });
	const events = await jsonOf(site, all('bounce', { output }));
	expect(events).toHaveLength(kept(site, 'ms', 'bounce').length);
	expect(events.at(-1)).toMatchObject({ link: null, recipient: { id: null, address: null } });
});
