import type { IDataObject, INode, INodeParameters } from 'n8n-workflow';
import type { Controllable, Fault, Sandbox } from '../../../sandbox';
import { type ExportedList, listOf, startLists } from './lists';
import {
	type Exported,
	exported,
	itemsOf,
	recordsOf,
	rowsOf,
	type Run,
	runExport,
	textOf,
} from './run';

// Pauses between tries are the business of other tests.
jest.mock('n8n-workflow', () =>
	jest.requireActual<typeof import('../../time')>('../../time').withoutPauses(),
);

let sandbox: Sandbox;
beforeAll(async () => (sandbox = await startLists()));
afterAll(async () => await sandbox.close());
afterEach(() => {
	for (const vendor of Object.values(vendors())) vendor.clearFaults();
});

const vendors = (): Record<string, Controllable> => {
	const { procurios, iovox, encompass, copernica } = sandbox;
	return { Procurios: procurios, Iovox: iovox, Encompass: encompass, Copernica: copernica };
};

/** One list for each way of paging, and what it is exported with. */
const WAYS: Array<[string, string, INodeParameters, after?: number]> = [
	['by cursors', 'Procurios open', {}],
	['by cursors, as events', 'Procurios recipient', { output: 'trackingEvent' }],
	['by numbers', 'iovox e-mail', {}],
	['from place to place', 'iovox unread e-mail', {}],
	['from index to index', 'Encompass open', {}],
	['from index to index, as a table', 'Copernica click of ms', { format: 'csv' }],
	['by days', 'Copernica messageEvent', {}],
	[
		'with what is added to each record',
		'Copernica open of ms',
		{ options: { addRecipient: true } },
		60,
	],
];
/** So many requests are answered well, unless other is said. */
const AFTER = 3;

const FAULTS: Array<[string, Partial<Fault> & Pick<Fault, 'kind'>]> = [
	['500', { kind: 'status', status: 500 }],
	['500 as a page', { kind: 'status', status: 500, body: 'html' }],
	['200 as a page', { kind: 'html' }],
	['401', { kind: 'status', status: 401 }],
	['403', { kind: 'status', status: 403 }],
	['429 again and again', { kind: 'status', status: 429, headers: { 'Retry-After': '1' } }],
	['nothing, and hangs up', { kind: 'drop' }],
	['half of what it should', { kind: 'truncated' }],
	['an error in a good answer', { kind: 'errorInBody' }],
];

const CASES = WAYS.flatMap(([way, name, more, after = AFTER], place) =>
	FAULTS
		// Each way with some of them, and each of them with some ways: all of both would take long.
		.filter((_, number) => number === 0 || (number + place) % 3 === 0)
		.map(([answer, fault]) => [way, answer, name, more, fault, after] as const),
);

/** From the answer after so many on, the vendor answers badly. */
const fail = (
	{ vendor }: ExportedList,
	fault: Partial<Fault> & Pick<Fault, 'kind'>,
	after: number,
) => vendors()[vendor]!.fault({ ...fault, times: 'always', after });

const recover = ({ vendor }: ExportedList) => vendors()[vendor]!.clearFaults();

const RECORDS_PER_FILE = 7;
const inParts = (more: INodeParameters, options: INodeParameters = {}): INodeParameters => ({
	...more,
	options: {
		...{ recordsPerFile: RECORDS_PER_FILE },
		...(more.options as INodeParameters),
		...options,
	},
});

/** What is in all files, also where they are tables: then a text for each row. */
const contentOf = ({ parts }: Pick<Exported, 'parts'>): unknown[] =>
	parts.flatMap((part): unknown[] => (part.records.length > 0 ? part.records : rowsOf(part)));

const everything = async (list: ExportedList, more: INodeParameters) =>
	contentOf({ parts: await exported(sandbox, list, inParts(more)) });

const rest = async (list: ExportedList, more: INodeParameters, continueAfter: unknown) =>
	contentOf({
		parts: await exported(
			sandbox,
			list,
			inParts(more, { continueAfter: String(continueAfter as string) }),
		),
	});

const CURSOR = /Set Continue After to "([^"]*)" to read on/;

