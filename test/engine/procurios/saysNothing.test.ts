import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { type Sandbox, startSandbox } from '../../../sandbox';
import { procuriosAt } from '../credentials';
import { runNode } from '../engine';
import { partsOf, recordsOf, rowsOf } from '../export/run';
import { Host } from '../host';

/** Dates that stand for none, and flags that are texts or numbers, on every path. */
let sandbox: Sandbox;
beforeEach(async () => {
	sandbox = await startSandbox({ procurios: { opens: 20, clicks: 0, recipients: 20 } });
});
afterEach(async () => await sandbox.close());

const now = () => new Date().toISOString();
/** What a service may write, whatever its type says. */
const odd = (value: unknown) => value as never;

function addOpen(bot: unknown): void {
	sandbox.procurios.add.open({ date: now() }).bot = odd(bot);
}

/** A change of somebody whom it had not happened to. */
function addChange(event: 'bounced' | 'unsubscribed', date: unknown) {
	const { add, data } = sandbox.procurios;
	const { trackingCode } = data.recipients.find((row) => row[event] === null)!;
	return Object.assign(add.recipientChange({ trackingCode, lastUpdate: now() }), { [event]: date });
}

const hostOf = async (parameters: INodeParameters) => {
	const credentials = procuriosAt(sandbox.procurios);
	const events = { output: 'trackingEvent', ...parameters };
	const host = new Host({ mode: 'memory', credentials, parameters: events });
	await host.activate();
	return host;
};

async function run(parameters: INodeParameters) {
	const result = await runNode({
		credentials: procuriosAt(sandbox.procurios),
		parameters: { returnAll: true, ...parameters },
	});
	expect(result.error).toBeUndefined();
	return result;
}

const HUMAN = ['0', 0, 'false', 'no', '', null, false];
const BOT = ['1', 1, 'true', 'yes', true];

it.each([
	['human', HUMAN, [false, false, false, false, null, null, false]],
	['bot', BOT, [true, true, true, true, true]],
])('the trigger gives out the opens of %s traffic', async (traffic, flags, bots) => {
	const host = await hostOf({ event: 'opened', traffic });
	for (const bot of [...HUMAN, ...BOT]) addOpen(bot);
	await host.tick();
	const emitted = host.emitted as Array<{ raw: { bot: unknown }; bot: unknown }>;
	const pairs = (list: Array<readonly [unknown, unknown]>) =>
		list.map((pair) => JSON.stringify(pair)).sort();
	expect(pairs(emitted.map(({ raw, bot }) => [raw.bot, bot]))).toEqual(
		pairs(flags.map((flag, place) => [flag, bots[place]])),
	);
});

it.each(['human', 'bot'])('the node gives out the opens of %s traffic', async (traffic) => {
	const { data } = sandbox.procurios;
	for (const bot of [...HUMAN, ...BOT]) addOpen(bot);
	const wanted: unknown[] = traffic === 'human' ? HUMAN : BOT;
	const { items } = await run({ resource: 'open', operation: 'getAll', traffic });
	expect(items.map(({ json }) => json.bot)).toEqual(
		data.opens.filter(({ bot }) => wanted.includes(bot)).map(({ bot }) => bot),
	);
});

const NEVER = [
	'0000-00-00 00:00:00',
	'-0001-11-30T00:00:00+00:00',
	'1970-01-01T00:00:00+00:00',
	'',
];
const DATES = ['bounced', 'unsubscribed'] as const;

describe.each(DATES)('what is %s on no date', (event) => {
	it('is not given out by the trigger, and what is on one is, once', async () => {
		const host = await hostOf({ event });
		for (const date of NEVER) addChange(event, date);
		await host.tick();
		expect(host.emitted).toEqual([]);
		const row = addChange(event, now());
		await host.tick();
		await host.tick();
		expect(host.emitted.map(({ raw }) => (raw as IDataObject).trackingCode)).toEqual([
			row.trackingCode,
		]);
		expect(host.errors).toEqual([]);
	});

	it('is given out once, undated, by the trigger, where it cannot be read', async () => {
		const host = await hostOf({ event });
		const row = addChange(event, 'soon');
		await host.tick();
		await host.tick();
		expect(host.emitted).toMatchObject([{ type: event, occurredAt: null, raw: row }]);
	});

	it('is none of the events of the node, nor of an export', async () => {
		const { data } = sandbox.procurios;
		for (const date of NEVER) addChange(event, date);
		const happened = data.recipients.filter((row) => /^20/.test(row[event] ?? '')).length;
		const events = { resource: 'recipient', output: 'trackingEvent' };
		const { items } = await run({ ...events, operation: 'getAll' });
		const given = items.map(({ json }) => json);
		expect(given.filter(({ type }) => type === event)).toHaveLength(happened);
		for (const { occurredAt } of given) expect(occurredAt).toMatch(/^20/);
		const exported = await run({ ...events, operation: 'export' });
		expect(recordsOf(await partsOf(exported.items))).toEqual(given);
	});
});

it('a NUL and half of a pair of surrogates are in no event and no table', async () => {
	const { add } = sandbox.procurios;
	const email = 'a\0nn@example.com';
	const odd = { email, name: '\ud83d\0', ['no\0te']: ['\0x'] };
	Object.assign(add.recipientChange({ lastUpdate: now() }), odd);
	const list = { resource: 'recipient', output: 'trackingEvent' };
	const { items } = await run({ ...list, operation: 'getAll' });
	const event = items.at(-1)!.json;
	expect(event).toMatchObject({
		recipient: { address: 'ann@example.com', name: '\ufffd' },
		raw: { email: 'ann@example.com', note: ['x'] },
	});
	expect(JSON.stringify(items.map(({ json }) => json))).not.toMatch(/\\u0000|\\ud83d/);
	for (const output of ['record', 'trackingEvent']) {
		const csv = await run({ ...list, output, operation: 'export', format: 'csv' });
		const [part] = await partsOf(csv.items);
		expect(part!.text).not.toMatch(/\0|\\u0000/);
		expect(rowsOf(part!).some((cells) => Object.values(cells).includes('ann@example.com'))).toBe(
			true,
		);
	}
	// A record is the service's, as it is: NDJSON has an escape for it.
	const records = await run({ ...list, output: 'record', operation: 'export' });
	expect(recordsOf(await partsOf(records.items)).at(-1)).toMatchObject({ email });
});
