import fc from 'fast-check';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import {
	type Fault,
	type Sandbox,
	startSandbox,
	type ProcuriosSwitchChanges,
} from '../../../sandbox';
import { ProcuriosSandbox } from '../../../sandbox/procurios';
import { type MemoryCredentials, procuriosAt } from '../credentials';
import { runNode } from '../engine';
import { surplus } from '../../surplus';
import { before, closeStandIns } from '../standIns';

jest.mock('n8n-workflow', () =>
	jest.requireActual<typeof import('../../time')>('../../time').withoutPauses(),
);

const RESOURCES = ['email', 'recipient', 'open', 'click'] as const;
type Resource = (typeof RESOURCES)[number];

/** Forty seconds of a small site: ties and equal rows are the rule. */
const SIZES = { emails: 12, recipients: 25, opens: 60, clicks: 60 };
const siteOf = (seed: number) => ({
	...SIZES,
	seed,
	start: '2026-02-03T09:00:00Z',
	end: '2026-02-03T09:00:40Z',
});

/** How many rows share one position, at most: a page must hold more, or no client can see all. */
function largestGroup(seed: number): number {
	const { opens, clicks } = new ProcuriosSandbox(siteOf(seed)).data;
	let largest = 0;
	for (const rows of [opens, clicks]) {
		const sizes = new Map<string, number>();
		for (const { date, trackingCode, location } of rows) {
			const position = `${date} ${trackingCode} ${location}`;
			sizes.set(position, (sizes.get(position) ?? 0) + 1);
		}
		largest = Math.max(largest, ...sizes.values());
	}
	return largest;
}

const oneOf = <const T extends readonly string[]>(...values: T): fc.Arbitrary<T[number]> =>
	fc.constantFrom(...values);

/** All that changes what a list or a login looks like; short pages can lose ties and stay out. */
const switches: fc.Arbitrary<ProcuriosSwitchChanges> = fc.record({
	token: fc.record({
		expiresIn: fc.boolean(),
		tokenType: fc.boolean(),
		refreshToken: oneOf('none', 'code', 'all'),
	}),
	scopeRequired: fc.boolean(),
	unknownCursor: oneOf('compare', 'lookup'),
	nextOnLastPage: oneOf('always', 'untilEmpty', 'onlyWhenMore'),
	emptyLinks: oneOf('object', 'array'),
	nextCursorHasLinkId: fc.boolean(),
	tieOrder: oneOf('stable', 'shuffled'),
	errorBody: oneOf('json', 'html', 'empty'),
	hrefs: oneOf('raw', 'encoded'),
	unicode: oneOf('escaped', 'utf8'),
});

const site = fc.record({
	seed: fc.integer({ min: 1, max: 12 }),
	/** How many rows a page holds beyond the largest group. */
	room: fc.integer({ min: 1, max: 20 }),
	emailsAPage: fc.integer({ min: 1, max: 13 }),
	codeOrder: oneOf('text', 'swapped'),
	switches,
});
type Site = typeof site extends fc.Arbitrary<infer T> ? T : never;

const passingFault: fc.Arbitrary<Fault> = fc.record({
	kind: oneOf('status', 'drop', 'cut'),
	status: fc.constantFrom(429, 502, 503, 504),
	body: oneOf('json', 'html', 'empty'),
	after: fc.nat({ max: 8 }),
	times: fc.integer({ min: 1, max: 2 }),
});

async function withSandbox(
	{ seed, room, emailsAPage, codeOrder, switches: changes }: Site,
	test: (sandbox: Sandbox) => Promise<void>,
): Promise<void> {
	const pageSize = { emails: emailsAPage, others: largestGroup(seed) + room };
	const sandbox = await startSandbox({
		procurios: { ...siteOf(seed), codeOrder, pageSize, switches: changes },
	});
	try {
		await test(sandbox);
	} finally {
		await sandbox.close();
	}
}

type Output = IDataObject & { item: number };

async function outputsOf(
	credentials: MemoryCredentials,
	parameters: INodeParameters,
	items = 1,
): Promise<Output[]> {
	const result = await runNode({
		credentials,
		parameters: { operation: 'getAll', ...parameters },
		items: Array.from({ length: items }, () => ({ json: {} })),
	});
	if (result.error) throw new Error(`${result.error.message}\n${result.error.description}`);
	return result.items.map(({ json, pairedItem }) => ({
		...json,
		item: (pairedItem as { item: number }).item,
	}));
}

