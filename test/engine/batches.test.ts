import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { type Sandbox, startSandbox } from '../../sandbox';
import { LOAD_MS } from '../load';
import { procuriosAt } from './credentials';
import { runNode } from './engine';
import { type ExportedList, listOf, named, startLists } from './export/lists';
import { itemsOf, textOf } from './export/run';

jest.setTimeout(LOAD_MS);

/** Get Many with several records in an item. */

let sandbox: Sandbox;
beforeAll(async () => (sandbox = await startLists()));
afterAll(async () => await sandbox.close());

interface Batch {
	records: IDataObject[];
	cursor?: string | null;
}

const batchesOf = async (
	list: ExportedList,
	recordsPerItem: number | string,
	{ options, ...more }: INodeParameters = {},
): Promise<Batch[]> => {
	const withSize = { recordsPerItem, ...(options as INodeParameters) };
	return (await itemsOf(sandbox, list, { ...more, options: withSize })) as unknown as Batch[];
};

const sizesOf = (batches: Batch[]) => batches.map(({ records }) => records.length);
const flat = (batches: Batch[]) => batches.flatMap(({ records }) => records);

describe.each(named())('%s', (_name, list) => {
	it.each([7, 10_000])('comes with %d records in each item but the last', async (size) => {
		const records = await itemsOf(sandbox, list);
		const batches = await batchesOf(list, size);
		expect(flat(batches)).toEqual(records);
		expect(sizesOf(batches.slice(0, -1)).every((each) => each === size)).toBe(true);
		expect(batches).toHaveLength(Math.ceil(records.length / size));
		for (const batch of batches) expect(Object.keys(batch)).toEqual(['records']);
	});
});

const NOTHING = ['={{ undefined }}', '={{ null }}', '={{ "" }}', '={{ " " }}'];

it.each([1, '1', '={{ 1 }}', '={{ "1" }}', ...NOTHING])(
	'%j in an item is the record itself',
	async (one) => {
		const list = listOf('Procurios open');
		expect(await batchesOf(list, one)).toEqual(await itemsOf(sandbox, list));
	},
);

it.each(['50', '={{ "50" }}', '={{ 50 }}', '={{ $json.size }}'])(
	'a number of records may come as %j',
	async (recordsPerItem) => {
		const { items, error } = await runNode({
			credentials: procuriosAt(sandbox.procurios),
			parameters: {
				...{ resource: 'open', operation: 'getAll', returnAll: true, emailScope: 'all' },
				options: { recordsPerItem },
			},
			items: [{ json: { size: 50 } }],
		});
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => (json.records as []).length)).toEqual([50, 50, 30]);
	},
);

it.each([
	[10_001, /Records per Item must be 10,000 or less/],
	[0, /Records per Item must be a whole number of 1 or more/],
	[-5, /Records per Item must be a whole number of 1 or more/],
	[1.5, /Records per Item must be a whole number of 1 or more/],
	['abc', /Records per Item must be a whole number of 1 or more/],
	['={{ [] }}', /Records per Item must be a whole number of 1 or more/],
])('%j records in an item are refused, before anything is asked for', async (size, message) => {
	const before = sandbox.procurios.requests.length;
	await expect(batchesOf(listOf('Procurios open'), size)).rejects.toThrow(message);
	expect(sandbox.procurios.requests.slice(before)).toEqual([]);
});

it('a limit counts records, and the last item has what is left', async () => {
	const list = listOf('Procurios open');
	const records = await itemsOf(sandbox, list);
	for (const [limit, sizes] of [
		[1, [1]],
		[10, [10]],
		[25, [10, 10, 5]],
		[40, [10, 10, 10, 10]],
		[1_000, Array<number>(13).fill(10)],
	] as const) {
		const batches = await batchesOf(list, 10, { returnAll: false, limit });
		expect(sizesOf(batches)).toEqual(sizes);
		expect(flat(batches)).toEqual(records.slice(0, limit));
	}
});

it('each item is of the input item that asked for it, and an empty list has none', async () => {
	const { emails, opens } = sandbox.procurios.data;
	const { trackingId: unread } = sandbox.procurios.add.email();
	const ids = [emails[0]!.trackingId, unread, emails[2]!.trackingId];
	const { items, error } = await runNode({
		credentials: procuriosAt(sandbox.procurios),
		parameters: {
			...{ resource: 'open', operation: 'getAll', returnAll: true, emailScope: 'one' },
			emailId: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
			options: { recordsPerItem: 3 },
		},
		items: ids.map((id) => ({ json: { id } })),
	});
	expect(error).toBeUndefined();
	ids.forEach((id, place) => {
		const mine = items.filter(({ pairedItem }) => (pairedItem as { item: number }).item === place);
		expect(mine.flatMap(({ json }) => json.records)).toEqual(
			opens.filter(({ trackingId }) => trackingId === id),
		);
	});
});

