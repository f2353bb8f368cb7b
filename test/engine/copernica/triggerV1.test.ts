import type { IDataObject, INodeParameters } from 'n8n-workflow';
import {
	type CopernicaOptions,
	type CopernicaProduct,
	type CopernicaSandbox,
	type Sandbox,
	startSandbox,
} from '../../../sandbox';
import { onlyTheClockIsFake } from '../../time';
import { fetchTestEvent, Host } from '../host';
import { copernicaAt } from '../credentials';
import { all, jsonOf } from './site';

onlyTheClockIsFake();

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const START = Date.parse('2026-02-03T09:00:00Z');
const EVENTS = ['bounce', 'click', 'complaint', 'delivery', 'open', 'unsubscribe'];

let sandbox: Sandbox;
let copernica: CopernicaSandbox;
beforeEach(() => jest.setSystemTime(START));
afterEach(async () => await sandbox.close());

async function open(options: Partial<CopernicaOptions> = {}) {
	sandbox = await startSandbox({ copernica: { end: new Date(START - 2 * DAY_MS), ...options } });
	({ copernica } = sandbox);
}

const v1 = () => copernicaAt(copernica, { version: 'v1' });
const hostOf = (parameters: INodeParameters) =>
	new Host({
		mode: 'memory',
		credentials: v1(),
		parameters: { events: EVENTS, ...parameters },
	});

const later = (ms: number) => jest.setSystemTime(Date.now() + ms);
const fieldsOf = (event: IDataObject) => (event.data ?? event) as IDataObject;
/** A message that was sent to somebody who is known. */
const messageOf = (product: CopernicaProduct) =>
	[...copernica.data.destinations(product)].reverse().find(({ profile }) => profile !== null)!;
const emailingOf = (product: CopernicaProduct, id: number) =>
	copernica.data.emailings(product).find((row) => row.id === id)!;

