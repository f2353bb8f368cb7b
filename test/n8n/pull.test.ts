import type { N8nClient } from '../../scripts/n8n/client';
import { itemsOf } from '../../scripts/n8n/client';
import { exampleWorkflow } from '../../scripts/n8n/example';
import { startSandbox, type Sandbox } from '../../sandbox';
import { inAnyOrder, loggedIn, procuriosCredential, procuriosLogin } from './shared';

let sandbox: Sandbox;
let client: N8nClient;

beforeAll(async () => {
	sandbox = await startSandbox({ procurios: { opens: 12_345 } });
	client = loggedIn();
});

afterAll(async () => await sandbox.close());

test('the example workflow pulls every open of every e-mail, each exactly once', async () => {
	const credential = await procuriosCredential(client, procuriosLogin(sandbox));
	const workflow = await client.createWorkflow(
		await exampleWorkflow('procurios-pull-all-opens', credential),
	);

	const execution = await client.run(workflow, 'When clicking ‘Execute workflow’');

	expect(execution.data.resultData.error?.message).toBeUndefined();
	expect(execution.status).toBe('success');
	const records = itemsOf(execution, 'Get all opens').map(({ json }) => json);
	expect(records).toHaveLength(sandbox.procurios.data.opens.length);
	expect(inAnyOrder(records)).toEqual(inAnyOrder(sandbox.procurios.data.opens));
});
