import { randomUUID } from 'node:crypto';
import type { INode, INodeParameters } from 'n8n-workflow';
import type { Credential, Execution, N8nClient } from '../../scripts/n8n/client';
import { itemsOf } from '../../scripts/n8n/client';
import { startSandbox, type Sandbox } from '../../sandbox';
import { inAnyOrder, loggedIn, procuriosCredential, procuriosLogin } from './shared';

const RECORDS_PER_FILE = 5_000;

let sandbox: Sandbox;
let client: N8nClient;
let credential: Credential;

beforeAll(async () => {
	sandbox = await startSandbox({ procurios: { opens: 12_345, recipients: 3_000 } });
	client = loggedIn();
	credential = await procuriosCredential(client, procuriosLogin(sandbox));
});

afterAll(async () => await sandbox.close());

const nodeOf = (name: string, type: string, rest: Partial<INode> = {}): INode => ({
	...{ id: randomUUID(), name, type, typeVersion: 1, position: [0, 0], parameters: {}, ...rest },
});

/** Runs an export, whose files another node reads as CSV where that is wanted. */
async function run(
	parameters: INodeParameters,
	{ onError, read = false }: { onError?: INode['onError']; read?: boolean } = {},
): Promise<Execution> {
	const { id, name, type } = credential;
	const linkTo = (node: string) => ({ main: [[{ node, type: 'main' as const, index: 0 }]] });
	const workflow = await client.createWorkflow({
		name: 'Export',
		nodes: [
			nodeOf('Start', 'n8n-nodes-base.manualTrigger'),
			nodeOf('Export', 'n8n-nodes-email-tracking.procurios', {
				parameters: {
					...{ operation: 'export', emailScope: 'all' },
					options: { recordsPerFile: RECORDS_PER_FILE },
					...parameters,
				},
				credentials: { [type]: { id, name } },
				...(onError && { onError }),
			}),
			nodeOf('Read', 'n8n-nodes-base.extractFromFile', { parameters: { operation: 'csv' } }),
		],
		connections: { Start: linkTo('Export'), ...(read && { Export: linkTo('Read') }) },
	});
	const execution = await client.run(workflow, 'Start');
	expect(execution.data.resultData.error?.message).toBeUndefined();
	return execution;
}

/** The records in the files, as who downloads them gets them. */
async function downloaded(execution: Execution): Promise<object[]> {
	const records: object[] = [];
	for (const { binary } of itemsOf(execution, 'Export')) {
		const id = encodeURIComponent(binary!.data!.id!);
		const text = await client.openPage(`/rest/binary-data?action=download&id=${id}`);
		const lines = text.trimEnd().split('\n');
		records.push(...lines.map((line) => JSON.parse(line) as object));
	}
	return records;
}

test('files of NDJSON hold every open, each exactly once', async () => {
	const execution = await run({ resource: 'open' });
	const { opens } = sandbox.procurios.data;
	const files = itemsOf(execution, 'Export').map(({ json }) => json);
	expect(files).toMatchObject([
		{ part: 1, records: 5_000, fileName: 'procurios-opens-00001.ndjson' },
		{ part: 2, records: 5_000, fileName: 'procurios-opens-00002.ndjson' },
		{ part: 3, records: 2_345, fileName: 'procurios-opens-00003.ndjson' },
	]);
	expect(files.at(-1)!.lastTime).toBe(new Date(opens.at(-1)!.date).toISOString());
	expect(inAnyOrder(await downloaded(execution))).toEqual(inAnyOrder(opens));
});

test("a file of CSV is read by n8n's own node as what it was made of", async () => {
	sandbox.procurios.add.recipient({ name: 'Ånn "Nan" O’Neill, of\r\nÖsterreich; 日本' });
	const execution = await run({ resource: 'recipient', format: 'csv' }, { read: true });
	const { recipients } = sandbox.procurios.data;
	// What was empty, and so the last column with the rest, is left out by that node.
	const filled = recipients.map((row) => Object.entries(row).filter(([, value]) => value !== null));
	const asText = filled.map((row) =>
		Object.fromEntries(row.map(([name, value]) => [name, String(value)])),
	);
	expect(inAnyOrder(itemsOf(execution, 'Read').map(({ json }) => json))).toEqual(
		inAnyOrder(asText),
	);
});

test('with Continue (using error output), files are kept and the error goes the other way', async () => {
	sandbox.procurios.fault({ kind: 'status', status: 500, match: '/opens', after: 7 });
	const execution = await run({ resource: 'open' }, { onError: 'continueErrorOutput' });
	const kept = await downloaded(execution);
	const { opens } = sandbox.procurios.data;
	expect(kept.length).toBeGreaterThan(RECORDS_PER_FILE);
	expect(inAnyOrder(kept)).toEqual(inAnyOrder(opens.slice(0, kept.length)));

	const { cursor } = itemsOf(execution, 'Export').at(-1)!.json;
	expect(itemsOf(execution, 'Export', 1).map(({ json }) => json)).toEqual([
		{ error: expect.stringContaining(`"${String(cursor)}"`), details: { cursor } },
	]);

	const rest = await run({
		resource: 'open',
		options: { recordsPerFile: RECORDS_PER_FILE, continueAfter: String(cursor) },
	});
	expect(inAnyOrder([...kept, ...(await downloaded(rest))])).toEqual(inAnyOrder(opens));
});