async function requestsOf(poll: () => Promise<unknown>): Promise<string[]> {
	const before = copernica.requests.length;
	await poll();
	return copernica.requests
		.slice(before)
		.map(({ path }) => path.replace(/^.*\/v1\//, '').replace(/access_token=[^&]*&?/, ''));
}

describe.each<[string, CopernicaProduct, () => string]>([
	['message', 'ms', () => messageOf('ms').hash],
	['oldMessage', 'publisher', () => messageOf('publisher').hash],
	['email', 'ms', () => messageOf('ms').email],
	['profile', 'publisher', () => String(messageOf('publisher').profile)],
	['template', 'ms', () => String(emailingOf('ms', messageOf('ms').emailing).template)],
	[
		'oldTemplate',
		'publisher',
		() => String(emailingOf('publisher', messageOf('publisher').emailing).template),
	],
	[
		'oldDocument',
		'publisher',
		() => String(emailingOf('publisher', messageOf('publisher').emailing).document),
	],
	['tags', 'ms', () => emailingOf('ms', messageOf('ms').emailing).tags.join(';')],
])('of %s', (scope, product, id) => {
	it('reports what happens, by one call', async () => {
		await open();
		const host = hostOf({ scope, subjectId: id() });
		await host.activate();
		expect(host.emitted).toEqual([]);
		later(MINUTE_MS);
		const { id: destination, hash } = messageOf(product);
		const others = product === 'ms' ? 'publisher' : 'ms';
		copernica.add.click({ product: others, destination: messageOf(others).id });
		copernica.add.click({ product, destination });
		copernica.add.error({ product, destination });
		expect(await requestsOf(async () => await host.tick())).toHaveLength(1);
		const ours = host.emitted.filter((event) => fieldsOf(event).id === hash);
		expect(ours.map(({ event }) => event).sort()).toEqual(['click', 'failure']);
		later(MINUTE_MS);
		const before = host.emitted.length;
		expect(await requestsOf(async () => await host.tick())).toHaveLength(1);
		expect(host.emitted).toHaveLength(before);
		expect(host.errors).toEqual([]);
	});
});

it('reports the chosen events alone, of e-mails with the chosen tags', async () => {
	await open();
	const { id: destination, email, emailing } = messageOf('ms');
	const { tags } = emailingOf('ms', emailing);
	const parameters = { events: ['bounce'], scope: 'email', subjectId: email };
	const host = hostOf({ ...parameters, filters: { tags: tags.join(';') } });
	const other = hostOf({ ...parameters, filters: { tags: 'nothing' } });
	await host.activate();
	await other.activate();
	later(MINUTE_MS);
	copernica.add.click({ destination });
	copernica.add.error({ destination });
	await host.tick();
	await other.tick();
	expect(host.emitted.map(({ event }) => event)).toEqual(['failure']);
	expect(other.emitted).toEqual([]);
});

describe('events that are equal in all', () => {
	const equal = { ip: '192.0.2.1', useragent: 'x' };

	it.each(['record', 'trackingEvent'])('come as often as there are (%s)', async (output) => {
		await open();
		const { id: destination, hash: subjectId } = messageOf('ms');
		const host = hostOf({ scope: 'message', subjectId, output });
		await host.activate();
		later(MINUTE_MS);
		const timestamp = Date.now();
		const add = () => copernica.add.impression({ destination, timestamp, ...equal });
		for (let time = 0; time < 3; time++) add();
		await host.tick();
		expect(host.emitted).toHaveLength(3);
		later(MINUTE_MS);
		await host.tick();
		expect(host.emitted).toHaveLength(3);
		// Another one, written later.
		add();
		later(HOUR_MS);
		await host.tick();
		later(HOUR_MS);
		await host.tick();
		expect(host.emitted).toHaveLength(4);
		if (output === 'record') return;
		const filters = { startDate: '2026-02-03' };
		const got = await jsonOf(
			copernica,
			all('messageEvent', { subject: 'message', subjectId, output, filters }),
			{ version: 'v1' },
		);
		const idsOf = (events: readonly IDataObject[]) => events.map(({ id }) => String(id)).sort();
		expect(idsOf(host.emitted)).toEqual(idsOf(got));
		expect(new Set(idsOf(got)).size).toBe(4);
	});
});

it.each(['event', 'type', 'mixed'] as const)(
	'gives out each once, however it is named from answer to answer (first by %s)',
	async (eventKey) => {
		await open({ switches: { eventKey, eventData: 'flat' } });
		const { id: destination, hash: subjectId } = messageOf('ms');
		const host = hostOf({ scope: 'message', subjectId });
		await host.activate();
		later(MINUTE_MS);
		copernica.add.error({ destination });
		copernica.add.click({ destination });
		await host.tick();
		expect(host.emitted).toHaveLength(2);
		// Others stand before them, so that they are named in turn.
		copernica.add.delivery({ destination, timestamp: Date.now() - 1_000 });
		await host.tick();
		for (const other of ['type', 'mixed', 'event'] as const) {
			copernica.setSwitches({ eventKey: other, eventData: other === 'mixed' ? 'flat' : 'nested' });
			await host.tick();
		}
		expect(host.emitted).toHaveLength(3);
	},
);

it('asks for all months since the last event, after a pause', async () => {
	await open();
	const { id: destination, hash: subjectId } = messageOf('ms');
	const host = hostOf({ scope: 'message', subjectId, options: { sweepHours: 24 } });
	await host.activate();
	const times = [20, 50, 80].map((days) => START + days * DAY_MS);
	later(81 * DAY_MS);
	for (const timestamp of times) copernica.add.click({ destination, timestamp });
	await host.tick();
	expect(host.emitted).toHaveLength(3);
	later(5 * MINUTE_MS);
	expect(await requestsOf(async () => await host.tick())).toHaveLength(1);
});

it('from the beginning finds what happens to a message to which nothing happened for long', async () => {
	await open();
	const { id: destination, hash: subjectId } = copernica.add.destination();
	later(40 * DAY_MS);
	const host = hostOf({ events: ['click'], scope: 'message', subjectId, startFrom: 'beginning' });
	await host.activate();
	later(MINUTE_MS);
	copernica.add.click({ destination });
	await host.tick();
	later(2 * HOUR_MS);
	await host.tick();
	expect(host.errors).toEqual([]);
	expect(host.emitted).toHaveLength(1);
});

it('Fetch Test Event asks for a day, a month, and what the vendor gives', async () => {
	await open();
	const { hash: subjectId } = messageOf('ms');
	const fetch = async (events: string[]) =>
		await fetchTestEvent({
			credentials: v1(),
			parameters: { events, scope: 'message', subjectId },
		});
	expect((await fetch(EVENTS)).length).toBeGreaterThan(0);
	expect(copernica.stats().apiCalls).toBeLessThanOrEqual(3);
	const before = copernica.stats().apiCalls;
	copernica.setSwitches({ lateSeconds: 90 * 24 * 3_600 });
	await expect(fetch(EVENTS)).rejects.toThrow('shows no such event yet');
	expect(copernica.stats().apiCalls - before).toBeLessThanOrEqual(3);
});
