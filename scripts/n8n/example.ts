import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { INode } from 'n8n-workflow';
import type { Credential, WorkflowContent } from './client';
import { packageName, projectDir } from './package';

/** A workflow of examples/, each node logged in with those of the credentials that it takes. */
export async function exampleWorkflow(
	name: string,
	...credentials: Credential[]
): Promise<WorkflowContent> {
	const file = join(projectDir, 'examples', `${name}.json`);
	const workflow = JSON.parse(await readFile(file, 'utf8')) as WorkflowContent;
	for (const node of workflow.nodes) {
		for (const { id, name: credentialName, type } of credentials) {
			if (takes(node, type)) node.credentials = { [type]: { id, name: credentialName } };
		}
	}
	return workflow;
}

function takes({ type, parameters }: INode, credentialType: string): boolean {
	switch (credentialType) {
		case 'postgres':
			return type === 'n8n-nodes-base.postgres';
		case 'httpHeaderAuth':
			return (
				parameters.authentication === 'headerAuth' || parameters.genericAuthType === credentialType
			);
		default:
			return type.startsWith(`${packageName}.`);
	}
}
