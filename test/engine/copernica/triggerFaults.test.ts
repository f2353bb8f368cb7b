import { withPlace } from '../placeIn';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import {
	type CopernicaOptions,
	type CopernicaSandbox,
	type Sandbox,
	startSandbox,
} from '../../../sandbox';
import { Host } from '../host';
import { copernicaAt } from '../credentials';
import { always, errorOf } from '../triggers';

jest.mock('n8n-workflow', () =>
	jest.requireActual<typeof import('../../time')>('../../time').withoutPauses(),
);

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

const idsOf = (rows: readonly object[]) =>
	rows.map((row) => String(Reflect.get(row, 'ID') ?? Reflect.get(row, 'id'))).sort();
describe('the first contact', () => {
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
