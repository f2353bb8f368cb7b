import { withPlace } from '../placeIn';
import { inspect } from 'node:util';
import type { IDataObject, INodeParameters, NodeApiError } from 'n8n-workflow';
import {
	type CopernicaOptions,
	type CopernicaSandbox,
	type Fault,
	type Sandbox,
	startSandbox,
} from '../../../sandbox';
import { Host } from '../host';
import { copernicaAt } from '../credentials';

jest.mock('n8n-workflow', () =>
	jest.requireActual<typeof import('../../time')>('../../time').withoutPauses(),
);

const WRONG = 'wrong+token/1234==';

let sandbox: Sandbox;
let copernica: CopernicaSandbox;
afterEach(async () => await sandbox.close());

async function hostOf(
	parameters: INodeParameters = {},
	options: Partial<CopernicaOptions> = {},
	changes: IDataObject = {},
) {
	sandbox = await startSandbox({
		copernica: { end: new Date(Date.now() - 86_400_000), ...options },
	});
	({ copernica } = sandbox);
	return another(parameters, changes);
}

const another = (parameters: INodeParameters, changes: IDataObject = {}) =>
	new Host({
		mode: 'memory',
		credentials: copernicaAt(copernica, changes),
		parameters: { events: ['click'], ...parameters },
	});

const always = (status: number, more: Partial<Fault> = {}): Fault => ({
	kind: 'status',
	status,
	times: 'always',
	...more,
});
const idsOf = (rows: readonly object[]) =>
	rows.map((row) => String(Reflect.get(row, 'ID') ?? Reflect.get(row, 'id'))).sort();
/** Of the second of the contact it cannot be known which came first. */
const someClicks = () =>
	[1, 2, 3].map(() => copernica.add.click({ timestamp: Date.now() + 1_000 }));
const errorOf = async (work: Promise<unknown>) =>
	(await work.then(
		() => undefined,
		(thrown: unknown) => thrown,
	)) as NodeApiError;

/** All that can be seen of an error, in whatever way it is shown or kept. */
function expectNoSecret(...shown: unknown[]): void {
	const { accessToken } = copernica;
	const secrets = [accessToken, WRONG].flatMap((each) => [each, encodeURIComponent(each)]);
	for (const each of shown) {
		for (const text of [inspect(each, { depth: 12 }), JSON.stringify(each) ?? '', String(each)]) {
			for (const secret of secrets) expect(text).not.toContain(secret);
			expect(text).not.toMatch(/eyJ[\w-]+\.[\w-]+/);
		}
	}
}

describe('the first contact', () => {
	it.each<[string, Fault]>([
		['429', always(429)],
		['503', always(503)],
		['503 with a page', always(503, { body: 'html' })],
		['504', always(504)],
		['a lost connection', { kind: 'drop', times: 'always' }],
		['a busy login', always(503, { match: 'token' })],
	])('that fails with %s lets the workflow be published, and loses nothing', async (_, fault) => {
		const host = await hostOf();
		copernica.fault(fault);
		await host.activate();
		expect(host.warnings).toEqual([expect.stringMatching(/The next poll tries again\.$/)]);
		const rows = someClicks();
		await host.tick();
		expect(host.errors).toHaveLength(1);
		copernica.clearFaults();
		await host.tick();
		expect(idsOf(host.emitted)).toEqual(idsOf(rows));
		expectNoSecret(host.errors, host.warnings);
	});

	it.each(['v1', 'v2', 'v3', 'v4'])(
		'with a wrong token does not, and says what to change (%s)',
		async (version) => {
			const scope = version === 'v1' ? { scope: 'email', subjectId: 'ann@example.com' } : {};
			const host = await hostOf(scope, {}, { version, apiToken: WRONG });
			const error = await errorOf(host.activate());
			expect(error).toMatchObject({ failure: { cause: 'credential-invalid' } });
			expect(`${error.message} ${error.description}`).toMatch(/Token/);
			expectNoSecret(error, host.warnings);
		},
	);

	it.each(['html', 'empty'] as const)(
		'with a token that is refused without a word (%s) does not either',
		async (errorBody) => {
			const host = await hostOf(
				{},
				{ switches: { errorBody, expiredJwt: 401 } },
				{ apiToken: WRONG },
			);
			const error = await errorOf(host.activate());
			expect(error.failure?.cause).toBe('credential-invalid');
			expectNoSecret(error);
		},
	);

	it.each<[string, INodeParameters, string]>([
		['All Emailings with v1', {}, 'v1'],
		['One Emailing with v1', { scope: 'emailing', emailingId: '1201' }, 'v1'],
		['a message with v4', { scope: 'message', subjectId: 'dkJDF343Df' }, 'v4'],
		['tags with v2', { scope: 'tags', subjectId: 'autumn' }, 'v2'],
		['unsubscribes of Marketing Suite with v2', { events: ['unsubscribe'] }, 'v2'],
		['the same of both', { events: ['unsubscribe'], product: 'both' }, 'v2'],
		['New Emailing as a tracking event', { events: ['emailing'], output: 'trackingEvent' }, 'v4'],
		['New Emailing of one', { events: ['emailing'], scope: 'emailing', emailingId: '1201' }, 'v4'],
		['New Emailing with v1', { events: ['emailing'], scope: 'message', subjectId: 'x' }, 'v1'],
		['no emailing', { scope: 'emailing', emailingId: '' }, 'v4'],
		['no subject', { scope: 'message', subjectId: '' }, 'v1'],
		['no event', { events: [] }, 'v4'],
		['no whole number of hours', { options: { sweepHours: 1.5 } }, 'v4'],
		['no Start Date', { startFrom: 'date', startDate: '' }, 'v4'],
	])('is refused before anything is asked for: %s', async (_, parameters, version) => {
		const host = await hostOf(parameters, {}, { version });
		const error = await errorOf(host.activate());
		expect(error).toMatchObject({ failure: { cause: 'configuration-invalid' } });
		expect(`${error.message} ${error.description}`).toMatch(/\w{3}/);
		expect(copernica.requests).toEqual([]);
	});

	it('takes the unsubscribes of Publisher with v2', async () => {
		const host = await hostOf(
			{ events: ['unsubscribe'], product: 'publisher' },
			{},
			{ version: 'v2' },
		);
		await host.activate();
		const { id } = copernica.add.unsubscribe({
			product: 'publisher',
			timestamp: Date.now() + 1_000,
		});
		await host.tick();
		expect(idsOf(host.emitted)).toEqual([String(id)]);
	});
});