describe('Include Cursor', () => {
	const EVENTS = { output: 'trackingEvent' };

	async function expectResumes(list: ExportedList, size: number, more: INodeParameters) {
		const options = { includeCursor: true };
		const batches = await batchesOf(list, size, { ...more, options });
		expect(batches.length).toBeGreaterThan(1);
		expect(flat(batches)).toEqual(await itemsOf(sandbox, list, more));
		for (const [place, { cursor }] of batches.entries()) {
			const behind = { ...options, continueAfter: String(cursor) };
			const rest = await batchesOf(list, size, { ...more, options: behind });
			expect(flat(rest)).toEqual(flat(batches.slice(place + 1)));
		}
	}

	it.each(named(({ hasCursor, pageSize }) => hasCursor && pageSize !== Infinity))(
		'behind each item of %s comes exactly the rest',
		async (_name, list) => {
			const { length } = await itemsOf(sandbox, list);
			await expectResumes(list, Math.ceil(length / 6), {});
		},
	);

	it.each(['Procurios recipient', 'iovox e-mail', 'Copernica messageEvent'])(
		'behind each item of tracking events of %s comes exactly the rest',
		async (name) => {
			await expectResumes(listOf(name), 9, EVENTS);
		},
	);
});

it.each([
	['Procurios recipient', 'recipient.id'],
	['iovox e-mail', 'raw.message_id'],
])('the events of a record of %s stay in one item', async (name, path) => {
	const [object, field] = path.split('.') as [string, string];
	const list = listOf(name);
	const events = await itemsOf(sandbox, list, { output: 'trackingEvent' });
	for (const size of [2, 3, 5, 13]) {
		const batches = await batchesOf(list, size, { output: 'trackingEvent' });
		expect(flat(batches)).toEqual(events);
		const people = batches.map(({ records }) => [
			...new Set(records.map((event) => (event[object] as IDataObject)[field])),
		]);
		expect(new Set(people.flat()).size).toBe(people.flat().length);
		batches.forEach(({ records }, place) => {
			// Only the events of one record may be more than that.
			if (people[place]!.length > 1) expect(records.length).toBeLessThanOrEqual(size);
		});
	}
});

it('a run that fails says how many records were lost, and where to go on', async () => {
	const list = listOf('Procurios open');
	const records = await itemsOf(sandbox, list);
	sandbox.procurios.fault({ kind: 'status', status: 500, after: 3, times: 'always' });
	const parameters = {
		...{ operation: 'getAll', returnAll: true, ...list.parameters(sandbox) },
		options: { recordsPerItem: 7 },
	};
	const result = await runNode({ credentials: list.credentials(sandbox), parameters });
	sandbox.procurios.clearFaults();
	expect(result.items).toEqual([]);
	const [, count, continueAfter] =
		/(\d+) records had been read by then and were not given out.*Continue After to "([^"]*)"/.exec(
			textOf(result),
		)!;
	const rest = await batchesOf(list, 7, { options: { continueAfter: continueAfter! } });
	expect(flat(rest)).toEqual(records.slice(Number(count)));
});

describe('large lists', () => {
	const RECORDS = 250_000;
	let large: Sandbox;
	beforeAll(async () => {
		const procurios = { opens: 10_000, repeat: RECORDS / 10_000, recipients: 2_000, clicks: 0 };
		large = await startSandbox({ procurios: { ...procurios, emails: 20 } });
	});
	afterAll(async () => await large.close());

	const run = async (more: INodeParameters, options: INodeParameters) =>
		await runNode({
			credentials: procuriosAt(large.procurios),
			parameters: {
				...{ resource: 'open', operation: 'getAll', emailScope: 'all', returnAll: true },
				...{ ...more, options },
			},
		});

	it('a quarter of a million events pass in batches of 1,000', async () => {
		const events = { output: 'trackingEvent' };
		const { items, error } = await run(events, { recordsPerItem: 1_000 });
		expect(error).toBeUndefined();
		expect(items).toHaveLength(RECORDS / 1_000);
		const ids = new Set<unknown>();
		for (const { json, pairedItem } of items) {
			const records = json.records as IDataObject[];
			expect(records).toHaveLength(1_000);
			expect(pairedItem).toEqual({ item: 0 });
			for (const { id } of records) ids.add(id);
		}
		expect(ids.size).toBe(RECORDS);
	});

	const WAYS_OUT =
		/Raise Records per Item .* use Export to File, or ask for less.*Limit to ([\d,]+) or less, switch on Include Cursor/;

	it.each<[string, INodeParameters, number, string]>([
		['all of them', {}, 1, '100,000'],
		['all of them, in pairs', {}, 2, '200,000'],
		['a limit above 100,000', { returnAll: false, limit: 100_001 }, 1, '100,000'],
		['a limit above that in batches', { returnAll: false, limit: 200_001 }, 2, '200,000'],
		['a limit beyond all', { returnAll: false, limit: 1e15 }, 10_000, '1,000,000,000'],
	])('%s are refused, with the ways out', async (_what, more, recordsPerItem, most) => {
		const result = await run(more, { recordsPerItem });
		expect(result.items).toEqual([]);
		expect(result.error?.message).toMatch(
			/^More than 100,000 (items with )?opens for one input item$/,
		);
		expect(WAYS_OUT.exec(textOf(result).replace(/\n/g, ' '))![1]).toBe(most);
		// Nothing was kept of what was read, and nothing is to be gone on behind.
		expect(textOf(result)).not.toMatch(/had been read by then/);
	});

	it('a limit that can be kept is not refused', async () => {
		const { items, error } = await run({ returnAll: false, limit: 200_000 }, { recordsPerItem: 2 });
		expect(error).toBeUndefined();
		expect(items).toHaveLength(100_000);
	});

	it('a list without cursors is refused without a word of them', async () => {
		const list = listOf('Encompass activity of a message');
		const more = { returnAll: false, limit: 100_001 };
		await expect(itemsOf(sandbox, list, more)).rejects.toThrow(/Limit to 100,000 or less\.$/);
	});
});
