import { itemsOf, type Credential, type N8nClient } from '../../scripts/n8n/client';
import { exampleWorkflow } from '../../scripts/n8n/example';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox';
import {
	inAnyOrder,
	iovoxCredential,
	iovoxLogin,
	loggedIn,
	procuriosCredential,
	procuriosLogin,
} from './shared';

interface Row {
	readonly name: string;
	readonly options: SandboxOptions;
	/** A workflow of examples/ that gives a whole list, and its node that does. */
	readonly example: string;
	readonly node: string;
	credential(client: N8nClient, sandbox: Sandbox): Promise<Credential>;
	rows(sandbox: Sandbox): readonly object[];
	/** What the list is sorted by. */
	timeOf(record: object): string;
}

// The examples of Encompass and Copernica give more than one list: they have tests of their own.
const ROWS: Row[] = [
	{
		name: 'Procurios',
		options: { procurios: { opens: 12_345 } },
		example: 'procurios-pull-all-opens',
		node: 'Get all opens',
		credential: async (client, sandbox) =>
			await procuriosCredential(client, procuriosLogin(sandbox)),
		rows: ({ procurios: { data } }) => data.opens,
		timeOf: (record) => String(Reflect.get(record, 'date')),
	},
	{
		name: 'iovox',
		options: { iovox: { mails: 5_432 } },
		example: 'iovox-search',
		node: 'Get all e-mails',
		credential: async (client, sandbox) => await iovoxCredential(client, iovoxLogin(sandbox)),
		rows: ({ iovox: { data } }) => data.mails,
		timeOf: (record) => String(Reflect.get(record, 'receive_date')),
	},
];

describe.each(ROWS)('$name', (row) => {
	let sandbox: Sandbox;
	beforeAll(async () => (sandbox = await startSandbox(row.options)));
	afterAll(async () => await sandbox.close());

	test('the example workflow gives all there is, each exactly once and the oldest first', async () => {
		const client = loggedIn();
		const credential = await row.credential(client, sandbox);
		const workflow = await client.createWorkflow(await exampleWorkflow(row.example, credential));
		const execution = await client.run(workflow, 'When clicking ‘Execute workflow’');
		expect(execution.data.resultData.error?.message).toBeUndefined();
		expect(execution.status).toBe('success');
		const records = itemsOf(execution, row.node).map(({ json }) => json);
		const rows = row.rows(sandbox);
		expect(records).toHaveLength(rows.length);
		expect(inAnyOrder(records)).toEqual(inAnyOrder(rows));
		const times = records.map(row.timeOf);
		expect(times).toEqual([...times].sort());
	});
});