describe('without Continue On Fail', () => {
	it.each(CASES)(
		'an export %s, to which the vendor answers %s, names where to go on',
		async (_way, _answer, name, more, fault, after) => {
			const list = listOf(name);
			const all = await everything(list, more);
			fail(list, fault, after);
			const { result, parts, failures } = await runExport(sandbox, list, inParts(more));
			recover(list);
			expect([...parts, ...failures]).toEqual([]);
			const text = textOf(result);
			const [, cursor] = CURSOR.exec(text)!;
			// What precedes the cursor is told to be lost, and not by mistake.
			expect(text).toMatch(/given out only where On Error, in the settings of the node/);
			const behind = await rest(list, more, cursor);
			expect(behind.length).toBeLessThan(all.length);
			expect(behind).toEqual(all.slice(all.length - behind.length));
		},
	);

	it.each(WAYS)(
		'an export %s, of which nothing was read, names no place',
		async (_way, name, more) => {
			const list = listOf(name);
			fail(list, { kind: 'status', status: 500 }, 0);
			const { result, parts } = await runExport(sandbox, list, inParts(more));
			expect(parts).toEqual([]);
			expect(textOf(result)).toMatch(/./);
			expect(textOf(result)).not.toMatch(/Continue After|On Error/);
		},
	);
});

const ON_ERROR = ['continueRegularOutput', 'continueErrorOutput'] as const;

/** Where the item that says what failed belongs. */
function expectRoute(
	{ result, parts, failures }: Exported,
	onError: INode['onError'],
	input = 0,
): IDataObject {
	expect(result.error).toBeUndefined();
	expect(failures).toHaveLength(1);
	const [failure] = failures;
	const isErrorOutput = onError === 'continueErrorOutput';
	expect(result.errorItems).toEqual(isErrorOutput ? [failure] : []);
	if (!isErrorOutput) expect(result.items.at(-1)).toBe(failure);
	expect(failure!.pairedItem).toEqual({ item: input });
	expect(parts.map(({ json }) => json.part)).toEqual(parts.map((_, place) => place + 1));
	return failure!.json;
}

