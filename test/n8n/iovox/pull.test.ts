import { startSandbox, type Sandbox } from '../../../sandbox';
import { itemsOf, type Credential, type N8nClient } from '../../../scripts/n8n/client';
import { exampleWorkflow } from '../../../scripts/n8n/example';
import { inAnyOrder, iovoxCredential, iovoxLogin, loggedIn } from '../shared';

let sandbox: Sandbox;
let client: N8nClient;
let credential: Credential;

beforeAll(async () => {
	sandbox = await startSandbox({ iovox: { mails: 5_432 } });
	client = loggedIn();
	credential = await iovoxCredential(client, iovoxLogin(sandbox));
});

afterAll(async () => await sandbox.close());

test('the example workflow gives every e-mail, each exactly once and the oldest first', async () => {
	const workflow = await client.createWorkflow(await exampleWorkflow('iovox-search', credential));
	const execution = await client.run(workflow, 'When clicking ‘Execute workflow’');

	expect(execution.data.resultData.error?.message).toBeUndefined();
	expect(execution.status).toBe('success');
	const records = itemsOf(execution, 'Get all e-mails').map(({ json }) => json);
	const { mails } = sandbox.iovox.data;
	expect(records).toHaveLength(mails.length);
	expect(inAnyOrder(records)).toEqual(inAnyOrder(mails));
	const times = records.map(({ receive_date }) => String(receive_date));
	expect(times).toEqual([...times].sort());
});
