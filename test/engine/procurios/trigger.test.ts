import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { type ProcuriosOptions, type Sandbox, startSandbox } from '../../../sandbox';
import { procuriosAt } from '../credentials';
import { fetchTestEvent, Host, type Mode, MODES } from '../host';

let sandbox: Sandbox;
afterEach(async () => await sandbox.close());

interface Setting {
	parameters?: INodeParameters;
	procurios?: Partial<ProcuriosOptions>;
	mode?: Mode;
}

async function hostOf({ parameters, procurios, mode = 'memory' }: Setting): Promise<Host> {
	sandbox = await startSandbox({ procurios: { opens: 60, clicks: 60, ...procurios } });
	return new Host({
		mode,
		credentials: procuriosAt(sandbox.procurios),
		parameters: { ...parameters },
	});
}

const fetchTest = async (parameters: INodeParameters) =>
	await fetchTestEvent({ credentials: procuriosAt(sandbox.procurios), parameters });

/** Paths and queries of the API requests so far. */
const asked = () =>
	sandbox.procurios.requests.map(({ path }) => path).filter((path) => path.includes('email_api'));

const READINGS = ['compare', 'lookup'] as const;

describe.each(READINGS)('where a cursor of no record is looked at by "%s"', (unknownCursor) => {
	const procurios = { switches: { unknownCursor }, pageSize: { others: 20 } };

	it.each([
		['opened', () => sandbox.procurios.add.open()],
		['clicked', () => sandbox.procurios.add.click({ bot: false })],
		['sent', () => sandbox.procurios.add.recipient()],
		['unsubscribed', () => sandbox.procurios.add.recipientChange()],
		['bounced', () => sandbox.procurios.add.recipientChange({ bounced: new Date().toISOString() })],
		['recipientUpdated', () => sandbox.procurios.add.recipientChange()],
		['newEmail', () => sandbox.procurios.add.email()],
	])('starts with the next "%s", and gives out nothing old', async (event, happen) => {
		const host = await hostOf({ parameters: { event }, procurios });
		await host.activate();
		await host.tick();
		expect(host.executions).toEqual([]);
		const row = happen();
		await host.tick();
		await host.tick();
		expect(host.executions.map((items) => items.map(({ json }) => json))).toEqual([[row]]);
		expect(host.errors).toEqual([]);
	});

	it('starts at a date', async () => {
		const host = await hostOf({ procurios });
		const { opens } = sandbox.procurios.data;
		const startDate = opens[40]!.date;
		await host.republish({ event: 'opened', traffic: 'all', startFrom: 'date', startDate });
		await host.tick();
		expect(host.emitted).toEqual(opens.filter(({ date }) => date >= startDate));
	});
});

it('takes a date without a zone as one of the zone of the workflow', async () => {
	const host = await hostOf({});
	const at = (date: string) => sandbox.procurios.add.open({ date });
	at('2026-07-01T07:59:59Z');
	const second = at('2026-07-01T08:00:00Z');
	const startDate = '2026-07-01T10:00:00';
	await host.republish({ event: 'opened', startFrom: 'date', startDate });
	expect(host.emitted).toEqual([second]);
});

it('asks an expression for the date once, though it moves on', async () => {
	const startDate = '={{ $now.minus({ hours: 1 }).toISO() }}';
	const host = await hostOf({ parameters: { event: 'opened', startFrom: 'date', startDate } });
	const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
	sandbox.procurios.add.open({ date: ago(61) });
	const row = sandbox.procurios.add.open({ date: ago(59) });
	await host.activate();
	await host.tick();
	expect(host.emitted).toEqual([row]);
	expect(host.warnings).toEqual([]);
});

it.each([
	[{ startFrom: 'date', startDate: 'soon' }, /Start Date "soon" is no date/],
	[{ startFrom: 'date' }, /Start Date is empty/],
	[{ event: 'newEmail', startFrom: 'date' }, /list of e-mails cannot be read from a date on/],
	[{ options: { maxEvents: 0 } }, /Max Events per Poll must be a whole number/],
	[{ options: { maxEvents: 60_000 } }, /must be 50,000 or less/],
	[{ emailScope: 'one', emailId: { __rl: true, mode: 'id', value: 'x' } }, /"x" is no ID/],
])('keeps a workflow with %j from being published', async (parameters, message) => {
	const host = await hostOf({ parameters: parameters as INodeParameters });
	await expect(host.activate()).rejects.toThrow(message);
	expect(asked()).toEqual([]);
});

it('follows one e-mail only', async () => {
	const host = await hostOf({});
	const [first, second] = sandbox.procurios.data.emails;
	const emailId = { __rl: true, mode: 'list', value: String(first!.trackingId) };
	await host.republish({ event: 'opened', emailScope: 'one', emailId });
	sandbox.procurios.add.open({ trackingId: second!.trackingId });
	const row = sandbox.procurios.add.open({ trackingId: first!.trackingId });
	await host.tick();
	expect(host.emitted).toEqual([row]);
});

it.each([
	['human', [false]],
	['bot', [true]],
	['all', [false, true]],
])('gives out traffic that is %s', async (traffic, bots) => {
	const parameters = { event: 'opened', traffic, startFrom: 'beginning' };
	const host = await hostOf({ parameters });
	await host.activate();
	const { opens } = sandbox.procurios.data;
	expect(host.emitted).toEqual(opens.filter(({ bot }) => bots.includes(bot)));
});