describe.each(ON_ERROR)('with %s', (onError) => {
	it.each(CASES)(
		'an export %s, to which the vendor answers %s, keeps its files, and goes on behind them',
		async (_way, _answer, name, more, fault, after) => {
			const list = listOf(name);
			const all = await everything(list, more);
			fail(list, fault, after);
			const run = await runExport(sandbox, list, inParts(more), { onError });
			recover(list);
			const { error, details } = expectRoute(run, onError) as {
				error: string;
				details: IDataObject;
			};
			const kept = contentOf(run);
			expect(kept.length).toBeGreaterThan(0);
			expect(error).toContain(
				`The files given out before this hold the ${kept.length} records that were read by then.`,
			);
			expect(CURSOR.exec(error)![1]).toBe(details.cursor);
			expect(run.parts.at(-1)!.json.cursor).toBe(details.cursor);
			expect(Object.keys(details)).toEqual(['cursor']);
			expect([...kept, ...(await rest(list, more, details.cursor))]).toEqual(all);
		},
	);

	it.each(WAYS)(
		'an export %s, of which nothing was read, goes on where it began',
		async (_way, name, more) => {
			const list = listOf(name);
			const [first, ...parts] = await exported(sandbox, list, inParts(more));
			const expected = contentOf({ parts });
			for (const [continueAfter, content] of [
				[String(first!.json.cursor), expected],
				['', contentOf({ parts: [first!, ...parts] })],
			] as const) {
				fail(list, { kind: 'status', status: 500 }, 0);
				const run = await runExport(sandbox, list, inParts(more, { continueAfter }), { onError });
				recover(list);
				const { error, details } = expectRoute(run, onError) as {
					error: string;
					details: IDataObject;
				};
				expect(run.parts).toEqual([]);
				expect(error).not.toMatch(/Continue After|given out/);
				expect(details.cursor).toBe(continueAfter || null);
				expect(await rest(list, more, details.cursor ?? '')).toEqual(content);
			}
		},
	);

	it.each<[string, string, (list: ExportedList) => Run & { more?: INodeParameters }]>([
		[
			'a login that is refused',
			'Procurios open',
			(list) => {
				const credentials = list.credentials(sandbox);
				credentials.edit({ clientSecret: 'wrong' });
				return { credentials };
			},
		],
		[
			'a field that is filled in wrongly',
			'Procurios open',
			() => ({ more: { options: { recordsPerFile: 0 } } }),
		],
		[
			'an option that is filled in wrongly',
			'Procurios open',
			() => ({ more: { options: { requestsAtOnce: 0 } } }),
		],
		['a limit that is none', 'Procurios open', () => ({ more: { returnAll: false, limit: -1 } })],
	])('an export that ends at once, by %s, goes on where it began', async (_what, name, begin) => {
		const list = listOf(name);
		const [first] = await exported(sandbox, list, inParts({}));
		const continueAfter = String(first!.json.cursor);
		const { more = {}, ...run } = begin(list);
		const options = { ...(more.options as INodeParameters), continueAfter };
		const ended = await runExport(sandbox, list, { ...more, options }, { ...run, onError });
		expect(expectRoute(ended, onError).details).toEqual({ cursor: continueAfter });
	});

	it.each(['Procurios open', 'Procurios recipient', 'Procurios email'])(
		'an export of %s keeps all that was read, also what fills no file',
		async (name) => {
			const list = listOf(name);
			const broken = { kind: 'status', status: 500 } as const;
			fail(list, broken, 1);
			const [, lost] = CURSOR.exec(textOf((await runExport(sandbox, list, inParts({}))).result))!;
			recover(list);
			fail(list, broken, 1);
			const run = await runExport(sandbox, list, inParts({}), { onError });
			recover(list);
			expect(expectRoute(run, onError).details).toEqual({ cursor: lost });
			expect(run.parts.at(-1)!.records.length).toBeLessThan(RECORDS_PER_FILE);
		},
	);

	it('an export of a list without cursors keeps its files, and names no place', async () => {
		const list = listOf('Encompass activity of a message');
		sandbox.encompass.fault({
			...{ kind: 'status', status: 500, times: 'always', after: 1 },
			match: '/recipients\\?',
		});
		const run = await runExport(sandbox, list, inParts({}), { onError });
		recover(list);
		const { error, details } = expectRoute(run, onError);
		expect(run.parts.length).toBeGreaterThan(1);
		expect(error).toMatch(/The files given out before this hold the \d+ records that were read/);
		expect(error).not.toMatch(/Continue After/);
		expect(details).toEqual({ cursor: null });
		const all = await itemsOf(sandbox, list);
		const kept = recordsOf(run.parts);
		expect(kept).toEqual(all.slice(0, kept.length));
	});

	it('an export of a list that is not in the order that was asked for names no place behind its files', async () => {
		const list = listOf('iovox e-mail, latest first');
		const parts = await exported(sandbox, list, inParts({}));
		const continueAfter = String(parts[2]!.json.cursor);
		sandbox.iovox.setSwitches({ obeysOrder: false });
		fail(list, { kind: 'status', status: 500 }, 3);
		const run = await runExport(sandbox, list, inParts({}, { continueAfter }), { onError });
		recover(list);
		sandbox.iovox.setSwitches({ obeysOrder: true });
		const { error, details } = expectRoute(run, onError);
		expect(run.parts.length).toBeGreaterThan(1);
		expect(run.parts.at(-1)!.json.cursor).toBe(null);
		// To go on where it began would repeat what the files hold.
		expect(error).not.toMatch(/Continue After/);
		expect(details).toEqual({ cursor: null });
	});

	it('of 20 input items, those that fail take nothing from the others', async () => {
		const list = listOf('Procurios open of one e-mail');
		const { emails, opens } = sandbox.procurios.data;
		const ids = Array.from({ length: 20 }, (_, place) => emails[place % 5]!.trackingId);
		const failing = new Map<number, unknown>([
			[0, 'none'],
			[7, '../x'],
			[13, ''],
			[19, 999_999_999],
		]);
		const items = ids.map((id, place) => ({
			json: { id: failing.has(place) ? failing.get(place) : id, place } as IDataObject,
		}));
		const { result, parts, failures } = await runExport(
			sandbox,
			list,
			{
				emailId: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
				options: { recordsPerFile: 2 },
			},
			{ items, onError },
		);
		expect(result.error).toBeUndefined();
		const inputOf = ({ pairedItem }: { pairedItem?: unknown }) =>
			(pairedItem as { item: number }).item;
		expect(failures.map(inputOf)).toEqual([...failing.keys()]);
		expect(result.errorItems).toEqual(onError === 'continueErrorOutput' ? failures : []);
		for (const [place, id] of ids.entries()) {
			if (failing.has(place)) continue;
			const mine = parts.filter(({ item }) => inputOf(item) === place);
			expect(mine.map(({ json }) => json.part)).toEqual(mine.map((_, part) => part + 1));
			expect(recordsOf(mine)).toEqual(opens.filter(({ trackingId }) => trackingId === id));
		}
	});
});

it('a cancelled export stops asking, and gives nothing out', async () => {
	const list = listOf('Procurios open');
	const asked = () =>
		sandbox.procurios.requests.filter(({ path }) => path.includes('/opens')).length;
	const before = asked();
	sandbox.procurios.fault({ kind: 'stall', after: 3, times: 'always' });
	let cancel = () => {};
	let ended = false;
	const running = runExport(sandbox, list, inParts({}), {
		started: (execution) => (cancel = () => execution.cancel()),
		onError: 'continueRegularOutput',
	})
		.catch((error: Error) => error)
		.finally(() => (ended = true));
	while (asked() < before + 4 && !ended) await new Promise((resolve) => setImmediate(resolve));
	cancel();
	await running;
	expect(asked()).toBe(before + 4);
});
