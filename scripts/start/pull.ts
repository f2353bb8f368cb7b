import type { N8nClient, Workflow } from '../n8n/client';
import { itemsOf } from '../n8n/client';
import { packageName } from '../n8n/package';

export interface PullResult {
	records: number;
	seconds: number;
	/** What n8n says about a run that failed. */
	failure?: string;
}

/** Runs an example workflow once, as "Execute workflow" does, and counts what its last node gave. */
export async function runPull(client: N8nClient, workflow: Workflow): Promise<PullResult> {
	const trigger = workflow.nodes.find(({ type }) => type.endsWith('.manualTrigger'))?.name ?? '';
	const ours = workflow.nodes
		.filter(({ type }) => type.startsWith(`${packageName}.`))
		.map(({ name }) => name);
	const execution = await client.run(workflow, trigger);
	const { error, runData } = execution.data.resultData;
	const milliseconds = ours
		.flatMap((name) => runData[name] ?? [])
		.reduce((sum, { executionTime }) => sum + executionTime, 0);
	return {
		records: itemsOf(execution, ours.at(-1) ?? '').length,
		seconds: milliseconds / 1000,
		failure:
			execution.status === 'success'
				? undefined
				: [error?.message ?? execution.status, error?.description].filter(Boolean).join(': '),
	};
}
