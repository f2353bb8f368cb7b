import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import emailing from '../../samples/copernica/emailing.json';
import refusal from '../../samples/copernica/error.json';
import events from '../../samples/copernica/events.json';
import identity from '../../samples/copernica/identity.json';
import messageEvents from '../../samples/copernica/message-events.json';
import msClicks from '../../samples/copernica/ms-clicks.json';
import msDestination from '../../samples/copernica/ms-destination.json';
import publisherClick from '../../samples/copernica/publisher-click.json';
import publisherDestination from '../../samples/copernica/publisher-destination.json';
import statistics from '../../samples/copernica/statistics.json';
import { copernicaAt } from '../credentials';
import { runNode } from '../engine';
import { all, byId } from './site';

/** In the envelope of the document on paging. */
const listOf = (...data: object[]) => ({
	start: 0,
	limit: 100,
	count: data.length,
	total: data.length,
	data,
});
/** What the service says of a profile; the documents have no sample of it. */
const profile = {
	ID: '310045',
	fields: { email: 'ann@example.com' },
	database: '61',
	removed: false,
};

/** The documents' samples, and nothing of the sandbox: one misreading cannot live on both sides. */
const SAMPLES: Record<string, unknown> = {
	'/v1/message/dkJDF343Df/events': messageEvents,
	'/v1/message/q7RmT20xAe/events': events,
	'/v1/identity': identity,
	'/v3/ms/clicks': msClicks,
	'/v3/publisher/clicks': listOf(publisherClick),
	'/v3/ms/emailings': listOf(emailing),
	'/v3/ms/emailing/1204': emailing,
	'/v3/ms/emailing/1204/statistics': statistics,
	'/v3/ms/destination/650017': msDestination,
	'/v3/publisher/destination/0a1b2c3d4e5f60718293a4b5c6d7e8f9': publisherDestination,
	'/v3/ms/destinations': listOf(msDestination),
	'/v3/profile/310045': profile,
};

const TOKEN = 'xxxx';
let server: Server;
const asked: string[] = [];

