import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { CopernicaSandbox, Sandbox } from '../../../sandbox';
import { copernicaAt } from '../credentials';
import { all, byId, run, RESOURCES, startSite, textOf } from './site';

/** What cannot be is said before anything is asked for: calls are billed. */
let sandbox: Sandbox;
let site: CopernicaSandbox;

beforeAll(async () => {
	sandbox = await startSite({ emailings: 1, destinations: 3, profiles: 3 });
	site = sandbox.copernica;
});
afterAll(async () => await sandbox.close());

/** @returns what the user sees, of a run that asked for nothing at all */
async function refused(parameters: INodeParameters, version = 'v4', item: IDataObject = {}) {
	const { length } = site.requests;
	const result = await run(site, parameters, { version, items: [item] });
	expect(site.requests).toHaveLength(length);
	expect(result.items).toEqual([]);
	return textOf(result);
}

describe('v1 lacks', () => {
	it.each(RESOURCES)('the list of each %s', async (resource) => {
		const text = await refused(all(resource), 'v1');
		expect(text).toMatch(/^Version v1 of the Copernica API has no list of \w+\nSet API Version/);
		expect(text).toMatch(/The resource Message Event has what v1 knows/);
	});

	it.each<[string, INodeParameters]>([
		['emailings', all('emailing')],
		['emailings', { resource: 'emailing', operation: 'get', emailingId: byId(1) }],
		['statistics', { resource: 'emailing', operation: 'getStatistics', emailingId: byId(1) }],
		['destinations', all('destination')],
		['destinations', all('destination', { product: 'publisher' })],
		['destinations', { resource: 'destination', operation: 'get', destinationId: '1' }],
		['profiles', { resource: 'profile', operation: 'get', profileId: '1' }],
	])('%s, of %o', async (what, parameters) => {
		const text = await refused(parameters, 'v1');
		expect(text).toMatch(new RegExp(`^Version v1 of the Copernica API has no .*${what}\\n`));
	});
});

it.each(['v2', 'v3', 'v4'])('%s lacks events of messages', async (version) => {
	const text = await refused(all('messageEvent', { subjectId: 'dkJDF343Df' }), version);
	expect(text).toMatch(
		new RegExp(`^Version ${version} of the Copernica API has no message events\\nSet API Version`),
	);
});

it('v2 lacks unsubscribes of Marketing Suite, of an emailing too', async () => {
	const of = { scope: 'emailing', emailingId: byId(1_201) };
	for (const more of [{}, of]) {
		const text = await refused(all('unsubscribe', more), 'v2');
		expect(text).toMatch(/^Version v2 .* has no unsubscribes of Marketing Suite\n.*v3 or later/);
	}
});

it('v2 lacks the list of all destinations of Publisher', async () => {
	const text = await refused(all('destination', { product: 'publisher' }), 'v2');
	expect(text).toMatch(/^Version v2 .* no list of all destinations of Publisher\n.*One Emailing/);
});

it('a version that is none is the latest', async () => {
	const credentials = copernicaAt(site, { version: '' });
	const { items } = await run(site, { resource: 'account', operation: 'get' }, { credentials });
	expect(items).toHaveLength(1);
	expect(site.requests.at(-1)!.path).toContain('/v4/identity');
});

/** An expression that gives nothing. */
const NOTHING = byId("={{ '' }}");

