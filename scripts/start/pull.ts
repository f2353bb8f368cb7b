import type { N8nClient, Workflow } from '../n8n/client';
import { itemsOf } from '../n8n/client';

export interface PullResult {
	records: number;
	seconds: number;
	/** What n8n says about a run that failed. */
	failure?: string;
}

/** Runs the example workflow once, as "Execute workflow" does, and counts what came in. */
export async function runPull(client: N8nClient, workflow: Workflow): Promise<PullResult> {
	const nodeOfType = (end: string) => workflow.nodes.find(({ type }) => type.endsWith(end));
	const trigger = nodeOfType('.manualTrigger')?.name ?? '';
	const procurios = nodeOfType('.procurios')?.name ?? '';
	const execution = await client.run(workflow, trigger);
	const { error, runData } = execution.data.resultData;
	return {
		records: itemsOf(execution, procurios).length,
		seconds: (runData[procurios]?.[0]?.executionTime ?? 0) / 1000,
		failure:
			execution.status === 'success'
				? undefined
				: [error?.message ?? execution.status, error?.description].filter(Boolean).join(': '),
	};
}
