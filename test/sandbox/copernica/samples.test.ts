/**
 * The samples of the vendor's documents, put into the sandbox and asked for: its answers must have
 * their form. Values are those of the samples where the sandbox lets a test decide on them.
 */
import { startSandbox, type CopernicaSandbox, type Sandbox } from '../../../sandbox';
import { NOW, RestClient } from './client';

let sandbox: Sandbox;
let copernica: CopernicaSandbox;
let client: RestClient;

beforeEach(async () => {
	const copernicaOptions = { emailings: 0, profiles: 0, now: () => NOW };
	sandbox = await startSandbox({ copernica: copernicaOptions });
	({ copernica } = sandbox);
	client = await RestClient.connect(copernica);
});

afterEach(async () => await sandbox.close());

/** The one emailing and message that a sample is about. */
function sent(product: 'ms' | 'publisher', emailing: number, id: number, hash: string) {
	copernica.add.emailing({
		...{ product, id: emailing, timestamp: '2026-11-20 10:00:00', subject: 'Autumn sale' },
		...{ template: 812, fromName: 'Example Shop', fromEmail: 'news@example.com', type: 'mass' },
		tags: ['autumn', 'nl'],
		target: { type: 'database', sources: [{ id: '61', type: 'database' }] },
		links: ['https://shop.example.com/sale'],
	});
	const profile = copernica.add.profile({ id: 310_045, email: 'ann@example.com' }).id;
	const timestamp = '2026-11-20 10:00:05';
	return copernica.add.destination({ product, id, hash, profile, timestamp }).id;
}

it('a click of Marketing Suite, with its emailing and destination', async () => {
	const destination = sent('ms', 1204, 650_017, 'k2vdqm7xw4hz9c3t');
	copernica.add.click({
		...{ id: 88_123, destination, timestamp: '2026-11-20 14:03:11' },
		...{ link: 'https://shop.example.com/sale', ip: '2001:db8::1', useragent: 'Mozilla/5.0' },
	});
	expect(await client.read('v4/ms/clicks')).toEqual({
		...{ start: 0, limit: 100, count: 1, total: 1 },
		data: [
			{
				ID: '88123',
				mailing: '1204',
				link: 'https://shop.example.com/sale',
				timestamp: '2026-11-20 14:03:11',
				ip: '2001:db8::1',
				useragent: 'Mozilla/5.0',
				destination: '650017',
			},
		],
	});
	expect(await client.read('v4/ms/destination/k2vdqm7xw4hz9c3t')).toEqual({
		ID: '650017',
		messageID: 'k2vdqm7xw4hz9c3t',
		timestampsent: '2026-11-20 10:00:05',
		profile: '310045',
		subprofile: null,
		mailing: '1204',
	});
	expect((await client.rows('v4/ms/emailings'))[0]).toEqual({
		id: '1204',
		timestamp: '2026-11-20 10:00:00',
		template: '812',
		subject: 'Autumn sale',
		destinations: 1,
		type: 'mass',
		from_address: { name: 'Example Shop', email: 'news@example.com' },
		target: { type: 'database', sources: [{ id: '61', type: 'database' }] },
	});
	expect(await client.read('v4/ms/emailing/1204/statistics')).toEqual({
		destinations: 1,
		deliveries: { total: 0 },
		errors: { total: 0, unique: 0 },
		impressions: { total: 0, unique: 0 },
		clicks: { total: 1, unique: 1 },
		unsubscribes: { total: 0, unique: 0 },
		abuses: { total: 0, unique: 0 },
		unknown: { total: 0 },
		dominant_results: {
			...{ destinations: 1, errors: 0, abuses: 0, unsubscribes: 0 },
			...{ clicks: 1, impressions: 0, deliveries: 0 },
		},
	});
});

it('a click of Publisher, with its destination', async () => {
	const hash = '0a1b2c3d4e5f60718293a4b5c6d7e8f9';
	const destination = sent('publisher', 3077, 940_112, hash);
	copernica.add.click({
		...{ product: 'publisher', id: 72_210, destination, timestamp: '2026-11-20 14:03:11' },
		link: { id: 5501, url: 'https://shop.example.com/sale', title: '' },
		...{ ip: '198.51.100.7', useragent: 'Mozilla/5.0', referer: null },
	});
	expect((await client.rows('v4/html/clicks'))[0]).toEqual({
		ID: '72210',
		link_id: '5501',
		link: 'https://shop.example.com/sale',
		link_title: '',
		timestamp: '2026-11-20 14:03:11',
		ip: '198.51.100.7',
		useragent: 'Mozilla/5.0',
		referer: null,
		emailing: '3077',
		destination: '940112',
		profile: '310045',
		subprofile: null,
	});
	expect(await client.read(`v4/publisher/destination/${hash}`)).toEqual({
		ID: hash,
		internal: '940112',
		timestampsent: '2026-11-20 10:00:05',
		profile: '310045',
		subprofile: null,
		mailing: '3077',
	});
});

it('v1 events as the first page of the project has them: a bare array, flat, event or type', async () => {
	copernica.setSwitches({ eventData: 'flat', eventKey: 'mixed', zone: 'UTC' });
	const destination = sent('ms', 1204, 650_017, 'q7RmT20xAe');
	const place = { ip: '192.0.2.10', useragent: 'Mozilla/5.0' };
	copernica.add.impression({ destination, timestamp: '2026-12-03 09:15:02', ...place });
	copernica.add.click({ destination, timestamp: '2026-12-03 09:16:40', ...place });
	const events = await client.events('v1/message/q7RmT20xAe/events/', { start: '2026-11-27' });
	const common = {
		id: 'q7RmT20xAe',
		ip: '192.0.2.10',
		email: 'ann@example.com',
		tags: 'autumn;nl',
		profile: '310045',
		template: '812',
	};
	expect(events).toEqual([
		expect.objectContaining({ event: 'open', time: '2026-12-03 09:15:02', ...common }),
		expect.objectContaining({
			...{ type: 'click', time: '2026-12-03 09:16:40', ...common },
			linkinfo: expect.stringMatching(/^\d+$/),
		}),
	]);
});

it('the account and a refusal', async () => {
	expect(Object.keys(await client.read('v4/identity'))).toEqual([
		...['id', 'name', 'description', 'company'],
	]);
	const { status, json } = await new RestClient(copernica, 'x').get('v4/identity');
	expect([status, json]).toEqual([400, { error: { message: 'Invalid access token' } }]);
});
