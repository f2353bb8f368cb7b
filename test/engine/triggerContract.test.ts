import type { INodeParameters, NodeApiError } from 'n8n-workflow';
import { type Fault, type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox';
import type { MemoryCredentials } from './credentials';
import { Host, MODES } from './host';
import { always, errorOf, expectNoSecret, TRIGGERS } from './triggers';

// What each trigger does when its vendor, the network or the login fails.

jest.mock('n8n-workflow', () =>
	jest.requireActual<typeof import('../time')>('../time').withoutPauses(),
);

const fromBeginning = { startFrom: 'beginning' };

const TRANSIENT: Array<[string, Fault]> = [
	['429', always(429)],
	['500', always(500)],
	['503', always(503)],
	['503 with a page', always(503, { body: 'html' })],
	['504', always(504)],
	['a lost connection', { kind: 'drop', times: 'always' }],
];

const ALL_WAYS: Fault[] = [
	...[400, 401, 403, 404, 429, 500, 502, 503, 504].map((status) => always(status)),
	...(['drop', 'html', 'emptyBody', 'errorInBody', 'cut', 'truncated', 'notAList'] as const).map(
		(kind): Fault => ({ kind, times: 'always' }),
	),
	{ kind: 'redirect', location: 'https://example.com/', times: 'always' },
];

describe.each(TRIGGERS)('the trigger of $name', (row) => {
	const { broken, isOrdered, keyOf } = row;
	let sandbox: Sandbox;
	let vendor: ReturnType<typeof row.vendor>;
	afterEach(async () => await sandbox.close());

	async function start(switches: object = {}, options: SandboxOptions = row.options) {
		sandbox = await startSandbox(options);
		vendor = row.vendor(sandbox);
		vendor.setSwitches(switches);
	}

	const hostOf = (
		parameters: INodeParameters = {},
		credentials: MemoryCredentials = row.credentials(sandbox),
		mode: Host['mode'] = 'memory',
	) => new Host({ mode, credentials, parameters: { ...row.parameters, ...parameters } });

	const keysOf = (rows: readonly object[]) => {
		const keys = rows.map(keyOf);
		return isOrdered ? keys : keys.sort();
	};

	describe('at the first contact', () => {
		it.each([
			...TRANSIENT,
			...(row.renewals.length > 0 ? [['a busy login', always(503, { match: 'token' })]] : []),
		] as typeof TRANSIENT)(
			'that fails with %s lets the workflow be published, and loses nothing',
			async (_, fault) => {
				await start();
				const credentials = row.credentials(sandbox);
				const host = hostOf({}, credentials);
				vendor.fault(fault);
				await host.activate();
				expect(host.warnings).toEqual([expect.stringMatching(/The next poll tries again\.$/)]);
				const rows = row.happen(sandbox);
				await host.tick();
				expect(host.errors).toHaveLength(1);
				vendor.clearFaults();
				await host.tick();
				expect(keysOf(host.emitted)).toEqual(keysOf(rows));
				expectNoSecret(credentials, host.errors, host.warnings);
			},
		);

		it.each(row.wrong)(
			'that fails with $name does not, and says what to change',
			async ({ changes, parameters, switches, fault, says, cause = 'credential-invalid' }) => {
				await start(switches);
				if (fault) vendor.fault(fault);
				const credentials = row.credentials(sandbox, changes?.(sandbox));
				const host = hostOf(parameters, credentials);
				const error = await errorOf(host.activate());
				for (const text of says) expect(`${error.message}\n${error.description}`).toMatch(text);
				expect(error.failure).toEqual({ cause });
				expect(host.state).toEqual({});
				for (const each of [credentials, row.credentials(sandbox)]) {
					expectNoSecret(each, error, host.warnings);
				}
			},
		);
	});

	it('emits what it read before a fault, and goes on behind it', async () => {
		await start({}, broken.options);
		const host = hostOf({ ...fromBeginning, ...broken.parameters });
		vendor.fault(always(503, { after: broken.after }));
		await host.activate();
		const all = keysOf((broken.rows ?? row.rows)(sandbox));
		const first = keysOf(host.emitted);
		expect(first.length).toBeGreaterThan(0);
		expect(first.length).toBeLessThan(all.length);
		if (broken.events !== undefined) expect(first).toHaveLength(broken.events);
		if (isOrdered) expect(first).toEqual(all.slice(0, first.length));
		const warns = broken.warns ?? /reads on with the next poll/;
		expect(host.warnings).toEqual([expect.stringMatching(warns)]);
		await host.tick();
		expect(host.errors).toHaveLength(1);
		vendor.clearFaults();
		await host.tick();
		expect(keysOf(host.emitted)).toEqual(all);
	});

	it('ends a poll that read nothing in the error, and says when to come back', async () => {
		await start();
		const host = hostOf(fromBeginning);
		await host.activate();
		const before = structuredClone(host.state);
		vendor.fault(always(429, { headers: { 'Retry-After': '300' } }));
		await host.tick();
		const [error] = host.errors as NodeApiError[];
		expect(error).toMatchObject({
			httpCode: '429',
			failure: { cause: 'rate-limited', retryAfterMs: 300_000 },
		});
		expect(host.state).toEqual(before);
	});

	// iovox has no token.
	if (row.renewals.length > 0) {
		it.each(row.renewals)(
			'renews a token that is refused with $name',
			async ({ switches, inMidPoll }) => {
				await start(switches);
				const host = hostOf();
				await host.activate();
				if (!inMidPoll) vendor.revokeTokens!();
				const rows = row.happen(sandbox);
				await host.tick();
				if (inMidPoll) await host.tick();
				expect(host.errors).toEqual([]);
				expect(keysOf(host.emitted)).toEqual(keysOf(rows));
			},
		);
	}

	it.each(MODES)('keeps no secret in its state, in mode %s', async (mode) => {
		await start();
		const credentials = row.credentials(sandbox);
		const host = hostOf(fromBeginning, credentials, mode);
		await host.activate();
		expect(host.emitted).not.toEqual([]);
		expectNoSecret(credentials, host.database, host.warnings);
	});

	it.each(row.logins)('shows no secret, whatever way its polls fail (%j)', async (login) => {
		await start();
		const credentials = row.credentials(sandbox, login);
		const host = hostOf({}, credentials);
		await host.activate();
		for (const fault of ALL_WAYS) {
			vendor.fault(fault);
			await host.tick();
			vendor.clearFaults();
		}
		expect(host.errors).toHaveLength(ALL_WAYS.length);
		expectNoSecret(credentials, host.errors, host.warnings, host.state);
		for (const error of host.errors) {
			expectNoSecret(credentials, error, { ...error }, error.stack);
		}
	});

	it.each(['memory', 'scheduler'] as const)(
		'emits each event once where two polls run at a time (%s)',
		async (mode) => {
			await start();
			const host = hostOf(fromBeginning, undefined, mode);
			await Promise.all([host.activate(), host.tick(), host.tick()]);
			await host.tick();
			expect(keysOf(host.emitted)).toEqual(keysOf(row.rows(sandbox)));
			row.happen(sandbox);
			await Promise.all([host.tick(), host.tick()]);
			await host.tick();
			expect(keysOf(host.emitted)).toEqual(keysOf(row.rows(sandbox)));
		},
	);
});
