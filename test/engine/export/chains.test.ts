import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';
import type {
	CopernicaSwitchChanges as CopernicaSwitches,
	EncompassSwitchChanges as EncompassSwitches,
	IovoxSwitchChanges as IovoxSwitches,
	Sandbox,
	ProcuriosSwitchChanges,
} from '../../../sandbox';
import { type ExportedList, LISTS, startLists } from './lists';
import { exported, itemsOf, recordsOf } from './run';

/** Exports with a limit, each behind the last file of the one before, until nothing comes. */

let sandbox: Sandbox;
beforeAll(async () => (sandbox = await startLists()));
afterAll(async () => await sandbox.close());

interface Chain {
	list: ExportedList;
	output: 'record' | 'trackingEvent';
	limit: number;
	recordsPerFile: number;
}

const chains: fc.Arbitrary<Chain> = fc
	.record({
		list: fc.constantFrom(...LISTS.filter(({ hasCursor }) => hasCursor)),
		output: fc.constantFrom('record' as const, 'trackingEvent' as const),
		limit: fc.integer({ min: 4, max: 45 }),
		recordsPerFile: fc.integer({ min: 1, max: 50 }),
	})
	.filter(({ list, output }) => output === 'record' || list.hasEvents);

async function followed({ list, output, limit, recordsPerFile }: Chain) {
	const records: IDataObject[] = [];
	let continueAfter = '';
	for (let runs = 0; runs < 200; runs++) {
		const parts = await exported(sandbox, list, {
			...{ output, returnAll: false, limit },
			options: { recordsPerFile, continueAfter },
		});
		const some = recordsOf(parts);
		expect(some.length).toBeLessThanOrEqual(limit);
		if (parts.length === 0) return records;
		records.push(...some);
		continueAfter = String(parts.at(-1)!.json.cursor);
	}
	throw new Error(`The chain does not end; its last cursor is "${continueAfter}"`);
}

it('give the list as it is, whatever the limit and the size of files', async () => {
	await fc.assert(
		fc.asyncProperty(chains, async (chain) => {
			const { list, output } = chain;
			expect(await followed(chain)).toEqual(await itemsOf(sandbox, list, { output }));
		}),
		{ numRuns: 40 },
	);
});

/** In whatever way the vendors answer what is not known of them. */
const switches = fc.record({
	procurios: fc.record({
		nextOnLastPage: fc.constantFrom('always', 'untilEmpty', 'onlyWhenMore'),
		tieOrder: fc.constantFrom('stable', 'shuffled'),
		hrefs: fc.constantFrom('raw', 'encoded'),
		nextCursorHasLinkId: fc.boolean(),
	}),
	iovox: fc.record({
		bounds: fc.constantFrom('inclusive', 'exclusive'),
		totalResults: fc.constantFrom('all', 'call'),
		totalPages: fc.constantFrom('all', 'left'),
		totalsAs: fc.constantFrom('numbers', 'texts'),
		ties: fc.constantFrom('insertion', 'random'),
		missing: fc.constantFrom('low', 'first', 'last'),
	}),
	encompass: fc.record({
		order: fc.constantFrom('ascending', 'descending', 'byRecipient'),
		listBody: fc.constantFrom('envelope', 'bare'),
		summaryAs: fc.constantFrom('numbers', 'texts'),
		linksBody: fc.constantFrom('bare', 'envelope'),
	}),
	copernica: fc.record({
		order: fc.constantFrom('ascending', 'descending', 'byTime', 'unsorted'),
		emailingOrder: fc.constantFrom('ascending', 'descending'),
		totalHonoured: fc.boolean(),
		idKey: fc.constantFrom('documented', 'ID', 'id'),
	}),
});

const bag = (rows: readonly IDataObject[]) => rows.map((row) => JSON.stringify(row)).sort();

it('give all of the list once, in whatever way the vendor answers', async () => {
	await fc.assert(
		fc.asyncProperty(
			chains,
			switches,
			async (chain, { procurios, iovox, encompass, copernica }) => {
				sandbox.procurios.setSwitches(procurios as ProcuriosSwitchChanges);
				sandbox.iovox.setSwitches(iovox as IovoxSwitches);
				sandbox.encompass.setSwitches(encompass as EncompassSwitches);
				sandbox.copernica.setSwitches(copernica as CopernicaSwitches);
				const { list, output } = chain;
				expect(bag(await followed(chain))).toEqual(bag(await itemsOf(sandbox, list, { output })));
			},
		),
		{ numRuns: 60 },
	);
});
