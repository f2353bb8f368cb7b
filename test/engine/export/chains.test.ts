import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';
import type { Sandbox } from '../../../sandbox';
import { type ExportedList, LISTS, startLists } from './lists';
import { exported, itemsOf, recordsOf, rowsOf } from './run';

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

it('give the same as tables', async () => {
	for (const list of LISTS.filter(({ hasEvents }) => hasEvents).slice(0, 8)) {
		const more = { format: 'csv', output: 'trackingEvent' };
		const parts = await exported(sandbox, list, { ...more, options: { recordsPerFile: 11 } });
		const events = await itemsOf(sandbox, list, { output: 'trackingEvent' });
		expect(parts.flatMap(rowsOf).map(({ id }) => id)).toEqual(events.map(({ id }) => id));
	}
});