beforeAll(async () => {
	server = createServer((request, response) => {
		const url = new URL(request.url!, 'http://vendor');
		asked.push(request.url!);
		response.setHeader('content-type', 'application/json');
		const sample = SAMPLES[url.pathname];
		if (url.searchParams.get('access_token') !== TOKEN || sample === undefined) {
			response.statusCode = 400;
			response.end(JSON.stringify(refusal));
			return;
		}
		// What is behind the one row of a list is nothing.
		const isPast = Number(url.searchParams.get('start') ?? 0) > 0;
		response.end(JSON.stringify(isPast ? { ...listOf(), total: 1 } : sample));
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
});
afterAll(() => server.close());

async function run(parameters: INodeParameters, version = 'v3', token = TOKEN) {
	const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	asked.length = 0;
	return await runNode({
		credentials: copernicaAt({ apiUrl, authUrl: apiUrl, accessToken: token }, { version }),
		parameters,
	});
}
async function rowsOf(parameters: INodeParameters, version = 'v3') {
	const { items, error } = await run(parameters, version);
	expect(error).toBeUndefined();
	return items.map(({ json }) => json);
}

const of = (subjectId: string, more: INodeParameters = {}) =>
	all('messageEvent', { subjectId, ...more });

describe('the page that the project started from', () => {
	it('has its sample come out as it is, whichever key names an event', async () => {
		expect(await rowsOf(of('dkJDF343Df'), 'v1')).toEqual(expect.arrayContaining(messageEvents));
		expect(await rowsOf(of('dkJDF343Df'), 'v1')).toHaveLength(2);
	});

	it('has its example asked for as it says', async () => {
		const filters = { startDate: '2017-02-27', endDate: '2017-03-27' };
		await rowsOf(of('dkJDF343Df', { filters }), 'v1');
		expect(asked).toEqual([
			'/v1/message/dkJDF343Df/events?start=2017-02-27&end=2017-03-27&access_token=xxxx',
		]);
	});

	it('has each of its sorts told as a tracking event, the others not', async () => {
		const sample = (name: string) =>
			messageEvents.map((event, place) => ({ ...event, [place === 0 ? 'event' : 'type']: name }));
		for (const [name, type] of [
			['open', 'opened'],
			['click', 'clicked'],
			['failure', 'bounced'],
			['open|click|failure|...', undefined],
		] as const) {
			SAMPLES['/v1/message/sorts/events'] = sample(name);
			const told = await rowsOf(of('sorts', { output: 'trackingEvent' }), 'v1');
			expect(told.map((event) => event.type)).toEqual(type ? [type, type] : []);
			// In every field equal but for the key: the second of the same.
			if (type) expect(told[1]!.id).toBe(`${String(told[0]!.id)}#2`);
		}
	});
});

it('the composed events of v1 are told', async () => {
	const [opened, clicked] = await rowsOf(of('q7RmT20xAe', { output: 'trackingEvent' }), 'v1');
	expect(opened).toEqual({
		id: expect.stringMatching(/^copernica-opened-[0-9a-f]{32}$/),
		...{ provider: 'copernica', type: 'opened', occurredAt: '2026-11-03T08:15:02.000Z' },
		email: { id: 'q7RmT20xAe', name: null, subject: null },
		recipient: { id: '310045', address: 'ann@example.com', name: null, externalId: null },
		...{ link: null, bounce: null, bot: null },
		client: { ip: '192.0.2.10', userAgent: null, device: null, location: null },
		raw: events[0],
	});
	expect(clicked).toMatchObject({
		...{ type: 'clicked', link: { id: '5501', url: null, name: null } },
		recipient: { id: null, address: 'ann@example.com' },
		raw: events[1],
	});
});

const publisher = { product: 'publisher' };
it.each<[string, INodeParameters, IDataObject[]]>([
	['clicks of Marketing Suite', all('click'), msClicks.data],
	['clicks of Publisher', all('click', publisher), [publisherClick]],
	['emailings', all('emailing'), [emailing]],
	['an emailing', { resource: 'emailing', operation: 'get', emailingId: byId(1_204) }, [emailing]],
	[
		'statistics',
		{ resource: 'emailing', operation: 'getStatistics', emailingId: byId(1_204) },
		[statistics],
	],
	[
		'a destination',
		{ resource: 'destination', operation: 'get', destinationId: '650017' },
		[msDestination],
	],
	[
		'a destination of Publisher',
		{
			resource: 'destination',
			operation: 'get',
			destinationId: publisherDestination.ID,
			...publisher,
		},
		[publisherDestination],
	],
	['destinations', all('destination'), [msDestination]],
])('the sample of %s comes out as it is', async (_what, parameters, rows) => {
	expect(await rowsOf(parameters)).toEqual(rows);
});

it('the samples belong together: a click, its destination, its profile', async () => {
	const options = { addRecipient: true };
	for (const product of ['ms', 'publisher']) {
		const [event] = await rowsOf(all('click', { product, options, output: 'trackingEvent' }));
		expect(event).toMatchObject({
			occurredAt: '2026-11-20T13:03:11.000Z',
			email: { id: product === 'ms' ? '1204' : '3077' },
			recipient: { id: '310045', address: 'ann@example.com' },
			link: { url: 'https://shop.example.com/sale' },
			client: { ip: product === 'ms' ? '2001:db8::1' : '198.51.100.7', userAgent: 'Mozilla/5.0' },
		});
	}
});

it('the account is shown, and a refusal told', async () => {
	expect(await rowsOf({ resource: 'account', operation: 'get' }, 'v1')).toEqual([identity]);
	const { error } = await run({ resource: 'account', operation: 'get' }, 'v1', 'other');
	expect(error?.message).toBe('Copernica refuses the login');
	expect(error?.description).toMatch(/Copernica says: Invalid access token\.$/);
});