describe('what is entered wrongly is said at once', () => {
	const many = (resource: string, more: IDataObject) => all(resource, more as INodeParameters);
	const get = (resource: string, more: IDataObject, operation = 'get') =>
		({ resource, operation, ...more }) as INodeParameters;

	it.each<[string, RegExp, INodeParameters]>([
		[
			'no emailing',
			/^No emailing is chosen\nPick/,
			many('click', { scope: 'emailing', emailingId: NOTHING }),
		],
		['no emailing', /^No emailing is chosen/, get('emailing', { emailingId: NOTHING })],
		[
			'no emailing',
			/^No emailing is chosen/,
			get('emailing', { emailingId: byId('  ') }, 'getStatistics'),
		],
		[
			'no emailing',
			/^No emailing is chosen/,
			many('destination', { scope: 'emailing', emailingId: NOTHING }),
		],
		[
			'no destination',
			/^Destination ID is empty\nEnter the ID/,
			get('destination', { destinationId: ' ' }),
		],
		['no profile', /^Profile ID is empty\n.*a profile/, get('profile', { profileId: "={{ '' }}" })],
		['dots', /^"\.\." is no value for Emailing/, get('emailing', { emailingId: byId('..') })],
		['dots', /^"\.\." is no value for Profile ID/, get('profile', { profileId: '..' })],
		['a dot', /^"\." is no value for Destination ID/, get('destination', { destinationId: '.' })],
		[
			'no time',
			/^Occurred After "soon" is no date\n/,
			many('click', { filters: { occurredAfter: 'soon' } }),
		],
		[
			'no time',
			/^Occurred Before "2026-13-01" is no date/,
			many('open', { filters: { occurredBefore: '2026-13-01' } }),
		],
		['no time', /^Sent After "x" is no date/, many('emailing', { filters: { sentAfter: 'x' } })],
		[
			'no time',
			/^Sent Before "x" is no date/,
			many('destination', { filters: { sentBefore: 'x' } }),
		],
		[
			'an end before the beginning',
			/^The period ends before it begins\nOccurred Before must be later than Occurred After/,
			many('click', { filters: { occurredAfter: '2026-03-02', occurredBefore: '2026-03-01' } }),
		],
		[
			'an end that is the beginning',
			/^The period ends before it begins/,
			many('emailing', { filters: { sentAfter: '2026-03-02', sentBefore: '2026-03-02' } }),
		],
		[
			'an end before the beginning',
			/^The period ends before it begins/,
			get(
				'emailing',
				{
					emailingId: byId(1),
					filters: { occurredAfter: '2026-03-02', occurredBefore: '2026-03-01' },
				},
				'getStatistics',
			),
		],
		[
			'no number',
			/^Min Destinations "many" is no number of destinations/,
			many('emailing', { filters: { minDestinations: 'many' } }),
		],
		[
			'no number',
			/^Max Destinations "-1" is no number of destinations/,
			many('emailing', { filters: { maxDestinations: '-1' } }),
		],
		[
			'no ID',
			/^ID Above "x" is no ID/,
			many('open', { product: 'publisher', filters: { idAbove: 'x' } }),
		],
		[
			'no cursor',
			/is no cursor of the list of clicks\n/,
			many('click', { options: { continueAfter: 'x' } }),
		],
		['no limit', /^Limit must be a whole number/, many('click', { returnAll: false, limit: 0 })],
		[
			'too high a limit',
			/^More than 100,000 clicks/,
			many('click', { returnAll: false, limit: 100_001 }),
		],
	])('%s: %s', async (_what, message, parameters) => {
		expect(await refused(parameters)).toMatch(message);
	});

	it.each<[string, RegExp, IDataObject]>([
		['no message', /^Of which Message the events are is empty\n/, { subjectId: "={{ '' }}" }],
		['no tags', /^Of which Tags the events are is empty/, { subject: 'tags', subjectId: ' ;, ' }],
		['dots', /^"\.\." is no value for Message/, { subjectId: '..' }],
		['dots in tags', /^"\.\." is no value for Tags/, { subject: 'tags', subjectId: 'a;..' }],
		[
			'no start',
			/^Start Date "soon" is no date/,
			{ subjectId: 'x', filters: { startDate: 'soon' } },
		],
		[
			'no end',
			/^End Date "2026-02-30" is no date/,
			{ subjectId: 'x', filters: { endDate: '2026-02-30' } },
		],
		[
			'an end before the beginning',
			/^The period of the message events ends before it begins\n.*2026-03-02, and 2026-03-01/,
			{ subjectId: 'x', filters: { startDate: '2026-03-02', endDate: '2026-03-01' } },
		],
		[
			'no days',
			/^Days per Request must be/,
			{ subjectId: 'x', filters: { startDate: '2026-03-02' }, options: { daysAtOnce: 0 } },
		],
		[
			'no cursor',
			/is no cursor of the list of message events/,
			{ subjectId: 'x', options: { continueAfter: '5' } },
		],
	])('of messages, %s: %s', async (_what, message, more) => {
		expect(await refused(many('messageEvent', more), 'v1')).toMatch(message);
	});

	it('an expression that gives nothing', async () => {
		const emailingId = { __rl: true, mode: 'id', value: '={{ $json.missing }}' };
		const text = await refused(get('emailing', { emailingId }), 'v4', { other: 1 });
		expect(text).toMatch(/^No emailing is chosen/);
		const destinationId = '={{ $json.missing }}';
		expect(await refused(get('destination', { destinationId }))).toMatch(
			/^Destination ID is empty/,
		);
	});
});

describe('an ID with signs of an address stays one part of the path', () => {
	const ids = [
		'../profile/310001',
		'a/b',
		'x?y=1',
		'x#y',
		'%2e%2e',
		'a b',
		'é',
		'1&access_token=2',
	];
	const pathsOf = (from: number) => site.requests.slice(from).map(({ path }) => path);

	it.each(ids)('%s', async (id) => {
		const whose: Array<[INodeParameters, string, string]> = [
			[
				{ resource: 'emailing', operation: 'get', emailingId: byId('={{ $json.id }}') },
				'v4',
				'draganddrop/emailing/',
			],
			[
				{ resource: 'destination', operation: 'get', destinationId: '={{ $json.id }}' },
				'v4',
				'draganddrop/destination/',
			],
			[{ resource: 'profile', operation: 'get', profileId: '={{ $json.id }}' }, 'v4', 'profile/'],
			[
				all('click', { scope: 'emailing', emailingId: byId('={{ $json.id }}') }),
				'v3',
				'ms/emailing/',
			],
			[all('messageEvent', { subjectId: '={{ $json.id }}' }), 'v1', 'message/'],
			[all('messageEvent', { subject: 'email', subjectId: '={{ $json.id }}' }), 'v1', 'email/'],
			[all('messageEvent', { subject: 'tags', subjectId: '={{ $json.id }}' }), 'v1', 'tags/'],
		];
		for (const [parameters, version, path] of whose) {
			const { length } = site.requests;
			await run(site, parameters, { version, items: [{ id }] });
			const paths = pathsOf(length).filter((each) => each.includes('/api/'));
			expect(paths).toHaveLength(1);
			const tail = /\/api\/v\d\/([^?]*)/.exec(paths[0]!)![1]!;
			expect(tail.startsWith(path + encodeURIComponent(id))).toBe(true);
			const query = paths[0]!.split('?')[1] ?? '';
			expect(query.split('access_token=').length - 1).toBe(version === 'v4' ? 0 : 1);
		}
	});
});
