import { type Controllable, type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox';
import { RestClient as CopernicaClient } from './copernica/client';
import { MetricClient } from './encompass/client';
import { RestClient as IovoxClient } from './iovox/client';
import { ApiClient } from './procurios/client';
import { busy, type Control, controlOf, type VendorName } from './vendors';

// What all vendors of the sandbox do alike: they live, stop, and are controlled by other processes.

interface Row {
	readonly name: VendorName;
	readonly empty: SandboxOptions;
	/** Logs in. @returns asks for a list, with the status of the answer */
	login(sandbox: Sandbox): Promise<() => Promise<number>>;
	/** The status where a token was revoked; undefined where there are no tokens. */
	readonly revoked: number | undefined;
	readonly switches: object;
	/** What the control API refuses, beside what it refuses for all. */
	readonly refused: ReadonlyArray<[path: string, body: object | undefined]>;
	/** How late, in seconds, each event of the history was written. */
	lateness(sandbox: Pick<Sandbox, VendorName>): number[];
	/** Of what there is in the end. */
	rows(sandbox: Pick<Sandbox, VendorName>): readonly object[];
}

const inSeconds = ({ at, happened }: { at: number; happened: number }) =>
	Math.round((at - happened) / 1_000);
const NUMBERED: Row['refused'] = [['fault', { kind: 'foreignNext' }]];

const ROWS: Row[] = [
	{
		name: 'procurios',
		empty: { procurios: { opens: 0 } },
		async login(sandbox) {
			const client = await ApiClient.connect(sandbox);
			return async () => (await client.get('emails')).status;
		},
		revoked: 401,
		switches: { hrefs: 'encoded', token: { expiresIn: false } },
		refused: [
			['fault', { kind: 'highTotal' }],
			['switches', { hrefs: 'none' }],
			['add', { kind: 'bounce' }],
			['add', { kind: 'open', row: { trackingCode: 'unknown' } }],
			['add', { kind: 'open', row: { date: 'yesterday' } }],
		],
		lateness: ({ procurios: { history } }) =>
			history.flatMap((entry) =>
				entry.kind === 'open' || entry.kind === 'click'
					? [(entry.at - Date.parse(entry.row.date)) / 1_000]
					: [],
			),
		rows: ({ procurios: { data } }) => data.recipients,
	},
	{
		name: 'iovox',
		empty: { iovox: { mails: 0, links: 0 } },
		async login({ iovox }) {
			const client = new IovoxClient(iovox);
			return async () => (await client.call('email/search')).status;
		},
		// Each request says who asks.
		revoked: undefined,
		switches: { ties: 'random', pageCap: 7 },
		refused: [
			...NUMBERED,
			['switches', { ties: 'none' }],
			['add', { kind: 'open' }],
			['add', { kind: 'mail', row: { subject: 'x' } }],
			['add', { kind: 'change', row: { read: true } }],
			['add', { kind: 'reply', row: { message_id: 'none' } }],
		],
		lateness: ({ iovox: { history } }) => history.map(inSeconds),
		rows: ({ iovox: { data } }) => data.mails,
	},
	{
		name: 'copernica',
		empty: { copernica: { emailings: 0, profiles: 0 } },
		async login({ copernica }) {
			const client = await CopernicaClient.connect(copernica);
			return async () => (await client.get('v4/ms/clicks')).status;
		},
		revoked: 400,
		switches: { zone: 'UTC', pageCap: 7 },
		refused: [
			...NUMBERED,
			['switches', { zone: 'none' }],
			['add', { kind: 'open' }],
			['add', { kind: 'click', row: { subject: 'x' } }],
			['add', { kind: 'click', row: { emailing: 1 } }],
			['add', { kind: 'toString' }],
		],
		lateness: ({ copernica: { history } }) => history.map(inSeconds),
		rows: ({ copernica: { data } }) => data.destinations('ms'),
	},
	{
		name: 'encompass',
		empty: { encompass: { messages: 0 } },
		async login({ encompass }) {
			const client = await MetricClient.connect(encompass);
			return async () => (await client.get('messages')).status;
		},
		revoked: 401,
		switches: { order: 'descending', pageCap: 7 },
		refused: [
			...NUMBERED,
			['switches', { order: 'none' }],
			['add', { kind: 'unsubscribe' }],
			['add', { kind: 'open', row: { messageId: 1 } }],
			['add', { kind: 'open', row: { dateAdded: '2026-03-01T12:00:00Z' } }],
			['send', { messageId: 1 }],
			['archive', { messageId: 1 }],
			['archive', undefined],
		],
		lateness: ({ encompass: { history } }) =>
			history.flatMap((entry) =>
				entry.kind === 'message' || entry.kind === 'recipient'
					? []
					: [(entry.at - entry.row.timestamp) / 1_000],
			),
		rows: ({ encompass: { data } }) => data.messages.flatMap(({ id }) => data.opensOf(id)),
	},
];

const pause = async (ms: number) => await new Promise((resolve) => setTimeout(resolve, ms));

/** Nothing is written any more. */
async function expectRest(vendor: Controllable): Promise<void> {
	const { length } = vendor.history;
	await pause(120);
	expect(vendor.history).toHaveLength(length);
}

describe.each(ROWS)('$name', (row) => {
	const { name, switches, revoked } = row;

	describe('controlled by another process', () => {
		let sandbox: Sandbox;
		let vendor: Controllable;
		let control: Control;
		let ask: () => Promise<number>;
		beforeEach(async () => {
			sandbox = await startSandbox({ [name]: {} });
			vendor = sandbox[name];
			control = controlOf(sandbox, name);
			ask = await row.login(sandbox);
		});
		afterEach(async () => await sandbox.close());

		it('queues and clears faults', async () => {
			const fault = { kind: 'status', status: 418, times: 'always' };
			expect((await control.post('fault', fault)).status).toBe(200);
			expect(await ask()).toBe(418);
			await control.post('clear-faults');
			expect(await ask()).toBe(200);
		});

		it('changes switches and shows them', async () => {
			const before = structuredClone(vendor.switches);
			const reply = await control.post('switches', switches);
			expect(reply.json).toEqual(vendor.switches);
			expect(vendor.switches).toMatchObject(switches);
			expect(before).not.toMatchObject(switches);
			expect((await control.read('switches')).json).toEqual(reply.json);
		});

		it('lets live events happen, start and stop', async () => {
			await control.post('live', { happen: 20 });
			const happened = vendor.history.length;
			expect(happened).toBeGreaterThanOrEqual(20);
			await control.post('live', { eventsPerSecond: 2_000 });
			while (vendor.history.length === happened) await pause(5);
			await control.post('live', { on: false });
			await expectRest(vendor);
			expect((await control.read('history')).text).toBe(JSON.stringify(vendor.history));
		});

		it(revoked === undefined ? 'has no tokens to revoke' : 'revokes tokens', async () => {
			expect(await ask()).toBe(200);
			expect((await control.post('revoke-tokens')).status).toBe(revoked === undefined ? 404 : 200);
			expect(await ask()).toBe(revoked ?? 200);
		});

		it.each<[string, object | undefined]>([['fault', { kind: 'explode' }], ...row.refused])(
			'answers 400 to %s %j',
			async (path, body) => {
				const reply = await control.post(path, body);
				expect(reply.status).toBe(400);
				expect(reply.json.message).toEqual(expect.any(String));
			},
		);
	});

	describe('alive', () => {
		const busyOne = async (...rest: [times: number, options?: object]) =>
			({ [name]: await busy(name, ...rest) }) as Pick<Sandbox, VendorName>;

		it('happens in the same way for the same seed', async () => {
			const [once, again, other] = [
				await busyOne(200),
				await busyOne(200),
				await busyOne(200, { seed: 2 }),
			];
			expect(again[name].history).toEqual(once[name].history);
			expect(row.rows(again)).toEqual(row.rows(once));
			expect(other[name].history).not.toEqual(once[name].history);
		});

		it('writes a share of the events late, and none later than that or ahead of time', async () => {
			const late = row.lateness(await busyOne(1_000, { lateShare: 0.3, maxLateSeconds: 45 }));
			expect(Math.min(...late)).toBe(0);
			expect(Math.max(...late)).toBe(45);
			expect(late.filter((seconds) => seconds > 0).length).toBeGreaterThan(100);
			const onTime = row.lateness(await busyOne(300, { lateShare: 0 }));
			expect(new Set(onTime)).toEqual(new Set([0]));
		});

		it('runs until it is stopped or closed, and starts where there is nothing', async () => {
			const { [name]: vendor, close } = await startSandbox(row.empty);
			vendor.startLive({ eventsPerSecond: 2_000 });
			while (vendor.history.length < 100) await pause(5);
			vendor.stopLive();
			await expectRest(vendor);
			vendor.startLive({ eventsPerSecond: 2_000 });
			await close();
			await expectRest(vendor);
		});
	});
});
