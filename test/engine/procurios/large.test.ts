import { type Sandbox, startSandbox } from '../../../sandbox';
import { LOAD_MS } from '../../load';
import { procuriosAt } from '../credentials';
import { runNode } from '../engine';

jest.setTimeout(LOAD_MS);

/** One more than n8n's engine can be given for one input item. */
const OPENS = 100_001;

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({
		procurios: { opens: OPENS, recipients: 2_000, clicks: 0, emails: 20 },
	});
});
afterAll(async () => await sandbox.close());

const opens = { resource: 'open', operation: 'getAll' };

it('gives 100,000 items for one input item', async () => {
	const { items, error } = await runNode({
		credentials: procuriosAt(sandbox.procurios),
		parameters: { ...opens, returnAll: false, limit: 100_000, output: 'trackingEvent' },
	});
	expect(error).toBeUndefined();
	expect(items).toHaveLength(100_000);
	expect(new Set(items.map(({ json }) => json.id)).size).toBe(100_000);
});

it('says so, and what to do, where there are more', async () => {
	const { items, error } = await runNode({
		credentials: procuriosAt(sandbox.procurios),
		parameters: { ...opens, returnAll: true },
	});
	expect(items).toEqual([]);
	expect(error?.message).toBe('More than 100,000 opens for one input item');
	expect(error?.description).toMatch(/Limit to 100,000 or less, switch on Include Cursor/);
	expect(error?.description).not.toMatch(/had been read by then/);
});

it('reaches all of them by the way that the error names', async () => {
	const first = await runNode({
		credentials: procuriosAt(sandbox.procurios),
		parameters: { ...opens, returnAll: false, limit: 60_000, options: { includeCursor: true } },
	});
	const rest = await runNode({
		credentials: procuriosAt(sandbox.procurios),
		parameters: {
			...opens,
			returnAll: true,
			options: { continueAfter: first.items.at(-1)!.json.cursor as string },
		},
	});
	expect(first.items.length + rest.items.length).toBe(OPENS);
	expect(rest.items.map(({ json }) => json)).toEqual(sandbox.procurios.data.opens.slice(60_000));
});