it('gives records that are equal in every field an event each, also over polls', async () => {
	const parameters = { event: 'opened', traffic: 'all', output: 'trackingEvent' };
	const host = await hostOf({ parameters });
	await host.activate();
	const row = sandbox.procurios.add.open();
	await host.tick();
	sandbox.procurios.add.open(row);
	sandbox.procurios.add.open(row);
	await host.tick();
	const [id, ...more] = host.emitted.map((event) => event.id);
	expect(more).toEqual([`${id as string}#2`, `${id as string}#3`]);
});

it('gives a tracking event of the kind that was asked for', async () => {
	const parameters = { event: 'unsubscribed', output: 'trackingEvent' };
	const host = await hostOf({ parameters });
	await host.activate();
	const row = sandbox.procurios.add.recipientChange();
	await host.tick();
	expect(host.emitted).toEqual([
		expect.objectContaining({ type: 'unsubscribed', raw: row, provider: 'procurios' }),
	]);
});

describe('what happens to a person and an e-mail once', () => {
	it('is told once, whatever else changes in the record, and when it is told late', async () => {
		const host = await hostOf({ parameters: { event: 'bounced' } });
		await host.activate();
		const { trackingCode } = sandbox.procurios.data.recipients[0]!;
		const days = (count: number) => new Date(Date.now() - count * 86_400_000).toISOString();
		sandbox.procurios.add.recipientChange({ trackingCode, bounced: days(6) });
		await host.tick();
		expect(host.emitted).toHaveLength(1);
		sandbox.procurios.add.open({ trackingCode });
		await host.tick();
		sandbox.procurios.add.recipientChange({ trackingCode });
		await host.tick();
		// The service may date it anew.
		sandbox.procurios.add.recipientChange({ trackingCode, bounced: days(1) });
		await host.tick();
		expect(host.emitted).toHaveLength(1);
	});

	it('is told of an unsubscribe in the second of an open', async () => {
		const host = await hostOf({ parameters: { event: 'recipientUpdated' } });
		await host.activate();
		const { trackingCode } = sandbox.procurios.data.recipients.find((row) => !row.unsubscribed)!;
		const now = new Date().toISOString();
		const change = (row: object) =>
			sandbox.procurios.add.recipientChange({ trackingCode, lastUpdate: now, ...row });
		const first = change({ firstOpen: now });
		await host.tick();
		const second = change({ unsubscribed: now });
		await host.tick();
		expect(host.emitted).toEqual([first, second]);
	});
});

describe('other fields', () => {
	it('of another feed begin anew', async () => {
		const host = await hostOf({ parameters: { event: 'opened', traffic: 'all' } });
		await host.activate();
		await host.republish({ event: 'clicked', traffic: 'all', startFrom: 'beginning' });
		expect(host.emitted).toEqual(sandbox.procurios.data.clicks);
		expect(host.warnings).toEqual([expect.stringMatching(/begins anew.*fields/)]);
	});

	it('of the same feed go on', async () => {
		const host = await hostOf({ parameters: { event: 'opened', traffic: 'human' } });
		await host.activate();
		const row = sandbox.procurios.add.open({ bot: false });
		await host.republish({ event: 'opened', traffic: 'all', options: { maxEvents: 5 } });
		expect(host.emitted).toEqual([row]);
		expect(host.warnings).toEqual([]);
	});
});

it('goes on after a pause of the workflow', async () => {
	const host = await hostOf({ parameters: { event: 'opened' } });
	await host.activate();
	const row = sandbox.procurios.add.open();
	await host.restart();
	expect(host.emitted).toEqual([row]);
});

it.each(MODES)('does not write down what it knows already, in mode %s', async (mode) => {
	const host = await hostOf({ parameters: { event: 'opened' }, mode });
	await host.activate();
	sandbox.procurios.add.open();
	await host.tick();
	const { revision } = host.state.poll as IDataObject;
	await host.tick();
	await host.tick();
	expect(host.state.poll).toMatchObject({ revision });
});

describe('"Fetch Test Event"', () => {
	const recent = { start: new Date(Date.now() - 3_600_000), end: new Date() };

	it.each(['opened', 'clicked', 'sent', 'recipientUpdated', 'newEmail'])(
		'shows the latest "%s", by one request',
		async (event) => {
			await hostOf({ procurios: recent });
			const items = await fetchTest({ event, traffic: 'all' });
			const { data } = sandbox.procurios;
			const rows = { opened: data.opens, clicked: data.clicks, newEmail: data.emails }[event];
			expect(items.map(({ json }) => json)).toEqual((rows ?? data.recipients).slice(-10));
			expect(asked()).toHaveLength(1);
		},
	);

	it.each(READINGS)('looks further back, with %s', async (unknownCursor) => {
		await hostOf({ procurios: { switches: { unknownCursor } } });
		const items = await fetchTest({
			event: 'opened',
			traffic: 'all',
		});
		expect(items.map(({ json }) => json)).toEqual(sandbox.procurios.data.opens.slice(-10));
		expect(asked()).toHaveLength(3);
	});

	it('says what to do where there are none, after three requests', async () => {
		await hostOf({ procurios: { opens: 0, clicks: 0 } });
		const fetching = fetchTest({ event: 'opened' });
		await expect(fetching).rejects.toMatchObject({
			message: 'Procurios shows no such event yet',
			description: expect.stringMatching(/Send an e-mail to yourself.*publish the workflow/),
		});
		expect(asked()).toHaveLength(3);
	});

	it('says at once what is wrong', async () => {
		await hostOf({});
		sandbox.procurios.fault({ kind: 'status', status: 503, times: 'always' });
		const fetching = fetchTest({ event: 'opened' });
		await expect(fetching).rejects.toThrow('Procurios answered with status 503');
		expect(asked()).toHaveLength(1);
	});
});
