import type { INodeParameters } from 'n8n-workflow';
import { type Sandbox, startSandbox } from '../../../sandbox';
import { procuriosAt } from '../credentials';
import { runNode } from '../engine';

let sandbox: Sandbox;
beforeEach(async () => (sandbox = await startSandbox({ procurios: { opens: 200 } })));
afterEach(async () => await sandbox.close());

/** An open of so many minutes ago. */
const open = (minutes: number) =>
	sandbox.procurios.add.open({ date: new Date(Date.now() - minutes * 60_000).toISOString() });

async function run(parameters: INodeParameters, options: INodeParameters = {}) {
	return await runNode({
		credentials: procuriosAt(sandbox.procurios),
		parameters: {
			...{ resource: 'open', operation: 'getAll', returnAll: true },
			...parameters,
			options: { includeCursor: true, ...options },
		},
	});
}

const codesOf = ({ items }: Awaited<ReturnType<typeof run>>) =>
	items.map(({ json }) => json.trackingCode);

it('leaves what is too new to the next run, which then gives what was written late, too', async () => {
	const settled = open(5);
	const fresh = [open(0.5), open(0.2)];
	const first = await run({}, { minAge: 2 });
	expect(codesOf(first)).toHaveLength(201);
	expect(codesOf(first).at(-1)).toBe(settled.trackingCode);

	// Older than the newest of those that were there.
	const late = open(1);
	const continueAfter = String(first.items.at(-1)!.json.cursor);
	const second = await run({}, { minAge: 0, continueAfter });
	const expected = [late, ...fresh].map(({ trackingCode }) => trackingCode);
	expect(codesOf(second).sort()).toEqual(expected.sort());
});

it('gives no file, and no cursor, where all is too new', async () => {
	const { items } = await run({}, { minAge: 0 });
	const continueAfter = String(items.at(-1)!.json.cursor);
	open(1);
	const { items: files, error } = await run({ operation: 'export' }, { minAge: 2, continueAfter });
	expect(error).toBeUndefined();
	expect(files).toEqual([]);
});

it('ends a file where records are too new', async () => {
	open(5);
	open(1);
	const { items } = await run({ operation: 'export' }, { minAge: 2 });
	expect(items.map(({ json }) => json.records)).toEqual([201]);
	const rest = await run({}, { continueAfter: String(items[0]!.json.cursor) });
	expect(rest.items).toHaveLength(1);
});

it.each(['soon', -1, 'Infinity'])('takes no %s for a number of minutes', async (minAge) => {
	const { error } = await run({}, { minAge });
	expect(error?.message).toBe('Minimum Age in Minutes must be a number of 0 or more');
});