/** Runs with a limit, each behind the last item of the one before, until nothing comes. */
async function chain(
	credentials: MemoryCredentials,
	parameters: INodeParameters,
	limit: number,
): Promise<Output[]> {
	const all: Output[] = [];
	let continueAfter = '';
	for (let runs = 0; runs < 200; runs++) {
		const options = { includeCursor: true, continueAfter };
		const more = await outputsOf(credentials, { ...parameters, returnAll: false, limit, options });
		if (more.length === 0) return all;
		all.push(...more);
		continueAfter = String(more.at(-1)!.cursor);
	}
	throw new Error(`The chain does not end; its last cursor is "${continueAfter}"`);
}

/** The vendor's record in an output of either sort. */
function recordOf(output: Output): IDataObject {
	const { raw } = output as { raw?: IDataObject };
	// JSON leaves out what is undefined.
	return raw ?? { ...output, item: undefined, cursor: undefined };
}

const bag = (rows: readonly object[]) => rows.map((row) => JSON.stringify(row)).sort();
const idsOf = (outputs: Output[]) => outputs.map(({ id }) => String(id)).sort();
const rowsOf = (sandbox: Sandbox, resource: Resource): readonly object[] =>
	sandbox.procurios.data[`${resource}s`];

it('Return All gives every row once to every item, whatever the site, the faults, the token', async () => {
	await fc.assert(
		fc.asyncProperty(
			site,
			fc.constantFrom(...RESOURCES),
			oneOf('all', 'human', 'bot'),
			fc.integer({ min: 1, max: 4 }),
			fc.array(passingFault, { maxLength: 2 }),
			fc.integer({ min: 2, max: 6 }),
			async (one, resource, traffic, items, faults, tokenLifetimeRequests) => {
				await withSandbox(one, async (sandbox) => {
					// A token that ends after so many requests is fair only where they come one by one.
					if (items === 1) sandbox.procurios.setSwitches({ tokenLifetimeRequests });
					faults.forEach((fault) => sandbox.procurios.fault(fault));
					const parameters = { resource, traffic, returnAll: true };
					const outputs = await outputsOf(procuriosAt(sandbox.procurios), parameters, items);
					const expected = rowsOf(sandbox, resource).filter(
						(row) => traffic === 'all' || !('bot' in row) || row.bot === (traffic === 'bot'),
					);
					for (let item = 0; item < items; item++) {
						const mine = outputs.filter((output) => output.item === item);
						expect(bag(mine.map(recordOf))).toEqual(bag(expected));
					}
				});
			},
		),
		{ numRuns: 60 },
	);
});

it('runs with a limit, chained by their cursors, give exactly the list', async () => {
	await fc.assert(
		fc.asyncProperty(
			site,
			fc.constantFrom(...RESOURCES),
			oneOf('all', 'human', 'bot'),
			fc.integer({ min: 2, max: 30 }),
			async (one, resource, traffic, limit) => {
				await withSandbox(one, async (sandbox) => {
					const parameters = { resource, traffic };
					const all = { ...parameters, returnAll: true };
					const whole = await outputsOf(procuriosAt(sandbox.procurios), all);
					const chained = await chain(procuriosAt(sandbox.procurios), parameters, limit);
					expect(bag(chained.map(recordOf))).toEqual(bag(whole.map(recordOf)));
				});
			},
		),
		{ numRuns: 40 },
	);
});

it('an event has the same ID in a chain and in Return All, of one e-mail and of all', async () => {
	await fc.assert(
		fc.asyncProperty(
			site,
			oneOf('open', 'click'),
			oneOf('all', 'human', 'bot'),
			fc.integer({ min: 4, max: 30 }),
			async (one, resource, traffic, limit) => {
				await withSandbox(one, async (sandbox) => {
					const parameters = { resource, traffic, output: 'trackingEvent' };
					const all = { ...parameters, returnAll: true };
					const ids = idsOf(await outputsOf(procuriosAt(sandbox.procurios), all));
					expect(new Set(ids).size).toBe(ids.length);
					expect(idsOf(await chain(procuriosAt(sandbox.procurios), parameters, limit))).toEqual(
						ids,
					);
					const emailwise: Output[] = [];
					for (const { trackingId } of sandbox.procurios.data.emails) {
						const emailId = { __rl: true, mode: 'list', value: String(trackingId) };
						const ofOne = { ...all, emailScope: 'one', emailId };
						emailwise.push(...(await outputsOf(procuriosAt(sandbox.procurios), ofOne)));
					}
					expect(idsOf(emailwise)).toEqual(ids);
				});
			},
		),
		{ numRuns: 15 },
	);
});

