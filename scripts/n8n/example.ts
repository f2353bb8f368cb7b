import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Credential, WorkflowContent } from './client';
import { packageName, projectDir } from './package';

/** A workflow of examples/, its nodes of this package logged in with the credential. */
export async function exampleWorkflow(
	name: string,
	credential: Credential,
): Promise<WorkflowContent> {
	const file = join(projectDir, 'examples', `${name}.json`);
	const workflow = JSON.parse(await readFile(file, 'utf8')) as WorkflowContent;
	const { id, name: credentialName, type } = credential;
	for (const node of workflow.nodes) {
		if (node.type.startsWith(`${packageName}.`)) {
			node.credentials = { [type]: { id, name: credentialName } };
		}
	}
	return workflow;
}