describe('Hours Between Sweeps', () => {
	it.each([0, -1, 'x'])('takes no %s', async (sweepHours) => {
		const host = await hostOf({ options: { sweepHours } });
		const error = await errorOf(host.activate());
		expect(error?.failure?.cause).toBe('configuration-invalid');
	});
});

describe('a fault of one list', () => {
	it.each([500, 503, 400])('keeps no other from its turn (%s)', async (status) => {
		const host = await hostOf({ events: ['bounce', 'click', 'open'] });
		await host.activate();
		copernica.fault(always(status, { match: '/clicks' }));
		const timestamp = Date.now() + 1_000;
		const { id: error } = copernica.add.error({ timestamp });
		const { id: click } = copernica.add.click({ timestamp });
		const { id: open } = copernica.add.impression({ timestamp });
		await host.tick();
		expect(idsOf(host.emitted)).toEqual([String(error), String(open)].sort());
		expect([...host.warnings, ...host.errors.map(String)]).not.toEqual([]);
		copernica.clearFaults();
		await host.tick();
		expect(idsOf(host.emitted)).toEqual([String(error), String(open), String(click)].sort());
	});
});

it('gives out what came before a fault, and goes on behind it', async () => {
	const host = await hostOf(
		{ startFrom: 'beginning', options: { requestsAtOnce: 1 } },
		{ ms: { clicks: 2_500 } },
	);
	copernica.fault(always(503, { after: 1 }));
	await host.activate();
	expect(host.emitted).toHaveLength(1_000);
	expect(host.warnings).toEqual([expect.stringMatching(/reads on with the next poll/)]);
	copernica.clearFaults();
	await host.tick();
	expect(idsOf(host.emitted)).toEqual(idsOf(copernica.data.events('ms', 'click')));
});

it.each([400, 401, 403] as const)('renews a token that is refused with %s', async (expiredJwt) => {
	const host = await hostOf({}, { switches: { expiredJwt } });
	await host.activate();
	copernica.revokeTokens();
	const rows = someClicks();
	await host.tick();
	expect(host.errors).toEqual([]);
	expect(idsOf(host.emitted)).toEqual(idsOf(rows));
});

it.each(['v2', 'v3'])(
	'shows no token where polls fail in each way there is (%s)',
	async (version) => {
		const host = await hostOf({}, {}, { version });
		await host.activate();
		const faults: Fault[] = [
			...([400, 401, 403, 404, 429, 500, 502, 503, 504] as const).map((status) => always(status)),
			...(
				['drop', 'html', 'emptyBody', 'errorInBody', 'cut', 'truncated', 'notAList'] as const
			).map((kind): Fault => ({ kind, times: 'always' })),
			{ kind: 'redirect', location: 'https://example.com/', times: 'always' },
		];
		for (const fault of faults) {
			copernica.fault(fault);
			await host.tick();
			copernica.clearFaults();
		}
		expect(host.errors).toHaveLength(faults.length);
		expectNoSecret(host.errors, host.warnings, host.state);
		for (const error of host.errors) expectNoSecret(error, { ...error }, (error as Error).stack);
	},
);

const STARTED = { contact: Date.parse('2026-02-03T09:00:00Z'), seen: [], undated: [] };
it.each([
	{ ...STARTED, contact: 'x' },
	{ ...STARTED, seen: {} },
	{ contact: STARTED.contact },
	{ ...STARTED, seen: [['x', '', '']] },
	{ ...STARTED, undated: [[1, '', 'A']] },
	{ ...STARTED, swept: { at: 1 } },
	{ ...STARTED, near: { start: 'x', after: '' } },
	{ after: '', given: [] },
])('begins anew where its place is %j', async (place) => {
	const host = await hostOf({ startFrom: 'beginning' });
	await host.activate();
	const { poll } = host.state as { poll: IDataObject };
	const again = another({ startFrom: 'beginning' });
	again.putBack({ 'node:Trigger': { poll: withPlace(poll, place as IDataObject) } });
	await again.activate();
	expect(again.errors).toEqual([]);
	expect(again.warnings).toEqual([expect.stringMatching(/begins anew/)]);
	expect(again.emitted).toHaveLength(150);
});