it('a chain of the events of recipients ends, and leaves no event out', async () => {
	await fc.assert(
		// One record has up to three events; behind fewer there is no place to go on from.
		fc.asyncProperty(site, fc.integer({ min: 3, max: 8 }), async (one, limit) => {
			await withSandbox(one, async (sandbox) => {
				const parameters = { resource: 'recipient', output: 'trackingEvent' };
				const all = { ...parameters, returnAll: true };
				const whole = idsOf(await outputsOf(procuriosAt(sandbox.procurios), all));
				const chained = idsOf(await chain(procuriosAt(sandbox.procurios), parameters, limit));
				expect([...new Set(chained)]).toEqual(whole);
			});
		}),
		{ numRuns: 15 },
	);
});

it('rows that are written between the requests push no other row out, nor in twice', async () => {
	const arrival = fc.record({
		/** Before which request. */
		at: fc.nat({ max: 12 }),
		/** A twin of which row, or its neighbour in the same tie or some seconds later. */
		like: fc.nat(),
		later: fc.constantFrom(0, 0, 0, 1, 5),
	});
	await fc.assert(
		fc.asyncProperty(
			site,
			oneOf('open', 'click'),
			fc.array(arrival, { maxLength: 8 }),
			fc.constantFrom(0, 2, 5, 20),
			async (one, resource, arrivals, limit) => {
				// A group may grow by all of them.
				await withSandbox({ ...one, room: one.room + arrivals.length }, async (sandbox) => {
					const rows = () => rowsOf(sandbox, resource);
					const atFirst = bag(rows());
					const proxy = await before(sandbox, ({ number }) => {
						for (const { like, later } of arrivals.filter(({ at }) => at === number)) {
							const row = rows()[like % rows().length] as { date: string; linkId?: number };
							const date = new Date(Date.parse(row.date) + later * 1_000).toISOString();
							const linkId = (row.linkId ?? 0) + (like % 2);
							sandbox.procurios.addRow(resource, { ...row, date, linkId });
						}
					});
					try {
						const parameters = { resource, output: 'trackingEvent' };
						const outputs =
							limit === 0
								? await outputsOf(proxy.credentials(), { ...parameters, returnAll: true })
								: await chain(proxy.credentials(), parameters, limit);
						const given = bag(outputs.map(recordOf));
						expect(surplus(atFirst, given)).toEqual([]);
						expect(surplus(given, bag(rows()))).toEqual([]);
						expect(new Set(idsOf(outputs)).size).toBe(outputs.length);
					} finally {
						closeStandIns();
					}
				});
			},
		),
		{ numRuns: 60 },
	);
});

describe('a cursor that was given out is taken back', () => {
	let sandbox: Sandbox;
	afterEach(async () => await sandbox.close());

	it('also where the finer cursor of the vendor led to its row', async () => {
		sandbox = await startSandbox({
			procurios: {
				emails: 1,
				recipients: 2,
				opens: 0,
				clicks: 0,
				pageSize: { others: 2 },
				switches: { nextCursorHasLinkId: true },
			},
		});
		const place = { location: 'a'.repeat(40), date: '2026-02-03T09:00:00Z' };
		// Two ties that fill a page each.
		for (const { trackingCode } of [...sandbox.procurios.data.recipients]) {
			for (const linkId of [1, 2]) sandbox.procurios.add.click({ ...place, trackingCode, linkId });
		}
		const all = { resource: 'click', returnAll: true };
		const options = { includeCursor: true };
		const outputs = await outputsOf(procuriosAt(sandbox.procurios), { ...all, options });
		expect(outputs).toHaveLength(4);
		for (const [index, { cursor }] of outputs.entries()) {
			const continueAfter = String(cursor);
			const rest = await outputsOf(procuriosAt(sandbox.procurios), {
				...all,
				options: { continueAfter },
			});
			expect(bag(rest.map(recordOf))).toEqual(bag(outputs.slice(index + 1).map(recordOf)));
		}
	});

	it('and leads on, where the limit is less than the events of a record', async () => {
		sandbox = await startSandbox({
			procurios: { emails: 1, recipients: 3, opens: 0, clicks: 0 },
		});
		const { trackingCode } = sandbox.procurios.data.recipients[2]!;
		sandbox.procurios.add.recipientChange({ trackingCode, unsubscribed: '2026-02-03T09:00:00Z' });
		const run = async (limit: number, continueAfter: string) => {
			const options = { includeCursor: true, continueAfter };
			const parameters = { resource: 'recipient', output: 'trackingEvent', limit, options };
			return await outputsOf(procuriosAt(sandbox.procurios), parameters);
		};
		// The third recipient has two events: they stay together.
		const [, second, ...more] = await run(3, '');
		expect(more).toEqual([]);
		const third = await run(1, String(second!.cursor));
		expect(third.map(({ type }) => type).sort()).toEqual(['sent', 'unsubscribed']);
		expect(third[0]!.cursor).toBe(second!.cursor);
		expect(await run(1, String(third[1]!.cursor))).toEqual([]);
	});
});
