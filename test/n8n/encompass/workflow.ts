import type { INodeParameters } from 'n8n-workflow';
import {
	type Credential,
	type Execution,
	itemsOf,
	type N8nClient,
	type Workflow,
} from '../../../scripts/n8n/client';
import { exampleWorkflow } from '../../../scripts/n8n/example';

const FOR_EACH = 'Get the activity of each';

/** The example workflow: messages, and something of each. */
export async function messagesWorkflow(
	client: N8nClient,
	credential: Credential,
	ofEach: INodeParameters = {},
): Promise<Workflow> {
	const workflow = await exampleWorkflow('encompass-message-activity', credential);
	const node = workflow.nodes.find(({ name }) => name === FOR_EACH)!;
	Object.assign(node.parameters, ofEach);
	return await client.createWorkflow(workflow);
}

export async function runMessages(client: N8nClient, workflow: Workflow): Promise<Execution> {
	const execution = await client.run(workflow, 'When clicking ‘Execute workflow’');
	expect(execution.data.resultData.error?.message).toBeUndefined();
	expect(execution.status).toBe('success');
	return execution;
}

/** The records that came of each message. */
export const recordsOf = (execution: Execution) =>
	itemsOf(execution, FOR_EACH).map(({ json }) => json);
